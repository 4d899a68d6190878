//! Whether a list was put aside: the tab remembers it, so that it stays so on the next page.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::script::{call, get, window};

/// Of the tab's own storage; the first module takes it away when the customer is forgotten.
const NAME: &str = "sm.folded";

/// Whether the prompt of this name was.
pub(crate) fn is_kept(id: &str) -> bool {
    ask("getItem", &Array::of1(&NAME.into())).as_string().as_deref() == Some(id)
}

/// Keeps that it is, or is no longer.
pub(crate) fn keep(id: &str, is_folded: bool) {
    if is_folded {
        ask("setItem", &Array::of2(&NAME.into(), &id.into()));
    } else {
        ask("removeItem", &Array::of1(&NAME.into()));
    }
}

/// Where the storage is forbidden or full, nothing is kept.
fn ask(method: &str, arguments: &Array) -> JsValue {
    call(&get(&window(), "sessionStorage"), method, arguments)
}
