//! Replies as they are kept: with the comment that they answer they are erased.

use crate::store::Stored;

/// How long a comment without a reply is open: a month. Whoever has not answered by then will not.
pub const OPEN_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// What the vendor answered to a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Names it.
    pub id: [u8; 16],
    /// The trial.
    pub trial: String,
    /// The comment.
    pub comment: [u8; 16],
    /// What was answered.
    pub words: String,
    /// Who answered.
    pub who: String,
    /// When.
    pub at_ms: u64,
    /// When the customer saw it.
    pub seen_ms: Option<u64>,
}

/// A reply that the customer has not seen, and what it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The reply.
    pub reply: Reply,
    /// What the customer wrote.
    pub asked: String,
    /// When, by the browser's clock.
    pub asked_ms: u64,
}

/// One change of replies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplyChange {
    /// Somebody answered. Nothing is kept if the comment is no more.
    Put(Reply),
    /// The customer saw some of a trial's replies; what was seen before stays as it was.
    Seen {
        /// The trial.
        trial: String,
        /// Only those to comments of this replica.
        replica: Option<u64>,
        /// Which.
        ids: Vec<[u8; 16]>,
        /// When; none where they are put off, and so not seen yet.
        at_ms: Option<u64>,
    },
}

/// Questions about replies.
pub trait Replies {
    /// What a comment was answered, the oldest first.
    fn replies_to(&self, trial: &str, comment: &[u8; 16]) -> Stored<Vec<Reply>>;

    /// What a trial was answered and has not seen, the oldest first, at most `limit`; with a replica only to what was
    /// written in it.
    fn pending(&self, trial: &str, replica: Option<u64>, limit: usize) -> Stored<Vec<Pending>>;

    /// How many comments of a trial, or of one replica, that came since `since_ms` were not answered.
    fn open_comments(&self, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<u64>;
}
