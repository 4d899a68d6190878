//! The playbook's text as TOML has it: every table and key, with the places of what can be wrong.

mod filled;
pub mod frequency;
pub mod old_keys;
pub mod prompt;
pub mod schedule;
pub mod shape;
mod stand_in;
mod wording;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use crate::playbook::contrast::Colour;
use crate::playbook::duration::Duration;
use crate::playbook::fault::Fault;
use crate::playbook::source::frequency::Budget;
use crate::playbook::source::prompt::Prompt;
use crate::playbook::source::shape::Shape;

/// The longest playbook, in bytes.
pub const PLAYBOOK_BYTES_MAX: usize = 512 * 1024;

/// A whole playbook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is called.
    #[serde(deserialize_with = "filled::name")]
    pub name: String,
    /// The language that is used when there are no words in the customer's, a BCP 47 tag.
    #[serde(default = "english", deserialize_with = "filled::language")]
    pub locale: String,
    /// How long a page is left alone after it opens.
    #[serde(default = "ten_seconds")]
    pub settle: Duration,
    /// After how long an unconfirmed playbook is no longer trusted with a prompt.
    #[serde(default = "fifteen_minutes")]
    pub stale_after: Spanned<Duration>,
    /// How long after a sign of trouble nothing may be sold.
    #[serde(default = "ten_minutes")]
    pub recovery: Duration,
    /// How long a snooze lasts.
    #[serde(default = "a_day")]
    pub snooze: Duration,
    /// Percent of trials without commercial prompts.
    #[serde(default = "ten_percent")]
    pub holdout_percent: Spanned<u8>,
    /// Sets the arms of this playbook's experiments apart from those of others.
    #[serde(default)]
    pub salt: String,
    /// Whether beacons without the vendor's signature are refused.
    #[serde(default)]
    pub require_signature: bool,
    /// Lint rules that were looked at and may be broken anywhere in the playbook.
    #[serde(default)]
    pub acknowledge: Vec<Spanned<String>>,
    /// What is counted.
    #[serde(default)]
    pub features: Vec<Feature>,
    /// What is metered.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// What matters.
    #[serde(default)]
    pub moments: Vec<Moment>,
    /// How much attention prompts may take.
    #[serde(default)]
    pub budget: Budget,
    /// How readiness is scored.
    #[serde(default)]
    pub readiness: Readiness,
    /// What may be shown.
    #[serde(default)]
    pub prompts: Vec<Prompt>,
    /// How prompts look.
    #[serde(default)]
    pub theme: Theme,
    /// What stands around every prompt, by language.
    #[serde(default, deserialize_with = "filled::by_language")]
    pub frame: BTreeMap<String, Frame>,
}

/// A feature.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its name.
    pub name: Spanned<String>,
    /// What people call it.
    pub label: Option<String>,
    /// What its use says of the customer's intent.
    pub role: Option<Role>,
    /// CSS selectors; a click, submit or change on what matches counts.
    #[serde(default)]
    pub selectors: Vec<Spanned<String>>,
    /// Route patterns; a visit counts.
    #[serde(default)]
    pub routes: Vec<Spanned<String>>,
}

/// What using a feature says of the customer's intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the core's role of the same name")]
pub enum Role {
    Premium,
    Gate,
    Invitation,
    Pricing,
}

/// A limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Its name.
    pub name: Spanned<String>,
    /// What people call it.
    pub label: Option<String>,
}

/// A moment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Its name.
    pub name: Spanned<String>,
    /// What people call it.
    pub label: Option<String>,
    /// Its stage.
    pub stage: Stage,
    /// Whether it is the activation.
    pub activation: Option<Spanned<bool>>,
    /// When it is reached; left out when only the vendor's code says so.
    pub when: Option<Spanned<String>>,
    /// Lint rules that were looked at and may be broken here.
    #[serde(default)]
    pub acknowledge: Vec<Spanned<String>>,
}

/// A stage of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the core's stage of the same name")]
pub enum Stage {
    Unbox,
    FirstUse,
    Value,
    Habit,
    Share,
}

/// The scorecard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Readiness {
    /// Points that every trial has; 20 points double the odds, 0 points are even odds.
    pub base: i32,
    /// Within how many days an upgrade is predicted.
    #[serde(deserialize_with = "filled::days")]
    pub horizon_days: u16,
    /// Where bands begin.
    pub bands: Spanned<Bands>,
    /// What each reading is worth.
    pub weights: Vec<Weight>,
}

/// The scores at which bands begin.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the band of its name")]
pub struct Bands {
    pub warming: u8,
    pub ready: u8,
    pub urgent: u8,
}

/// What one reading is worth.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The reading, in the language of rules.
    pub reading: Spanned<String>,
    /// What people call it.
    pub label: Option<String>,
    /// Where the second and each further bin begins.
    pub bins: Spanned<Vec<i32>>,
    /// The points of each bin: one more than bins.
    pub points: Spanned<Vec<i32>>,
    /// The points of an average trial; those of the first bin when left out.
    pub mean: Option<i32>,
    /// What a customer reads when this reading speaks for a prompt, by language.
    #[serde(default, deserialize_with = "filled::by_language")]
    pub reason: BTreeMap<String, String>,
}

