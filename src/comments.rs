//! Comments: words that the customer chose to write. They are kept first, sent then, and forgotten when the collector
//! says that it has them.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use moment_wire::comment::{COMMENTS_MAX, CommentV1, CommentsV1};
use moment_wire::hex::hex;
use wasm_bindgen::JsValue;
use web_sys::Response;

use crate::config::Config;
use crate::debug;
use crate::guest::Guest;
use crate::replies;
use crate::retry::Retry;
use crate::script::{ask, get, then};
use crate::storage;
use crate::transport::{COMMENTS, Fate, post, post_last};
use crate::widget::to_disk;

/// What waits is at most so long as text in UTF-8, which is more than in bytes: no more than a closing page may send.
const QUEUE_MAX: usize = 32_000;

const ID_BYTES: usize = 16;

/// Stands before each comment of a queue. A comment is kept with a character for each byte, and no byte is this one.
pub(crate) const MARK: char = '\u{100}';

/// Whoever was refused tries again after so long: the vendor may have mended the tag.
const REFUSED_MS: f64 = 3_600_000.0;

/// What a page that goes handed over is not sent again so soon, should the customer come back to it.
const HANDED_OVER_MS: f64 = 10_000.0;

/// The comments that wait.
pub(crate) struct Comments {
    /// Where the browser's storage takes none.
    queue: Cell<String>,
    is_sending: Cell<bool>,
    retry: Retry,
}

impl Comments {
    /// None. What was kept is found when it is looked for.
    pub(crate) fn new() -> Self {
        Self { queue: Cell::default(), is_sending: Cell::default(), retry: Retry::new() }
    }
}

/// Takes a comment in and sends it. `None` if that is none; what does not fit is told under `data-debug`.
pub(crate) fn add(guest: &'static Guest, words: &JsValue, options: &JsValue) -> Option<()> {
    let words = words.as_string()?;
    let about = get(options, "about").as_string();
    let config = granted(guest)?;
    let at_ms = guest.with(|widget| widget.unix_ms())?;
    let mut id = [0; ID_BYTES];
    for half in id.chunks_mut(8) {
        half.copy_from_slice(&storage::random().to_be_bytes());
    }
    let comment = CommentV1 { id, at_ms, words, about };
    let mut queue = waiting(guest, config);
    let bytes = comment.encode();
    let is_room = each(&queue).len() < COMMENTS_MAX && queue.len() + bytes.len() < QUEUE_MAX;
    if comment.check().is_err() || !is_room {
        debug::say(
            guest,
            "a comment was not taken: it is empty or too long, its `about` is no name, or too many wait already",
        );
        return Some(());
    }
    queue.push(MARK);
    for byte in bytes {
        queue.push(char::from(byte));
    }
    put(guest, config, queue);
    send_if_due(guest);
    Some(())
}

/// Sends what waits, unless it is on its way or was lost a moment ago.
pub(crate) fn send_if_due(guest: &'static Guest) {
    let comments = &guest.comments;
    if comments.is_sending.get() || !comments.retry.is_due(0.0) {
        return;
    }
    let Some((config, message)) = message(guest) else { return };
    comments.is_sending.set(true);
    // Another customer may be here when the answer comes.
    let is_theirs = move || guest.with(|widget| widget.config.is_of(config)) == Some(true);
    let act = Box::new(move |fate, response: Option<Response>| match fate {
        _ if !is_theirs() => {}
        Fate::Kept => {
            let answer = response.map(|response| ask(&response, "json", &JsValue::UNDEFINED)).unwrap_or_default();
            then(&answer, move |answer| {
                if is_theirs() {
                    settle(guest, &get(&answer.unwrap_or_default(), "kept"));
                }
            });
        }
        Fate::Lost { patience_ms } => later(guest, patience_ms),
        Fate::Refused | Fate::Erased => {
            debug::say(guest, "the collector refused comments; its answer says why");
            later(guest, REFUSED_MS);
        }
    });
    post(config, COMMENTS, &message, act);
}

