//! The two clocks of a page: the wall's, for instants, and the monotonic one, for durations.

use js_sys::Date;
use moment_core::time::UnixMs;
use wasm_bindgen::JsValue;

use crate::script::{ask, get, window};

/// Milliseconds since the Unix epoch, by the wall clock.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range becomes the nearest number")]
pub(crate) fn unix_ms() -> UnixMs {
    wall_ms() as UnixMs
}

/// The same with its fraction, for comparing.
pub(crate) fn wall_ms() -> f64 {
    Date::now()
}

/// Milliseconds by a clock that never runs backwards; where the browser has none, the wall clock must do.
pub(crate) fn page_ms() -> f64 {
    let clock = get(&window(), "performance");
    ask(&clock, "now", &JsValue::UNDEFINED).as_f64().unwrap_or_else(Date::now)
}

/// The same in whole milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range becomes the nearest number")]
pub(crate) fn whole_page_ms() -> u64 {
    page_ms() as u64
}

/// Minutes by which the customer's clock is ahead of UTC.
#[expect(clippy::cast_possible_truncation, reason = "a day has 1440 minutes")]
pub(crate) fn utc_offset_min() -> i16 {
    -Date::new_0().get_timezone_offset() as i16
}
