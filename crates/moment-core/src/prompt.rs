//! A prompt's rule: what kind it is and when it may be shown. Its words live with the wire, not here.

use alloc::vec::Vec;

use crate::budget::Frequency;
use crate::name::Name;
use crate::route::Pattern;
use crate::rule::Rule;
use crate::schedule::Schedule;

/// What a prompt looks like and does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PromptKind {
    /// A card in the corner.
    Card = 0,
    /// A dialog over the page.
    Modal = 1,
    /// A note that points at an element of the page.
    Spotlight = 2,
    /// A line across the page.
    Banner = 3,
    /// The way to value: moments reached, and the next.
    Checklist = 4,
    /// The gauge of a limit.
    Meter = 5,
    /// A question that one tap answers.
    Reaction = 6,
    /// A way out of trouble.
    Help = 7,
    /// Asks a delighted customer to recommend the product.
    Advocacy = 8,
    /// The vendor's answer to a comment.
    Reply = 9,
}

impl PromptKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Card,
        Self::Modal,
        Self::Spotlight,
        Self::Banner,
        Self::Checklist,
        Self::Meter,
        Self::Reaction,
        Self::Help,
        Self::Advocacy,
        Self::Reply,
    ];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Modal => "modal",
            Self::Spotlight => "spotlight",
            Self::Banner => "banner",
            Self::Checklist => "checklist",
            Self::Meter => "meter",
            Self::Reaction => "reaction",
            Self::Help => "help",
            Self::Advocacy => "advocacy",
            Self::Reply => "reply",
        }
    }

    /// Whether it shows how things stand and stays: then others may come before it.
    #[must_use]
    pub fn is_standing(self) -> bool {
        matches!(self, Self::Checklist | Self::Meter)
    }

    /// Whether a prompt of this kind can sell; the others guide, ask, help or answer.
    #[must_use]
    pub fn can_sell(self) -> bool {
        !matches!(self, Self::Checklist | Self::Reaction | Self::Help | Self::Reply)
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
    /// The classes of devices on which it may stand, a bit each: see [`crate::device::Device::bit`]; 0 is all.
    pub devices: u8,
    /// How often one trial may see it.
    pub frequency: Frequency,
    /// Percent of trials that serve as its control and do not see it.
    pub control_percent: u8,
    /// The ways in which it is told; none means that there is one way.
    pub variants: Vec<Variant>,
    /// When it may be shown.
    pub schedule: Schedule,
    /// The moment, by place, that a reaction is about.
    pub about: Option<u8>,
    /// Whether there are words for it in the customer's language or the fallback.
    pub has_words: bool,
}

/// One way of telling a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub key: Name,
    /// Its share of the trials, beside the weights of the others.
    pub weight: u8,
}

impl PromptRule {
    /// Whether it sells. A kind that cannot sell never does, whatever the playbook says.
    #[must_use]
    pub fn sells(&self) -> bool {
        self.commercial && self.kind.can_sell()
    }
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
            devices: 0,
            frequency: Frequency { lifetime: 1, ..Frequency::default() },
            control_percent: 0,
            variants: Vec::new(),
            schedule: Schedule::default(),
            about: None,
            has_words: true,
        }
    }
}
