//! How the keeper is doing: what went wrong last, how long it has been at it, and what its commits come to.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Kept;
use crate::keeper::Fate;
use crate::store::StoreError;
use crate::store::trouble::Trouble;

/// What the keeper tells of itself.
#[derive(Debug, Default)]
pub struct Health(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Since when it has been at the present batch.
    began: Option<Instant>,
    /// What went wrong with the last batch that could have been kept.
    trouble: Option<StoreError>,
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
        let kept = fates.iter().filter(|fate| matches!(fate, Ok(Fate::Kept | Fate::Erased | Fate::Implausible(_))));
        let kept = kept.count() as u64;
        state.sums.kept += kept;
        state.sums.commits += u64::from(kept > 0);
        let errors = fates.iter().filter_map(|fate| fate.as_ref().err());
        let mut errors = errors.filter(|error| error.trouble != Trouble::Overtaken);
        for error in errors.clone() {
            let place = Trouble::ALL.iter().position(|trouble| *trouble == error.trouble);
            state.sums.failed[place.unwrap_or(Trouble::ALL.len() - 1)] += 1;
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

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
