//! A summary is told: the core's state becomes JSON.

use alloc::borrow::ToOwned;

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{Due, PromptRecord};
use moment_core::feature::FeatureUse;
use moment_core::friction::FrictionKind;
use moment_core::limit::{Limit, LimitUse};
use moment_core::reaction::Reaction;
use moment_core::summary::{Friction, Summary};

use super::{
    BudgetJsonV1, CountsJsonV1, DueJsonV1, FeatureJsonV1, FrictionJsonV1, LimitJsonV1, MomentJsonV1, OutcomeJsonV1,
    PromptJsonV1, ReactionJsonV1, SummaryJsonV1, WaitJsonV1, choice_name,
};

impl From<&Summary> for SummaryJsonV1 {
    fn from(summary: &Summary) -> Self {
        let met = FrictionKind::ALL
            .into_iter()
            .zip(&summary.friction)
            .filter(|(_, friction)| **friction != Friction::default());
        let moments = summary.moments.iter().map(|one| MomentJsonV1 { name: one.name.clone(), at_s: one.at_s });
        let answer = |one: &Reaction| ReactionJsonV1 { name: one.name.clone(), at_s: one.at_s, score: one.score };
        let ended = |(at_s, outcome): (u32, Outcome)| OutcomeJsonV1 { at_s, outcome: outcome.name().to_owned() };
        let days = summary.active_days.words().len() * 64;
        Self {
            last_s: summary.last_s,
            features: summary.features.iter().map(FeatureJsonV1::from).collect(),
            moments: moments.collect(),
            limits: summary.limits.iter().map(LimitJsonV1::from).collect(),
            friction: met.map(FrictionJsonV1::from).collect(),
            active_days: (0..).take(days).filter(|day| summary.active_days.contains(*day)).collect(),
            sessions: summary.sessions,
            engaged: CountsJsonV1::from(&summary.engaged),
            prompts: summary.prompts.iter().map(PromptJsonV1::from).collect(),
            budget: BudgetJsonV1 { at_s: summary.budget.at_s, choice: choice_name(summary.budget.choice).to_owned() },
            outcome: summary.outcome.map(ended),
            reactions: summary.reactions.iter().map(answer).collect(),
            recovered_s: summary.recovered_s,
            dropped: summary.dropped,
        }
    }
}

impl From<&DayCounts> for CountsJsonV1 {
    fn from(counts: &DayCounts) -> Self {
        Self { total: counts.total(), days: counts.days().to_vec() }
    }
}

impl From<&FeatureUse> for FeatureJsonV1 {
    fn from(feature: &FeatureUse) -> Self {
        let FeatureUse { name, counts, first_s, last_s } = feature;
        Self { name: name.clone(), counts: counts.into(), first_s: *first_s, last_s: *last_s }
    }
}

impl From<&Limit> for LimitJsonV1 {
    fn from(limit: &Limit) -> Self {
        let LimitUse { at_s, used, of, hard } = limit.standing;
        Self { name: limit.name.clone(), at_s, used, of, hard }
    }
}

impl From<(FrictionKind, &Friction)> for FrictionJsonV1 {
    fn from((kind, friction): (FrictionKind, &Friction)) -> Self {
        Self { kind: kind.name().to_owned(), counts: (&friction.counts).into(), last_s: friction.last_s }
    }
}

impl From<&PromptRecord> for PromptJsonV1 {
    fn from(record: &PromptRecord) -> Self {
        let wait = |(reason, count): &(Reason, u32)| WaitJsonV1 { reason: reason.name().to_owned(), count: *count };
        Self {
            id: record.id.clone(),
            shown: (&record.shown).into(),
            last_shown_s: record.last_shown_s,
            clicked: record.clicked,
            completed: record.completed,
            dismissed: record.dismissed,
            step: record.step,
            snoozed: record.snoozed,
            snoozed_until_s: record.snoozed_until_s,
            answered_s: record.answered_s,
            due: record.due.map(DueJsonV1::from),
            waits: record.waits.iter().map(wait).collect(),
        }
    }
}

impl From<Due> for DueJsonV1 {
    fn from(due: Due) -> Self {
        let (arm, variant) = match due.arm {
            Arm::Holdout => ("holdout", 0),
            Arm::Control => ("control", 0),
            Arm::Variant(place) => ("variant", place),
        };
        Self { at_s: due.at_s, arm: arm.to_owned(), variant }
    }
}
