//! Uses of features in the page: by the attribute `data-sm-feature`, and by the playbook's selectors.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Function;
use moment_core::event::{Event::Used, Input};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, Window};

use super::{friction, hear, heard, save};
use crate::guest::Guest;
use crate::widget::step;

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    /// The nearest element that fits, out of shadow roots too, and around the slots that show it. None fits a selector that
    /// the browser does not know.
    pub(super) fn closest(element: &Element, selector: &str) -> Option<Element>;

    /// What an event was on, out of shadow roots too.
    #[wasm_bindgen(catch)]
    pub(super) fn origin(event: &Event) -> Result<Element, JsValue>;

    /// Hears `submit` and `change` in the shadow roots that somebody enters.
    #[wasm_bindgen(catch)]
    fn enter(window: &Window, act: &Function) -> Result<(), JsValue>;

    /// From now on these selectors are known, each after its feature's name, with [`NEXT`] between all of them.
    #[wasm_bindgen(catch, js_name = know)]
    fn know_table(table: &str) -> Result<(), JsValue>;

    /// The names of the features that an event uses, with [`NEXT`] between them.
    #[wasm_bindgen(catch)]
    fn uses(event: &Event) -> Result<Option<String>, JsValue>;
}

/// Stands in no name and no selector.
const NEXT: char = '\0';

/// One listener serves elements that are added later too. It stands at the window, where an event comes first: a page
/// that stops events at its document keeps nothing from it.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    let act = heard(guest, |guest, event| {
        if guest.is_granted() {
            use_features(guest, &event);
        }
    });
    let _ = hear(window, "submit change", &act);
    let _ = enter(window, &act);
    super::listen(guest, window, "click", |guest, event| {
        if guest.is_granted() {
            use_features(guest, &event);
            friction::click(guest, &event);
        }
    });
}

/// The playbook is another one.
pub(crate) fn know<'a>(features: impl Iterator<Item = (&'a str, &'a Vec<String>)>) {
    let mut table = String::new();
    for (name, selectors) in features {
        for selector in selectors {
            if !table.is_empty() {
                table.push(NEXT);
            }
            table.push_str(name);
            table.push(NEXT);
            table.push_str(selector);
        }
    }
    let _ = know_table(&table);
}

fn use_features(guest: &'static Guest, event: &Event) {
    for feature in uses(event).ok().flatten().iter().flat_map(|names| names.split(NEXT)) {
        save(guest);
        step(guest, Input::Event(Used { feature, count: 1 }));
    }
}
