//! The clock of one page: an instant that was told once, and the time that has passed since.
//!
//! A browser's wall clock can be set back or forward at any moment, and its monotonic clock may stand still while the
//! machine sleeps. So instants are counted on from what the collector said, and where the two clocks drift apart the
//! collector is asked again.

use crate::time::UnixMs;

/// Two clocks that disagree by more than this are in doubt.
const DOUBT_MS: u64 = 60_000;

/// What time it is in a page. `page_ms` is always the browser's monotonic clock, `wall_ms` its wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "one instant, by three clocks")]
pub struct Clock {
    base_ms: UnixMs,
    base_page_ms: u64,
    base_wall_ms: UnixMs,
}

impl Clock {
    /// Where nobody knows better the wall clock is believed.
    #[must_use]
    pub fn start(wall_ms: UnixMs, page_ms: u64) -> Self {
        Self { base_ms: wall_ms, base_page_ms: page_ms, base_wall_ms: wall_ms }
    }

    /// It is `base_ms`, as the collector says. Before it is heard, a kept replica's time goes on from the last instant
    /// that it knew: a wall clock that runs ahead would spoil it.
    #[must_use]
    pub fn told(base_ms: UnixMs, wall_ms: UnixMs, page_ms: u64) -> Self {
        Self { base_ms, base_page_ms: page_ms, base_wall_ms: wall_ms }
    }

    /// The instant now.
    #[must_use]
    pub fn unix_ms(&self, page_ms: u64) -> UnixMs {
        self.base_ms.saturating_add(self.passed_ms(page_ms))
    }

    /// Whether the wall clock was set, or the machine slept: then it is time to ask again.
    #[must_use]
    pub fn is_in_doubt(&self, wall_ms: UnixMs, page_ms: u64) -> bool {
        let expected_ms = self.base_wall_ms.saturating_add(self.passed_ms(page_ms));
        wall_ms.abs_diff(expected_ms) > DOUBT_MS
    }

    fn passed_ms(&self, page_ms: u64) -> u64 {
        page_ms.saturating_sub(self.base_page_ms)
    }
}
