//! Readiness: how likely this trial upgrades, as an additive scorecard whose parts add up.

use alloc::vec::Vec;

use crate::reading::{Reading, View};

/// How many points double the odds.
pub const POINTS_PER_DOUBLING: i32 = 20;

/// Weights a scorecard may have.
pub const WEIGHTS_MAX: usize = 64;

/// Integer points for each reading. `points = base + sum of weights[i].points[bin of reading i]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scorecard {
    /// Points that every trial has.
    pub base: i32,
    /// The readings and what they are worth.
    pub weights: Vec<Weight>,
    /// The scores at which `warming`, `ready` and `urgent` begin.
    pub bands: [u8; 3],
}

/// What one reading is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// The reading.
    pub reading: Reading,
    /// Where the second and each further bin begins, ascending.
    pub bins: Vec<i32>,
    /// The points of each bin: one more than `bins`.
    pub points: Vec<i32>,
    /// What the reading is worth on the average of all trials; a contribution is counted from here.
    pub mean: i32,
}

impl Weight {
    fn points_for(&self, value: i32) -> i32 {
        let bin = self.bins.partition_point(|begin| *begin <= value);
        self.points.get(bin).copied().unwrap_or(0)
    }
}

/// How ready a trial is, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// The sum of points.
    pub points: i32,
    /// The probability of upgrading within the horizon, 0 to 1.
    pub probability: f64,
    /// Where the points lie between the fewest and the most that the scorecard can give, 0 to 100.
    pub score: u8,
    /// The band of the score.
    pub band: Band,
    /// One for each weight, in the scorecard's order: points above or below the mean. Their sum is `points` minus the
    /// points of a trial that is average in everything.
    pub contributions: Vec<i32>,
}

/// How ready, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
#[repr(u8)]
pub enum Band {
    /// No sign yet.
    #[default]
    Cold = 0,
    /// On the way.
    Warming = 1,
    /// Has seen the value.
    Ready = 2,
    /// Ready, and the moment is now.
    Urgent = 3,
}

impl Band {
    /// All bands, ascending.
    pub const ALL: [Self; 4] = [Self::Cold, Self::Warming, Self::Ready, Self::Urgent];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warming => "warming",
            Self::Ready => "ready",
            Self::Urgent => "urgent",
        }
    }
}

impl Scorecard {
    /// How ready the trial in `view` is.
    #[must_use]
    pub fn readiness(&self, view: &View) -> Readiness {
        let mut points = self.base;
        let mut contributions = Vec::with_capacity(self.weights.len());
        for weight in &self.weights {
            let worth = weight.points_for(weight.reading.value(view));
            points = points.saturating_add(worth);
            contributions.push(worth.saturating_sub(weight.mean));
        }
        let score = self.score(points);
        Readiness { points, probability: probability(points), score, band: self.band(score), contributions }
    }

    fn score(&self, points: i32) -> u8 {
        let (mut fewest, mut most) = (i64::from(self.base), i64::from(self.base));
        for weight in &self.weights {
            fewest += i64::from(weight.points.iter().copied().min().unwrap_or(0));
            most += i64::from(weight.points.iter().copied().max().unwrap_or(0));
        }
        let part = (i64::from(points) - fewest) * 100 / (most - fewest).max(1);
        u8::try_from(part.clamp(0, 100)).unwrap_or(0)
    }

    fn band(&self, score: u8) -> Band {
        Band::ALL[self.bands.iter().filter(|begin| score >= **begin).count()]
    }
}

/// The logistic of points: even odds at 0, and [`POINTS_PER_DOUBLING`] points double them.
#[must_use]
pub fn probability(points: i32) -> f64 {
    1.0 / (1.0 + libm::exp2(-f64::from(points) / f64::from(POINTS_PER_DOUBLING)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_points_double_the_odds() {
        assert!((probability(0) - 0.5).abs() < 1e-15);
        assert!((probability(20) - 2.0 / 3.0).abs() < 1e-15);
        assert!((probability(-40) - 0.2).abs() < 1e-15);
        assert!(probability(i32::MIN) >= 0.0 && probability(i32::MAX) <= 1.0);
    }

    #[test]
    fn a_value_on_the_edge_of_a_bin_is_in_it() {
        let weight = Weight { reading: Reading::Sessions, bins: [1, 3].into(), points: [0, 5, 9].into(), mean: 0 };
        let points: Vec<i32> = [-1, 0, 1, 2, 3, 99].map(|value| weight.points_for(value)).into();
        assert_eq!(points, [0, 0, 5, 5, 9, 9]);
    }
}
