//! Where the keyboard's focus is, and how it is moved without moving the page.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, FocusEvent, FocusOptions, HtmlElement};

use crate::listener::Listener;
use crate::stage::Stage;

/// The element to which the focus goes back.
#[derive(Clone, Default)]
pub(crate) struct CameFrom(Rc<RefCell<Option<HtmlElement>>>);

impl CameFrom {
    /// From where it is now.
    pub(crate) fn now(document: &Document) -> Self {
        Self(Rc::new(RefCell::new(focused(document))))
    }

    /// From where it is whenever it enters the prompt. The host sees only what crosses its border: the browser keeps
    /// moves within a shadow root inside.
    pub(crate) fn watch(&self, stage: &Stage) -> Option<Listener> {
        let came_from = self.clone();
        Listener::new(&stage.host, "focusin", move |event| {
            let left = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
            if let Some(left) = left.and_then(|left| left.dyn_into().ok()) {
                came_from.0.replace(Some(left));
            }
        })
    }

    /// Unless somebody has moved it on in the meantime. `is_modal`: what has the focus nowhere had it in the dialog.
    pub(crate) fn go_back(&self, stage: &Stage, is_modal: bool) {
        let body: Option<Element> = stage.document.body().map(Into::into);
        let is_nowhere = stage.document.active_element().is_none_or(|active| Some(active) == body);
        let is_ours = stage.has_focus() || is_modal && is_nowhere;
        let element = self.0.take();
        if let Some(element) = element.filter(|element| is_ours && element.is_connected()) {
            put_on(&element);
        }
    }
}

pub(crate) fn put_on(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// The deepest one: an element in a shadow root stands behind its host.
fn focused(document: &Document) -> Option<HtmlElement> {
    let mut element = document.active_element()?;
    while let Some(inner) = element.shadow_root().and_then(|root| root.active_element()) {
        element = inner;
    }
    element.dyn_into().ok()
}
