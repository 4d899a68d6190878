//! Abandoned forms: something was typed, and the form went away without being sent.

use core::cell::Cell;

use moment_core::friction::FrictionKind;
use wasm_bindgen::JsValue;
use web_sys::{Document, Event, Window};

use super::count;
use crate::capture::clicks::{closest, origin};
use crate::capture::listen as hear;
use crate::guest::Guest;
use crate::script::{ask, get, item};
use crate::{clock, storage};

/// Whoever leaves sooner had not begun in earnest.
const BEGUN_AFTER_MS: f64 = 3_000.0;

/// What a form is sent with; the page's code may do so by itself, so a click on it counts as sending. Where there is
/// none nobody can tell when a form is done with: filters are one of these.
const SENDERS: &str = "button:not([type=button],[type=reset]),[type=submit],[type=image]";

/// Fields to fill in. A form of one is a search box, or might as well be.
const FIELDS: &str = "input:not([type=hidden],[type=button],[type=submit],[type=reset],[type=image]),select,textarea";

/// The newest form that was typed in and not sent.
#[derive(Default)]
pub(crate) struct Typed {
    form: Cell<JsValue>,
    since_ms: Cell<f64>,
    /// Whether the customer went to another route since: then a form that is hidden is left, too.
    pub(super) has_moved: Cell<bool>,
}

/// Listens for typing and sending.
pub(super) fn listen(guest: &'static Guest, window: &Window, document: &Document) {
    // `formdata` comes when code sends the form, or takes its fields to send them itself.
    hear(guest, document, "submit formdata reset", |guest, _| {
        save(guest);
        // Whoever sent something here was not in the wrong place.
        if guest.is_granted() {
            storage::keep_arrival(0.0);
        }
    });
    hear(guest, window, "pagehide", |guest, _| {
        let form = guest.friction.typed.form.take();
        leave(guest, &form);
    });
}

/// What was typed is taken care of: it was sent, or the product says that something was used.
pub(crate) fn save(guest: &Guest) {
    guest.friction.typed.form.take();
}

pub(super) fn click(guest: &Guest, event: &Event) {
    let typed = &guest.friction.typed;
    let form = typed.form.take();
    if form.is_undefined() {
        return;
    }
    let is_sent = origin(event).is_ok_and(|target| closest(&target, SENDERS).is_some());
    if !is_sent {
        typed.form.set(form);
    }
}

/// Once a second: whether the form is gone.
pub(crate) fn look(guest: &'static Guest) {
    let typed = &guest.friction.typed;
    let form = typed.form.take();
    if form.is_undefined() {
        return;
    }
    let is_hidden = || {
        let seen = ask(&form, "checkVisibility", &JsValue::UNDEFINED);
        !seen.is_undefined() && seen.is_falsy()
    };
    if get(&form, "isConnected").is_falsy() || typed.has_moved.get() && is_hidden() {
        leave(guest, &form);
    } else {
        typed.form.set(form);
    }
}

/// The customer types.
pub(crate) fn type_in(guest: &'static Guest, event: &Event) {
    let form = origin(event).map(|field| get(&field, "form")).unwrap_or_default();
    let typed = &guest.friction.typed;
    let known = typed.form.take();
    let is_news = guest.is_granted() && form.is_truthy() && form != known && get(event, "isTrusted").is_truthy();
    if is_news && is_to_fill_in(&form) {
        typed.since_ms.set(clock::page_ms());
        typed.has_moved.set(false);
        typed.form.set(form);
    } else {
        typed.form.set(known);
    }
}

fn is_to_fill_in(form: &JsValue) -> bool {
    let has = |selector: &str, place: u32| {
        let found = ask(form, "querySelectorAll", &JsValue::from_str(selector));
        !item(&found, place).is_undefined()
    };
    has(FIELDS, 1) && has(SENDERS, 0)
}

fn leave(guest: &'static Guest, form: &JsValue) {
    if !form.is_undefined() && clock::page_ms() - guest.friction.typed.since_ms.get() >= BEGUN_AFTER_MS {
        count(guest, FrictionKind::AbandonedForm);
    }
}
