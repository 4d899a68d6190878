//! Webhooks as they are kept: where events go, what waits in the outbox, and what became of each attempt.

use crate::store::Stored;

/// How many webhooks there may be: each costs work at every event.
pub const HOOKS_MAX: usize = 32;

/// In which form a webhook is told of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `CloudEvents` 1.0, signed as Standard Webhooks has it.
    CloudEvents,
    /// A sentence for Slack's incoming webhooks.
    Slack,
}

impl Shape {
    /// The shape called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::CloudEvents, Self::Slack].into_iter().find(|shape| shape.name() == name)
    }

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CloudEvents => "cloudevents",
            Self::Slack => "slack",
        }
    }
}

/// Whether a webhook is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookState {
    /// It is told.
    Active,
    /// Events wait for it.
    Paused,
    /// Its receiver said that it is gone.
    Disabled,
}

impl HookState {
    /// The state called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Disabled].into_iter().find(|state| state.name() == name)
    }

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }
}

/// A webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct Hook {
    /// Names it.
    pub id: String,
    /// Where events are sent.
    pub url: String,
    /// In which form.
    pub shape: Shape,
    /// The types of events; empty for all.
    pub events: Vec<String>,
    /// What they are signed with, `whsec_…`.
    pub secret: String,
    /// What they were signed with before, and until when they are with both.
    pub old_secret: Option<(String, u64)>,
    /// Whether it is told.
    pub state: HookState,
    /// Why it is disabled.
    pub reason: Option<String>,
    /// When it was made.
    pub made_ms: u64,
}

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hook").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// Something that webhooks are told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// Names the event, however often it is sent.
    pub event: String,
    /// Its type.
    pub kind: String,
    /// The trial; empty in a test.
    pub trial: String,
    /// When the collector learnt of it.
    pub at_ms: u64,
    /// Its data, as JSON.
    pub data: String,
}

/// An event that is due at a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its place in the outbox.
    pub seq: u64,
    /// How often it was tried.
    pub attempts: u32,
    /// The event.
    pub telling: Telling,
}

/// One attempt to send an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began.
    pub at_ms: u64,
    /// How long it took.
    pub took_ms: u64,
    /// The status of the answer.
    pub status: Option<u16>,
    /// What went wrong.
    pub error: Option<String>,
}

/// What follows from an attempt. What waits behind an event of the same trial is due when that one is, and not before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The receiver has it.
    Delivered,
    /// It is tried again at this instant.
    Again(u64),
    /// It is not tried again.
    GivenUp,
    /// Neither this nor anything else is sent there: the receiver is gone.
    Gone,
}

/// What became of an event at a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The event and how often it was tried.
    pub due: Due,
    /// `waiting`, `delivered` or `given_up`.
    pub state: &'static str,
    /// When it is tried (again), if it waits.
    pub due_ms: Option<u64>,
    /// Every attempt, the first one first.
    pub log: Vec<Attempt>,
}

/// One change of webhooks or their outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HookChange {
    /// A webhook is new, if there may be one more.
    Made(Hook),
    /// A webhook that is still there is told other events, or is in another state; what is not said stays as it is.
    Changed {
        /// Which.
        id: String,
        /// The types of events; empty for all.
        events: Option<Vec<String>>,
        /// Whether it is told.
        state: Option<HookState>,
    },
    /// A webhook that is still there has another secret, and the one before counts for a while.
    Rotated {
        /// Which.
        id: String,
        /// The new secret.
        secret: String,
        /// Until when the one before counts too.
        until_ms: u64,
    },
    /// A webhook is no more, and nothing of what it was told.
    Removed(String),
    /// Every webhook that wants this type of event is told; with an id only this webhook is, whatever it wants.
    Told(Telling, Option<String>),
    /// An event was tried.
    Tried {
        /// At which webhook.
        hook: String,
        /// Its place in the outbox.
        seq: u64,
        /// What happened.
        attempt: Attempt,
        /// What follows.
        verdict: Verdict,
    },
}

/// Questions about webhooks.
pub trait Hooks {
    /// All webhooks, the oldest first, each with the number of events that wait.
    fn hooks(&self) -> Stored<Vec<(Hook, u64)>>;

    /// Whether any webhook is told of anything: if not, nobody need work out what there is to tell.
    fn has_hooks(&self) -> Stored<bool>;

    /// The webhooks that are told and at which something is due, the oldest first.
    fn hooks_to_tell(&self, now_ms: u64) -> Stored<Vec<Hook>>;

    /// The webhook as it is now, if it is told and the event of this place in the outbox still waits for it.
    fn still(&self, hook: &str, seq: u64) -> Stored<Option<Hook>>;

    /// What is due at a webhook, at most `limit`, what is due longest first. Of each trial only the first that waits, so that
    /// nothing overtakes anything of the same trial.
    fn due(&self, hook: &str, now_ms: u64, limit: usize) -> Stored<Vec<Due>>;

    /// What became of events at a webhook, the newest event first, at most `limit`, only those before the place `before`.
    fn deliveries(&self, hook: &str, before: Option<u64>, limit: usize) -> Stored<Vec<Delivery>>;
}
