//! Engaged time: the page is visible and has the focus, and the customer pressed, typed or turned the wheel within half a
//! minute.

use js_sys::Function;
use moment_core::event::{Event, Input};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Document;

use super::{friction, heard};
use crate::clock;
use crate::guest::Guest;
use crate::widget::step;

/// After this long without a sign of life the customer is thought to be away.
const AWAY_AFTER_MS: f64 = 30_000.0;

/// A gap between two ticks that is longer than this is a page that slept.
const ASLEEP_S: f64 = 5.0;

/// Engaged time is told in pieces of this length.
const TOLD_EACH_S: f64 = 15.0;

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    /// Hears signs of life, and calls `type` now and then while the customer types, and with a key that sends a form.
    #[wasm_bindgen(catch)]
    fn live_in(document: &Document, r#type: &Function) -> Result<(), JsValue>;

    /// When the last sign of life was, in milliseconds of the page; minus infinity while another window has the focus.
    #[wasm_bindgen(catch)]
    fn last_input() -> Result<f64, JsValue>;

    /// When the customer last pressed something in the page, with the mouse, a touch or a key.
    #[wasm_bindgen(catch)]
    pub(super) fn last_press() -> Result<f64, JsValue>;
}

/// Listens for signs of life, and for typing, which is no time for prompts.
pub(super) fn listen(guest: &'static Guest, document: &Document) {
    let typed = heard(guest, |guest, event| {
        if event.type_() == "keydown" {
            return friction::save(guest);
        }
        step(guest, Input::Event(Event::Busy));
        friction::type_in(guest, &event);
    });
    let _ = live_in(document, &typed);
}

/// Adds the time since the last tick, if the customer is there.
pub(super) fn tick(guest: &'static Guest) {
    let now_ms = clock::page_ms();
    let passed_s = (now_ms - guest.last_tick_ms.replace(now_ms)) / 1000.0;
    if passed_s < ASLEEP_S && now_ms - last_input().unwrap_or_default() < AWAY_AFTER_MS {
        guest.untold_s.set(guest.untold_s.get() + passed_s);
    }
    if guest.untold_s.get() >= TOLD_EACH_S {
        flush(guest);
    }
}

/// Tells what was not told yet.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
pub(super) fn flush(guest: &'static Guest) {
    let seconds = guest.untold_s.get() as u16;
    if seconds > 0 {
        guest.untold_s.set(guest.untold_s.get() - f64::from(seconds));
        step(guest, Input::Event(Event::Engaged { seconds }));
    }
}
