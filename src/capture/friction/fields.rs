//! Fields that code fills in: their state as one number, for the browser tells nobody that it changed.

use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::script::{ask, get, item, root_of};

/// A page with more fields is a table to type in, where each click paints.
const FIELDS_MAX: u32 = 32;

/// Passwords are not looked at, not even for this.
const FIELDS: &str = "input:not([type=password]),select,textarea";

/// A number that is another one, all but surely, when a field of the page was changed. It tells no value, is compared
/// with that of the next click or look, and forgotten.
pub(super) fn state(target: &Element) -> u32 {
    let fields = ask(&root_of(target), "querySelectorAll", &JsValue::from_str(FIELDS));
    let mut sum: u32 = 0;
    for place in 0..FIELDS_MAX {
        let field = item(&fields, place);
        if field.is_undefined() {
            break;
        }
        let mut add = |byte: u8| sum = sum.wrapping_mul(31).wrapping_add(byte.into());
        add(get(&field, "checked").is_truthy().into());
        for byte in get(&field, "value").as_string().unwrap_or_default().bytes() {
            add(byte);
        }
    }
    sum
}
