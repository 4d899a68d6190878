//! Listening: one room for each source, all of them passive, none of them in the page's way.

mod clicks;
mod engagement;
mod friction;
mod listen;
mod routes;

use alloc::boxed::Box;

use js_sys::Function;
use moment_core::device::Device;
use moment_core::event::{Event, Input};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

pub(crate) use self::clicks::know;
pub(crate) use self::friction::{Friction, answer, save};
pub(crate) use self::listen::{Listening, choose};
use crate::guest::Guest;
use crate::script::{call, function, get, window};
use crate::widget::{absorb, hurry, leave, refresh, step, tick};
use crate::{clock, forget, prompter, replies};

/// How often the core may decide, and due things are done, while the page is visible.
const TICK_MS: i32 = 1_000;

/// How long the playbook's fetch waits after a failure; it doubles up to five minutes.
pub(crate) const FETCH_AGAIN_MS: f64 = 5_000.0;
const FETCH_AGAIN_MS_MAX: f64 = 300_000.0;

/// Narrower windows are phones, and wider ones tablets up to the second.
const PHONE_PX: f64 = 600.0;
const TABLET_PX: f64 = 1024.0;

/// Begins to listen. Without consent the listeners stand and hear nothing.
pub(crate) fn begin(guest: &'static Guest) {
    let window = window();
    let Some(document) = window.document() else { return };
    clicks::listen(guest, &window);
    engagement::listen(guest, &document);
    friction::listen(guest, &window, &document);
    routes::listen(guest, &window);
    listen::listen(guest, &document);
    listen(guest, &window, "visibilitychange pageshow", |guest, _| turn(guest));
    listen(guest, &window, "pagehide freeze", |guest, _| {
        go(guest);
        // The browser may keep the page for the way back, and would keep the lock from other pages with it.
        prompter::give_back(guest);
    });
    listen(guest, &window, "online", |guest, _| hurry(guest));
    listen(guest, &window, "resize", |guest, _| tell_device(guest));
    listen(guest, &window, "storage", |guest, _| absorb(guest));
    turn(guest);
}

/// The page opens for the widget: at the start, when it is seen again, or when consent is given.
pub(crate) fn open(guest: &'static Guest) {
    if guest.is_granted() {
        tell_device(guest);
        // Before the collector was heard nobody knows what day it is: the page opens when its answer comes.
        if guest.with(|widget| widget.is_clock_known) == Some(true) {
            step(guest, Input::Event(Event::Opened));
        }
        fetch_if_due(guest);
    }
}

fn tell_device(guest: &'static Guest) {
    step(guest, Input::Event(Event::Device(device())));
}

/// What the customer holds, by the width of the window and the pointer.
fn device() -> Device {
    let window = window();
    let width = get(&window, "innerWidth").as_f64().unwrap_or_default();
    let coarse = call(&window, "matchMedia", &JsValue::from_str("(pointer:coarse)"), &JsValue::UNDEFINED);
    match width {
        width if width < PHONE_PX => Device::Phone,
        width if width < TABLET_PX => Device::Tablet,
        _ if coarse.is_some_and(|coarse| get(&coarse, "matches").is_truthy()) => Device::Tablet,
        _ => Device::Desktop,
    }
}

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    /// Adds a passive listener that sees events before the page may stop them. A target that has it already gets it no
    /// second time.
    #[wasm_bindgen(catch)]
    fn hear(target: &JsValue, kinds: &str, act: &Function) -> Result<(), JsValue>;
}

/// The same with a function that is made for it.
pub(crate) fn listen(guest: &'static Guest, target: &JsValue, kinds: &str, act: fn(&'static Guest, web_sys::Event)) {
    let _ = hear(target, kinds, &heard(guest, act));
}

/// A function for the browser to call, with an event or with whatever else it tells.
pub(crate) fn heard(guest: &'static Guest, hear: fn(&'static Guest, web_sys::Event)) -> Function {
    function(move |event, _, _| hear(guest, event.unchecked_into()))
}

/// The page became visible or hidden.
fn turn(guest: &'static Guest) {
    if is_visible() {
        // Another page of this browser may have counted, been refused or been erased meanwhile.
        absorb(guest);
        open(guest);
        prompter::resume(guest);
        replies::look(guest, "");
        start_timer(guest);
    } else {
        stop_timer(guest);
        go(guest);
    }
}

/// The page is hidden, frozen or about to go; on its way out it may be all of these, one after the other.
pub(crate) fn go(guest: &'static Guest) {
    engagement::flush(guest);
    leave(guest);
    replies::hush(guest, false);
}

fn is_visible() -> bool {
    let is_hidden = get(&get(&window(), "document"), "hidden");
    !is_hidden.is_truthy()
}

fn start_timer(guest: &'static Guest) {
    if guest.timer.get().is_some() {
        return;
    }
    // Until now nobody was here.
    guest.last_tick_ms.set(clock::page_ms());
    let beat = heard(guest, |guest, _| beat(guest));
    let timer = window().set_interval_with_callback_and_timeout_and_arguments_0(&beat, TICK_MS);
    guest.timer.set(timer.ok());
}

fn stop_timer(guest: &Guest) {
    if let Some(timer) = guest.timer.take() {
        window().clear_interval_with_handle(timer);
    }
}

fn beat(guest: &'static Guest) {
    listen::look(guest);
    forget::erase_if_due(guest);
    if guest.is_granted() {
        routes::look(guest);
        engagement::tick(guest);
        friction::look(guest);
        fetch_if_due(guest);
        prompter::confirm_if_due(guest);
        tick(guest);
    }
}

/// Asks for the playbook until there is one, and again before it grows too old to be trusted.
fn fetch_if_due(guest: &'static Guest) {
    let is_old = guest.with(|widget| widget.playbook_age_s() > widget.rules.stale_after_s / 2) == Some(true);
    if is_old && clock::page_ms() >= guest.fetch_at_ms.get() {
        let pause_ms = guest.fetch_again_ms.get();
        guest.fetch_at_ms.set(clock::page_ms() + pause_ms);
        guest.fetch_again_ms.set((2.0 * pause_ms).min(FETCH_AGAIN_MS_MAX));
        let act = |guest: &'static Guest| {
            routes::look(guest);
            listen::settle(guest);
        };
        refresh(guest, Box::new(act));
    }
}
