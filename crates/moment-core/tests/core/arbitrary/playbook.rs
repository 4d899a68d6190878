//! Made-up playbooks: names `a` to `h`, rules of random steps, budgets and scorecards of any shape.

use moment_core::budget::{Cap, Frequency};
use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule, Status, Variant};
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::{Counted, Over, Reading};
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use moment_core::schedule::{Edge, Schedule};
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
    let parts = (features, moments, 0..8_usize, times, (holdout, rarely()), frequency(), scorecard(100), prompts());
    parts
        .prop_map(|(features, moments, limits, times, (holdout_percent, paused), budget, scorecard, prompts)| {
            let (stale_after_s, settle_s, recovery_s, snooze_s) = times;
            Playbook {
                paused,
                stale_after_s,
                settle_s,
                recovery_s,
                snooze_s,
                features: NAMES.into_iter().zip(features).map(|(name, routes)| feature(name, routes)).collect(),
                moments: NAMES.into_iter().zip(moments).map(|(name, when)| moment(name, when)).collect(),
                limits: NAMES.into_iter().take(limits).map(Into::into).collect(),
                texts: ["team", "free", "de", "en-GB", "/a/**", "/*"].map(Into::into).into(),
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
    prop_oneof![
        (counted(), over()).prop_map(|(of, over)| Reading::Count { of, over }),
        place().prop_map(|feature| Reading::Depth { feature }),
        place().prop_map(|feature| Reading::HoursSince { feature }),
        days().prop_map(|within_days| Reading::ActiveDays { within_days }),
        (place(), days()).prop_map(|(moment, within_days)| Reading::Moment { moment, within_days }),
        place().prop_map(|moment| Reading::Reaction { moment }),
        place().prop_map(|moment| Reading::HoursTo { moment }),
        place().prop_map(|limit| Reading::Limit { limit }),
        place().prop_map(|text| Reading::Plan { text }),
        place().prop_map(|text| Reading::Locale { text }),
        place().prop_map(|text| Reading::Route { text }),
        select(
            [
                Reading::Breadth,
                Reading::Streak,
                Reading::Sessions,
                Reading::Moments,
                Reading::LimitPressure,
                Reading::FrictionRate,
                Reading::LastReaction,
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

fn place() -> impl Strategy<Value = u8> {
    prop_oneof![8 => 0..8_u8, 1 => any::<u8>()]
}

fn days() -> impl Strategy<Value = u8> {
    prop_oneof![0..20_u8, any::<u8>()]
}

/// Every second feature plays a role.
fn feature(name: &str, routes: Vec<Pattern>) -> FeatureRule {
    let place = name.bytes().map(usize::from).sum::<usize>();
    let role = (place % 2 == 0).then(|| Role::ALL[place / 2 % Role::ALL.len()]);
    FeatureRule { name: name.into(), routes, role }
}

fn counted() -> BoxedStrategy<Counted> {
    prop_oneof![
        4 => place().prop_map(Counted::Feature),
        1 => select(Role::ALL.as_slice()).prop_map(Counted::Role),
        1 => select(FrictionKind::ALL.as_slice()).prop_map(Counted::Friction),
        2 => select([Counted::Uses, Counted::EngagedMinutes, Counted::Trouble].as_slice()),
    ]
    .boxed()
}

fn over() -> BoxedStrategy<Over> {
    prop_oneof![Just(Over::All), days().prop_map(Over::Days), days().prop_map(Over::HalfLife)].boxed()
}

fn frequency() -> BoxedStrategy<Frequency> {
    let cap = (0..9_u8, prop_oneof![3 => 1..9_u8, 1 => any::<u8>()]);
    let caps = vec(cap.prop_map(|(cap, period_days)| Cap { cap, period_days }), 0..3);
    let cooldown = prop_oneof![9 => 0..3_600_u32, 1 => any::<u32>()];
    let lifetime = prop_oneof![2 => Just(0), 1 => 0..9_u8];
    (lifetime, caps, cooldown).prop_map(|(lifetime, caps, cooldown_s)| Frequency { lifetime, caps, cooldown_s }).boxed()
}

fn schedule() -> BoxedStrategy<Schedule> {
    let instant = STARTED_MS..STARTED_MS + 900_000_000;
    let edge = (instant, any::<bool>()).prop_map(|(ms, local)| Edge { ms, local });
    let edge = prop_oneof![8 => Just(None), 1 => edge.prop_map(Some)];
    let hours = prop_oneof![4 => Just((0, 0)), 1 => (0..1440_u16, 0..1440_u16), 1 => any::<(u16, u16)>()];
    let weekdays = prop_oneof![4 => Just(0), 1 => any::<u8>()];
    let every = prop_oneof![4 => Just(0), 1 => 1..65_u8, 1 => any::<u8>()];
    (edge.clone(), edge, weekdays, hours, every)
        .prop_map(|(from, until, weekdays, (from_minute, until_minute), every_days)| Schedule {
            from,
            until,
            weekdays,
            from_minute,
            until_minute,
            every_days,
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
    let conditions = (rule(), prop_oneof![6 => Just(None), 1 => rule().prop_map(Some)], routes());
    let devices = prop_oneof![6 => Just(0), 1 => any::<u8>()];
    let bounds = (prop_oneof![3 => Just(0), 1 => 0..=100_u8], frequency(), (control, variants()), devices);
    let kind = prop_oneof![2 => Just(PromptKind::Card), 1 => select(PromptKind::ALL.as_slice())];
    let about = prop_oneof![2 => Just(None), 1 => place().prop_map(Some)];
    (status, any::<bool>(), -2..3_i16, conditions, bounds, schedule(), (kind, about), rarely())
        .prop_map(
            |(status, commercial, priority, (when, unless, routes), bounds, schedule, (kind, about), is_wordless)| {
                let (score_min, frequency, (control_percent, variants), devices) = bounds;
                PromptRule {
                    id: String::new(),
                    kind,
                    status,
                    commercial,
                    priority,
                    when,
                    unless,
                    score_min,
                    routes,
                    devices,
                    frequency,
                    control_percent,
                    variants,
                    schedule,
                    about,
                    has_words: !is_wordless,
                }
            },
        )
        .boxed()
}

/// None to three ways of telling a prompt, of any weights.
fn variants() -> impl Strategy<Value = Vec<Variant>> {
    let weight = prop_oneof![4 => any::<u8>(), 1 => Just(0), 1 => Just(255)];
    vec(weight, 0..4).prop_map(|weights| {
        weights.into_iter().zip(NAMES).map(|(weight, key)| Variant { key: key.into(), weight }).collect()
    })
}

fn rarely() -> impl Strategy<Value = bool> {
    prop_oneof![15 => Just(false), 1 => Just(true)]
}
