//! What stays in the browser between two pages: one replica's state, and the customer's word on consent.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::merge::join;
use moment_core::summary::Summary;
use moment_wire::decimal::decimal;
use moment_wire::saved::SavedV4;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::comments::MARK;
use crate::config::Config;
use crate::script::{ask, call, get, window};

/// The loader's database, which holds what is kept on disk.
const DATABASE: &str = "secondMoment";

/// What is kept as [`read`] has it, and the replica in it and in `on_disk`, or a new and empty one. Storage that is forbidden
/// or empty means a new one; where what was kept is damaged, the new one says that something was lost.
pub(crate) fn load_or_new(config: &Config, on_disk: &str) -> (String, SavedV4) {
    let kept = read(config);
    let on_disk = decode(config, on_disk.split(MARK).next().unwrap_or_default());
    let saved = match (decode(config, &kept), on_disk) {
        (Some(mut saved), Some(newer)) if saved.replica == newer.replica => {
            saved.summary = join(&saved.summary, &newer.summary);
            saved
        }
        (Some(saved), _) | (None, Some(saved)) => saved,
        (None, None) => {
            let (_, mut new) = new(config);
            new.summary.dropped = u32::from(!kept.is_empty());
            new
        }
    };
    (kept, saved)
}

/// What is written to the disk begins with whose it is; a name may be the beginning of another, and none holds this.
const END_OF_NAME: char = ' ';

/// How what is written to the disk for a trial begins.
pub(crate) fn mark(config: &Config) -> String {
    let mut mark = name(config);
    mark.push(END_OF_NAME);
    mark
}

/// Stands on the disk in the state's place, before what [`note`] tells. No state has this character.
const NOTE: char = '\u{101}';

/// The customer's word that is a refusal.
pub(crate) const DENIED: &str = "denied";

/// What must be known even if the browser is killed now, for its local storage is written down later: which replicas the
/// collector has still to erase, and the customer's word if it is a refusal. Empty if neither.
pub(crate) fn note(config: &Config) -> String {
    let (mut note, word) = (erasing(config), get_item(&consent_name(config)));
    if word.starts_with(DENIED) {
        note.push_str(&word);
    }
    if note.is_empty() { note } else { mark(config) + &String::from(NOTE) + &note }
}

/// The note on the disk, if there is one in the state's place: the replicas, and the number of the refusal, 0 if there is
/// none.
pub(crate) fn noted(on_disk: &str) -> Option<(&str, u32)> {
    let note = on_disk.strip_prefix(NOTE)?;
    // No replica's digits have this letter of the word.
    let end = note.find('n').map_or(note.len(), |letter| letter.saturating_sub("de".len()));
    let (replicas, word) = note.split_at_checked(end)?;
    let number = word.strip_prefix(DENIED).and_then(|number| number.parse().ok());
    Some((replicas, number.unwrap_or_default()))
}

/// Nothing is left on the disk.
pub(crate) fn clear_disk() {
    ask(&get(&window(), "indexedDB"), "deleteDatabase", &JsValue::from_str(DATABASE));
}

/// What was written to the disk for this trial, if anything.
pub(crate) fn of_trial<'a>(config: &Config, on_disk: &'a str) -> &'a str {
    on_disk.strip_prefix(mark(config).as_str()).unwrap_or_default()
}

/// A new and empty replica, of which nothing is kept.
pub(crate) fn new(config: &Config) -> (String, SavedV4) {
    let started_ms = config.identity.started_ms;
    (String::new(), SavedV4 { replica: random(), started_ms, summary: Summary::default() })
}

/// The comments that wait.
pub(crate) fn comments(config: &Config) -> String {
    get_item(&comments_name(config))
}

/// Keeps the comments that wait. False where the storage is forbidden or full; then it has none of them.
pub(crate) fn keep_comments(config: &Config, queue: &str) -> bool {
    let name = comments_name(config);
    if !queue.is_empty() && set_item(&name, queue) {
        return true;
    }
    remove_item(&name) && queue.is_empty()
}

