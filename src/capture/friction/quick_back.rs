//! Quick back: a page left at once for the one before.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::cell::Cell;

use moment_core::friction::FrictionKind;
use wasm_bindgen::JsValue;
use web_sys::Window;

use super::count;
use crate::capture::engagement::last_press;
use crate::capture::listen as hear;
use crate::guest::Guest;
use crate::script::{ask, get, item, number, window};
use crate::{clock, storage};

/// Less is too short to read more than a heading: this was not the page that was looked for.
const QUICK_MS: f64 = 5_000.0;

/// The page's own way back follows its button at once; the browser's needs a hand that moves there.
const OWN_WITHIN_MS: f64 = 500.0;

/// Where the customer is and where they came from, for as long as the page is open. The instant of arrival is kept in
/// the tab, because the way back may lead to another page.
#[derive(Default)]
pub(crate) struct Visit {
    path: Cell<String>,
    from: Cell<String>,
}

/// A page that the browser kept whole is shown again.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    hear(guest, window, "pageshow", |guest, event| {
        if guest.is_granted() && get(&event, "persisted").is_truthy() {
            come_back(guest, clock::wall_ms());
        }
    });
}

/// The customer is at `path`, perhaps as before. `how` is the browser's word for the way there, if it said one.
pub(crate) fn arrive(guest: &'static Guest, path: &str, how: &str) {
    if !guest.is_granted() {
        return;
    }
    let visit = &guest.friction.visit;
    let was = visit.path.replace(path.to_owned());
    if was.is_empty() {
        return begin(guest);
    }
    if was == path {
        return;
    }
    guest.friction.typed.has_moved.set(true);
    match how {
        "traverse" if visit.from.take() == path && !is_own_doing() => come_back(guest, clock::wall_ms()),
        "traverse" => storage::keep_arrival(0.0),
        "replace" => {}
        _ => {
            visit.from.set(was);
            storage::keep_arrival(clock::wall_ms());
        }
    }
}

/// Whether a press in the page came just before: what it closes goes back by code.
fn is_own_doing() -> bool {
    clock::page_ms() - last_press().unwrap_or(f64::NEG_INFINITY) < OWN_WITHIN_MS
}

/// The first look in a page that was loaded.
fn begin(guest: &'static Guest) {
    let performance = get(&window(), "performance");
    let loads = ask(&performance, "getEntriesByType", &JsValue::from_str("navigation"));
    let began_ms = number(&performance, "timeOrigin");
    match get(&item(&loads, 0), "type").as_string().as_deref() {
        Some("back_forward") => come_back(guest, began_ms),
        Some("navigate") => storage::keep_arrival(began_ms),
        _ => storage::keep_arrival(0.0),
    }
}

/// Back at `at_ms` from where the customer arrived when the tab says.
fn come_back(guest: &'static Guest, at_ms: f64) {
    if at_ms - storage::arrival() < QUICK_MS {
        count(guest, FrictionKind::QuickBack);
    }
    // What comes next by the way of the history is no new page.
    storage::keep_arrival(0.0);
}
