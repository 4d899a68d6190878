//! Errors that the page did not catch. Only that there was one is kept, never what it said.

use moment_core::friction::FrictionKind;
use web_sys::Window;

use super::count;
use crate::capture::listen as hear;
use crate::guest::Guest;
use crate::script::get;

/// Listens for errors and unhandled rejections.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    hear(guest, window, "error unhandledrejection", |guest, event| {
        // Without an error object it is a missing picture, a harmless "ResizeObserver loop" or somebody else's script.
        let says = |field: &str| !get(&event, field).is_null() && !get(&event, field).is_undefined();
        if guest.is_granted() && (says("error") || says("reason")) {
            count(guest, FrictionKind::Error);
        }
    });
}