fn comments_name(config: &Config) -> String {
    name(config) + ".comments"
}

/// What is kept, as the browser has it; empty where there is nothing.
pub(crate) fn read(config: &Config) -> String {
    get_item(&name(config))
}

/// The kept replica. One of a trial that began at another time is none: its seconds would mean other instants.
pub(crate) fn decode(config: &Config, kept: &str) -> Option<SavedV4> {
    let saved = SavedV4::decode(&bytes_of(kept)).ok();
    saved.filter(|saved| saved.started_ms == config.identity.started_ms)
}

/// The bytes of a kept text, one for each character; none if it is no text of ours.
#[inline(never)]
pub(crate) fn bytes_of(kept: &str) -> Vec<u8> {
    let bytes: Option<Vec<u8>> = kept.chars().map(|char| u8::try_from(char).ok()).collect();
    bytes.unwrap_or_default()
}

/// Keeps the replica and returns what is kept now; `None` where the storage is forbidden or full. Then nothing of it is
/// kept at all: from an older state the next page would count again what the collector knows, and the customer's next
/// page is a replica of its own.
pub(crate) fn save(config: &Config, replica: u64, summary: &Summary) -> Option<String> {
    // One character a byte: text is all that the browser keeps.
    let text: String =
        SavedV4::encode(replica, config.identity.started_ms, summary).into_iter().map(char::from).collect();
    let name = name(config);
    // Taking the old state away makes room.
    (set_item(&name, &text) || remove_item(&name) && set_item(&name, &text)).then_some(text)
}

/// What the customer said of consent; empty if nothing.
pub(crate) fn consent(config: &Config) -> String {
    let mut word = get_item(&consent_name(config));
    word.truncate(word.trim_end_matches(is_digit).len());
    word
}

/// How many words the customer has said on it: which of two is the newer one.
pub(crate) fn words_said(config: &Config) -> u32 {
    get_item(&consent_name(config)).trim_start_matches(|char| !is_digit(char)).parse().unwrap_or_default()
}

fn is_digit(char: char) -> bool {
    char.is_ascii_digit()
}

/// The number of a word that is said now: one more than before, if it is another word.
pub(crate) fn next_word(config: &Config, answer: &str) -> u32 {
    words_said(config).saturating_add(u32::from(consent(config) != answer))
}

/// Keeps what the customer says of consent, as the word of this number. A refusal takes the replica's state away.
pub(crate) fn save_consent(config: &Config, answer: &str, number: u32) {
    let (name, word) = (consent_name(config), String::from(answer) + &decimal(number.into()));
    let is_kept = set_item(&name, &word);
    if answer == DENIED {
        clear(config);
        if !is_kept {
            // Now there is room.
            set_item(&name, &word);
        }
    }
}

/// Takes everything of the trial away but the customer's word, and what is on the disk.
pub(crate) fn clear(config: &Config) {
    remove_item(&name(config));
    // The claim to show a prompt, where the browser has no locks.
    remove_item(&(name(config) + ".turn"));
    keep_comments(config, "");
    clear_tab();
}

/// The same unless another replica is kept by now, and of what is kept in the tab.
pub(crate) fn clear_replica(config: &Config, replica: u64) {
    if decode(config, &read(config)).is_none_or(|kept| kept.replica == replica) {
        clear(config);
    }
    clear_tab();
}

/// Takes everything of the trial away but which replicas are to be erased. Other pages of the browser hear of each step:
/// the word goes first, so that none of them takes an old one for a new one, and none loses its state before it can know
/// why.
pub(crate) fn erase(config: &Config, erasing: &str) {
    remove_item(&consent_name(config));
    let is_marked = save_erasing(config, erasing);
    clear(config);
    if !is_marked {
        // Now there is room.
        save_erasing(config, erasing);
    }
}

