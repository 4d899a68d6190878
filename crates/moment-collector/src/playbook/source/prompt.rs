//! A prompt as TOML has it: its conditions, bounds and words.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

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
    /// Whether it sells.
    #[serde(default = "yes")]
    pub commercial: bool,
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
    /// How often one trial may see it; 0 is without end.
    #[serde(default = "once")]
    pub lifetime_max: Spanned<u8>,
    /// Percent of trials that serve as its control.
    pub control_percent: Option<Spanned<u8>>,
    /// Not before.
    pub from: Option<Spanned<Datetime>>,
    /// Not at or after.
    pub until: Option<Spanned<Datetime>>,
    /// What it says, by language.
    pub words: Spanned<BTreeMap<String, Words>>,
    /// Lint rules that were looked at and may be broken here.
    #[serde(default)]
    pub acknowledge: Vec<Spanned<String>>,
}

/// A kind of prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the core's kind of the same name")]
pub enum Kind {
    Card,
    Modal,
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

/// A prompt's words in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The steps.
    pub steps: Spanned<Vec<Step>>,
    /// The label that takes the offer.
    pub accept: Spanned<String>,
    /// Where that leads; nowhere when left out.
    pub accept_url: Option<Spanned<String>>,
    /// The label that declines.
    pub decline: Spanned<String>,
}

/// One step of a prompt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The heading.
    pub title: Spanned<String>,
    /// The text.
    pub body: Spanned<String>,
}

fn yes() -> bool {
    true
}

fn once() -> Spanned<u8> {
    Spanned::new(0..0, 1)
}
