//! One line in the console for the vendor's developer, under `data-debug` only.

use std::cell::Cell;

use wasm_bindgen::JsValue;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// Turns the lines on or off.
pub(crate) fn set(on: bool) {
    ON.set(on);
}

/// Says `what`, if anybody wants to hear it.
pub(crate) fn say(what: &str) {
    if ON.get() {
        web_sys_console(what);
    }
}

fn web_sys_console(what: &str) {
    let console = js_sys::Reflect::get(&js_sys::global(), &"console".into()).unwrap_or(JsValue::UNDEFINED);
    let warn = js_sys::Reflect::get(&console, &"warn".into()).ok();
    if let Some(warn) = warn.as_ref().and_then(wasm_bindgen::JsCast::dyn_ref::<js_sys::Function>) {
        let _ = warn.call1(&console, &["secondMoment: ", what].concat().into());
    }
}
