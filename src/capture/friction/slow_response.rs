//! Slow responses: what the customer did showed on the screen only after a long while.

use moment_core::friction::FrictionKind;
use wasm_bindgen::JsValue;

use super::count;
use crate::capture::heard;
use crate::guest::Guest;
use crate::script::{ask, create, item, number, written};

/// From input to paint, in milliseconds. Browsers' makers call an interaction poor from here on:
/// <https://web.dev/articles/inp>.
const SLOW: &str = r#"{"type":"event","durationThreshold":500}"#;

/// The browser measures, and calls only for those that are slow.
pub(super) fn listen(guest: &'static Guest) {
    let hear = heard(guest, |guest, list| {
        let records = ask(&list, "getEntries", &JsValue::UNDEFINED);
        let mut place = 0;
        loop {
            let record = item(&records, place);
            if record.is_undefined() {
                return;
            }
            look(guest, &record);
            place += 1;
        }
    });
    ask(&create("PerformanceObserver", &hear), "observe", &written(SLOW));
}

/// Press, release and click are one interaction, and so many keys may wait for one and the same frame: what began while
/// the customer was waiting already is no further wait. What nobody did on purpose, such as moving the pointer, has no
/// interaction's number, or 0.
fn look(guest: &'static Guest, record: &JsValue) {
    let waited_until = &guest.friction.waited_until_ms;
    let began_ms = number(record, "startTime");
    if number(record, "interactionId") > 0.0 && began_ms >= waited_until.get() {
        waited_until.set(began_ms + number(record, "duration"));
        count(guest, FrictionKind::SlowResponse);
    }
}
