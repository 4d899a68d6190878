//! Existing instrumentation: what the product tells its analytics libraries is counted, if it is a feature's use.
//!
//! The loader's `wrap` puts a `Proxy` before each library's public call: it tells what the call was made with after the
//! call is over, and changes nothing else. A library that comes later, or takes its stub's place, is noticed where it
//! stands: when a script was loaded, before the page hears of a click, and once a second. So only what a page tells by
//! itself within the second after a library silently replaced itself goes unheard. What a stub has in its queue when it
//! is first seen is counted then, and safely: its calls before that were not heard, and the library that takes the queue
//! over calls its own methods, before there is anything of ours on them.

mod library;
mod plain_name;
mod together;

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::{Cell, RefCell};

use js_sys::{Function, Object};
use moment_core::event::{Event, Input};
use wasm_bindgen::JsValue;
use web_sys::{Document, Window};

use self::library::{CALLS, LIBRARIES};
use self::plain_name::plain_name;
use self::together::Together;
use super::save;
use crate::config::text;
use crate::guest::Guest;
use crate::script::{function, get, window};
use crate::widget::step;
use crate::{clock, debug};

/// No feature's name has more than 40 bytes, and names that mean one are not much longer.
const NAME_BYTES_MAX: usize = 200;

/// How often a call of one and the same object is wrapped. Two guests who take each other for news must come to an end.
const LAYERS_MAX: u32 = 8;

/// What is known of the libraries in this page.
pub(crate) struct Listening {
    wrap: Function,
    /// The libraries that the page asks for, a bit for each.
    libraries: Cell<u8>,
    places: [Place; CALLS.len()],
    /// Names that were told before the playbook says which of them are features. They are in memory only.
    waiting: RefCell<Together>,
    /// Uses that were counted a moment ago.
    recent: RefCell<Together>,
}

/// Where a call stands.
#[derive(Default)]
struct Place {
    owner: Cell<JsValue>,
    /// What stood there at the last look.
    seen: Cell<JsValue>,
    /// How often it was wrapped in this owner, and in all of them.
    layers: Cell<u32>,
    wrapped: Cell<u32>,
}

impl Listening {
    /// Listens to nothing yet. `wrap` is the loader's.
    pub(crate) fn new(wrap: Function) -> Self {
        Self {
            wrap,
            libraries: Cell::default(),
            places: Default::default(),
            waiting: RefCell::default(),
            recent: RefCell::default(),
        }
    }

    /// Consent is gone, and with it what waited.
    pub(crate) fn forget(&self) {
        if let Ok(mut waiting) = self.waiting.try_borrow_mut() {
            waiting.take();
        }
    }
}

/// Takes in which libraries the tag or a call names.
pub(crate) fn choose(guest: &Guest, options: &Object) {
    for word in text(options, "listen").unwrap_or_default().split([' ', ',']).filter(|word| !word.is_empty()) {
        match LIBRARIES.iter().position(|library| *library == word) {
            Some(library) => guest.listening.libraries.set(guest.listening.libraries.get() | 1 << library),
            None => debug::say(guest, "data-listen knows segment, posthog, amplitude, mixpanel, gtag and datalayer"),
        }
    }
}

/// Begins to listen, and to notice libraries that come.
pub(super) fn listen(guest: &Rc<Guest>, window: &Window, document: &Document) {
    if guest.listening.libraries.get() != 0 {
        // Scripts tell the document that they were loaded, and no longer the window.
        super::listen(guest, document, &["load", "click", "submit", "change"], |guest, _| look(guest));
        super::listen(guest, window, &["load"], |guest, _| look(guest));
        look(guest);
    }
}

/// Wraps each call that is there and was not at the last look.
pub(super) fn look(guest: &Rc<Guest>) {
    let libraries = guest.listening.libraries.get();
    if libraries == 0 {
        return;
    }
    let window = window();
    for (place, call) in CALLS.iter().enumerate().filter(|(_, call)| call.tells(libraries)) {
        let owner = get(&window, call.owner);
        let standing = get(&owner, call.method);
        let seen = &guest.listening.places[place].seen;
        let before = seen.take();
        if before == standing || !standing.is_function() {
            seen.set(before);
        } else {
            seen.set(wrap(guest, place, &owner).unwrap_or(standing));
        }
    }
}

