//! Friction: errors that the page did not catch. Only that there was one is kept, never what it said.

use alloc::rc::Rc;

use js_sys::Reflect;
use moment_core::event::{Event, Input};
use moment_core::friction::FrictionKind;
use web_sys::Window;

use crate::guest::Guest;
use crate::widget::step;

/// Listens for errors and unhandled rejections.
pub(super) fn listen(guest: &Rc<Guest>, window: &Window) {
    super::listen(guest, window, &["error", "unhandledrejection"], |guest, event| {
        // A picture that is missing fires `error` on its element, without a message: that is no trouble of this kind.
        let says = |field: &str| Reflect::has(&event, &field.into()) == Ok(true);
        if guest.is_granted() && (says("message") || says("reason")) {
            step(guest, Input::Event(Event::Friction(FrictionKind::Error)));
        }
    });
}
