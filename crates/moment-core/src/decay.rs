//! Decay: what happened counts less the longer ago it was, half as much after each half-life.

use crate::day_counts::{DayCounts, WINDOW_DAYS};
use crate::time::Day;

/// The weight of a count by its age in days, worked out once for all counts of a reading.
#[derive(Debug, Clone)]
pub struct Decay {
    half_life_days: f64,
    today: Day,
    weights: [f64; WINDOW_DAYS as usize],
}

impl Decay {
    /// A count loses half its weight with every `half_life_days`; 0 is taken for 1. No count is from before the trial,
    /// so none is older than `today`.
    #[must_use]
    pub fn new(half_life_days: u8, today: Day) -> Self {
        let half_life_days = f64::from(half_life_days.max(1));
        // A product for each day, not a power: it is quicker, and the same bits everywhere.
        let a_day = libm::exp2(-1.0 / half_life_days);
        let mut weights = [1.0; WINDOW_DAYS as usize];
        for age in 1..weights.len().min(usize::from(today) + 1) {
            weights[age] = weights[age - 1] * a_day;
        }
        Self { half_life_days, today, weights }
    }

    /// The sum of all counts as of today.
    #[must_use]
    pub fn sum(&self, counts: &DayCounts) -> f64 {
        let weighted = counts.days().iter().map(|(day, count)| {
            let age = self.today.saturating_sub(*day);
            f64::from(*count) * self.weight(age)
        });
        weighted.sum()
    }

    /// A count that is older than the window, because nothing came after it for so long, is weighed by itself.
    fn weight(&self, age: Day) -> f64 {
        let known = self.weights.get(usize::from(age)).copied();
        known.unwrap_or_else(|| libm::exp2(-f64::from(age) / self.half_life_days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_life_halves() {
        let counts = DayCounts::from_parts(0, [(0, 8), (3, 1)]);
        assert!((Decay::new(3, 3).sum(&counts) - 5.0).abs() < 1e-12);
        assert!((Decay::new(1, 2).sum(&counts) - 3.0).abs() < 1e-12, "what is yet to come has its whole weight");
    }

    #[test]
    fn what_is_older_than_the_window_goes_on_decaying() {
        let counts = DayCounts::from_parts(0, [(0, 1024)]);
        assert!((Decay::new(10, 100).sum(&counts) - 1.0).abs() < 1e-9);
        let (edge, past) = (Decay::new(10, 63).sum(&counts), Decay::new(10, 64).sum(&counts));
        assert!((edge / past - libm::exp2(0.1)).abs() < 1e-9);
    }
}
