#![doc = include_str!("../README.md")]

mod open;

mod kind;
mod scene;

mod blocks;
mod deeds;
mod frame;
mod panels;
mod view;

mod fill;
mod folded;
mod standing;

mod direction;
mod host;
mod sheet;
mod stage;
mod theme;

mod anchor;
mod area;
mod beside;
mod clearance;
mod trap;

pub mod inspect;
mod plain;
mod replies;

mod announce;
mod attribute;
mod focus;
mod later;
mod listener;
mod paint;
mod script;

use js_sys::{Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The customer waits for it: this one is a third of the standard library's.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

/// Shows the prompt in these bytes (`moment_wire::prompt::PromptV3`) in place of the one that is open. `answer` is called
/// with one word at a time: see the README.
#[wasm_bindgen]
pub fn show(prompt: &[u8], answer: &Function) {
    open::show(prompt, answer);
}

/// Tells the prompt in these bytes as a plain object, for a page that paints it itself and calls `answer`.
#[wasm_bindgen]
pub fn plain(prompt: &[u8], answer: &Function) -> JsValue {
    plain::tell(prompt, answer)
}

/// How things stand with the trial has changed, perhaps: a `moment_wire::saved::SavedV4` in bytes.
#[wasm_bindgen]
pub fn update(facts: &[u8]) {
    open::update(facts);
}

/// Takes the open prompt away, if there is one. Nobody is told but a page that paints it itself.
#[wasm_bindgen]
pub fn hide() {
    plain::take_back();
    open::hide();
}

/// Looks whether the vendor has answered, and waits for it while the page is seen: see the README.
#[wasm_bindgen(js_name = replies)]
pub fn look(facts: &Object) {
    replies::look(facts);
}

/// Nobody waits for answers any more: until the page is seen again, or for good, with all that is known of them.
#[wasm_bindgen]
pub fn hush(is_for_good: bool) {
    replies::hush(is_for_good);
}

/// The prompt that was handed over last stands on the screen, whoever has painted it; or the customer has put it off.
#[wasm_bindgen]
pub fn seen(is_put_off: bool) {
    replies::seen(is_put_off);
}

/// Tells all that is kept, was sent and would be sent, as a plain object: see the README.
#[wasm_bindgen(js_name = inspect)]
pub fn tell(facts: &Object) -> JsValue {
    inspect::inspect(facts)
}
