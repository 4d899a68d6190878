//! Existing instrumentation: what the product tells its analytics libraries is counted, if it is a feature's use.
//!
//! `wrap.js` puts a `Proxy` before each library's public call: it tells what the call was made with when that
//! is over, and changes nothing else. A library that comes later, or takes its stub's place, is noticed where it stands:
//! when a script was loaded, before the page hears of a click, and once a second. Only what a page tells of itself within
//! the second after a library silently took its stub's place goes unheard.
//!
//! What waits in a stub's queue when it is first seen is counted then. That is safe: nobody heard of it before, and the
//! library that takes the queue over makes calls that are not wrapped yet, or do not count yet.

mod library;
mod plain_name;
mod together;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use js_sys::{Function, Object};
use moment_core::event::{Event, Input};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Document;

use self::library::{CALLS, DATA_LAYER, GTAG, LIBRARIES, name_in};
use self::plain_name::plain_name;
use self::together::{FOR_EVER, Together, Told};
use super::save;
use crate::config::text;
use crate::guest::Guest;
use crate::script::{function, get, set_timeout, window};
use crate::widget::step;
use crate::{clock, debug};

/// No feature's name has more than 40 bytes, and names that mean one are not much longer.
const NAME_BYTES_MAX: usize = 200;

/// How often a call is wrapped. Two guests who take each other for news must come to an end.
const TURNS_MAX: u32 = 32;

/// A library that takes its stub's place may repeat what the stub was told, by its own public call and in tasks that wait
/// already (Segment's `flushAnalyticsCallsInNewTask`). A task that is to wait so long comes after them.
const REPEATED_WITHIN_MS: f64 = 50.0;

#[wasm_bindgen(module = "/src/capture/listen/wrap.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = wrap)]
    fn put_before(owner: &JsValue, method: &str, hear: &Function) -> Result<JsValue, JsValue>;
}

/// What is known of the libraries in this page.
#[derive(Default)]
pub(crate) struct Listening {
    /// The libraries that the page asks for, a bit for each.
    libraries: Cell<u8>,
    places: [Place; CALLS.len()],
    /// What was told a moment ago, or waits in memory for the playbook, which says what is a feature.
    told: RefCell<Together>,
}

/// Where a call stands.
#[derive(Default)]
struct Place {
    /// What stood there at the last look.
    seen: Cell<JsValue>,
    /// How often it was wrapped, and which of these wrappers is known to repeat nothing.
    turn: Cell<u32>,
    settled: Cell<u32>,
    /// Whether anything was told here.
    is_told: Cell<bool>,
}

impl Listening {
    /// Consent is gone, and with it what was told.
    pub(crate) fn forget(&self) {
        self.take();
    }

    fn take(&self) -> Vec<Told> {
        self.told.try_borrow_mut().map(|mut told| told.take()).unwrap_or_default()
    }
}

/// Takes in which libraries the tag or a call names.
pub(crate) fn choose(guest: &Guest, options: &Object) {
    let words = text(options, "listen").unwrap_or_default();
    for word in words.as_bytes().split(|byte| matches!(byte, b' ' | b',')).filter(|word| !word.is_empty()) {
        match LIBRARIES.iter().position(|library| library.as_bytes() == word) {
            Some(library) => guest.listening.libraries.set(guest.listening.libraries.get() | 1 << library),
            None => debug::say(guest, "data-listen knows segment, posthog, amplitude, mixpanel, gtag and datalayer"),
        }
    }
}

/// Begins to listen, and to notice libraries that come.
pub(super) fn listen(guest: &'static Guest, document: &Document) {
    if guest.listening.libraries.get() != 0 {
        // Not on the window: of scripts that were loaded it does not hear.
        super::listen(guest, document, "load click submit change", |guest, _| look(guest));
        look(guest);
    }
}

/// Wraps each call that is there and was not at the last look.
pub(super) fn look(guest: &'static Guest) {
    let libraries = guest.listening.libraries.get();
    let window = window();
    for (number, call) in CALLS.iter().enumerate().filter(|(_, call)| call.tells(libraries)) {
        let owner = get(&window, call.owner);
        let standing = get(&owner, call.method);
        let seen = &guest.listening.places[number].seen;
        let before = seen.take();
        if before == standing || !standing.is_function() {
            seen.set(before);
        } else {
            let wrapped = wrap(guest, number, &owner);
            seen.set(if wrapped.is_undefined() { standing } else { wrapped });
        }
    }
}

