//! What JavaScript has and no binding of ours names: each such binding would bring its own glue.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

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

/// The page's window.
pub(crate) fn window() -> JsValue {
    js_sys::global().into()
}
