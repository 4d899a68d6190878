//! The libraries that are listened to: where the public call of each stands, and where in it the event's name is.

use alloc::string::String;

use wasm_bindgen::JsValue;

use crate::script::{get, number};

/// The words of `data-listen`, each with a bit of its own.
pub(super) const LIBRARIES: [&str; 6] = ["segment", "posthog", "amplitude", "mixpanel", "gtag", "datalayer"];
const GTAG: usize = 4;
const DATA_LAYER: usize = 5;

/// How many entries of a queue, or values of one call, are looked at.
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

/// Amplitude's `logEvent` is its older name for `track`. A `gtag` that only one of the page's modules knows is heard by
/// what it pushes.
pub(super) const CALLS: [Call; 7] = [
    call(0, "analytics", "track"),
    call(1, "posthog", "capture"),
    call(2, "amplitude", "track"),
    call(2, "amplitude", "logEvent"),
    call(3, "mixpanel", "track"),
    call(GTAG, "window", "gtag"),
    call(DATA_LAYER, "dataLayer", "push"),
];

impl Call {
    /// Whether one of the `libraries` asked for is told by this call: gtag's events are entries of the data layer.
    pub(super) fn tells(&self, libraries: u8) -> bool {
        let is_pushed = self.library == DATA_LAYER && libraries & (1 << GTAG) != 0;
        is_pushed || libraries & (1 << self.library) != 0
    }

    /// Gives `hear` the names of the events that `said`, the list of values of one call, tells of.
    pub(super) fn names_in(&self, said: &JsValue, libraries: u8, hear: &mut dyn FnMut(String)) {
        match self.library {
            GTAG => gtag_name(said).into_iter().for_each(hear),
            DATA_LAYER => each(said, &mut |entry| {
                let is_asked_for = libraries & (1 << DATA_LAYER) != 0;
                let name = gtag_name(entry).or_else(|| get(entry, "event").as_string().filter(|_| is_asked_for));
                // Google's own signs of life.
                name.filter(|name| !name.starts_with("gtm.")).into_iter().for_each(&mut *hear);
            }),
            _ => name_in(&get(said, "0")).into_iter().for_each(hear),
        }
    }

    /// The same for what waits in `owner` since before anybody listened: a stub's queue, or all of a data layer.
    pub(super) fn names_waiting(&self, owner: &JsValue, libraries: u8, hear: &mut dyn FnMut(String)) {
        if self.library == DATA_LAYER {
            return self.names_in(owner, libraries, hear);
        }
        // Amplitude's stub has a queue with `{name, args}`, the other ones are arrays of `[method, ...args]`.
        let queue = get(owner, "_q");
        each(if queue.is_undefined() { owner } else { &queue }, &mut |entry| {
            let says = |key: &str| get(entry, key).as_string().is_some_and(|said| said == self.method);
            let first = match () {
                () if says("0") => get(entry, "1"),
                () if says("name") => get(&get(entry, "args"), "0"),
                () => return,
            };
            name_in(&first).into_iter().for_each(&mut *hear);
        });
    }
}

/// The name in the first value: the value itself, Segment's `{event}` or Amplitude's `{event_type}`.
fn name_in(first: &JsValue) -> Option<String> {
    let said = |key: &str| get(first, key).as_string();
    first.as_string().or_else(|| said("event")).or_else(|| said("event_type"))
}

/// The name in what `gtag('event', name, …)` was called with.
fn gtag_name(said: &JsValue) -> Option<String> {
    let is_event = get(said, "0").as_string().is_some_and(|verb| verb == "event");
    get(said, "1").as_string().filter(|_| is_event)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
fn each(list: &JsValue, hear: &mut dyn FnMut(&JsValue)) {
    for place in 0..ENTRIES_MAX.min(number(list, "length") as u32) {
        hear(&js_sys::Reflect::get_u32(list, place).unwrap_or_default());
    }
}
