//! The page's own listeners: `secondMoment('on', 'moment', fn)`.

use alloc::vec::Vec;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::guest::Guest;

/// What a page may listen to.
const NAMES: [&str; 4] = ["readiness", "moment", "prompt", "decision"];

/// How many listeners are kept.
const LISTENERS_MAX: usize = 32;

/// The fields of an object that a listener is told.
pub(crate) type Facts = Vec<(&'static str, JsValue)>;

/// Keeps a listener. `None` if nothing of this name can be listened to, or there are too many.
pub(crate) fn add(guest: &Guest, name: &str, listener: Function) -> Option<()> {
    let name = NAMES.into_iter().find(|known| *known == name)?;
    if is_empty(guest) {
        // Nobody was told anything so far: what changes from now on is news.
        guest.with(|widget| drop(widget.news()));
    }
    let mut all = guest.listeners.try_borrow_mut().ok()?;
    (all.len() < LISTENERS_MAX).then(|| all.push((name, listener)))
}

/// Whether nobody listens; then nothing need be worked out to tell.
pub(crate) fn is_empty(guest: &Guest) -> bool {
    guest.listeners.try_borrow().is_ok_and(|all| all.is_empty())
}

/// Tells the listeners of `name`.
pub(crate) fn tell(guest: &Guest, name: &str, facts: &Facts) {
    offer(guest, name, &record(facts));
}

/// Tells the listeners of `name`; true if one of them answers `false`. What they throw is theirs, and stays here.
pub(crate) fn offer(guest: &Guest, name: &str, told: &JsValue) -> bool {
    // Cloned, because a listener may add another.
    let Ok(all) = guest.listeners.try_borrow().map(|all| all.clone()) else { return false };
    let mut is_taken = false;
    for (_, listener) in all.iter().filter(|(known, _)| *known == name) {
        let answer = listener.call1(&JsValue::UNDEFINED, told);
        is_taken |= answer.is_ok_and(|answer| answer == JsValue::FALSE);
    }
    is_taken
}

/// A plain object with these fields.
pub(crate) fn record(facts: &Facts) -> Object {
    let object = Object::new();
    for (name, value) in facts {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}