/// The replicas that the collector has still to erase, sixteen digits each.
pub(crate) fn erasing(config: &Config) -> String {
    get_item(&erasing_name(config))
}

/// Keeps which replicas the collector has still to erase. False where the storage is forbidden or full.
pub(crate) fn save_erasing(config: &Config, replicas: &str) -> bool {
    let name = erasing_name(config);
    if replicas.is_empty() { remove_item(&name) } else { set_item(&name, replicas) }
}

/// When the customer arrived where they are, by the wall clock; 0 if not by a new way. Kept in the tab until it is
/// closed, and nowhere else: it is the tab that has a way back.
pub(crate) fn keep_arrival(at_ms: f64) {
    let _ = in_tab("setItem", &at_ms.into());
}

/// What is kept in the tab goes: this instant, and which list the painting module has folded.
fn clear_tab() {
    let _ = in_tab("removeItem", &JsValue::UNDEFINED);
    ask(&get(&window(), "sessionStorage"), "removeItem", &JsValue::from_str("sm.folded"));
}

/// The instant that was kept last, 0 if none was.
pub(crate) fn arrival() -> f64 {
    let kept = in_tab("getItem", &JsValue::UNDEFINED).unwrap_or_default();
    ask(&window(), "Number", &kept).as_f64().unwrap_or_default()
}

fn in_tab(method: &str, value: &JsValue) -> Option<JsValue> {
    call(&get(&window(), "sessionStorage"), method, &JsValue::from_str("sm.arrived"), value)
}

fn get_item(name: &str) -> String {
    local_item(name).ok().flatten().unwrap_or_default()
}

/// False where the storage is forbidden or full. Some pages have one put in its place that says nothing and keeps nothing.
fn set_item(name: &str, text: &str) -> bool {
    set_local_item(name, text).is_ok() && get_item(name) == text
}

fn remove_item(name: &str) -> bool {
    remove_local_item(name).is_ok()
}

#[wasm_bindgen]
extern "C" {
    // Each is one call out of here. Where the storage is forbidden it has no name that could be said without an error.
    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = getItem)]
    fn local_item(name: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = setItem)]
    fn set_local_item(name: &str, text: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = removeItem)]
    fn remove_local_item(name: &str) -> Result<(), JsValue>;
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

fn erasing_name(config: &Config) -> String {
    name(config) + ".erasing"
}

/// A number that no other browser has: 64 random bits, from the clocks where the browser has no better source.
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    let crypto = window().crypto().ok();
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if filled { u64::from_le_bytes(bytes) } else { crate::clock::unix_ms() ^ js_sys::Math::random().to_bits() }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use moment_core::event::Consent;
    use moment_core::trial::Identity;

    use super::*;

    fn config(trial: &str) -> Config {
        let (plan, locale) = (String::new(), String::new());
        let identity = Identity { trial: trial.into(), started_ms: 0, length_days: 14, plan, locale };
        let key = String::from("pk");
        Config { key, identity, account: None, signature: None, consent: Consent::Granted, endpoint: String::new() }
    }

    #[test]
    fn what_is_on_the_disk_is_of_the_trial_that_wrote_it_and_of_none_whose_id_begins_like_it() {
        let on_disk = format!("{}state", mark(&config("t_12")));
        assert_eq!(of_trial(&config("t_12"), &on_disk), "state");
        assert_eq!(of_trial(&config("t_1"), &on_disk), "");
        assert_eq!(of_trial(&config("t_12"), ""), "");
    }

    #[test]
    fn a_note_on_the_disk_is_no_state() {
        assert_eq!(
            noted("\u{101}0000000000000001000000000000000adenied12"),
            Some(("0000000000000001000000000000000a", 12))
        );
        assert_eq!(noted("\u{101}0000000000000001"), Some(("0000000000000001", 0)));
        assert_eq!(noted("\u{101}denied3"), Some(("", 3)));
        assert_eq!(noted("state"), None);
        assert_eq!(noted(""), None);
    }
}
