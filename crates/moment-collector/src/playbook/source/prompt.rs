//! A prompt as TOML has it: its conditions, bounds and words.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::playbook::duration::Duration;
use crate::playbook::source::filled;
use crate::playbook::source::frequency::{Frequency, unsaid};
use crate::playbook::source::schedule::Schedule;
use crate::playbook::source::words::{Action, Variant, Words};

/// A prompt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Its name.
    pub id: Spanned<String>,
    /// What it looks like.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Whether it sells; left out, every kind does that can.
    pub commercial: Option<Spanned<bool>>,
    /// Of several the highest is shown.
    #[serde(default)]
    pub priority: i16,
    /// The condition that triggers it.
    pub when: Spanned<String>,
    /// The condition that takes its reason away.
    pub unless: Option<Spanned<String>>,
    /// The least readiness score.
    pub score_min: Option<Spanned<u8>>,
    /// The routes on which it may stand.
    #[serde(default)]
    pub routes: Vec<Spanned<String>>,
    /// The devices on which it may stand; none means all.
    #[serde(default, deserialize_with = "filled::devices")]
    pub devices: Vec<Device>,
    /// How often one trial may see it.
    #[serde(default = "unsaid")]
    pub frequency: Spanned<Frequency>,
    /// The pause after it was shown; it doubles with each dismissal.
    #[serde(rename = "cooldownPeriod")]
    pub cooldown_period: Option<Spanned<Duration>>,
    /// Percent of trials that serve as its control.
    pub control_percent: Option<Spanned<u8>>,
    /// Not before; without an offset on the customer's own clock.
    pub from: Option<Spanned<Datetime>>,
    /// Not at or after; without an offset on the customer's own clock.
    pub until: Option<Spanned<Datetime>>,
    /// The weekdays and hours at which it may be shown, and whether it comes again.
    #[serde(default)]
    pub schedule: Schedule,
    /// The moment that a reaction is about.
    pub about: Option<Spanned<String>>,
    /// The selector of the element that a spotlight points at.
    pub anchor: Option<Spanned<String>>,
    /// The limit that a meter measures, and of whose numbers words speak.
    pub limit: Option<Spanned<String>>,
    /// The moments on a checklist.
    pub items: Option<Spanned<Vec<Item>>>,
    /// What taking the offer does, beside the address in the words.
    pub action: Option<Spanned<Action>>,
    /// The ways in which it is told; none means that there is one way.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// What it says, by language.
    #[serde(deserialize_with = "filled::placed_by_language")]
    pub words: Spanned<BTreeMap<String, Spanned<Words>>>,
    /// Lint rules that were looked at and may be broken here.
    #[serde(default)]
    pub acknowledge: Vec<Spanned<String>>,
}

/// One moment on a checklist.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name.
    pub moment: Spanned<String>,
    /// What a press on it does.
    pub action: Option<Spanned<Action>>,
}

/// A kind of prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the core's kind of the same name")]
pub enum Kind {
    Card,
    Modal,
    Spotlight,
    Banner,
    Checklist,
    Meter,
    Reaction,
    Help,
    Advocacy,
    Reply,
}

/// A class of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the core's class of the same name")]
pub enum Device {
    Phone,
    Tablet,
    Desktop,
}

/// A prompt's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the core's status of the same name")]
pub enum Status {
    Draft,
    PendingReview,
    Approved,
    Scheduled,
    Running,
    Paused,
    Ended,
}
