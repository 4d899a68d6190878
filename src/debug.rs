//! One line in the console for the vendor's developer, under `data-debug` only.

use wasm_bindgen::JsValue;

use crate::guest::Guest;
use crate::script::{call, get, window};

/// Says `what`, if anybody wants to hear it. The console may be one that the page patched, or none.
pub(crate) fn say(guest: &Guest, what: &str) {
    if !guest.is_debugged.get() {
        return;
    }
    call(&get(&window(), "console"), "warn", &JsValue::from_str("secondMoment:"), &JsValue::from_str(what));
}

/// The same in pieces.
pub(crate) fn say_all(guest: &Guest, pieces: &[&str]) {
    if guest.is_debugged.get() {
        say(guest, &pieces.concat());
    }
}
