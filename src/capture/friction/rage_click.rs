//! Rage clicks: several quick clicks on one spot, with no sign of life between them.

use core::cell::Cell;

use super::watch::{Spot, is_near};

/// Two may be a double click; nobody clicks three times on what answers.
const CLICKS: u8 = 3;

/// Patient people who try again wait longer than half a second between two clicks.
const WITHIN_MS: f64 = 1_000.0;

/// The least size of a target that people can hit: farther apart are two targets.
const SPOT_PX: f64 = 24.0;

/// The newest clicks on one spot that nothing answered.
#[derive(Default)]
pub(crate) struct Burst {
    spot: Cell<Spot>,
    /// When the last click but one and the last one were.
    last_ms: Cell<[f64; 2]>,
    clicks: Cell<u8>,
    is_told: Cell<bool>,
}

impl Burst {
    /// Adds a click; true if it makes the burst one of rage, once for each burst.
    pub(super) fn add(&self, spot: Spot, at_ms: f64) -> bool {
        let [first_ms, second_ms] = self.last_ms.get();
        if !is_near(spot, self.spot.get(), SPOT_PX) || at_ms - second_ms > WITHIN_MS {
            self.end();
        }
        if self.clicks.get() == 0 {
            self.spot.set(spot);
        }
        self.clicks.set(self.clicks.get().saturating_add(1));
        self.last_ms.set([second_ms, at_ms]);
        let is_rage = self.clicks.get() >= CLICKS && at_ms - first_ms <= WITHIN_MS;
        is_rage && !self.is_told.replace(true)
    }

    /// What comes now is another burst.
    pub(super) fn end(&self) {
        self.clicks.set(0);
        self.is_told.set(false);
    }
}
