//! Slow responses: what the customer did showed on the screen only after a long while.

use alloc::rc::Rc;

use moment_core::friction::FrictionKind;
use wasm_bindgen::JsValue;

use super::count;
use super::watch::observer;
use crate::guest::Guest;
use crate::script::{ask, number, written};

/// From input to paint, in milliseconds. Browsers' makers call an interaction poor from here on:
/// <https://web.dev/articles/inp>.
const SLOW: &str = r#"{"type":"event","durationThreshold":500}"#;

/// The browser measures, and calls only for those that are slow.
pub(super) fn listen(guest: &Rc<Guest>) {
    ask(&observer(guest), "observe", &written(SLOW));
}

/// Press, release and click are one interaction. Its number grows from one to the next; what nobody did on purpose,
/// such as moving the pointer, has 0 or none.
pub(super) fn look(guest: &Rc<Guest>, record: &JsValue) {
    let interaction = number(record, "interactionId");
    if interaction > guest.friction.interactions.get() {
        guest.friction.interactions.set(interaction);
        count(guest, FrictionKind::SlowResponse);
    }
}
