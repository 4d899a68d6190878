//! Slow responses: what the customer did showed on the screen only after a long while.

use alloc::rc::Rc;
use core::cell::Cell;

use moment_core::friction::FrictionKind;
use wasm_bindgen::JsValue;

use super::count;
use crate::guest::Guest;
use crate::script::{ask, create, function, item, number, written};

/// From input to paint, in milliseconds. Browsers' makers call an interaction poor from here on:
/// <https://web.dev/articles/inp>.
const SLOW: &str = r#"{"type":"event","durationThreshold":500}"#;

/// The browser measures and calls only for those that are slow.
pub(super) fn listen(guest: &Rc<Guest>) {
    let guest = guest.clone();
    let newest = Cell::new(0.0);
    let observer = each_record(move |record| {
        // Press, release and click are one interaction. Its number grows from one to the next, and is 0 for what nobody
        // did on purpose, such as moving the pointer.
        let interaction = number(record, "interactionId");
        if interaction > newest.get() {
            newest.set(interaction);
            count(&guest, FrictionKind::SlowResponse);
        }
    });
    ask(&observer, "observe", &written(SLOW));
}

/// An observer of what the browser measures; undefined where it measures nothing.
pub(super) fn each_record(hear: impl Fn(&JsValue) + 'static) -> JsValue {
    let hear = function(move |list, _, _| {
        let records = ask(&list, "getEntries", &JsValue::UNDEFINED);
        let mut place = 0;
        loop {
            let record = item(&records, place);
            if record.is_undefined() {
                return;
            }
            hear(&record);
            place += 1;
        }
    });
    create("PerformanceObserver", &hear)
}
