//! JavaScript's functions and promises, each in one shape: every further shape would bring its own glue.

use alloc::boxed::Box;
use core::cell::Cell;

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

type Act = Box<dyn FnOnce(Option<JsValue>)>;

#[wasm_bindgen]
extern "C" {
    /// Calls `act` once after so many milliseconds.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    pub(crate) fn set_timeout(act: &Function, pause_ms: f64) -> Result<f64, JsValue>;
}

/// A function for the page's side to call with up to three values. It is freed when nobody holds it any more.
pub(crate) fn function(call: impl Fn(JsValue, JsValue, JsValue) + 'static) -> Function {
    let call: Box<dyn Fn(JsValue, JsValue, JsValue)> = Box::new(call);
    Closure::wrap(call).into_js_value().unchecked_into()
}

/// Does `act` once when `promise` is settled: with its value, or with `None` if it was broken.
pub(crate) fn then(promise: &JsValue, act: impl FnOnce(Option<JsValue>) + 'static) {
    let act: Cell<Option<Act>> = Cell::new(Some(Box::new(act)));
    // One function for both outcomes: the second value tells them apart.
    let settled = function(move |value, is_broken, _| {
        if let Some(act) = act.take() {
            act(if is_broken.is_truthy() { None } else { Some(value) });
        }
    });
    let broken = settled.bind2(&JsValue::UNDEFINED, &JsValue::UNDEFINED, &JsValue::TRUE);
    let then = get(promise, "then").dyn_into::<Function>();
    let _ = then.and_then(|then| then.call2(promise, &settled, &broken));
}

/// The value called `name`; undefined where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// The number called `name`; 0 where there is none.
pub(crate) fn number(object: &JsValue, name: &str) -> f64 {
    get(object, name).as_f64().unwrap_or_default()
}

/// The page's window; undefined where there is none.
#[inline(never)]
pub(crate) fn window() -> JsValue {
    web_sys::window().map_or(JsValue::UNDEFINED, Into::into)
}

/// What `new name(first)` makes; undefined where the browser has no such thing.
#[inline(never)]
pub(crate) fn create(name: &str, first: &JsValue) -> JsValue {
    let window = window();
    let arguments = ask(&get(&window, "Array"), "of", first);
    call(&get(&window, "Reflect"), "construct", &get(&window, name), &arguments).unwrap_or_default()
}

/// A value that is written down as JSON: an object made field by field is several times the code.
#[inline(never)]
pub(crate) fn written(json: &str) -> JsValue {
    ask(&get(&window(), "JSON"), "parse", &JsValue::from_str(json))
}

/// What the method `name` gives for `first`; undefined if there is none, or it throws.
#[inline(never)]
pub(crate) fn ask(object: &JsValue, name: &str, first: &JsValue) -> JsValue {
    call(object, name, first, &JsValue::UNDEFINED).unwrap_or_default()
}

/// The element at `place` of a list of any kind; undefined behind its end.
#[inline(never)]
pub(crate) fn item(list: &JsValue, place: u32) -> JsValue {
    if list.is_undefined() { JsValue::UNDEFINED } else { list.unchecked_ref::<Array>().get(place) }
}

/// Calls the method `name`; `None` if there is none, or it throws.
pub(crate) fn call(object: &JsValue, name: &str, first: &JsValue, second: &JsValue) -> Option<JsValue> {
    get(object, name).dyn_ref::<Function>()?.call2(object, first, second).ok()
}
