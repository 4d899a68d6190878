//! Refusing and forgetting: what was known is dropped in this page, in the browser's other pages, and at the collector.

use alloc::string::String;

use js_sys::Function;
use moment_core::event::{Consent, Event, Input};
use wasm_bindgen::JsValue;

use crate::capture::FETCH_AGAIN_MS;
use crate::config::Config;
use crate::guest::Guest;
use crate::transport::{self, hex};
use crate::widget::{Widget, absorb, step, to_disk};
use crate::{capture, comments, consent, replies, storage};

/// How many digits a replica has.
const DIGITS: usize = 16;

/// The customer's word on consent: obeyed from now on, and kept.
pub(crate) fn set_consent(guest: &'static Guest, consent: Consent) {
    let word = if consent == Consent::Granted { "granted" } else { storage::DENIED };
    guest.with(|widget| storage::save_consent(widget.config, word, storage::next_word(widget.config, word)));
    follow(guest, consent);
}

/// Obeys what was said in another page, or by the browser, which is not the customer's word.
pub(crate) fn follow(guest: &'static Guest, consent: Consent) {
    if consent == Consent::Granted {
        let was_granted = guest.is_granted();
        step(guest, Input::Event(Event::Consent(consent)));
        if !was_granted {
            capture::open(guest);
        }
    } else {
        // The collector may be asked later to erase what it was told before.
        let past = guest.with(|widget| {
            storage::clear(widget.config);
            note(&guest.disk, widget.config);
            widget.spent()
        });
        begin_anew(guest, consent, past.unwrap_or_default());
    }
}

/// `forget`: nothing is left here, and the collector is asked to erase what it has, now and until it did.
pub(crate) fn forget(guest: &'static Guest) {
    let erasing = guest.with(|widget| {
        let mut spent = widget.spent();
        // A signed tag erases the whole trial, also where this browser told nothing of it.
        if spent.is_empty() && widget.config.signature.is_some() {
            spent = hex(widget.replica);
        }
        spent
    });
    let Some(config) = guest.with(|widget| widget.config) else { return };
    // Other pages have put theirs there.
    let all = united(&storage::erasing(config), &united(&guest.erasing.borrow(), &erasing.unwrap_or_default()));
    guest.erasing.replace(all.clone());
    guest.is_erasing.set(false);
    guest.erasure.hurry();
    drop_all(guest, config, &all);
    guest.is_erasing_kept.set(storage::erasing(config) == all);
    erase_if_due(guest);
}

/// The collector has erased this replica: nothing of it is left here either. It is not asked to erase anything, for with a
/// signed tag that would be the whole trial, with what the customer's other browsers have counted since.
pub(crate) fn follow_erasure(guest: &'static Guest) {
    let Some((config, replica)) = guest.with(|widget| (widget.config, widget.replica)) else { return };
    if storage::decode(config, &storage::read(config)).is_some_and(|kept| kept.replica != replica) {
        // Another page of this browser has begun anew: this one goes on with it.
        return absorb(guest);
    }
    drop_all(guest, config, &storage::erasing(config));
}

/// Nothing is left here but which replicas are to be erased, and nothing is counted in this page any more.
fn drop_all(guest: &'static Guest, config: &Config, erasing: &str) {
    storage::erase(config, erasing);
    note(&guest.disk, config);
    begin_anew(guest, Consent::Denied, String::new());
}

/// What was kept is gone. If the customer was forgotten in another page this one stops; whoever emptied the storage
/// otherwise, it begins anew and says so.
pub(crate) fn lose(guest: &'static Guest) {
    let consent = guest.with(|widget| {
        let Widget { config, replica, .. } = widget;
        if is_erasing(&storage::erasing(config), *replica) {
            storage::clear_replica(config, *replica);
            note(&guest.disk, config);
            return Consent::Denied;
        }
        consent::initial(config)
    });
    begin_anew(guest, consent.unwrap_or_default(), String::new());
    if guest.is_granted() {
        guest.with(Widget::count_loss);
        capture::open(guest);
    }
}

/// The browser is back online.
pub(crate) fn hurry(guest: &Guest) {
    guest.erasure.hurry();
}

