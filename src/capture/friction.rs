//! Friction: errors that the page did not catch. Only that there was one is kept, never what it said.

use moment_core::event::{Event, Input};
use moment_core::friction::FrictionKind;
use web_sys::Window;

use crate::widget::{is_granted, step};

/// Listens for errors and unhandled rejections.
pub(super) fn listen(window: &Window) {
    for kind in ["error", "unhandledrejection"] {
        super::listen(window, kind, move |event| {
            // A picture that is missing fires `error` on its element: that is no trouble of this kind.
            let is_script = kind != "error" || js_sys::Reflect::has(&event, &"message".into()) == Ok(true);
            if is_script && is_granted() {
                step(Input::Event(Event::Friction(FrictionKind::Error)));
            }
        });
    }
}
