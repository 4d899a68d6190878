//! Decay: what happened counts less the longer ago it was, half as much after each half-life.

use crate::day_counts::{DayCounts, WINDOW_DAYS};
use crate::time::Day;

/// Counts put together by their age, and weighed once for all.
#[derive(Debug, Clone)]
pub struct Decay {
    half_life_days: f64,
    today: Day,
    by_age: [u64; WINDOW_DAYS as usize],
    /// The weighed sum of what is older than the window, because nothing came after it for so long.
    older: f64,
}

impl Decay {
    /// A count loses half its weight with every `half_life_days`; 0 is taken for 1.
    #[must_use]
    pub fn new(half_life_days: u8, today: Day) -> Self {
        let half_life_days = f64::from(half_life_days.max(1));
        Self { half_life_days, today, by_age: [0; WINDOW_DAYS as usize], older: 0.0 }
    }

    /// Puts `counts` in; what is yet to come has its whole weight.
    pub fn add(&mut self, counts: &DayCounts) {
        for (day, count) in counts.days() {
            let age = self.today.saturating_sub(*day);
            match self.by_age.get_mut(usize::from(age)) {
                Some(sum) => *sum += u64::from(*count),
                None => self.older += f64::from(*count) * libm::exp2(-f64::from(age) / self.half_life_days),
            }
        }
    }

    /// The weighed sum as of today. A product for each day is quicker than a power, and the same bits everywhere.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of a day are far below 2^53")]
    pub fn sum(&self) -> f64 {
        let a_day = libm::exp2(-1.0 / self.half_life_days);
        // No count is from before the trial, so none is older than today.
        let ages = self.by_age.iter().take(usize::from(self.today) + 1);
        self.older + ages.rev().fold(0.0, |sum, count| sum * a_day + *count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decayed(half_life_days: u8, today: Day, days: &[(Day, u32)]) -> f64 {
        let mut decay = Decay::new(half_life_days, today);
        decay.add(&DayCounts::from_parts(0, days.iter().copied()));
        decay.sum()
    }

    #[test]
    fn a_half_life_halves() {
        assert!((decayed(3, 3, &[(0, 8), (3, 1)]) - 5.0).abs() < 1e-12);
        assert!((decayed(1, 2, &[(0, 8), (3, 1)]) - 3.0).abs() < 1e-12, "what is yet to come has its whole weight");
    }

    #[test]
    fn what_is_older_than_the_window_goes_on_decaying() {
        let after = |today| decayed(10, today, &[(0, 1024)]);
        assert!((after(100) - 1.0).abs() < 1e-9);
        assert!((after(63) / after(64) - libm::exp2(0.1)).abs() < 1e-9);
    }
}
