//! What time it is in this page, and how far the playbook can be trusted.

use moment_core::clock::Clock;
use moment_core::summary::Summary;
use moment_core::time::Now;

use crate::clock;
use crate::config::Config;
use crate::widget::Widget;

/// The collector tells whole seconds, and its answer takes its time: less than this is no difference.
const CLOCK_ERROR_MS: u64 = 10_000;

/// Clocks go to another zone, or to summer time, once in a while.
const OFFSET_HOLDS_MS: f64 = 10_000.0;

/// Until the collector is heard a kept replica's time goes on from the last instant that it knew.
pub(super) fn first_clock(config: &Config, kept: &Summary) -> Clock {
    let known_ms = config.identity.started_ms + 1000 * u64::from(kept.last_s);
    let (wall_ms, page_ms) = (clock::unix_ms(), clock::whole_page_ms());
    if kept.last_s > 0 { Clock::told(known_ms, wall_ms, page_ms) } else { Clock::start(wall_ms, page_ms) }
}

impl Widget {
    /// Seconds since the collector last confirmed the playbook; nobody knows when the clocks are in doubt.
    pub(crate) fn playbook_age_s(&self) -> u32 {
        self.playbook_age_s_at(clock::page_ms())
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
    fn playbook_age_s_at(&self, page_ms: f64) -> u32 {
        let confirmed = self.confirmed_ms.filter(|_| !self.clock.is_in_doubt(clock::unix_ms(), page_ms as u64));
        confirmed.map_or(u32::MAX, |confirmed| ((page_ms - confirmed) / 1000.0) as u32)
    }

    /// What time it is, milliseconds since the Unix epoch.
    pub(crate) fn unix_ms(&self) -> u64 {
        self.clock.unix_ms(clock::whole_page_ms())
    }

    /// The instant, as the core is told it. The clocks are looked at once: each look is a call out of here.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
    pub(super) fn now(&self) -> Now {
        let page_ms = clock::page_ms();
        Now {
            unix_ms: self.clock.unix_ms(page_ms as u64),
            utc_offset_min: self.utc_offset_min(page_ms),
            playbook_age_s: self.playbook_age_s_at(page_ms),
        }
    }

    fn utc_offset_min(&self, page_ms: f64) -> i16 {
        let (mut offset_min, mut asked_ms) = self.utc_offset.get();
        if page_ms - asked_ms > OFFSET_HOLDS_MS {
            (offset_min, asked_ms) = (clock::utc_offset_min(), page_ms);
            self.utc_offset.set((offset_min, asked_ms));
        }
        offset_min
    }

    /// The collector's clock is believed, where it can be read and does not merely round; where it was never heard, the
    /// wall clock must do. True at the first time.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
    pub(super) fn set_clock(&mut self, told_ms: f64) -> bool {
        let (wall_ms, page_ms) = (clock::unix_ms(), clock::whole_page_ms());
        let is_first = !core::mem::replace(&mut self.is_clock_known, true);
        let known_ms = self.clock.unix_ms(page_ms);
        if told_ms > 0.0 {
            let is_news = known_ms.abs_diff(told_ms as u64) > CLOCK_ERROR_MS;
            self.clock = Clock::told(if is_news { told_ms as u64 } else { known_ms }, wall_ms, page_ms);
        } else if is_first {
            self.clock = Clock::start(wall_ms.max(known_ms), page_ms);
        }
        is_first
    }
}
