//! Listening: one room for each source, all of them passive, none of them in the page's way.

mod clicks;
mod engagement;
mod friction;
mod routes;

use std::cell::Cell;

use moment_core::event::{Event, Input};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AddEventListenerOptions, EventTarget, VisibilityState};

use crate::widget::{self, is_granted, step};
use crate::{clock, prompter};

/// How often the core may decide, and due things are done, while the page is visible.
const TICK_MS: i32 = 1_000;

/// How long the playbook's first fetch waits after a failure; it doubles up to five minutes.
const FETCH_AGAIN_MS: f64 = 5_000.0;
const FETCH_AGAIN_MS_MAX: f64 = 300_000.0;

thread_local! {
    static FETCH_AT_MS: Cell<f64> = const { Cell::new(0.0) };
    static FETCH_AGAIN: Cell<f64> = const { Cell::new(FETCH_AGAIN_MS) };
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Begins to listen. Without consent the listeners stand and hear nothing.
pub(crate) fn begin() {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    clicks::listen(&document);
    engagement::listen(&document);
    friction::listen(&window);
    routes::listen(&window);
    listen(&document, "visibilitychange", |_| turn());
    listen(&window, "pagehide", |_| widget::leave());
    listen(&window, "pageshow", |_| turn());
    open();
    turn();
}

/// The page opens for the widget: at the start, or when consent is given.
pub(crate) fn open() {
    if is_granted() {
        step(Input::Event(Event::Opened));
        routes::look();
        fetch_if_due();
    }
}

/// Adds a passive listener that sees events before the page may stop them.
fn listen(target: &EventTarget, kind: &str, hear: impl Fn(web_sys::Event) + 'static) {
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    let hear = Closure::<dyn Fn(web_sys::Event)>::new(hear);
    let function = hear.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(kind, function, &options);
    hear.forget();
}

/// The page became visible or hidden.
fn turn() {
    if is_visible() {
        start_timer();
    } else {
        stop_timer();
        engagement::flush();
        widget::leave();
    }
}

fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

fn start_timer() {
    let Some(window) = web_sys::window().filter(|_| TIMER.get().is_none()) else { return };
    let tick = Closure::<dyn Fn()>::new(tick);
    let timer = window.set_interval_with_callback_and_timeout_and_arguments_0(tick.as_ref().unchecked_ref(), TICK_MS);
    TIMER.set(timer.ok());
    tick.forget();
}

fn stop_timer() {
    if let (Some(window), Some(timer)) = (web_sys::window(), TIMER.take()) {
        window.clear_interval_with_handle(timer);
    }
}

fn tick() {
    if is_granted() {
        routes::look();
        engagement::tick();
        fetch_if_due();
        prompter::confirm_if_due();
        widget::tick();
    }
}

/// Asks for the playbook until there is one.
fn fetch_if_due() {
    let has_none = widget::with(|widget| widget.playbook.is_none()) == Some(true);
    if has_none && clock::page_ms() >= FETCH_AT_MS.get() {
        FETCH_AT_MS.set(clock::page_ms() + FETCH_AGAIN.get());
        FETCH_AGAIN.set((2.0 * FETCH_AGAIN.get()).min(FETCH_AGAIN_MS_MAX));
        spawn_local(async {
            widget::refresh().await;
        });
    }
}
