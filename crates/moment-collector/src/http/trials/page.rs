//! All that is known of one trial, as its page shows it.

use moment_core::exposure::PromptRecord;
use moment_core::feature::FeatureUse;
use moment_core::friction::FrictionKind;
use moment_core::limit::Limit;
use moment_core::summary::BudgetChoice;
use moment_core::time::MINUTE_S;
use moment_wire::report::{
    ContributionV1, FeatureV1, FrictionV1, LimitV1, MomentV1, PromptRecordV1, ReadinessV1, TrialLineV1, TrialV1, WaitV1,
};

use crate::judge::{Whole, arm_name};
use crate::playbook::Playbook;

/// The page of a trial whose line in the list is `line`.
#[must_use]
pub fn page(playbook: &Playbook, line: TrialLineV1, whole: &Whole) -> TrialV1 {
    let summary = &whole.summary;
    TrialV1 {
        line,
        readiness: readiness(playbook, whole),
        moments: moments(playbook, whole),
        features: features(playbook, whole),
        limits: limits(playbook, whole),
        friction: friction(whole),
        prompts: summary.prompts.iter().map(|record| prompt(playbook, whole, record)).collect(),
        active_days: (0..=moment_core::day_set::LAST_DAY).filter(|day| summary.active_days.contains(*day)).collect(),
        sessions: summary.sessions,
        engaged_minutes: summary.engaged.total() / MINUTE_S,
        replicas: u32::try_from(whole.replicas).unwrap_or(u32::MAX),
        dropped: summary.dropped,
        budget: match summary.budget.choice {
            BudgetChoice::Normal => "normal",
            BudgetChoice::Fewer => "fewer",
            BudgetChoice::None => "none",
        }
        .into(),
    }
}

fn readiness(playbook: &Playbook, whole: &Whole) -> ReadinessV1 {
    let readiness = whole.readiness(playbook);
    let view = whole.view(playbook);
    let weights = playbook.source.readiness.weights.iter().zip(&playbook.rules.scorecard.weights);
    let mut contributions: Vec<ContributionV1> = weights
        .zip(&readiness.contributions)
        .map(|((source, weight), points)| ContributionV1 {
            reading: source.reading.get_ref().clone(),
            label: source.label.clone().unwrap_or_else(|| source.reading.get_ref().clone()),
            value: weight.reading.value(&view),
            points: *points,
        })
        .collect();
    contributions.sort_by_key(|part| std::cmp::Reverse((part.points.abs(), part.points)));
    let sum: i32 = readiness.contributions.iter().sum();
    ReadinessV1 { points: readiness.points, expected: readiness.points - sum, contributions }
}

fn moments(playbook: &Playbook, whole: &Whole) -> Vec<MomentV1> {
    playbook
        .journey()
        .map(|(rule, label)| MomentV1 {
            name: rule.name.clone(),
            label: label.to_owned(),
            stage: rule.stage.name().into(),
            activation: rule.activation,
            at_ms: whole.summary.moment(&rule.name).map(|at_s| whole.unix_ms(at_s)),
            reaction: whole.summary.reaction(&rule.name),
        })
        .collect()
}

fn features(playbook: &Playbook, whole: &Whole) -> Vec<FeatureV1> {
    let label = |name: &str| {
        let known = playbook.source.features.iter().find(|feature| feature.name.get_ref() == name);
        known.and_then(|feature| feature.label.clone()).unwrap_or_else(|| name.to_owned())
    };
    let to_report = |used: &FeatureUse| FeatureV1 {
        name: used.name.clone(),
        label: label(&used.name),
        total: used.counts.total(),
        first_ms: whole.unix_ms(used.first_s),
        last_ms: whole.unix_ms(used.last_s),
        days: used.counts.days().to_vec(),
    };
    let mut features: Vec<FeatureV1> = whole.summary.features.iter().map(to_report).collect();
    features.sort_by_key(|feature| std::cmp::Reverse(feature.total));
    features
}

fn limits(playbook: &Playbook, whole: &Whole) -> Vec<LimitV1> {
    let label = |name: &str| {
        let known = playbook.source.limits.iter().find(|limit| limit.name.get_ref() == name);
        known.and_then(|limit| limit.label.clone()).unwrap_or_else(|| name.to_owned())
    };
    let to_report = |limit: &Limit| LimitV1 {
        name: limit.name.clone(),
        label: label(&limit.name),
        used: limit.standing.used,
        of: limit.standing.of,
        hard: limit.standing.hard,
    };
    whole.summary.limits.iter().map(to_report).collect()
}

fn friction(whole: &Whole) -> Vec<FrictionV1> {
    FrictionKind::ALL
        .into_iter()
        .zip(&whole.summary.friction)
        .filter_map(|(kind, friction)| {
            let last_ms = whole.unix_ms(friction.last_s?);
            Some(FrictionV1 { kind: kind.name().into(), count: friction.counts.total(), last_ms })
        })
        .collect()
}

fn prompt(playbook: &Playbook, whole: &Whole, record: &PromptRecord) -> PromptRecordV1 {
    let mut waits: Vec<WaitV1> =
        record.waits.iter().map(|(reason, count)| WaitV1 { reason: reason.name().into(), count: *count }).collect();
    waits.sort_by_key(|wait| std::cmp::Reverse(wait.count));
    let rule = playbook.rules.prompts.iter().find(|rule| rule.id == record.id);
    let variants = rule.map(|rule| rule.variants.as_slice()).unwrap_or_default();
    PromptRecordV1 {
        id: record.id.clone(),
        title: playbook.title_of(&record.id),
        shown: record.shown.total(),
        clicked: record.clicked,
        dismissed: record.dismissed,
        snoozed: record.snoozed,
        step: record.step,
        last_shown_ms: record.last_shown_s.map(|at_s| whole.unix_ms(at_s)),
        due_ms: record.due.map(|due| whole.unix_ms(due.at_s)),
        arm: record.due.map(|due| arm_name(due.arm, variants).into_owned()),
        waits,
    }
}