/// Asks the collector to erase the next replica that is still to be erased, if it was not asked just now.
pub(crate) fn erase_if_due(guest: &'static Guest) {
    let Some(replica) = guest.erasing.borrow().get(..DIGITS).map(String::from) else { return };
    let Some(config) = guest.with(|widget| widget.config) else { return };
    if guest.is_erasing.get() || !guest.erasure.is_due(0.0) {
        return;
    }
    let kept = storage::erasing(config);
    if guest.is_erasing_kept.get() && without(&kept, &replica) == kept {
        // Another page had it erased.
        guest.erasing.replace(kept);
        return;
    }
    guest.is_erasing.set(true);
    transport::erase(config, &replica.clone(), move |is_erased| {
        if guest.with(|widget| widget.config.is_of(config)) != Some(true) {
            // Another customer is here by now. What is left is asked for when this one comes back.
            if is_erased {
                storage::save_erasing(config, &without(&storage::erasing(config), &replica));
            }
            return;
        }
        guest.is_erasing.set(false);
        if is_erased {
            // Another page may have put further ones there.
            storage::save_erasing(config, &without(&storage::erasing(config), &replica));
            let rest = without(&guest.erasing.borrow(), &replica);
            guest.erasing.replace(rest);
            if guest.is_granted() {
                to_disk(guest);
            } else {
                note(&guest.disk, config);
            }
            guest.erasure.hurry();
            erase_if_due(guest);
        } else {
            guest.erasure.lost(0.0);
        }
    });
}

/// What outlives a browser that is killed says what local storage says of refusing and forgetting, and no more.
pub(crate) fn note(disk: &Function, config: &Config) {
    let note = storage::note(config);
    if note.is_empty() {
        storage::clear_disk();
    } else {
        let _ = disk.call1(&JsValue::UNDEFINED, &JsValue::from_str(&note));
    }
}

/// Does what was noted on the disk, for local storage may not know of it after the browser was killed. A state of another
/// replica was begun since: then nothing is left to be erased.
pub(crate) fn heed(config: &Config, (replicas, refusal): (&str, u32)) {
    let kept = storage::decode(config, &storage::read(config));
    if kept.is_none_or(|kept| is_erasing(replicas, kept.replica)) {
        storage::save_erasing(config, &united(&storage::erasing(config), replicas));
    }
    if refusal > storage::words_said(config) {
        storage::save_consent(config, storage::DENIED, refusal);
    }
}

/// Whether the replica is among those that are still to be erased.
pub(crate) fn is_erasing(erasing: &str, replica: u64) -> bool {
    without(erasing, &hex(replica)).len() < erasing.len()
}

fn united(some: &str, others: &str) -> String {
    let mut all = String::from(some);
    let mut left = others;
    while let Some((first, rest)) = left.split_at_checked(DIGITS) {
        all = without(&all, first) + first;
        left = rest;
    }
    all
}

fn without(erasing: &str, replica: &str) -> String {
    let mut rest = String::new();
    let mut left = erasing;
    while let Some((first, others)) = left.split_at_checked(DIGITS) {
        if first != replica {
            rest.push_str(first);
        }
        left = others;
    }
    rest
}

/// All that this page knows is dropped: a new widget takes the place of the old one.
fn begin_anew(guest: &'static Guest, consent: Consent, past: String) {
    // First a refusal, which takes an open prompt away.
    step(guest, Input::Event(Event::Consent(Consent::Denied)));
    let Some(config) = guest.with(|widget| widget.config) else { return };
    // What is kept may be what is just being taken away.
    let kept = if consent == Consent::Denied { storage::new(config) } else { storage::load_or_new(config, "") };
    let mut widget = Widget::new(config, kept, consent);
    widget.past = past;
    settle_in(guest, widget);
}

/// The page turns to another customer's trial: what was counted so far is kept and sent, and stays apart.
pub(crate) fn make_way(guest: &'static Guest, widget: Widget) {
    capture::go(guest);
    step(guest, Input::Event(Event::Consent(Consent::Denied)));
    settle_in(guest, widget);
}

fn settle_in(guest: &'static Guest, widget: Widget) {
    guest.take_in(widget);
    comments::forget(guest);
    replies::hush(guest, true);
    guest.listening.forget();
    capture::save(guest);
    guest.untold_s.set(0.0);
    guest.fetch_at_ms.set(0.0);
    guest.fetch_again_ms.set(FETCH_AGAIN_MS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_pages_want_erased_is_wanted_once() {
        let [one, two, three] = [1, 2, 3].map(hex);
        let both = united(&(one.clone() + &two), &(two.clone() + &three));
        assert_eq!(both, one + &two + &three);
        assert!(is_erasing(&both, 2) && !is_erasing(&both, 4));
        assert_eq!(without(&both, &two), hex(1) + &hex(3));
        assert_eq!(united("", ""), "");
    }
}
