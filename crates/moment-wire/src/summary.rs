//! A summary on the wire: sparse, a few hundred bytes.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::day_counts::DayCounts;
use moment_core::day_set::DaySet;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{PROMPTS_MAX, PromptRecord};
use moment_core::feature::{FEATURES_MAX, FeatureUse};
use moment_core::friction::FrictionKind;
use moment_core::limit::{LIMITS_MAX, Limit, LimitUse};
use moment_core::moment::{MOMENTS_MAX, Reached};
use moment_core::name::is_name;
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};
use serde::{Deserialize, Serialize};

use crate::envelope::DecodeError;

/// [`Summary`], version 1. All times are seconds since the trial began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryV1 {
    last_s: u32,
    features: Vec<FeatureV1>,
    moments: Vec<(String, u32)>,
    limits: Vec<LimitV1>,
    friction: Vec<FrictionV1>,
    active_days: Vec<u64>,
    sessions: u32,
    engaged_s: u32,
    prompts: Vec<PromptRecordV1>,
    budget: (u32, u8),
    outcome: Option<(u32, u8)>,
    dropped: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CountsV1 {
    /// What the days do not hold: nearly always 0.
    older: u32,
    days: Vec<(u16, u32)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FeatureV1 {
    name: String,
    counts: CountsV1,
    first_s: u32,
    lasting_s: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LimitV1 {
    name: String,
    at_s: u32,
    used: u32,
    of: u32,
    hard: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FrictionV1 {
    kind: u8,
    counts: CountsV1,
    last_s: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PromptRecordV1 {
    id: String,
    shown: CountsV1,
    last_shown_s: Option<u32>,
    clicked: u32,
    completed: u32,
    dismissed: u32,
    snoozed: u32,
    snoozed_until_s: u32,
    waits: Vec<(u8, u32)>,
}

impl From<&Summary> for SummaryV1 {
    /// What is over the core's bounds, which only a merge of many replicas can be, is left out and counted as dropped.
    fn from(summary: &Summary) -> Self {
        let over = |len: usize, max: usize| u32::try_from(len.saturating_sub(max)).unwrap_or(u32::MAX);
        let left_out = [
            over(summary.features.len(), FEATURES_MAX),
            over(summary.moments.len(), MOMENTS_MAX),
            over(summary.limits.len(), LIMITS_MAX),
            over(summary.prompts.len(), PROMPTS_MAX),
        ];
        Self {
            last_s: summary.last_s,
            features: summary.features.iter().take(FEATURES_MAX).map(FeatureV1::from).collect(),
            moments: summary
                .moments
                .iter()
                .take(MOMENTS_MAX)
                .map(|moment| (moment.name.clone(), moment.at_s))
                .collect(),
            limits: summary.limits.iter().take(LIMITS_MAX).map(LimitV1::from).collect(),
            friction: friction_to_wire(&summary.friction),
            active_days: summary.active_days.words().to_vec(),
            sessions: summary.sessions,
            engaged_s: summary.engaged_s,
            prompts: summary.prompts.iter().take(PROMPTS_MAX).map(PromptRecordV1::from).collect(),
            budget: (summary.budget.at_s, summary.budget.choice as u8),
            outcome: summary.outcome.map(|(at_s, outcome)| (at_s, outcome as u8)),
            dropped: left_out.into_iter().fold(summary.dropped, u32::saturating_add),
        }
    }
}

impl TryFrom<SummaryV1> for Summary {
    type Error = DecodeError;

    /// Refuses what no replica can be: too many entries, improper names, entries twice or out of order.
    fn try_from(wire: SummaryV1) -> Result<Self, DecodeError> {
        let summary = Self {
            last_s: wire.last_s,
            features: wire.features.into_iter().map(FeatureUse::from).collect(),
            moments: wire.moments.into_iter().map(|(name, at_s)| Reached { name, at_s }).collect(),
            limits: wire.limits.into_iter().map(Limit::from).collect(),
            friction: friction_from_wire(wire.friction)?,
            active_days: DaySet::from_words(wire.active_days),
            sessions: wire.sessions,
            engaged_s: wire.engaged_s,
            prompts: wire.prompts.into_iter().map(PromptRecord::try_from).collect::<Result<_, _>>()?,
            budget: budget_from_wire(wire.budget)?,
            outcome: wire.outcome.map(outcome_from_wire).transpose()?,
            dropped: wire.dropped,
        };
        check_list(&summary.features, FEATURES_MAX, |item| &item.name, "features")?;
        check_list(&summary.moments, MOMENTS_MAX, |item| &item.name, "moments")?;
        check_list(&summary.limits, LIMITS_MAX, |item| &item.name, "limits")?;
        check_list(&summary.prompts, PROMPTS_MAX, |item| &item.id, "prompts")?;
        Ok(summary)
    }
}

fn check_list<T>(list: &[T], max: usize, name: fn(&T) -> &String, what: &'static str) -> Result<(), DecodeError> {
    let is_good = list.len() <= max
        && list.iter().all(|item| is_name(name(item)))
        && list.windows(2).all(|pair| name(&pair[0]) < name(&pair[1]));
    if is_good { Ok(()) } else { Err(DecodeError::Implausible(what)) }
}

impl From<&DayCounts> for CountsV1 {
    fn from(counts: &DayCounts) -> Self {
        let kept = counts.days().iter().fold(0, |sum: u32, (_, count)| sum.saturating_add(*count));
        Self { older: counts.total().saturating_sub(kept), days: counts.days().to_vec() }
    }
}

impl From<CountsV1> for DayCounts {
    fn from(wire: CountsV1) -> Self {
        let total = wire.days.iter().fold(wire.older, |sum, (_, count)| sum.saturating_add(*count));
        Self::from_parts(total, wire.days)
    }
}

impl From<&FeatureUse> for FeatureV1 {
    fn from(feature: &FeatureUse) -> Self {
        Self {
            name: feature.name.clone(),
            counts: (&feature.counts).into(),
            first_s: feature.first_s,
            lasting_s: feature.last_s.saturating_sub(feature.first_s),
        }
    }
}

impl From<FeatureV1> for FeatureUse {
    fn from(wire: FeatureV1) -> Self {
        Self {
            name: wire.name,
            counts: wire.counts.into(),
            first_s: wire.first_s,
            last_s: wire.first_s.saturating_add(wire.lasting_s),
        }
    }
}

impl From<&Limit> for LimitV1 {
    fn from(limit: &Limit) -> Self {
        let LimitUse { at_s, used, of, hard } = limit.standing;
        Self { name: limit.name.clone(), at_s, used, of, hard }
    }
}

impl From<LimitV1> for Limit {
    fn from(wire: LimitV1) -> Self {
        let LimitV1 { name, at_s, used, of, hard } = wire;
        Self { name, standing: LimitUse { at_s, used, of, hard } }
    }
}

fn friction_to_wire(friction: &[Friction]) -> Vec<FrictionV1> {
    (0..)
        .zip(friction)
        .filter(|(_, friction)| friction.counts.total() > 0)
        .map(|(kind, friction)| FrictionV1 { kind, counts: (&friction.counts).into(), last_s: friction.last_s })
        .collect()
}

fn friction_from_wire(wire: Vec<FrictionV1>) -> Result<[Friction; FrictionKind::ALL.len()], DecodeError> {
    let mut all: [Friction; FrictionKind::ALL.len()] = Default::default();
    for entry in wire {
        let slot = all.get_mut(usize::from(entry.kind)).ok_or(DecodeError::Implausible("friction"))?;
        *slot = Friction { counts: entry.counts.into(), last_s: entry.last_s };
    }
    Ok(all)
}

impl From<&PromptRecord> for PromptRecordV1 {
    fn from(record: &PromptRecord) -> Self {
        Self {
            id: record.id.clone(),
            shown: (&record.shown).into(),
            last_shown_s: record.last_shown_s,
            clicked: record.clicked,
            completed: record.completed,
            dismissed: record.dismissed,
            snoozed: record.snoozed,
            snoozed_until_s: record.snoozed_until_s,
            waits: record.waits.iter().map(|(reason, count)| (*reason as u8, *count)).collect(),
        }
    }
}

impl TryFrom<PromptRecordV1> for PromptRecord {
    type Error = DecodeError;

    fn try_from(wire: PromptRecordV1) -> Result<Self, DecodeError> {
        let mut record = Self {
            id: wire.id,
            shown: wire.shown.into(),
            last_shown_s: wire.last_shown_s,
            clicked: wire.clicked,
            completed: wire.completed,
            dismissed: wire.dismissed,
            snoozed: wire.snoozed,
            snoozed_until_s: wire.snoozed_until_s,
            waits: Vec::new(),
        };
        for (reason, count) in wire.waits {
            let reason = Reason::ALL.get(usize::from(reason)).ok_or(DecodeError::Implausible("reasons"))?;
            record.add_waits(*reason, count);
        }
        Ok(record)
    }
}

fn budget_from_wire((at_s, choice): (u32, u8)) -> Result<BudgetSetting, DecodeError> {
    let choices = [BudgetChoice::Normal, BudgetChoice::Fewer, BudgetChoice::None];
    let choice = choices.into_iter().find(|known| *known as u8 == choice);
    Ok(BudgetSetting { at_s, choice: choice.ok_or(DecodeError::Implausible("budget"))? })
}

fn outcome_from_wire((at_s, outcome): (u32, u8)) -> Result<(u32, Outcome), DecodeError> {
    let outcomes = [Outcome::Upgraded, Outcome::Cancelled, Outcome::Expired];
    let outcome = outcomes.into_iter().find(|known| *known as u8 == outcome);
    Ok((at_s, outcome.ok_or(DecodeError::Implausible("outcome"))?))
}