/// The page goes: what waits is sent, unless it was lost a moment ago, and kept until the next page hears that it
/// arrived. A page goes in several ways at once, and it is sent once.
pub(crate) fn leave(guest: &Guest) {
    if !guest.comments.retry.is_due(0.0) {
        return;
    }
    if let Some((config, message)) = message(guest) {
        guest.comments.retry.done(HANDED_OVER_MS);
        post_last(config, COMMENTS, &message, Box::new(|_, _| ()));
    }
}

/// After a refusal, and for another customer, nothing waits.
pub(crate) fn forget(guest: &Guest) {
    guest.comments.queue.take();
    guest.comments.is_sending.set(false);
    guest.comments.retry.done(0.0);
}

/// The browser is back online.
pub(crate) fn hurry(guest: &Guest) {
    guest.comments.retry.hurry();
}

/// What was found on the disk, for local storage may not have all of it after the browser was killed.
pub(crate) fn recall(guest: &Guest, on_disk: &str) {
    let Some(config) = granted(guest) else { return };
    let kept = storage::comments(config);
    let mut queue = kept.clone();
    for comment in each(on_disk) {
        if !each(&kept).contains(&comment) {
            queue.push(MARK);
            queue.push_str(comment);
        }
    }
    hold(guest, config, queue);
}

fn granted(guest: &Guest) -> Option<&'static Config> {
    guest.with(|widget| widget.trial.page().is_granted().then_some(widget.config)).flatten()
}

/// The comments of a queue; what stands before the first mark is none.
#[inline(never)]
fn each(queue: &str) -> Vec<&str> {
    queue.split(MARK).skip(1).collect()
}

/// What waits: that of all pages of this browser, if it keeps anything.
pub(crate) fn waiting(guest: &Guest, config: &Config) -> String {
    let kept = storage::comments(config);
    if !kept.is_empty() {
        return kept;
    }
    let queue = guest.comments.queue.take();
    guest.comments.queue.set(queue.clone());
    queue
}

fn put(guest: &Guest, config: &Config, queue: String) {
    hold(guest, config, queue);
    to_disk(guest);
}

/// There is one truth: the storage that all pages share, and only where that takes none, this page.
fn hold(guest: &Guest, config: &Config, queue: String) {
    let is_kept = storage::keep_comments(config, &queue);
    guest.comments.queue.set(if is_kept { String::new() } else { queue });
}

/// The message with all that waits; none if nothing does, or nothing may be sent.
pub(crate) fn message(guest: &Guest) -> Option<(&'static Config, Vec<u8>)> {
    let config = granted(guest)?;
    let queue = waiting(guest, config);
    let comments: Vec<Vec<u8>> =
        each(&queue).into_iter().map(storage::bytes_of).filter(|bytes| !bytes.is_empty()).collect();
    if comments.is_empty() {
        return None;
    }
    let message = guest.with(|widget| {
        let Config { identity, account, signature, .. } = config;
        CommentsV1::wrap(&identity.trial, account.as_deref(), signature.as_ref(), widget.replica, &comments)
    });
    Some((config, message?))
}

fn later(guest: &Guest, patience_ms: f64) {
    guest.comments.is_sending.set(false);
    guest.comments.retry.lost(patience_ms);
}

/// The collector has those whose ids are in `kept`. An answer without ids is none.
fn settle(guest: &'static Guest, kept: &JsValue) {
    guest.comments.is_sending.set(false);
    let Some(config) = granted(guest) else { return };
    let before = waiting(guest, config);
    let mut queue = String::new();
    for comment in each(&before) {
        if ask(kept, "includes", &id_of(comment)).is_falsy() {
            queue.push(MARK);
            queue.push_str(comment);
        }
    }
    if queue.len() == before.len() {
        return later(guest, 0.0);
    }
    guest.comments.retry.done(0.0);
    put(guest, config, queue);
    replies::look(guest, replies::OPEN);
}

/// The id with which a comment begins, in hexadecimal digits.
fn id_of(comment: &str) -> JsValue {
    let bytes = storage::bytes_of(comment);
    JsValue::from_str(&hex(bytes.get(..ID_BYTES).unwrap_or_default()))
}
