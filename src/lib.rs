//! The widget: it listens in the page, asks the core, and does what the core says.
//!
//! This is the only room that knows all the others. Effects are carried out after the widget's state is let go, so that
//! a listener of the page may call back into it.

mod api;
mod capture;
mod clock;
mod config;
mod consent;
mod debug;
mod listeners;
mod prompter;
mod storage;
mod transport;
mod widget;

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

/// Begins: `tag` is the script element's dataset, `base` the collector's address, `open` loads a module by name.
#[wasm_bindgen]
pub fn start(tag: &Object, base: String, open: Function) {
    prompter::set_opener(open);
    api::set_endpoint(base);
    api::begin(tag);
}

/// One call of the page's `secondMoment(name, first, second)`.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is ours")]
pub fn command(name: &str, first: JsValue, second: JsValue) {
    api::command(name, &first, &second);
}
