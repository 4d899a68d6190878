//! Uses of features in the page: by the attribute `data-sm-feature`, and by the playbook's selectors.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::event::{self, Input};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Window};

use super::{add, heard, save};
use crate::guest::Guest;
use crate::script::{ask, function, get, item, root_of};
use crate::widget::step;

const ATTRIBUTE: &str = "data-sm-feature";

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    /// The nearest element that fits, out of shadow roots too. None fits a selector that the browser does not know.
    pub(super) fn closest(element: &Element, selector: &str) -> Option<Element>;
}

/// How many shadow roots, one within another, are heard.
const ROOTS_MAX: u32 = 16;

/// One listener serves elements that are added later too. It stands at the window, where an event comes first: a page
/// that stops events at its document keeps nothing from it.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    let hear = heard(guest, |guest, event| {
        if guest.is_granted() {
            hear(guest, &event);
        }
    });
    add(window, &["click", "submit", "change"], &hear);
    // Nobody outside a shadow root hears that a form in it was sent or a field changed. Who does either was there first.
    let enter = function(move |event, _, _| {
        let path = ask(&event, "composedPath", &JsValue::UNDEFINED);
        let mut root = root_of(&item(&path, 0));
        for _ in 0..ROOTS_MAX {
            // The document has no host.
            if !get(&root, "host").is_object() {
                break;
            }
            add(root.unchecked_ref(), &["submit", "change"], &hear);
            root = root_of(&get(&root, "host"));
        }
    });
    add(window, &["focusin", "pointerdown"], &enter);
}

fn hear(guest: &'static Guest, event: &Event) {
    let kind = event.type_();
    // What happens in our own prompt is no use of the product: out here its host stands for all that is in it.
    let outer = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if outer.is_none_or(|outer| outer.tag_name() == "SECOND-MOMENT-PROMPT") {
        return;
    }
    // The first of the path is the true target, within open shadow roots too.
    let Ok(target) = event.composed_path().get(0).dyn_into::<Element>() else { return };
    for feature in features_of(guest, &kind, &target) {
        save(guest);
        step(guest, Input::Event(event::Event::Used { feature: &feature, count: 1 }));
    }
}

/// The features that this kind of event on `target` uses.
fn features_of(guest: &Guest, kind: &str, target: &Element) -> Vec<String> {
    let mut features = Vec::new();
    let used = |selector: &str| closest(target, selector).filter(|element| used_by(element) == kind);
    features.extend(used("[data-sm-feature]").and_then(|element| element.get_attribute(ATTRIBUTE)));
    guest.with(|widget| {
        let selectors = widget.playbook.iter().flat_map(|playbook| &playbook.selectors);
        for (feature, selectors) in widget.rules.features.iter().zip(selectors) {
            let is_used = selectors.iter().any(|selector| used(selector).is_some());
            if is_used && !features.contains(&feature.name) {
                features.push(feature.name.clone());
            }
        }
    });
    features
}

/// The event that is a use of this element: a form is sent, a field changed, everything else clicked.
fn used_by(element: &Element) -> &'static str {
    let kind = element.get_attribute("type").unwrap_or_default();
    match element.tag_name().as_str() {
        "FORM" => "submit",
        "SELECT" | "TEXTAREA" => "change",
        "INPUT" if !matches!(kind.as_str(), "button" | "submit" | "reset" | "image") => "change",
        _ => "click",
    }
}
