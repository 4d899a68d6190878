//! A prompt's rule: what kind it is and when it may be shown. Its words live with the wire, not here.

use alloc::vec::Vec;

use crate::name::Name;
use crate::route::Pattern;
use crate::rule::Rule;
use crate::time::UnixMs;

/// What a prompt looks like and does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PromptKind {
    /// A card in the corner.
    Card = 0,
    /// A dialog over the page.
    Modal = 1,
}

impl PromptKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 2] = [Self::Card, Self::Modal];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Modal => "modal",
        }
    }
}

/// Where a prompt stands on its way to customers. Only a running one is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[repr(u8)]
pub enum Status {
    /// Being written.
    #[default]
    Draft = 0,
    /// Waiting for approval.
    PendingReview = 1,
    /// Approved, not started.
    Approved = 2,
    /// Approved, waiting for its time.
    Scheduled = 3,
    /// May be shown.
    Running = 4,
    /// Stopped for now.
    Paused = 5,
    /// Over.
    Ended = 6,
}

impl Status {
    /// All statuses, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::PendingReview, Self::Approved, Self::Scheduled, Self::Running, Self::Paused, Self::Ended];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::PendingReview => "pending_review",
            Self::Approved => "approved",
            Self::Scheduled => "scheduled",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }
}

/// When a prompt may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptRule {
    /// Its name.
    pub id: Name,
    /// What it looks like.
    pub kind: PromptKind,
    /// Where it stands.
    pub status: Status,
    /// Whether it sells: then holdout, recovery and the budget apply.
    pub commercial: bool,
    /// Of several that could be shown the highest is.
    pub priority: i16,
    /// The condition that triggers it.
    pub when: Rule,
    /// The condition that takes its reason away.
    pub unless: Option<Rule>,
    /// The least readiness score.
    pub score_min: u8,
    /// The routes on which it may stand; none means all.
    pub routes: Vec<Pattern>,
    /// How often one trial may see it; 0 is without end.
    pub lifetime_max: u8,
    /// Percent of trials that serve as its control and do not see it.
    pub control_percent: u8,
    /// Not before this instant.
    pub from_ms: Option<UnixMs>,
    /// Not at or after this instant.
    pub until_ms: Option<UnixMs>,
    /// Whether there are words for it in the customer's language or the fallback.
    pub has_words: bool,
}

impl Default for PromptRule {
    fn default() -> Self {
        Self {
            id: Name::new(),
            kind: PromptKind::Card,
            status: Status::Running,
            commercial: true,
            priority: 0,
            when: Rule::default(),
            unless: None,
            score_min: 0,
            routes: Vec::new(),
            lifetime_max: 1,
            control_percent: 0,
            from_ms: None,
            until_ms: None,
            has_words: true,
        }
    }
}
