//! Made-up summaries: states that no journey may ever have led to, but that a merge may be handed.

use std::collections::BTreeMap;

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::DaySet;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{Due, PromptRecord};
use moment_core::feature::FeatureUse;
use moment_core::limit::{Limit, LimitUse};
use moment_core::moment::Reached;
use moment_core::reaction::Reaction;
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};
use proptest::collection::{self, btree_map};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Any summary in its proper form: lists ascend and name each thing once.
pub(crate) fn summary() -> BoxedStrategy<Summary> {
    let numbers = (second(), count(), day_counts(), count(), second());
    let lists = (features(), moments(), limits(), prompts(), reactions());
    let choices = vec![BudgetChoice::Normal, BudgetChoice::Fewer, BudgetChoice::None];
    let budget = (second(), select(choices)).prop_map(|(at_s, choice)| BudgetSetting { at_s, choice });
    let outcomes = vec![Outcome::Upgraded, Outcome::Cancelled, Outcome::Expired];
    let outcome = prop_oneof![3 => Just(None), 1 => (second(), select(outcomes)).prop_map(Some)];
    (numbers, lists, friction(), day_set(), budget, outcome)
        .prop_map(
            |((last_s, sessions, engaged, dropped, recovered_s), lists, friction, active_days, budget, outcome)| {
                let (features, moments, limits, prompts, reactions) = lists;
                Summary {
                    last_s,
                    features,
                    moments,
                    limits,
                    friction,
                    active_days,
                    sessions,
                    engaged,
                    prompts,
                    budget,
                    reactions,
                    recovered_s,
                    outcome,
                    dropped,
                }
            },
        )
        .boxed()
}

pub(crate) fn day_counts() -> BoxedStrategy<DayCounts> {
    (count(), collection::vec((day(), count()), 0..6))
        .prop_map(|(total, days)| DayCounts::from_parts(total, days))
        .boxed()
}

pub(crate) fn day_set() -> impl Strategy<Value = DaySet> {
    collection::vec(prop_oneof![Just(0), any::<u64>()], 0..20).prop_map(DaySet::from_words)
}

pub(crate) fn day() -> impl Strategy<Value = u16> {
    prop_oneof![8 => 0..100_u16, 1 => 900..1_100_u16, 1 => any::<u16>()]
}

fn count() -> BoxedStrategy<u32> {
    prop_oneof![8 => 0..9_u32, 1 => any::<u32>(), 1 => Just(u32::MAX)].boxed()
}

fn second() -> BoxedStrategy<u32> {
    prop_oneof![8 => 0..5_u32, 4 => 0..2_000_000_u32, 1 => any::<u32>()].boxed()
}

fn features() -> BoxedStrategy<Vec<FeatureUse>> {
    let uses = btree_map("[a-d]", (day_counts(), second(), second()), 0..4);
    uses.prop_map(|uses| {
        let feature = |(name, (counts, first_s, last_s))| FeatureUse { name, counts, first_s, last_s };
        uses.into_iter().map(feature).collect()
    })
    .boxed()
}

fn moments() -> BoxedStrategy<Vec<Reached>> {
    let moments = btree_map("[a-d]", second(), 0..4);
    moments.prop_map(|moments| moments.into_iter().map(|(name, at_s)| Reached { name, at_s }).collect()).boxed()
}

fn limits() -> BoxedStrategy<Vec<Limit>> {
    let standing = (second(), 0..3_u32, 0..3_u32, any::<bool>());
    let standing = standing.prop_map(|(at_s, used, of, hard)| LimitUse { at_s, used, of, hard });
    let limits = btree_map("[a-d]", standing, 0..4);
    limits.prop_map(|limits| limits.into_iter().map(|(name, standing)| Limit { name, standing }).collect()).boxed()
}

fn reactions() -> BoxedStrategy<Vec<Reaction>> {
    let reactions = btree_map("[a-d]", (second(), 1..=5_u8), 0..4);
    reactions
        .prop_map(|all| all.into_iter().map(|(name, (at_s, score))| Reaction { name, at_s, score }).collect())
        .boxed()
}

fn due() -> impl Strategy<Value = Due> {
    let arm = prop_oneof![Just(Arm::Holdout), Just(Arm::Control), (0..4_u8).prop_map(Arm::Variant)];
    (second(), arm).prop_map(|(at_s, arm)| Due { at_s, arm })
}

fn friction() -> BoxedStrategy<[Friction; 6]> {
    let friction = (day_counts(), option::of(second())).prop_map(|(counts, last_s)| Friction { counts, last_s });
    prop_oneof![Just(Default::default()), proptest::array::uniform6(friction)].boxed()
}

fn prompts() -> BoxedStrategy<Vec<PromptRecord>> {
    let seen = (day_counts(), option::of(second()), option::of(second()), option::of(due()));
    let answers = (count(), count(), count(), 0..4_u8, count(), second());
    let waits = btree_map(select(Reason::ALL.as_slice()), count(), 0..4);
    btree_map("[a-d]", (seen, answers, waits), 0..4)
        .prop_map(|prompts: BTreeMap<_, _>| {
            let record = |(id, (seen, answers, waits))| {
                let ((shown, last_shown_s, answered_s, due), waits) = (seen, BTreeMap::into_iter(waits).collect());
                let (clicked, completed, dismissed, step, snoozed, snoozed_until_s) = answers;
                PromptRecord {
                    id,
                    shown,
                    last_shown_s,
                    clicked,
                    completed,
                    dismissed,
                    step,
                    snoozed,
                    snoozed_until_s,
                    answered_s,
                    due,
                    waits,
                }
            };
            prompts.into_iter().map(record).collect()
        })
        .boxed()
}
