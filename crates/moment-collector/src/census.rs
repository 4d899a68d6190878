//! The census: counts all trials anew when somebody asks and the last count is old, by reading them through once.
//!
//! Nothing has to be kept up to date with each beacon for it, and nothing can drift. It takes some microseconds a trial, in
//! memory that does not grow with their number; the more it took, the longer its answer stands.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::{Store, Stored};
use crate::tally::Tally;

/// Trials that are read at once.
const AT_ONCE: usize = 500;

/// A count stands twenty times as long as it took: it never costs more than a twentieth of a core.
const STANDS_FOR: u32 = 20;

/// Which trials are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Real ones.
    Real,
    /// Simulated ones.
    Simulated,
}

impl Which {
    /// What the query's `simulated` asks for.
    #[must_use]
    pub fn of(simulated: Option<bool>) -> Self {
        match simulated {
            None => Self::All,
            Some(false) => Self::Real,
            Some(true) => Self::Simulated,
        }
    }
}

/// The last count.
#[derive(Debug, Default)]
pub struct Census {
    last: Mutex<Option<Count>>,
}

#[derive(Debug)]
struct Count {
    real: Tally,
    simulated: Tally,
    as_of_ms: u64,
    until: Instant,
}

impl Census {
    /// Sums over trials, and when they were true. Whoever asks while somebody counts waits for that count.
    pub fn take(&self, store: &dyn Store, playbook: &Playbook, which: Which, now_ms: u64) -> Stored<(Tally, u64)> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        if last.as_ref().is_none_or(|count| count.until <= begun) {
            let (real, simulated) = count(store, playbook)?;
            let until = Instant::now() + STANDS_FOR * begun.elapsed().min(Duration::from_mins(3));
            *last = Some(Count { real, simulated, as_of_ms: now_ms, until });
        }
        let Some(count) = last.as_ref() else { return Ok((Tally::default(), now_ms)) };
        let tally = match which {
            Which::All => count.real.clone().with(&count.simulated),
            Which::Real => count.real.clone(),
            Which::Simulated => count.simulated.clone(),
        };
        Ok((tally, count.as_of_ms))
    }
}

fn count(store: &dyn Store, playbook: &Playbook) -> Stored<(Tally, Tally)> {
    let (mut real, mut simulated) = (Tally::default(), Tally::default());
    let mut after = String::new();
    loop {
        let ids = store.trial_ids(&after, AT_ONCE)?;
        let Some(last) = ids.last() else { return Ok((real, simulated)) };
        after.clone_from(last);
        for id in &ids {
            let Some(whole) = Whole::of(&store.replicas(id)?) else { continue };
            let upgraded = store.desk().ending(id)?.is_some_and(|ending| ending.outcome == "upgraded");
            let tally = if whole.head.simulated { &mut simulated } else { &mut real };
            tally.add(playbook, &whole, upgraded);
        }
    }
}
