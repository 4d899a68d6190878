//! What became of one prompt in one trial: exposures, answers, and every reason to wait.

use alloc::vec::Vec;

use crate::arm::Arm;
use crate::day_counts::DayCounts;
use crate::decision::Reason;
use crate::name::Name;
use crate::time::{Second, day_of};

/// How many prompts a playbook may hold, and one replica keeps.
pub const PROMPTS_MAX: usize = 32;

/// One prompt's record. Every number only grows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PromptRecord {
    /// The prompt.
    pub id: Name,
    /// Exposures, by day: painted, not merely decided.
    pub shown: DayCounts,
    /// The last exposure.
    pub last_shown_s: Option<Second>,
    /// How often the offer was taken.
    pub clicked: u32,
    /// How often it was read to its end.
    pub completed: u32,
    /// How often it was dismissed.
    pub dismissed: u32,
    /// The furthest page that was gone to, counted from 0, the first.
    pub step: u8,
    /// How often it was snoozed.
    pub snoozed: u32,
    /// Until when the last snooze holds.
    pub snoozed_until_s: Second,
    /// The last time that its offer was taken or its question answered.
    pub answered_s: Option<Second>,
    /// When it first fell due, which is measured in every arm alike: only the draw, the budget of attention, or another
    /// prompt of higher priority stood in its way.
    pub due: Option<Due>,
    /// The ledger: how often each reason held it back, by reason, ascending.
    pub waits: Vec<(Reason, u32)>,
}

/// The instant at which a prompt first fell due. Ordered by time, so that of two the earlier is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When.
    pub at_s: Second,
    /// The trial's arm then.
    pub arm: Arm,
}

impl PromptRecord {
    /// A prompt of which nothing is known yet.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// Painted at `at`.
    pub fn expose(&mut self, at: Second) {
        self.shown.add(day_of(at), 1);
        self.last_shown_s = self.last_shown_s.max(Some(at));
    }

    /// `count` more waits for `reason`.
    pub fn add_waits(&mut self, reason: Reason, count: u32) {
        match self.waits.binary_search_by_key(&reason, |entry| entry.0) {
            Ok(at) => self.waits[at].1 = self.waits[at].1.saturating_add(count),
            Err(at) => self.waits.insert(at, (reason, count)),
        }
    }
}
