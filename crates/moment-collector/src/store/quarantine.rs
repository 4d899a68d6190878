//! Replicas whose states cannot be true, as they are kept apart from their trials.

use crate::store::Replica;

/// How many replicas are kept apart, in all: an operator reads the newest, and whoever makes up more of them only pushes
/// the oldest out.
pub const IN_ALL_MAX: u32 = 10_000;

/// And of one trial, so that its replicas do not push out all others'.
pub const OF_TRIAL_MAX: u32 = 64;

/// A replica whose state cannot be true, kept apart from its trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The trial that it says it is of.
    pub trial: String,
    /// The newest state that cannot be true.
    pub replica: Replica,
    /// Why not.
    pub reason: String,
    /// How many such states of it came.
    pub times: u32,
}
