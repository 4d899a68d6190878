//! Slow responses: what the customer did showed on the screen only after a long while.

use alloc::rc::Rc;
use core::cell::Cell;

use js_sys::Array;
use moment_core::friction::FrictionKind;
use wasm_bindgen::{JsCast, JsValue};

use super::count;
use crate::guest::Guest;
use crate::listeners::record;
use crate::script::{call, create, function, number};

/// From input to paint. Browsers' makers call an interaction poor from here on: <https://web.dev/articles/inp>.
const SLOW_MS: f64 = 500.0;

/// The browser measures and calls only for those that are slow.
pub(super) fn listen(guest: &Rc<Guest>) {
    let guest = guest.clone();
    let newest = Cell::new(0.0);
    let observer = create(
        "PerformanceObserver",
        &function(move |list, _, _| {
            let entries = call(&list, "getEntries", &JsValue::UNDEFINED, &JsValue::UNDEFINED).unwrap_or_default();
            for entry in entries.unchecked_into::<Array>().iter() {
                // Press, release and click are one interaction. Its number grows from one to the next, and is 0 for
                // what nobody did on purpose, such as moving the pointer.
                let interaction = number(&entry, "interactionId");
                if interaction > newest.get() {
                    newest.set(interaction);
                    count(&guest, FrictionKind::SlowResponse);
                }
            }
        }),
    );
    let slow = record(&[("type", "event".into()), ("durationThreshold", SLOW_MS.into())].into());
    call(&observer, "observe", &slow, &JsValue::UNDEFINED);
}
