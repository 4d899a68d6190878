//! A feature's use: how often, on which days, first and last.

use crate::day_counts::DayCounts;
use crate::name::Name;
use crate::time::{Second, day_of};

/// How many features one replica counts.
pub const FEATURES_MAX: usize = 64;

/// What using a feature says of the customer's intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Role {
    /// It belongs to a plan that costs.
    Premium = 0,
    /// The product stopped the customer there and asked for a plan.
    Gate = 1,
    /// It brings others.
    Invitation = 2,
    /// It shows prices.
    Pricing = 3,
}

impl Role {
    /// All roles, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Premium, Self::Gate, Self::Invitation, Self::Pricing];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Premium => "premium",
            Self::Gate => "gate",
            Self::Invitation => "invitation",
            Self::Pricing => "pricing",
        }
    }
}

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