/// Returns what stands there now; `None` if nothing of ours does.
fn wrap(guest: &Rc<Guest>, number: usize, owner: &JsValue) -> Option<JsValue> {
    let (call, place) = (&CALLS[number], &guest.listening.places[number]);
    let is_new = place.owner.replace(owner.clone()) != *owner;
    let layer = if is_new { 1 } else { place.layers.get() + 1 };
    if layer > LAYERS_MAX {
        return None;
    }
    place.layers.set(layer);
    let turn = place.wrapped.get() + 1;
    place.wrapped.set(turn);
    let hear = {
        let guest = guest.clone();
        function(move |said, depth, _| hear(&guest, number, turn, &said, depth.is_truthy()))
    };
    let wrapped = guest.listening.wrap.call2(owner, &JsValue::from_str(call.method), &hear).unwrap_or_default();
    if is_new && guest.is_granted() {
        call.names_waiting(owner, guest.listening.libraries.get(), &mut |name| note(guest, &name, call.library, false));
    }
    if wrapped.is_undefined() {
        let mut line = String::from(call.owner);
        line.push('.');
        line.push_str(call.method);
        line.push_str(" cannot be listened to: the page has it fixed");
        debug::say(guest, &line);
        return None;
    }
    Some(wrapped)
}

/// A wrapped call is over, perhaps within another one.
fn hear(guest: &Rc<Guest>, number: usize, turn: u32, said: &JsValue, is_within: bool) {
    let (call, listening) = (&CALLS[number], &guest.listening);
    // A call that was replaced may still be called by the one that took its place.
    let is_replaced = listening.places[number].wrapped.get() != turn;
    let teller = call.library + if is_replaced { LIBRARIES.len() } else { 0 };
    if guest.is_granted() {
        call.names_in(said, listening.libraries.get(), &mut |name| note(guest, &name, teller, is_within));
    }
    if !is_within {
        for told in [&listening.waiting, &listening.recent] {
            if let Ok(mut told) = told.try_borrow_mut() {
                told.end_call();
            }
        }
    }
}

fn note(guest: &Rc<Guest>, name: &str, teller: usize, is_within: bool) {
    if name.len() > NAME_BYTES_MAX {
        return;
    }
    let listening = &guest.listening;
    let is_news = |told: &RefCell<Together>, name: &str, now_ms: f64| {
        told.try_borrow_mut().is_ok_and(|mut told| told.is_news(name, teller, is_within, now_ms))
    };
    match feature(guest, name) {
        // Nothing that waits grows old.
        None => _ = is_news(&listening.waiting, name, 0.0),
        Some(Some(feature)) if is_news(&listening.recent, &feature, clock::page_ms()) => count(guest, &feature, 1),
        Some(_) => {}
    }
}

/// The playbook came, perhaps: what waited for it is counted or forgotten.
pub(super) fn settle(guest: &Rc<Guest>) {
    if guest.with(|widget| widget.playbook.is_some()) != Some(true) {
        return;
    }
    let waiting = guest.listening.waiting.try_borrow_mut().map(|mut waiting| waiting.take()).unwrap_or_default();
    for told in waiting {
        if let Some(Some(feature)) = feature(guest, &told.name) {
            count(guest, &feature, told.uses());
        }
    }
}

/// The feature that an event's name means: none for most of them, and `None` before the playbook is there.
fn feature(guest: &Guest, name: &str) -> Option<Option<String>> {
    let plain = plain_name(name);
    guest.with(|widget| {
        widget.playbook.as_ref().map(|_| {
            let known = |name: &str| widget.rules.features.iter().find(|feature| feature.name == name);
            known(name).or_else(|| known(&plain)).map(|feature| feature.name.clone())
        })
    })?
}

fn count(guest: &Rc<Guest>, feature: &str, times: u16) {
    save(guest);
    step(guest, Input::Event(Event::Used { feature, count: times.into() }));
}
