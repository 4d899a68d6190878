//! What stays in the browser between two pages: one replica's state, and the customer's word on consent.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::merge::join;
use moment_core::summary::Summary;
use moment_wire::saved::SavedV2;
use wasm_bindgen::JsValue;
use web_sys::Storage;

use crate::comments::MARK;
use crate::config::Config;
use crate::script::{ask, call, get, window};

/// The loader's database, which holds what is kept on disk.
const DATABASE: &str = "secondMoment";

/// What is kept as [`read`] has it, and the replica in it and in `on_disk`, or a new and empty one. Storage that is forbidden
/// or empty means a new one; where what was kept is damaged, the new one says that something was lost.
pub(crate) fn load_or_new(config: &Config, on_disk: &str) -> (String, SavedV2) {
    let kept = read(config);
    let on_disk = decode(config, on_disk.split(MARK).next().unwrap_or_default());
    let saved = match (decode(config, &kept), on_disk) {
        (Some(mut saved), Some(newer)) if saved.replica == newer.replica => {
            saved.summary = join(&saved.summary, &newer.summary);
            saved
        }
        (Some(saved), _) | (None, Some(saved)) => saved,
        (None, None) => {
            let summary = Summary { dropped: u32::from(!kept.is_empty()), ..Summary::default() };
            SavedV2 { replica: random(), started_ms: config.identity.started_ms, summary }
        }
    };
    (kept, saved)
}

/// The comments that wait.
pub(crate) fn comments(config: &Config) -> String {
    storage().and_then(|storage| storage.get_item(&comments_name(config)).ok().flatten()).unwrap_or_default()
}

/// Keeps the comments that wait.
pub(crate) fn keep_comments(config: &Config, queue: &str) {
    if let Some(storage) = storage() {
        let name = comments_name(config);
        let _ = if queue.is_empty() { storage.remove_item(&name) } else { storage.set_item(&name, queue) };
    }
}

fn comments_name(config: &Config) -> String {
    name(config) + ".comments"
}

/// What is kept, as the browser has it; empty where there is nothing.
pub(crate) fn read(config: &Config) -> String {
    storage().and_then(|storage| storage.get_item(&name(config)).ok().flatten()).unwrap_or_default()
}

/// The kept replica. One of a trial that began at another time is none: its seconds would mean other instants.
pub(crate) fn decode(config: &Config, kept: &str) -> Option<SavedV2> {
    let saved = bytes_of(kept).and_then(|bytes| SavedV2::decode(&bytes).ok());
    saved.filter(|saved| saved.started_ms == config.identity.started_ms)
}

/// The bytes of a text that is kept with one character a byte.
#[inline(never)]
pub(crate) fn bytes_of(kept: &str) -> Option<Vec<u8>> {
    kept.chars().map(|char| u8::try_from(char).ok()).collect()
}

/// Keeps the replica and returns what is kept now. Where that is forbidden nothing happens: the collector still hears of
/// it.
pub(crate) fn save(config: &Config, replica: u64, summary: &Summary) -> String {
    // One character a byte: text is all that the browser keeps.
    let text: String =
        SavedV2::encode(replica, config.identity.started_ms, summary).into_iter().map(char::from).collect();
    if let Some(storage) = storage() {
        let _ = storage.set_item(&name(config), &text);
    }
    text
}

/// What the customer said of consent, if anything.
pub(crate) fn read_consent(config: &Config) -> Option<String> {
    storage()?.get_item(&consent_name(config)).ok()?
}

/// Keeps what the customer says of consent. A refusal takes the replica's state away.
pub(crate) fn save_consent(config: &Config, answer: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&consent_name(config), answer);
        if answer == "denied" {
            let _ = storage.remove_item(&name(config));
            keep_comments(config, "");
            let _ = in_tab("removeItem", &JsValue::UNDEFINED);
            ask(&get(&window(), "indexedDB"), "deleteDatabase", &JsValue::from_str(DATABASE));
        }
    }
}

/// When the customer arrived where they are, by the wall clock; 0 if not by a new way. Kept in the tab until it is
/// closed, and nowhere else: it is the tab that has a way back.
pub(crate) fn keep_arrival(at_ms: f64) {
    let _ = in_tab("setItem", &at_ms.into());
}

/// The instant that was kept last, 0 if none was.
pub(crate) fn arrival() -> f64 {
    let kept = in_tab("getItem", &JsValue::UNDEFINED).unwrap_or_default();
    ask(&window(), "Number", &kept).as_f64().unwrap_or_default()
}

fn in_tab(method: &str, value: &JsValue) -> Option<JsValue> {
    call(&get(&window(), "sessionStorage"), method, &JsValue::from_str("sm.arrived"), value)
}

#[expect(clippy::disallowed_methods, reason = "this is the room of the storage")]
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The name under which the replica is kept.
pub(crate) fn name(config: &Config) -> String {
    let mut name = String::from("sm.");
    name.push_str(&config.key);
    name.push('.');
    name.push_str(&config.identity.trial);
    name
}

fn consent_name(config: &Config) -> String {
    name(config) + ".consent"
}

/// A number that no other browser has: 64 random bits, from the clocks where the browser has no better source.
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if filled { u64::from_le_bytes(bytes) } else { crate::clock::unix_ms() ^ js_sys::Math::random().to_bits() }
}
