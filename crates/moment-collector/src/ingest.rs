//! What a beacon, or comments, must be to be taken in: pure checks, before anything is kept.

pub mod plausible;

use hmac::{Hmac, KeyInit, Mac};
use moment_wire::beacon::{BEACON_BYTES_MAX, BeaconV4};
use moment_wire::beacon_json::BeaconJsonV1;
use moment_wire::comment::{COMMENTS_BYTES_MAX, CommentV1, CommentsV1};
use moment_wire::fault::DecodeError;
use sha2::Sha256;

use self::plausible::{Doubt, doubt};
use crate::keys::Key;
use crate::store::Comment;

/// How far ahead of ours somebody else's clock may be: an hour, for clocks that nobody set to the right zone.
pub const AHEAD_MS_MAX: u64 = 60 * 60 * 1000;

/// Before this instant, in March 1973, no trial began and none ended. What lies there is an instant in seconds that was taken
/// for milliseconds: one of today is, and until the year 5138 every one will be.
pub const EARLIEST_MS: u64 = 100_000_000_000;

/// The longest beacon in JSON, in bytes: names of fields and digits make the fullest one so much longer.
pub const BEACON_JSON_BYTES_MAX: usize = 8 * BEACON_BYTES_MAX;

/// Why a message is refused. Nothing is kept of a refused one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is longer than any state can be.
    TooLong,
    /// It is no beacon.
    Unreadable(DecodeError),
    /// It is no beacon in JSON; what is wrong, with line and column.
    NotJson(String),
    /// The trial began before there was a web: seconds were told for milliseconds.
    InSeconds,
    /// The trial has not begun, by our clock and an hour.
    NotBegun,
    /// Its signature is not the vendor's.
    WrongSignature,
    /// It has no signature and the playbook wants one.
    Unsigned,
}

/// A beacon that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The beacon.
    pub beacon: BeaconV4,
    /// Whether it carries the vendor's signature.
    pub signed: bool,
    /// By how many milliseconds the browser's clock was ahead of the collector's; negative is behind.
    pub skew_ms: i64,
    /// Why it cannot be true, if it cannot: then it is kept apart.
    pub doubt: Option<Doubt>,
}

/// Decides whether `body` is taken in. `now_ms` is the collector's clock.
pub fn check(body: &[u8], key: &Key, require_signature: bool, now_ms: u64) -> Result<Accepted, Refusal> {
    if body.len() > BEACON_BYTES_MAX {
        return Err(Refusal::TooLong);
    }
    let beacon = BeaconV4::decode(body).map_err(Refusal::Unreadable)?;
    accept(beacon, key, require_signature, now_ms)
}

/// Decides as [`check`] does, of a beacon in JSON.
pub fn check_json(body: &[u8], key: &Key, require_signature: bool, now_ms: u64) -> Result<Accepted, Refusal> {
    if body.len() > BEACON_JSON_BYTES_MAX {
        return Err(Refusal::TooLong);
    }
    let beacon: BeaconJsonV1 = serde_json::from_slice(body).map_err(|error| Refusal::NotJson(error.to_string()))?;
    accept(beacon.read().map_err(Refusal::Unreadable)?, key, require_signature, now_ms)
}

fn accept(mut beacon: BeaconV4, key: &Key, require_signature: bool, now_ms: u64) -> Result<Accepted, Refusal> {
    let skew_ms = beacon.sent_ms.cast_signed().saturating_sub(now_ms.cast_signed());
    // The newest head of a replica counts: a clock in the far future must not win for ever.
    beacon.sent_ms = beacon.sent_ms.min(now_ms.saturating_add(AHEAD_MS_MAX));
    if beacon.started_ms < EARLIEST_MS {
        return Err(Refusal::InSeconds);
    }
    if beacon.started_ms > now_ms.saturating_add(AHEAD_MS_MAX) {
        return Err(Refusal::NotBegun);
    }
    let signed = is_signed(key, &beacon.trial, beacon.account.as_deref(), beacon.signature, require_signature)?;
    let doubt = doubt(&beacon, now_ms);
    Ok(Accepted { beacon, signed, skew_ms, doubt })
}

/// Decides whether the comments in `body` are taken in. `now_ms` is the collector's clock.
pub fn check_comments(body: &[u8], key: &Key, require_signature: bool, now_ms: u64) -> Result<Vec<Comment>, Refusal> {
    if body.len() > COMMENTS_BYTES_MAX {
        return Err(Refusal::TooLong);
    }
    let CommentsV1 { trial, account, signature, replica, comments } =
        CommentsV1::decode(body).map_err(Refusal::Unreadable)?;
    let signed = is_signed(key, &trial, account.as_deref(), signature, require_signature)?;
    let to_kept = |comment: CommentV1| Comment {
        trial: trial.clone(),
        replica,
        id: comment.id,
        words: comment.words,
        about: comment.about,
        at_ms: comment.at_ms.min(now_ms.saturating_add(AHEAD_MS_MAX)),
        received_ms: now_ms,
        signed,
    };
    Ok(comments.into_iter().map(to_kept).collect())
}

/// Whether a message carries the vendor's signature. Errors: it carries another one, or none and must.
fn is_signed(
    key: &Key,
    trial: &str,
    account: Option<&str>,
    signature: Option<[u8; 32]>,
    require_signature: bool,
) -> Result<bool, Refusal> {
    match signature {
        Some(signature) => {
            let is_right = is_signature(key, trial, account.unwrap_or_default(), &signature);
            if is_right { Ok(true) } else { Err(Refusal::WrongSignature) }
        }
        None if require_signature => Err(Refusal::Unsigned),
        None => Ok(false),
    }
}

/// The vendor's signature of a trial: HMAC-SHA256 of trial id, a full stop, and account id (empty if there is none).
#[must_use]
pub fn sign(secret: &str, trial: &str, account: &str) -> [u8; 32] {
    signature_of(secret, trial, account).finalize().into_bytes().into()
}

/// Whether `signature` is the vendor's of this trial and account.
#[must_use]
pub fn is_signature(key: &Key, trial: &str, account: &str, signature: &[u8]) -> bool {
    signature_of(&key.secret, trial, account).verify_slice(signature).is_ok()
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn signature_of(secret: &str, trial: &str, account: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length is a key");
    mac.update(trial.as_bytes());
    mac.update(b".");
    mac.update(account.as_bytes());
    mac
}
