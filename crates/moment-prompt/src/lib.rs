#![doc = include_str!("../README.md")]

mod open;

mod answer;

mod card;
mod kind;
mod modal;

mod actions;
mod button;
mod frame;
mod reasons;
mod steps;

mod direction;
mod host;
mod sheet;
mod stage;
mod theme;

pub mod inspect;

mod announce;
mod focus;
mod later;
mod listener;
mod paint;

use js_sys::{Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Shows the prompt in these bytes (`moment_wire::prompt::PromptV2`) in place of the one that is open. `answer` is called
/// with one word at a time: see the README.
#[wasm_bindgen]
pub fn show(prompt: &[u8], answer: &Function) {
    open::show(prompt, answer);
}

/// Takes the open prompt away, if there is one. Nobody is told.
#[wasm_bindgen]
pub fn hide() {
    open::hide();
}

/// Tells all that is kept, was sent and would be sent, as a plain object: see the README.
#[wasm_bindgen(js_name = inspect)]
pub fn tell(facts: &Object) -> JsValue {
    inspect::inspect(facts)
}
