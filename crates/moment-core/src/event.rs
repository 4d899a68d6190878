//! What can happen: everything that the outside may tell a trial.

use crate::device::Device;
use crate::friction::FrictionKind;
use crate::limit::LimitUse;
use crate::summary::{BudgetChoice, Summary};

/// One thing told to [`crate::trial::Trial::step`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input<'a> {
    /// Something happened in the page.
    Event(Event<'a>),
    /// Time has passed; the moment to decide.
    Tick,
    /// The page is hidden, frozen or about to go.
    Hidden,
    /// The customer answered the open prompt.
    Answered(Answer),
    /// The customer asks for the prompt at this place, by what they pressed in another.
    Asked(u8),
    /// The merged summary of the trial's other replicas; one that is older than the last changes nothing.
    Merged(&'a Summary),
}

/// Something that happened in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// The page was opened, or shown again.
    Opened,
    /// A feature was used `count` times.
    Used {
        /// The feature's name.
        feature: &'a str,
        /// How often; 0 is ignored.
        count: u32,
    },
    /// The vendor's code says that a moment of the playbook was reached.
    Reached {
        /// The moment's name.
        moment: &'a str,
    },
    /// The vendor's code says how much of a limit is used.
    Limited {
        /// The limit's name.
        limit: &'a str,
        /// The new standing; its time is set by the step.
        standing: LimitUse,
    },
    /// The page's path changed. Only which patterns match is kept, never the path.
    Routed {
        /// The path, such as `/invoices/17`.
        path: &'a str,
    },
    /// What the customer holds, told before the page opens and when it changes.
    Device(Device),
    /// A sign of trouble.
    Friction(FrictionKind),
    /// Seconds of engaged time since the last such event.
    Engaged {
        /// How many seconds; more than five minutes at once is not believed.
        seconds: u16,
    },
    /// The customer types, drags, speaks or pays: not now.
    Busy,
    /// Consent was given or refused.
    Consent(Consent),
    /// The customer chose how many prompts are welcome.
    Budget(BudgetChoice),
    /// The vendor's page says how the trial ended.
    Outcome(Outcome),
    /// Whether an answer of the vendor's waits to be shown.
    Replied(bool),
    /// The prompt that was to be shown stands on the screen.
    Painted,
    /// The prompt that was to be shown could not be.
    NotPainted(NotPainted),
}

/// Why a prompt could not be painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPainted {
    /// The element that it points at is not in the page.
    AnchorNotFound,
    /// It cannot be made visible: the element is hidden, or the module that paints could not be loaded.
    AnchorNotVisible,
    /// Another page of the same browser shows a prompt.
    Elsewhere,
}

/// What the customer said to the open prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Took the offer or followed the guidance.
    Clicked,
    /// Went to another page of it, counted from 0.
    Stepped(u8),
    /// Came to its end without an offer to take.
    Completed,
    /// Not this.
    Dismissed,
    /// Not now.
    Snoozed,
    /// Fewer like this: dismissed, and the budget is lowered.
    Fewer,
    /// A one-tap answer, 1 (bad) to 5 (delighted); the prompt stays open for words.
    Reacted(u8),
    /// What the prompt offered has helped: trouble is over.
    Helped,
    /// Closed it after an answer that was counted already, or on the way to one: this says nothing more.
    Closed,
}

/// Whether the customer may be listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// The tag asks for consent and it is not given yet.
    Required,
    /// Given, or not needed.
    #[default]
    Granted,
    /// Refused, here or by the browser's own signal.
    Denied,
}

/// How a trial ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Outcome {
    /// Became a paying customer.
    Upgraded = 1,
    /// Was cancelled by the customer.
    Cancelled = 2,
    /// Ran out.
    Expired = 3,
}

impl Outcome {
    /// The outcome called `name`: `upgraded`, `cancelled` or `expired`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Upgraded, Self::Cancelled, Self::Expired].into_iter().find(|outcome| outcome.name() == name)
    }

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Upgraded => "upgraded",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}
