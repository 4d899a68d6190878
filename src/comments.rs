//! Comments: words that the customer chose to write. They are kept first, sent then, and forgotten when the collector
//! says that it has them.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use moment_wire::comment::{COMMENTS_MAX, CommentV1, CommentsV1};
use wasm_bindgen::JsValue;

use crate::config::Config;
use crate::debug;
use crate::guest::Guest;
use crate::retry::Retry;
use crate::script::{ask, get, then};
use crate::storage;
use crate::transport::{COMMENTS, Fate, post, send_last};
use crate::widget::to_disk;

/// What waits is at most so long, in bytes: no more than a closing page may send.
const QUEUE_MAX: usize = 32_000;

/// Stands before each comment of a queue. A comment is kept with a character for each byte, and no byte is this one.
pub(crate) const MARK: char = '\u{100}';

/// Whoever was refused tries again after so long: the vendor may have mended the tag.
const REFUSED_MS: f64 = 3_600_000.0;

/// The comments that wait.
pub(crate) struct Comments {
    /// For browsers that keep nothing, and for the disk.
    queue: RefCell<String>,
    is_sending: Cell<bool>,
    retry: RefCell<Retry>,
}

impl Comments {
    /// None. What was kept is found when it is looked for.
    pub(crate) fn new() -> Self {
        Self { queue: RefCell::default(), is_sending: Cell::default(), retry: RefCell::new(Retry::new()) }
    }
}

/// Takes a comment in and sends it. `None` if that is none; what does not fit is told under `data-debug`.
pub(crate) fn add(guest: &Rc<Guest>, words: &JsValue, options: &JsValue) -> Option<()> {
    let words = words.as_string()?;
    let about = get(options, "about").as_string();
    let config = granted(guest)?;
    let at_ms = guest.with(|widget| widget.unix_ms())?;
    let mut id = [0; 16];
    for half in id.chunks_mut(8) {
        half.copy_from_slice(&storage::random().to_be_bytes());
    }
    let comment = CommentV1 { id, at_ms, words, about };
    let mut queue = waiting(guest, &config);
    let bytes = comment.encode();
    let is_room = each(&queue).count() < COMMENTS_MAX && queue.chars().count() + bytes.len() < QUEUE_MAX;
    if comment.check().is_err() || !is_room {
        debug::say(guest, "a comment was not taken: it is empty or too long, or too many wait already");
        return Some(());
    }
    queue.push(MARK);
    queue.extend(bytes.into_iter().map(char::from));
    put(guest, &config, queue);
    send_if_due(guest);
    Some(())
}

/// Sends what waits, unless it is on its way or was lost a moment ago.
pub(crate) fn send_if_due(guest: &Rc<Guest>) {
    let comments = &guest.comments;
    if comments.is_sending.get() || comments.retry.try_borrow().is_ok_and(|retry| !retry.is_due(0.0)) {
        return;
    }
    let Some((config, message)) = message(guest) else { return };
    comments.is_sending.set(true);
    let guest = guest.clone();
    post(&config, COMMENTS, &message, move |fate, response| match fate {
        Fate::Kept => {
            let answer = response.map(|response| ask(&response, "json", &JsValue::UNDEFINED)).unwrap_or_default();
            then(&answer, move |answer| settle(&guest, &get(&answer.unwrap_or_default(), "kept")));
        }
        Fate::Lost { patience_ms } => later(&guest, patience_ms),
        Fate::Refused | Fate::Erased => {
            debug::say(&guest, "the collector refused comments; its answer says why");
            later(&guest, REFUSED_MS);
        }
    });
}

/// The page goes: whatever waits is sent, and kept until the next page hears that it arrived.
pub(crate) fn leave(guest: &Guest) {
    if let Some((config, message)) = message(guest) {
        send_last(&config, COMMENTS, &message);
    }
}

/// After a refusal nothing waits.
pub(crate) fn forget(guest: &Guest) {
    guest.comments.queue.take();
}

/// The browser is back online.
pub(crate) fn hurry(guest: &Guest) {
    guest.comments.retry.borrow_mut().hurry();
}

/// What waits, in one text, for the disk.
pub(crate) fn queue(guest: &Guest) -> String {
    guest.comments.queue.try_borrow().map(|queue| queue.clone()).unwrap_or_default()
}

/// What was found on the disk, for local storage may not have all of it after the browser was killed.
pub(crate) fn recall(guest: &Guest, on_disk: &str) {
    let Some(config) = granted(guest) else { return };
    let kept = storage::comments(&config);
    let mut queue = kept.clone();
    for comment in each(on_disk).filter(|comment| each(&kept).all(|known| known != *comment)) {
        queue.push(MARK);
        queue.push_str(comment);
    }
    if !queue.is_empty() {
        storage::keep_comments(&config, &queue);
    }
    guest.comments.queue.replace(queue);
}

fn granted(guest: &Guest) -> Option<Config> {
    guest.with(|widget| widget.trial.page().is_granted().then(|| widget.config.clone())).flatten()
}

/// The comments of a queue; what stands before the first mark is none.
fn each(queue: &str) -> impl Iterator<Item = &str> {
    queue.split(MARK).skip(1)
}

/// What waits: that of all pages of this browser, if it keeps anything.
fn waiting(guest: &Guest, config: &Config) -> String {
    let kept = storage::comments(config);
    if kept.is_empty() { queue(guest) } else { kept }
}

fn put(guest: &Guest, config: &Config, queue: String) {
    storage::keep_comments(config, &queue);
    guest.comments.queue.replace(queue);
    to_disk(guest);
}

/// The message with all that waits; none if nothing does, or nothing may be sent.
fn message(guest: &Guest) -> Option<(Config, Vec<u8>)> {
    let config = granted(guest)?;
    let comments: Vec<Vec<u8>> = each(&waiting(guest, &config))
        .map(|comment| comment.chars().filter_map(|char| u8::try_from(char).ok()).collect())
        .collect();
    let message =
        CommentsV1::wrap(&config.identity.trial, config.account.as_deref(), config.signature.as_ref(), &comments);
    (!comments.is_empty()).then_some((config, message))
}

fn later(guest: &Guest, patience_ms: f64) {
    guest.comments.is_sending.set(false);
    guest.comments.retry.borrow_mut().lost(patience_ms);
}

/// The collector has those whose ids are in `kept`. An answer without ids is none.
fn settle(guest: &Guest, kept: &JsValue) {
    let Some(config) = granted(guest) else { return };
    let before = waiting(guest, &config);
    let mut queue = String::new();
    for comment in each(&before).filter(|comment| ask(kept, "includes", &id_of(comment)).is_falsy()) {
        queue.push(MARK);
        queue.push_str(comment);
    }
    if queue.len() == before.len() {
        return later(guest, 0.0);
    }
    guest.comments.is_sending.set(false);
    guest.comments.retry.borrow_mut().done(0.0);
    put(guest, &config, queue);
}

/// The id with which a comment begins, in hexadecimal digits.
fn id_of(comment: &str) -> JsValue {
    let mut id = String::new();
    for byte in comment.chars().take(16) {
        for half in [u32::from(byte) >> 4, u32::from(byte)] {
            id.extend(char::from_digit(half & 15, 16));
        }
    }
    JsValue::from_str(&id)
}