/// How prompts look.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Theme {
    /// The colour of what takes the offer.
    pub accent: Spanned<String>,
    /// The colour of its label.
    pub on_accent: Spanned<String>,
}

/// What stands around a prompt in one language; what is left out is said in this language as it usually is, or in
/// English.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each is the wire's word of the same name")]
pub struct Frame {
    pub why: Option<Spanned<String>>,
    pub why_intro: Option<Spanned<String>>,
    pub why_none: Option<Spanned<String>>,
    pub fewer: Option<Spanned<String>>,
    pub snooze: Option<Spanned<String>>,
    pub close: Option<Spanned<String>>,
    pub next: Option<Spanned<String>>,
    pub back: Option<Spanned<String>>,
    pub step: Option<Spanned<String>>,
    pub budget: Option<Spanned<String>>,
    pub budget_chosen: Option<Spanned<String>>,
    pub budget_normal: Option<Spanned<String>>,
    pub budget_fewer: Option<Spanned<String>>,
    pub budget_none: Option<Spanned<String>>,
    pub data: Option<Spanned<String>>,
    pub data_intro: Option<Spanned<String>>,
    pub data_consent: Option<Spanned<String>>,
    pub withdraw: Option<Spanned<String>>,
    pub forget: Option<Spanned<String>>,
    pub forget_sure: Option<Spanned<String>>,
    pub minutes: Option<Spanned<String>>,
    pub used: Option<Spanned<String>>,
    pub done: Option<Spanned<String>>,
    pub to_do: Option<Spanned<String>>,
    pub fold: Option<Spanned<String>>,
    pub days: Option<Spanned<String>>,
    pub visits: Option<Spanned<String>>,
    pub trouble: Option<Spanned<String>>,
    pub prompts: Option<Spanned<String>>,
    pub answers: Option<Spanned<String>>,
    pub why_help: Option<Spanned<String>>,
    pub why_limit: Option<Spanned<String>>,
    pub why_delight: Option<Spanned<String>>,
    pub why_reply: Option<Spanned<String>>,
    pub snooze_later: Option<Spanned<String>>,
    /// What features, moments and limits are called, by name.
    pub names: BTreeMap<String, Spanned<String>>,
}

/// Reads the text into tables, as far as their shape allows. Errors: it is too long or no TOML, or too much is wrong.
pub fn parse(text: &str) -> Result<(Source, Shape), Vec<Fault>> {
    if text.len() > PLAYBOOK_BYTES_MAX {
        let message = format!("the playbook has {} bytes; at most {PLAYBOOK_BYTES_MAX} are read", text.len());
        return Err(vec![Fault::new(0..0, message)]);
    }
    shape::read(text)
}

impl Source {
    /// Every language that has any words, and the playbook's own.
    #[must_use]
    pub fn locales(&self) -> BTreeSet<&str> {
        let prompts = self.prompts.iter().flat_map(|prompt| prompt.words.get_ref().keys());
        let reasons = self.readiness.weights.iter().flat_map(|weight| weight.reason.keys());
        let all = prompts.chain(reasons).chain(self.frame.keys()).chain([&self.locale]);
        all.map(String::as_str).collect()
    }
}

impl Theme {
    /// The two colours. Errors: those that are no colours.
    pub fn colours(&self) -> Result<(Colour, Colour), Vec<Fault>> {
        let colour = |text: &Spanned<String>| {
            Colour::parse(text.get_ref()).ok_or_else(|| {
                Fault::new(text.span(), format!("`{}` is no colour", text.get_ref()))
                    .expected("expected #rgb or #rrggbb")
            })
        };
        match (colour(&self.accent), colour(&self.on_accent)) {
            (Ok(accent), Ok(on_accent)) => Ok((accent, on_accent)),
            (accent, on_accent) => Err(accent.err().into_iter().chain(on_accent.err()).collect()),
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self { accent: Spanned::new(0..0, "#1f5fd0".into()), on_accent: Spanned::new(0..0, "#ffffff".into()) }
    }
}

impl Default for Readiness {
    fn default() -> Self {
        let bands = Bands { warming: 25, ready: 50, urgent: 75 };
        Self { base: 0, horizon_days: 14, bands: Spanned::new(0..0, bands), weights: Vec::new() }
    }
}

fn english() -> String {
    "en".into()
}

fn ten_seconds() -> Duration {
    Duration { seconds: 10 }
}

fn ten_minutes() -> Duration {
    Duration { seconds: 600 }
}

fn fifteen_minutes() -> Spanned<Duration> {
    Spanned::new(0..0, Duration { seconds: 900 })
}

fn a_day() -> Duration {
    Duration { seconds: 86_400 }
}

fn ten_percent() -> Spanned<u8> {
    Spanned::new(0..0, 10)
}
