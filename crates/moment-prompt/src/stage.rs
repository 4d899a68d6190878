//! What a prompt's behaviour has to do with: the page, the host, its shadow root and the box in it.

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, ShadowRoot};

use crate::area::Area;
use crate::script::elements;
use crate::{anchor, clearance, focus};

#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) document: Document,
    pub(crate) host: HtmlElement,
    pub(crate) root: ShadowRoot,
    /// Fills the window, carries language, direction and theme, and holds everything else.
    pub(crate) pane: HtmlElement,
}

impl Stage {
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).ok()??.dyn_into().ok()
    }

    pub(crate) fn has_focus(&self) -> bool {
        self.root.active_element().is_some()
    }

    /// Whether the focus was in it and is nowhere now, or on what can be seen no longer.
    pub(crate) fn has_lost_focus(&self) -> bool {
        match self.root.active_element() {
            Some(element) => Area::of(&element).width == 0.0,
            None => clearance::focused_on_the_page(self).is_none(),
        }
    }

    /// Out of the way while the page has a dialog of its own open, which it may have opened since. Says whether.
    pub(crate) fn gives_way(&self) -> bool {
        let is_covered = is_covered(&self.document);
        let _ = self.pane.class_list().toggle_with_force("away", is_covered);
        is_covered
    }

    /// Not a button: a key pressed at the wrong moment must not take an offer.
    pub(crate) fn focus_title(&self) {
        if let Some(title) = self.find("#title") {
            focus::put_on(&title);
        }
    }
}

/// Whether a dialog of the page's own is open, or something fills the screen. Nothing is painted over it: that would be in
/// the way, and perhaps dead, because such a dialog makes everything else inert. Of those that only say that they are
/// modal, which stand in many a page and are hidden, those count that can be seen.
pub(crate) fn is_covered(document: &Document) -> bool {
    elements(document.query_selector_all(":modal,[aria-modal=true]")).iter().any(anchor::is_shown)
}
