//! The libraries that are listened to: where the public call of each stands, and where in it the event's name is.

use alloc::string::String;

use wasm_bindgen::JsValue;

use crate::script::{get, item, number};

/// The words of `data-listen`; each has a bit of its own.
pub(super) const LIBRARIES: [&str; 6] = ["segment", "posthog", "amplitude", "mixpanel", "gtag", "datalayer"];
pub(super) const GTAG: usize = 4;
pub(super) const DATA_LAYER: usize = 5;

/// What stands before a name that gtag is told.
const EVENT: &str = "event";

/// How many entries of a queue are looked at.
const ENTRIES_MAX: u32 = 500;

/// A function that the page calls to tell of an event.
pub(super) struct Call {
    /// The place of its library among [`LIBRARIES`].
    pub(super) library: usize,
    /// The global that has it, and its name there.
    pub(super) owner: &'static str,
    pub(super) method: &'static str,
}

const fn call(library: usize, owner: &'static str, method: &'static str) -> Call {
    Call { library, owner, method }
}

/// Amplitude's `logEvent` is its older name for `track`. A `gtag` that is no global is heard by what it pushes.
pub(super) const CALLS: [Call; 7] = [
    call(0, "analytics", "track"),
    call(1, "posthog", "capture"),
    call(2, "amplitude", "track"),
    call(2, "amplitude", "logEvent"),
    call(3, "mixpanel", "track"),
    call(GTAG, "window", "gtag"),
    call(DATA_LAYER, "dataLayer", "push"),
];

/// Takes an entry, and the verb that may stand before the event's name in it.
pub(super) type Hear<'a> = &'a mut dyn FnMut(&JsValue, &JsValue);

impl Call {
    /// Whether one of the `libraries` asked for is told by this call: gtag's events are entries of the data layer.
    pub(super) fn tells(&self, libraries: u8) -> bool {
        let with_it = if self.library == DATA_LAYER { 1 << GTAG } else { 0 };
        libraries & (1 << self.library | with_it) != 0
    }

    /// Gives `hear` the entries in the list of values that the call was made with.
    pub(super) fn entries_said(&self, said: &JsValue, hear: Hear) {
        match self.library {
            GTAG => hear(said, &JsValue::from_str(EVENT)),
            DATA_LAYER => each(said, EVENT, hear),
            _ => hear(&item(said, 0), &JsValue::NULL),
        }
    }

    /// Gives `hear` the entries that wait: in a stub's queue, or in the data layer, which keeps all.
    pub(super) fn entries_waiting(&self, owner: &JsValue, hear: Hear) {
        match self.library {
            GTAG => {}
            DATA_LAYER => each(owner, EVENT, hear),
            _ => {
                // The stubs are arrays of calls, but for Amplitude's, which has one.
                let queue = get(owner, "_q");
                each(if queue.is_undefined() { owner } else { &queue }, self.method, hear);
            }
        }
    }
}

fn each(list: &JsValue, verb: &str, hear: Hear) {
    let verb = JsValue::from_str(verb);
    let length = number(list, "length");
    for place in (0..ENTRIES_MAX).take_while(|place| f64::from(*place) < length) {
        hear(&item(list, place), &verb);
    }
}

/// The event's name in an entry, and whether it stood behind the `verb`. An entry is a name, Segment's `{event}`,
/// Amplitude's `{event_type}`, a list `[verb, entry, …]`, or `{name: verb, args: [entry, …]}`.
pub(super) fn name_in(entry: &JsValue, verb: &JsValue) -> Option<(String, bool)> {
    let is_first = get(entry, "0") == *verb;
    if is_first || get(entry, "name") == *verb {
        let first = if is_first { get(entry, "1") } else { get(&get(entry, "args"), "0") };
        return name_in(&first, &JsValue::NULL).map(|(name, _)| (name, true));
    }
    let said = |key: &str| get(entry, key).as_string();
    let name = entry.as_string().or_else(|| said(EVENT)).or_else(|| said("event_type"));
    name.map(|name| (name, false))
}
