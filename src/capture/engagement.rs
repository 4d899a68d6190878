//! Engaged time: the page is visible and the customer moved, typed or scrolled within half a minute.

use std::cell::Cell;

use moment_core::event::{Event, Input};
use web_sys::Document;

use crate::clock;
use crate::widget::step;

/// After this long without a sign of life the customer is thought to be away.
const AWAY_AFTER_MS: f64 = 30_000.0;

/// Engaged time is told in pieces of this length.
const TOLD_EACH_S: f64 = 15.0;

thread_local! {
    static LAST_INPUT_MS: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
    static LAST_TICK_MS: Cell<f64> = const { Cell::new(0.0) };
    static UNTOLD_S: Cell<f64> = const { Cell::new(0.0) };
}

/// Listens for signs of life, and for typing, which is no time for prompts.
pub(super) fn listen(document: &Document) {
    for kind in ["pointerdown", "keydown", "scroll", "wheel"] {
        super::listen(document, kind, |_| LAST_INPUT_MS.set(clock::page_ms()));
    }
    super::listen(document, "input", |_| {
        LAST_INPUT_MS.set(clock::page_ms());
        step(Input::Event(Event::Busy));
    });
}

/// Adds the time since the last tick, if the customer is there.
pub(super) fn tick() {
    let now_ms = clock::page_ms();
    let passed_s = (now_ms - LAST_TICK_MS.replace(now_ms)) / 1000.0;
    // A longer gap is a page that slept.
    if passed_s < 5.0 && now_ms - LAST_INPUT_MS.get() < AWAY_AFTER_MS {
        UNTOLD_S.set(UNTOLD_S.get() + passed_s);
    }
    if UNTOLD_S.get() >= TOLD_EACH_S {
        flush();
    }
}

/// Tells what was not told yet.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
pub(super) fn flush() {
    let seconds = UNTOLD_S.get() as u16;
    if seconds > 0 {
        UNTOLD_S.set(UNTOLD_S.get() - f64::from(seconds));
        step(Input::Event(Event::Engaged { seconds }));
    }
}
