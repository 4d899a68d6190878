//! A moment: the instant at which the product kept its promise, as the playbook names it.

use crate::name::Name;
use crate::rule::Rule;
use crate::time::Second;

/// How many moments a playbook may name.
pub const MOMENTS_MAX: usize = 32;

/// The part of the journey that a moment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stage {
    /// Taking it out of the box.
    Unbox = 0,
    /// Using it for the first time.
    FirstUse = 1,
    /// Getting what was promised.
    Value = 2,
    /// Coming back for it.
    Habit = 3,
    /// Bringing others.
    Share = 4,
}

impl Stage {
    /// All stages, in the order of the journey.
    pub const ALL: [Self; 5] = [Self::Unbox, Self::FirstUse, Self::Value, Self::Habit, Self::Share];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unbox => "unbox",
            Self::FirstUse => "first_use",
            Self::Value => "value",
            Self::Habit => "habit",
            Self::Share => "share",
        }
    }
}

/// A moment as the playbook defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentRule {
    /// Its name.
    pub name: Name,
    /// Where on the journey it stands.
    pub stage: Stage,
    /// Whether it is the activation.
    pub activation: bool,
    /// When it is reached; `None` when only the vendor's code says so.
    pub when: Option<Rule>,
}

/// A moment that was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The moment.
    pub name: Name,
    /// When, the first time.
    pub at_s: Second,
}
