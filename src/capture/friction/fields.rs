//! Fields that code fills in: their state as one number, for the browser tells nobody that it changed.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fields_state(element: &Element) -> Result<i32, JsValue>;
}

/// A number that is another one, all but surely, when a field of the page was changed. It tells no value, is compared
/// with that of the next click or look, and forgotten.
pub(super) fn state(target: &Element) -> i32 {
    fields_state(target).unwrap_or_default()
}
