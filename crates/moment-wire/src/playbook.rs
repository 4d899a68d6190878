//! The playbook on its way to a browser: compiled, in one language.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::budget::Budget;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule, Status};
use moment_core::readiness::{Scorecard, Weight};
use moment_core::route::Pattern;
use serde::{Deserialize, Serialize};

use crate::rule::{ReadingV1, RuleV1, rule_from_wire};
use crate::words::{FrameWordsV1, PromptWordsV1, ThemeV1};

/// Version 1. Durations are seconds, instants milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the core's field of the same name")]
pub struct PlaybookV1 {
    /// A number made from the playbook's text: another text, another number.
    pub version: u32,
    pub stale_after_s: u32,
    pub settle_s: u32,
    pub recovery_s: u32,
    pub snooze_s: u32,
    pub features: Vec<FeatureV1>,
    pub moments: Vec<MomentV1>,
    pub limits: Vec<String>,
    pub holdout_percent: u8,
    pub salt: String,
    /// Prompts a day, prompts a week, cooldown.
    pub budget: (u8, u8, u32),
    pub base: i32,
    pub weights: Vec<WeightV1>,
    pub bands: [u8; 3],
    pub prompts: Vec<PromptRuleV1>,
    pub frame: FrameWordsV1,
    pub theme: ThemeV1,
}

/// A feature, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureV1 {
    /// Its name.
    pub name: String,
    /// CSS selectors; a click, submit or change on what matches counts.
    pub selectors: Vec<String>,
    /// Route patterns; a visit counts.
    pub routes: Vec<String>,
}

/// A moment, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the core's field of the same name")]
pub struct MomentV1 {
    pub name: String,
    pub stage: u8,
    pub activation: bool,
    pub when: Option<RuleV1>,
}

/// A weight of the scorecard, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the core's field of the same name")]
pub struct WeightV1 {
    pub reading: ReadingV1,
    pub bins: Vec<i32>,
    pub points: Vec<i32>,
    pub mean: i32,
    /// What a customer reads when this reading speaks for the prompt; empty when it is never told.
    pub reason: String,
}

/// A prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the core's field of the same name")]
pub struct PromptRuleV1 {
    pub id: String,
    pub kind: u8,
    pub status: u8,
    pub commercial: bool,
    pub priority: i16,
    pub when: RuleV1,
    pub unless: Option<RuleV1>,
    pub score_min: u8,
    pub routes: Vec<String>,
    pub lifetime_max: u8,
    pub control_percent: u8,
    pub from_ms: Option<u64>,
    pub until_ms: Option<u64>,
    /// Its words; none when there are none in the customer's language nor in the fallback.
    pub words: Option<PromptWordsV1>,
}

impl From<&PlaybookV1> for Playbook {
    /// The rules without the words. `paused` is not part of a playbook's text: the start message says it.
    fn from(wire: &PlaybookV1) -> Self {
        let (prompts_per_day_max, prompts_per_week_max, cooldown_s) = wire.budget;
        Self {
            paused: false,
            stale_after_s: wire.stale_after_s,
            settle_s: wire.settle_s,
            recovery_s: wire.recovery_s,
            snooze_s: wire.snooze_s,
            features: wire.features.iter().map(FeatureRule::from).collect(),
            moments: wire.moments.iter().map(MomentRule::from).collect(),
            limits: wire.limits.clone(),
            holdout_percent: wire.holdout_percent,
            salt: wire.salt.clone(),
            budget: Budget { prompts_per_day_max, prompts_per_week_max, cooldown_s },
            scorecard: Scorecard {
                base: wire.base,
                weights: wire.weights.iter().map(Weight::from).collect(),
                bands: wire.bands,
            },
            prompts: wire.prompts.iter().map(PromptRule::from).collect(),
        }
    }
}

impl From<&FeatureV1> for FeatureRule {
    fn from(wire: &FeatureV1) -> Self {
        Self { name: wire.name.clone(), routes: patterns(&wire.routes) }
    }
}

impl From<&MomentV1> for MomentRule {
    fn from(wire: &MomentV1) -> Self {
        Self {
            name: wire.name.clone(),
            stage: Stage::ALL.get(usize::from(wire.stage)).copied().unwrap_or(Stage::Value),
            activation: wire.activation,
            when: wire.when.as_deref().map(rule_from_wire),
        }
    }
}

impl From<&WeightV1> for Weight {
    fn from(wire: &WeightV1) -> Self {
        Self { reading: wire.reading.into(), bins: wire.bins.clone(), points: wire.points.clone(), mean: wire.mean }
    }
}

impl From<&PromptRuleV1> for PromptRule {
    fn from(wire: &PromptRuleV1) -> Self {
        // A kind that came after this program cannot be painted here, so such a prompt is not running here.
        let kind = PromptKind::ALL.get(usize::from(wire.kind)).copied();
        let status = Status::ALL.get(usize::from(wire.status)).copied().filter(|_| kind.is_some());
        Self {
            id: wire.id.clone(),
            kind: kind.unwrap_or(PromptKind::Card),
            status: status.unwrap_or_default(),
            commercial: wire.commercial,
            priority: wire.priority,
            when: rule_from_wire(&wire.when),
            unless: wire.unless.as_deref().map(rule_from_wire),
            score_min: wire.score_min,
            routes: patterns(&wire.routes),
            lifetime_max: wire.lifetime_max,
            control_percent: wire.control_percent,
            from_ms: wire.from_ms,
            until_ms: wire.until_ms,
            has_words: wire.words.is_some(),
        }
    }
}

fn patterns(routes: &[String]) -> Vec<Pattern> {
    routes.iter().cloned().map(Pattern).collect()
}
