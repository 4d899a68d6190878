//! How the keeper is doing: what went wrong last, how long it has been at it, and what its commits come to.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Kept;
use crate::ingest::plausible::Doubt;
use crate::keeper::Fate;
use crate::store::trouble::Trouble;
use crate::store::{Change, StoreError, Stored};

/// What the keeper tells of itself.
#[derive(Debug, Default)]
pub struct Health(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Since when it has been at the present batch.
    began: Option<Instant>,
    /// What went wrong with the last batch that could have been kept.
    trouble: Option<StoreError>,
    /// What went wrong when letters were to be joined last.
    joining: Option<StoreError>,
    sums: Sums,
}

/// What all commits so far come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Batches that were kept, or of which at least one wish was.
    pub commits: u64,
    /// Wishes that were kept.
    pub kept: u64,
    /// Wishes that the store failed, by the order of [`Trouble::ALL`].
    pub failed: [u64; Trouble::ALL.len()],
    /// The time that all batches took.
    pub spent: Duration,
    /// Letters that were joined with their trials.
    pub joined: u64,
    /// Attempts to join letters that failed, by the order of [`Trouble::ALL`].
    pub not_joined: [u64; Trouble::ALL.len()],
    /// The time that joining letters took.
    pub joining: Duration,
    /// Beacons that were kept apart, by the order of [`Doubt::ALL`].
    pub apart: [u64; Doubt::ALL.len()],
}

impl Health {
    /// What went wrong, if the last batch was not kept.
    #[must_use]
    pub fn trouble(&self) -> Option<StoreError> {
        self.state().trouble.clone()
    }

    /// What all commits so far come to.
    #[must_use]
    pub fn sums(&self) -> Sums {
        self.state().sums.clone()
    }

    /// Whether the present batch has taken longer than this.
    #[must_use]
    pub fn is_stuck(&self, patience: Duration) -> bool {
        self.state().began.is_some_and(|began| began.elapsed() >= patience)
    }

    /// Trouble that does not pass: into a damaged file nothing more is written.
    pub(super) fn incurable(&self) -> Option<StoreError> {
        self.trouble().filter(|error| error.trouble == Trouble::Damaged)
    }

    pub(super) fn begin(&self, now: Instant) {
        self.state().began = Some(now);
    }

    pub(super) fn end(&self, spent: Duration, fates: &[Kept]) {
        let mut state = self.state();
        state.began = None;
        state.sums.spent += spent;
        let kept = fates.iter().filter(|fate| matches!(fate, Ok(Fate::Kept | Fate::Erased)));
        let kept = kept.count() as u64;
        state.sums.kept += kept;
        state.sums.commits += u64::from(kept > 0);
        let errors = fates.iter().filter_map(|fate| fate.as_ref().err());
        let mut errors = errors.filter(|error| error.trouble != Trouble::Overtaken);
        for error in errors.clone() {
            state.sums.failed[place(error)] += 1;
        }
        if kept == 0 && errors.clone().next().is_none() {
            // All came too late: that says nothing of the store.
            return;
        }
        let before = state.trouble.take();
        state.trouble = errors.next_back().filter(|_| kept == 0).cloned();
        if before.is_some() && state.trouble.is_none() {
            tracing::info!("what comes is kept again");
        }
    }

    /// So many letters were joined, or were not.
    pub(super) fn joined(&self, spent: Duration, letters: usize, joined: &Stored<()>) {
        let mut state = self.state();
        state.began = None;
        state.sums.joining += spent;
        let Err(error) = joined else {
            state.sums.joined += letters as u64;
            state.joining = None;
            return;
        };
        state.sums.not_joined[place(error)] += 1;
        if state.joining.as_ref().is_none_or(|known| known.trouble != error.trouble) {
            // Once, and not for each attempt.
            let trouble = error.trouble.name();
            tracing::error!(%error, trouble, letters, "what was acknowledged is safe, but cannot be joined yet");
        }
        if error.trouble == Trouble::Damaged {
            state.trouble = Some(error.clone());
        }
        state.joining = Some(error.clone());
    }

    /// These changes were kept.
    pub(super) fn kept(&self, changes: &[Change]) {
        let reasons = changes.iter().filter_map(|change| match change {
            Change::Quarantined { reason, .. } => Doubt::ALL.iter().position(|doubt| doubt.words() == *reason),
            _ => None,
        });
        for place in reasons {
            self.state().sums.apart[place] += 1;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a trouble stands in [`Trouble::ALL`].
fn place(error: &StoreError) -> usize {
    Trouble::ALL.iter().position(|trouble| *trouble == error.trouble).unwrap_or(Trouble::ALL.len() - 1)
}
