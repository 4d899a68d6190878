//! Uses of features in the page: by the attribute `data-sm-feature`, and by the playbook's selectors.

use std::cell::RefCell;

use moment_core::event::{Event, Input};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

use crate::clock;
use crate::widget::{self, is_granted, step};

const ATTRIBUTE: &str = "data-sm-feature";

/// Pressing Enter in a field fires `change` and then `submit`: within this time they are one use of a form's feature.
const SAME_USE_MS: f64 = 500.0;

thread_local! {
    static LAST_OF_FORM: RefCell<(String, f64)> = const { RefCell::new((String::new(), 0.0)) };
}

/// One listener a kind on the whole document serves elements that are added later too.
pub(super) fn listen(document: &Document) {
    for kind in ["click", "submit", "change"] {
        super::listen(document, kind, move |event| {
            if is_granted() {
                hear(kind, &event);
            }
        });
    }
}

fn hear(kind: &str, event: &web_sys::Event) {
    // The first of the path is the true target, within open shadow roots too.
    let target = event.composed_path().get(0).dyn_into::<Element>().ok();
    for feature in target.map(|target| features_of(kind, &target)).unwrap_or_default() {
        if kind == "click" || is_new_use_of_form(&feature) {
            step(Input::Event(Event::Used { feature: &feature, count: 1 }));
        }
    }
}

/// The features that this kind of event on `target` uses.
fn features_of(kind: &str, target: &Element) -> Vec<String> {
    let mut features = Vec::new();
    if let Some(element) = closest(target, "[data-sm-feature]").filter(|element| counts(kind, element)) {
        features.extend(element.get_attribute(ATTRIBUTE));
    }
    widget::with(|widget| {
        for feature in widget.playbook.iter().flat_map(|playbook| &playbook.features) {
            let is_used = |selector: &String| closest(target, selector).is_some_and(|element| counts(kind, &element));
            if feature.selectors.iter().any(is_used) && !features.contains(&feature.name) {
                features.push(feature.name.clone());
            }
        }
    });
    features
}

/// The nearest element that fits, out of shadow roots too.
fn closest(target: &Element, selector: &str) -> Option<Element> {
    let mut inner = target.clone();
    loop {
        match inner.closest(selector) {
            Ok(Some(found)) => return Some(found),
            Ok(None) => inner = host_of(&inner)?,
            Err(_) => return None,
        }
    }
}

/// The element whose shadow root holds `inner`.
fn host_of(inner: &Element) -> Option<Element> {
    let root = js_sys::Reflect::get(inner, &"getRootNode".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let root = root.call0(inner).ok()?;
    js_sys::Reflect::get(&root, &"host".into()).ok()?.dyn_into().ok()
}

/// A field or form is used when it changes or is sent; everything else when it is clicked.
fn counts(kind: &str, element: &Element) -> bool {
    let is_field =
        matches!(element.tag_name().as_str(), "FORM" | "INPUT" | "SELECT" | "TEXTAREA") && !is_button(element);
    is_field == (kind != "click")
}

fn is_button(element: &Element) -> bool {
    let kind = element.get_attribute("type").unwrap_or_default();
    element.tag_name() == "INPUT" && matches!(kind.as_str(), "button" | "submit" | "reset" | "image")
}

fn is_new_use_of_form(feature: &str) -> bool {
    let now_ms = clock::page_ms();
    LAST_OF_FORM.with_borrow_mut(|(last, at_ms)| {
        let is_new = last != feature || now_ms - *at_ms > SAME_USE_MS;
        if is_new {
            feature.clone_into(last);
            *at_ms = now_ms;
        }
        is_new
    })
}
