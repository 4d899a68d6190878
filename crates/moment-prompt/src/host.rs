//! The one element that a prompt adds to the page, out of reach of the page's styles.

use moment_core::prompt::PromptKind;
use moment_wire::prompt::PromptV3;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, Node, ShadowRootInit, ShadowRootMode};

use crate::kind::{self, Place};
use crate::script::document;
use crate::stage::Stage;
use crate::{direction, sheet, theme};

/// Custom elements need no registration; a name with a dash is nobody else's.
const NAME: &str = "second-moment-prompt";

/// The attribute of one that stands in a slot of the page's.
const SLOTTED: &str = "slotted";

/// The element on the page; it leaves the page when this is dropped.
pub(crate) struct Host {
    pub(crate) stage: Stage,
}

impl Host {
    pub(crate) fn raise(prompt: &PromptV3, place: &Place, css: &str) -> Option<Self> {
        let stage = build(document()?, css)?;
        dress(&stage, prompt, place)?;
        let host = Self { stage };
        host.step_onto_the_page(place)?;
        Some(host)
    }

    fn step_onto_the_page(&self, place: &Place) -> Option<()> {
        let Stage { document, host, .. } = &self.stage;
        if let Place::Slot(slot) = place {
            return slot.append_child(host).map(|_| ()).ok();
        }
        let parent: Node = match document.body() {
            Some(body) => body.into(),
            None => document.document_element()?.into(),
        };
        parent.append_child(host).ok()?;
        // The top layer wins every war of z-indices and ignores transforms of its ancestors. It is entered as a manual
        // popover, not by `showModal`, which would make the page inert: a page that traps the focus itself could then
        // never be yielded to. Without popovers the style sheet's z-index has to do.
        let _ = host.set_popover(Some("manual")).and_then(|()| host.show_popover());
        Some(())
    }
}

/// What the page has dropped goes into its slot again, if it has one now. False if it cannot.
pub(crate) fn step_back_in(stage: &Stage, kind: PromptKind) -> bool {
    let slot = kind::slot(&stage.document, kind).filter(|_| stage.host.has_attribute(SLOTTED));
    slot.is_some_and(|slot| slot.append_child(&stage.host).is_ok())
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stage.host.remove();
    }
}

fn build(document: Document, css: &str) -> Option<Stage> {
    let host: HtmlElement = document.create_element(NAME).ok()?.dyn_into().ok()?;
    let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
    sheet::adopt(&root, css)?;
    let pane: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
    root.append_child(&pane).ok()?;
    Some(Stage { document, host, root, pane })
}

fn dress(stage: &Stage, prompt: &PromptV3, place: &Place) -> Option<()> {
    let locale = prompt.words.locale.as_str();
    for element in [&stage.host, &stage.pane] {
        element.set_attribute("lang", locale).ok()?;
        element.set_attribute("dir", direction::of(locale)).ok()?;
    }
    let [pane, _] = place.classes();
    stage.pane.set_class_name(pane);
    if matches!(place, Place::Slot(_)) {
        stage.host.set_attribute(SLOTTED, "").ok()?;
    }
    theme::put_on(&stage.pane, prompt);
    Some(())
}
