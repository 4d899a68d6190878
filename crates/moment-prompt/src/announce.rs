//! Tells people who cannot see it that a card has come, without taking their focus.

use web_sys::{Document, Element, Node};

use crate::later::Later;

/// A text that is put into a live region together with the region is often not read: the region comes first.
const BEFORE_TEXT_MS: i32 = 250;
/// Then the region is emptied, so that nobody who reads through the page meets the text twice.
const UNTIL_EMPTY_MS: i32 = 8_000;

/// A live region in the prompt's shadow root; it leaves it when this is dropped.
pub(crate) struct Announcement {
    region: Element,
    _speak: Option<Later>,
    _empty: Option<Later>,
}

impl Announcement {
    pub(crate) fn polite(document: &Document, parent: &Node, text: String) -> Option<Self> {
        let region = document.create_element("div").ok()?;
        region.set_attribute("role", "status").ok()?;
        region.set_class_name("unseen");
        parent.append_child(&region).ok()?;
        let (spoken, emptied) = (region.clone(), region.clone());
        Some(Self {
            region,
            _speak: Later::after(BEFORE_TEXT_MS, move || spoken.set_text_content(Some(&text))),
            _empty: Later::after(UNTIL_EMPTY_MS, move || emptied.set_text_content(None)),
        })
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.region.remove();
    }
}
