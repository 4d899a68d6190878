//! What JavaScript has and no binding of ours names: each such binding would bring its own glue.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, NodeList, Window};

/// The value called `name`; undefined where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

/// What the method `name` gives for `arguments`; undefined if there is none, or it throws.
pub(crate) fn call(object: &JsValue, name: &str, arguments: &Array) -> JsValue {
    let method = get(object, name).dyn_into::<Function>();
    method.and_then(|method| Reflect::apply(&method, object, arguments)).unwrap_or_default()
}

/// What `new name(…arguments)` makes, where `name` stands in `object`.
pub(crate) fn create(object: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let class = get(object, name).dyn_into::<Function>().ok()?;
    Reflect::construct(&class, arguments).ok()
}

/// A plain object with these fields.
pub(crate) fn record(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// A list.
pub(crate) fn list(items: impl Iterator<Item = JsValue>) -> Array {
    let list = Array::new();
    for item in items {
        list.push(&item);
    }
    list
}

/// The page's document.
pub(crate) fn document() -> Option<Document> {
    window().document()
}

/// The elements of a list that was asked for by a selector; none where the selector cannot be read.
pub(crate) fn elements(found: Result<NodeList, JsValue>) -> Vec<Element> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect()
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
}

/// The page's window. Bindings of others would look for it in four places.
pub(crate) fn window() -> Window {
    WINDOW.with(Clone::clone)
}
