//! A feature's use: how often, on which days, first and last.

use crate::day_counts::DayCounts;
use crate::name::Name;
use crate::time::{Second, day_of};

/// How many features one replica counts.
pub const FEATURES_MAX: usize = 64;

/// What is known of one feature's use in one trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureUse {
    /// The feature.
    pub name: Name,
    /// How often, by day.
    pub counts: DayCounts,
    /// The first use.
    pub first_s: Second,
    /// The last use.
    pub last_s: Second,
}

impl FeatureUse {
    /// A feature that was never used, its first use yet to come at `at`.
    #[must_use]
    pub fn new(name: &str, at: Second) -> Self {
        Self { name: name.into(), counts: DayCounts::default(), first_s: at, last_s: at }
    }

    /// Used `count` times at `at`.
    pub fn add(&mut self, at: Second, count: u32) {
        self.counts.add(day_of(at), count);
        self.first_s = self.first_s.min(at);
        self.last_s = self.last_s.max(at);
    }
}
