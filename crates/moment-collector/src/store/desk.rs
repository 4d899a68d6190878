//! What the growth team's work leaves behind, beside the trials: one trait for each subject, and all of them as one.

use crate::store::account::Accounts;
use crate::store::hook::{HookChange, Hooks};
use crate::store::people::{People, PeopleChange};
use crate::store::reply::{Replies, ReplyChange};
use crate::store::{Ending, Stored};

/// A log, which grows with time alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// Who changed what.
    Audit,
    /// Events for webhooks, what became of them, and every attempt.
    Deliveries,
}

impl Log {
    /// Its name in the audit log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Deliveries => "deliveries",
        }
    }
}

/// One change that is not of a trial's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskChange {
    /// Of webhooks.
    Hook(HookChange),
    /// Of people and tokens.
    People(PeopleChange),
    /// Of replies.
    Reply(ReplyChange),
    /// What is older than this is no longer kept in a log: the oldest entries, so many at most.
    Pruned {
        /// Which.
        log: Log,
        /// Milliseconds since the Unix epoch.
        before_ms: u64,
        /// How many at most.
        limit: usize,
    },
}

/// Everything that is asked about it.
pub trait Desk: Accounts + Hooks + People + Replies {
    /// How a trial ended, whether anything else of it is known or not.
    fn ending(&self, trial: &str) -> Stored<Option<Ending>>;

    /// The numbers of the replicas in which a trial's comments were written.
    fn writers(&self, trial: &str) -> Stored<Vec<u64>>;

    /// How many entries of a log are older than this.
    fn older(&self, log: Log, before_ms: u64) -> Stored<u64>;

    /// Whether this comment of the trial is known.
    fn has_comment(&self, trial: &str, id: &[u8; 16]) -> Stored<bool>;
}