/// Returns what stands there now; undefined if nothing of ours does.
fn wrap(guest: &'static Guest, number: usize, owner: &JsValue) -> JsValue {
    let (call, place) = (&CALLS[number], &guest.listening.places[number]);
    let turn = place.turn.get() + 1;
    if turn > TURNS_MAX {
        return JsValue::UNDEFINED;
    }
    place.turn.set(turn);
    if turn == 1 && guest.is_granted() {
        call.entries_waiting(owner, &mut |entry, verb| {
            place.is_told.set(true);
            note(guest, name_in(entry, verb), call.library, 0, false);
        });
    }
    settle_later(guest, number, turn);
    let hear = { function(move |said, depth, _| hear(guest, number, turn, &said, depth.is_truthy())) };
    let wrapped = put_before(owner, call.method, &hear).unwrap_or_default();
    if wrapped.is_undefined() {
        debug::say(guest, &(String::from(call.owner) + " cannot be listened to: the page has its call fixed"));
    }
    wrapped
}

/// What a replaced call was told may be told again to the one that stands there now.
fn settle_later(guest: &'static Guest, number: usize, turn: u32) {
    let place = &guest.listening.places[number];
    if turn > 1 && place.is_told.get() {
        let settle = function(move |_, _, _| guest.listening.places[number].settled.set(turn));
        let _ = set_timeout(&settle, REPEATED_WITHIN_MS);
    } else {
        place.settled.set(turn);
    }
}

/// Whether the page's code runs in answer to the customer: libraries repeat what they were told in tasks of their own.
fn is_answer() -> bool {
    get(&get(&window(), "event"), "type").as_string().is_some_and(|kind| kind != "load")
}

/// A call was made, perhaps within another one, which told before it.
fn hear(guest: &'static Guest, number: usize, turn: u32, said: &JsValue, is_within: bool) {
    let (call, listening) = (&CALLS[number], &guest.listening);
    let place = &listening.places[number];
    // A call that was replaced may still be called by the one that took its place.
    let replaced = if place.turn.get() == turn { 0 } else { LIBRARIES.len() };
    if let Ok(mut told) = listening.told.try_borrow_mut()
        && !is_within
    {
        told.begin_call();
    }
    if guest.is_granted() && (turn <= place.settled.get() || is_answer()) {
        place.is_told.set(true);
        call.entries_said(said, &mut |entry, verb| {
            note(guest, name_in(entry, verb), call.library, replaced, is_within);
        });
    }
}

/// A name that a call of `library` tells of, and whether it stood behind a verb.
fn note(guest: &'static Guest, name: Option<(String, bool)>, library: usize, replaced: usize, is_within: bool) {
    let listening = &guest.listening;
    let Some((name, has_verb)) = name else { return };
    let library = if library == DATA_LAYER && has_verb { GTAG } else { library };
    let is_asked_for = library != DATA_LAYER || listening.libraries.get() & 1 << DATA_LAYER != 0;
    // Google's own signs of life begin with `gtm.`.
    if !is_asked_for || name.len() > NAME_BYTES_MAX || name.starts_with("gtm.") {
        return;
    }
    let (name, now_ms) = match feature(guest, &name) {
        Some(feature) => (feature, clock::page_ms()),
        None => (name, FOR_EVER),
    };
    if name.is_empty() {
        return;
    }
    let told = listening.told.try_borrow_mut().ok();
    let is_use = told.map(|mut told| told.tell(&name, library + replaced, is_within, now_ms));
    if is_use == Some(true) && now_ms != FOR_EVER {
        count(guest, &name, 1);
    }
}

/// The playbook came, perhaps: what waited for it is counted or forgotten.
pub(super) fn settle(guest: &'static Guest) {
    if guest.with(|widget| widget.playbook.is_some()) == Some(true) {
        for told in guest.listening.take() {
            if let Some(feature) = feature(guest, &told.name) {
                count(guest, &feature, told.uses_waiting());
            }
        }
    }
}

/// The feature that an event's name means: an empty text for most of them, and `None` before it is known what features
/// there are.
fn feature(guest: &Guest, name: &str) -> Option<String> {
    let plain = plain_name(name);
    guest.with(|widget| {
        let mut found = None;
        for feature in widget.rules.features.iter().map(|feature| feature.name.as_str()) {
            if feature == name {
                return Some(feature.to_owned());
            }
            if feature == plain {
                found = Some(feature);
            }
        }
        (!widget.rules.features.is_empty()).then(|| found.unwrap_or_default().to_owned())
    })?
}

fn count(guest: &'static Guest, feature: &str, times: u16) {
    if !feature.is_empty() {
        save(guest);
        step(guest, Input::Event(Event::Used { feature, count: times.into() }));
    }
}
