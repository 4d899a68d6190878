//! The budget: how much of a customer's attention prompts may take, together and each for itself.

use alloc::vec::Vec;

use crate::exposure::PromptRecord;
use crate::time::{HOUR_S, Second, day_of};

/// After this many dismissals the cooldown doubles no further: 64 times is a quarter of a year for a day.
const DOUBLINGS_MAX: u32 = 6;

/// How many caps a frequency may have.
pub const CAPS_MAX: usize = 8;

/// How often something may be shown. The default is: as often as there is a reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frequency {
    /// Exposures in one round of the schedule, which is the whole trial unless the prompt comes again; 0 is without
    /// end.
    pub lifetime: u8,
    /// Exposures in a number of days.
    pub caps: Vec<Cap>,
    /// The pause after an exposure; it doubles with each dismissal.
    pub cooldown_s: Second,
}

/// At most so many exposures in so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// How many exposures.
    pub cap: u8,
    /// In how many last days of the trial, today included: 1 to 64.
    pub period_days: u8,
}

/// What a customer who wants fewer prompts gets: one in a week.
pub const FEWER: Cap = Cap { cap: 1, period_days: 7 };

impl Frequency {
    /// What suits most products: of all prompts that sell one a day, three a week, four hours apart.
    #[must_use]
    pub fn usual() -> Self {
        let caps = [Cap { cap: 1, period_days: 1 }, Cap { cap: 3, period_days: 7 }];
        Self { lifetime: 0, caps: caps.into(), cooldown_s: 4 * HOUR_S }
    }

    /// Whether the pause after the last exposure of any of `records` is still on.
    #[must_use]
    pub fn is_cooling(&self, records: &[&PromptRecord], now_s: Second) -> bool {
        let mut last = None;
        let mut dismissals: u32 = 0;
        for record in records {
            last = last.max(record.last_shown_s);
            dismissals = dismissals.saturating_add(record.dismissed);
        }
        let pause = self.cooldown_s.saturating_mul(1 << dismissals.min(DOUBLINGS_MAX));
        last.is_some_and(|last| now_s < last.saturating_add(pause))
    }

    /// Whether `records` together were shown as often as they may be in all.
    #[must_use]
    pub fn is_worn_out(&self, records: &[&PromptRecord]) -> bool {
        let shown = records.iter().fold(0, |sum: u32, record| sum.saturating_add(record.shown.total()));
        self.lifetime > 0 && shown >= self.lifetime.into()
    }

    /// Whether one of the caps is reached by `records` together.
    #[must_use]
    pub fn is_spent(&self, records: &[&PromptRecord], now_s: Second) -> bool {
        self.caps.iter().any(|cap| cap.is_reached(records, now_s))
    }
}

impl Cap {
    /// Whether `records` together were shown so often.
    #[must_use]
    pub fn is_reached(self, records: &[&PromptRecord], now_s: Second) -> bool {
        let mut shown: u32 = 0;
        for record in records {
            shown = shown.saturating_add(record.shown.within(day_of(now_s), self.period_days));
        }
        shown >= self.cap.into()
    }
}
