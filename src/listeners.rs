//! The page's own listeners: `secondMoment('on', 'moment', fn)`.

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsValue;

/// What a page may listen to.
const NAMES: [&str; 4] = ["readiness", "moment", "prompt", "decision"];

/// How many listeners are kept.
const LISTENERS_MAX: usize = 32;

thread_local! {
    static LISTENERS: RefCell<Vec<(&'static str, Function)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a listener. False if nothing of this name can be listened to, or there are too many.
pub(crate) fn add(name: &str, listener: Function) -> bool {
    let Some(name) = NAMES.into_iter().find(|known| *known == name) else { return false };
    LISTENERS.with_borrow_mut(|all| {
        let has_room = all.len() < LISTENERS_MAX;
        if has_room {
            all.push((name, listener));
        }
        has_room
    })
}

/// Tells the listeners of `name`. What they throw is theirs, and stays here.
pub(crate) fn tell(name: &str, facts: &[(&str, JsValue)]) {
    let wanted: Vec<Function> = LISTENERS.with_borrow(|all| {
        all.iter().filter(|(known, _)| *known == name).map(|(_, listener)| listener.clone()).collect()
    });
    for listener in wanted {
        let _ = listener.call1(&JsValue::UNDEFINED, &record(facts));
    }
}

/// A plain object with these fields.
pub(crate) fn record(facts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in facts {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}
