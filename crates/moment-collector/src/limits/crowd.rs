//! How many may be there at once, counted by slots, so that no crowd of strangers makes the memory of it grow.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::slots::SLOTS;

/// Counts who is there.
#[derive(Debug, Clone)]
pub(super) struct Crowd {
    counts: Arc<[AtomicU32]>,
    /// At most so many in each slot; 0 is no limit.
    most: u32,
}

impl Crowd {
    pub(super) fn of(most: u32) -> Self {
        let slots = if most == 0 { 0 } else { SLOTS };
        Self { counts: (0..slots).map(|_| AtomicU32::new(0)).collect(), most }
    }

    /// One more in this slot; `None` if as many are there as may.
    pub(super) fn enter(&self, slot: usize) -> Option<Place> {
        if self.most == 0 {
            return Some(Place::anywhere());
        }
        let count = self.counts.get(slot)?;
        let more = |here: u32| (here < self.most).then_some(here + 1);
        count.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok()?;
        Some(Place(Some((self.counts.clone(), slot))))
    }
}

/// Somebody is there as long as this lives.
#[derive(Debug)]
pub struct Place(Option<(Arc<[AtomicU32]>, usize)>);

impl Place {
    /// A place that nobody counts.
    pub(super) fn anywhere() -> Self {
        Self(None)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((counts, slot)) = &self.0 {
            counts[*slot].fetch_sub(1, Ordering::AcqRel);
        }
    }
}
