//! What a prompt's behaviour has to do with: the page, the host, its shadow root and the box in it.

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, ShadowRoot};

use crate::focus;

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

    /// Whether a dialog of the page's own has come over it since.
    pub(crate) fn is_covered(&self) -> bool {
        matches!(self.document.query_selector(":modal"), Ok(Some(_)))
    }

    /// Not a button: a key pressed at the wrong moment must not take an offer.
    pub(crate) fn focus_title(&self) {
        if let Some(title) = self.find("#title") {
            focus::put_on(&title);
        }
    }
}
