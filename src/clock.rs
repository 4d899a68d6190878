//! The two clocks of a page: the wall's, for instants, and the monotonic one, for durations.

use moment_core::time::UnixMs;

/// Milliseconds since the Unix epoch, by the wall clock.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range becomes the nearest number")]
pub(crate) fn unix_ms() -> UnixMs {
    js_sys::Date::now() as UnixMs
}

/// Milliseconds since the page began, never running backwards; 0 where the browser has no such clock.
pub(crate) fn page_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
