//! Uses of features in the page: by the attribute `data-sm-feature`, and by the playbook's selectors.

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use moment_core::event::{Event, Input};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

use crate::clock;
use crate::guest::Guest;
use crate::widget::step;

const ATTRIBUTE: &str = "data-sm-feature";

/// Pressing Enter in a field fires `change` and then `submit`: within this time they are one use of a form's feature.
const SAME_USE_MS: f64 = 500.0;

/// One listener on the whole document serves elements that are added later too.
pub(super) fn listen(guest: &Rc<Guest>, document: &Document) {
    super::listen(guest, document, &["click", "submit", "change"], |guest, event| {
        if guest.is_granted() {
            hear(guest, &event);
        }
    });
}

fn hear(guest: &Rc<Guest>, event: &web_sys::Event) {
    let is_click = event.type_() == "click";
    // The first of the path is the true target, within open shadow roots too.
    let Ok(target) = event.composed_path().get(0).dyn_into::<Element>() else { return };
    for feature in features_of(guest, is_click, &target) {
        if is_click || is_new_use_of_form(guest, &feature) {
            step(guest, Input::Event(Event::Used { feature: &feature, count: 1 }));
        }
    }
}

/// The features that a click on `target`, or a change or submission of it, uses.
fn features_of(guest: &Guest, is_click: bool, target: &Element) -> Vec<String> {
    let mut features = Vec::new();
    let used = |selector: &str| closest(target, selector).filter(|element| is_click != is_field(element));
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
fn is_field(element: &Element) -> bool {
    let kind = element.get_attribute("type").unwrap_or_default();
    match element.tag_name().as_str() {
        "FORM" | "SELECT" | "TEXTAREA" => true,
        "INPUT" => !matches!(kind.as_str(), "button" | "submit" | "reset" | "image"),
        _ => false,
    }
}

fn is_new_use_of_form(guest: &Guest, feature: &str) -> bool {
    let now_ms = clock::page_ms();
    let Ok(mut last) = guest.last_of_form.try_borrow_mut() else { return false };
    let is_new = last.0 != feature || now_ms - last.1 > SAME_USE_MS;
    if is_new {
        *last = (feature.to_owned(), now_ms);
    }
    is_new
}
