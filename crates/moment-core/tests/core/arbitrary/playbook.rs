//! Made-up playbooks: names `a` to `h`, rules of random steps, budgets and scorecards of any shape.

use moment_core::budget::Budget;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule, Status};
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::Reading;
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::rulebook::STARTED_MS;

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// Any playbook; most of them show something now and then.
pub(crate) fn playbook() -> BoxedStrategy<Playbook> {
    let features = vec(routes(), 0..8);
    let moments = vec(proptest::option::of(rule()), 0..8);
    let times = (300..900_u32, 0..20_u32, 0..900_u32, 0..90_000_u32);
    let holdout = prop_oneof![9 => Just(0), 1 => Just(100), 1 => 0..=100_u8];
    let parts = (features, moments, 0..8_usize, times, (holdout, rarely()), budget(), scorecard(100), prompts());
    parts
        .prop_map(|(features, moments, limits, times, (holdout_percent, paused), budget, scorecard, prompts)| {
            let (stale_after_s, settle_s, recovery_s, snooze_s) = times;
            Playbook {
                paused,
                stale_after_s,
                settle_s,
                recovery_s,
                snooze_s,
                features: NAMES
                    .into_iter()
                    .zip(features)
                    .map(|(name, routes)| FeatureRule { name: name.into(), routes })
                    .collect(),
                moments: NAMES.into_iter().zip(moments).map(|(name, when)| moment(name, when)).collect(),
                limits: NAMES.into_iter().take(limits).map(Into::into).collect(),
                holdout_percent,
                salt: "made_up".into(),
                budget,
                scorecard,
                prompts,
            }
        })
        .boxed()
}

/// Any rule, well formed or not.
pub(crate) fn rule() -> BoxedStrategy<Rule> {
    prop_oneof![4 => Just(Vec::new()), 3 => comparison(), 1 => vec(op(), 0..80)].prop_map(|ops| Rule { ops }).boxed()
}

/// Weights of up to `points_max` points up or down.
pub(crate) fn scorecard(points_max: i32) -> BoxedStrategy<Scorecard> {
    let points = move || -points_max..=points_max;
    let weight = (reading(), vec(-5..50_i32, 0..4), vec(points(), 5), points());
    let weight = weight.prop_map(|(reading, mut bins, points, mean)| {
        bins.sort_unstable();
        let points = points[..=bins.len()].into();
        Weight { reading, bins, points, mean }
    });
    let parts = (points(), vec(weight, 0..8), any::<[u8; 3]>());
    parts.prop_map(|(base, weights, bands)| Scorecard { base, weights, bands }).boxed()
}

/// Any reading, places that no playbook has among them.
pub(crate) fn reading() -> BoxedStrategy<Reading> {
    let place = || prop_oneof![8 => 0..8_u8, 1 => any::<u8>()];
    let days = || prop_oneof![0..20_u8, any::<u8>()];
    prop_oneof![
        (place(), days()).prop_map(|(feature, within_days)| Reading::FeatureCount { feature, within_days }),
        (place(), days()).prop_map(|(feature, half_life_days)| Reading::FeatureActivity { feature, half_life_days }),
        days().prop_map(|half_life_days| Reading::Activity { half_life_days }),
        days().prop_map(|within_days| Reading::ActiveDays { within_days }),
        place().prop_map(|moment| Reading::MomentReached { moment }),
        place().prop_map(|moment| Reading::HoursTo { moment }),
        place().prop_map(|limit| Reading::LimitPercent { limit }),
        days().prop_map(|within_days| Reading::FrictionCount { within_days }),
        select(
            [
                Reading::Breadth,
                Reading::Streak,
                Reading::Sessions,
                Reading::EngagedMinutes,
                Reading::RecencyHours,
                Reading::TrialDay,
                Reading::TrialProgress,
                Reading::Score,
                Reading::Band,
            ]
            .as_slice()
        ),
    ]
    .boxed()
}

fn op() -> BoxedStrategy<Op> {
    prop_oneof![
        reading().prop_map(Op::Read),
        any::<i32>().prop_map(Op::Number),
        select(Comparison::ALL.as_slice()).prop_map(Op::Compare),
        select([Op::And, Op::Or, Op::Not].as_slice()),
    ]
    .boxed()
}

fn comparison() -> impl Strategy<Value = Vec<Op>> {
    let parts = (reading(), -1..6_i32, select(Comparison::ALL.as_slice()));
    parts.prop_map(|(reading, number, comparison)| vec![Op::Read(reading), Op::Number(number), Op::Compare(comparison)])
}

fn moment(name: &str, when: Option<Rule>) -> MomentRule {
    MomentRule { name: name.into(), stage: Stage::Value, activation: false, when }
}

fn routes() -> BoxedStrategy<Vec<Pattern>> {
    let route = prop_oneof![Just("/a/**"), Just("/*"), Just("**"), Just("/b/*/c"), Just("")];
    prop_oneof![5 => Just(Vec::new()), 1 => vec(route.prop_map(|route| Pattern(route.into())), 1..3)].boxed()
}

fn budget() -> BoxedStrategy<Budget> {
    let parts = (0..9_u8, 0..20_u8, prop_oneof![9 => 0..3_600_u32, 1 => any::<u32>()]);
    parts
        .prop_map(|(prompts_per_day_max, prompts_per_week_max, cooldown_s)| Budget {
            prompts_per_day_max,
            prompts_per_week_max,
            cooldown_s,
        })
        .boxed()
}

fn prompts() -> BoxedStrategy<Vec<PromptRule>> {
    vec(prompt(), 0..8)
        .prop_map(|prompts| {
            prompts.into_iter().zip(NAMES).map(|(rule, id)| PromptRule { id: id.into(), ..rule }).collect()
        })
        .boxed()
}

fn prompt() -> BoxedStrategy<PromptRule> {
    let status = prop_oneof![20 => Just(Status::Running), 1 => select(Status::ALL.as_slice())];
    let control = prop_oneof![5 => Just(0), 1 => Just(100), 1 => 0..=100_u8];
    let instant = || prop_oneof![8 => Just(None), 1 => (STARTED_MS..STARTED_MS + 900_000_000).prop_map(Some)];
    let conditions = (rule(), prop_oneof![6 => Just(None), 1 => rule().prop_map(Some)], routes());
    let bounds = (prop_oneof![3 => Just(0), 1 => 0..=100_u8], prop_oneof![Just(0), 0..5_u8], control);
    (status, any::<bool>(), -2..3_i16, conditions, bounds, instant(), instant(), rarely())
        .prop_map(|(status, commercial, priority, (when, unless, routes), bounds, from_ms, until_ms, is_wordless)| {
            let (score_min, lifetime_max, control_percent) = bounds;
            PromptRule {
                id: String::new(),
                kind: PromptKind::Card,
                status,
                commercial,
                priority,
                when,
                unless,
                score_min,
                routes,
                lifetime_max,
                control_percent,
                from_ms,
                until_ms,
                has_words: !is_wordless,
            }
        })
        .boxed()
}

fn rarely() -> impl Strategy<Value = bool> {
    prop_oneof![15 => Just(false), 1 => Just(true)]
}
