//! What holds in some state is never said to be impossible: made-up rules on made-up trials.

use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::merge::combine;
use moment_core::playbook::Playbook as Rules;
use moment_core::reading::{Counted, Over, Reading, View};
use moment_core::rule::{Comparison, Op, Rule};
use moment_core::summary::Summary;
use moment_core::time::{HOUR_S, day_of};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::NAMES;
use crate::playbook::Playbook;
use crate::playbook::lint::condition::Condition;
use crate::playbook::lint::knowledge::Knowledge;

const CARD: &str = "
[[moments]]
name = \"never\"
stage = \"value\"
when = \"export < 0\"
[readiness]
bands = { warming = 20, ready = 40, urgent = 60 }
[[readiness.weights]]
reading = \"export\"
bins = [1, 3]
points = [0, 20, 60]
[[readiness.weights]]
reading = \"active_days within 2d\"
bins = [1, 3]
points = [-10, 0, 30]
";

/// Rules with a feature that plays a role, and with texts to compare with.
fn rules() -> Rules {
    let names = NAMES.replace("name = \"export\"", "name = \"export\"\nrole = \"premium\"");
    let texts = ["team", "solo", "de", "de-AT", "fr", "/a/*", "**"].map(String::from).into();
    Rules { texts, ..Playbook::read(&format!("{names}{CARD}")).unwrap().rules }
}

/// What may happen in a trial.
#[derive(Debug, Clone)]
enum Deed {
    Use(&'static str, u32),
    Reach,
    Limit(u32, u32),
    Trouble(FrictionKind),
    Engage(u32),
    React(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let feature = select(vec!["report_created", "export", "something_else"]);
    prop_oneof![
        6 => (feature, 1..4_u32).prop_map(|(feature, count)| Deed::Use(feature, count)),
        1 => Just(Deed::Reach),
        1 => (0..6_u32, 0..6_u32).prop_map(|(used, of)| Deed::Limit(used, of)),
        1 => select(FrictionKind::ALL.as_slice()).prop_map(Deed::Trouble),
        1 => (0..400_u32).prop_map(Deed::Engage),
        1 => (1..6_u8).prop_map(Deed::React),
    ]
}

/// One replica: deeds, each some hours after the one before.
fn replica() -> impl Strategy<Value = Summary> {
    vec((0..60_u32, deed()), 0..14).prop_map(|deeds| {
        let (mut summary, mut at) = (Summary::default(), 0);
        for (hours, deed) in deeds {
            at += hours * HOUR_S;
            summary.touch(at);
            match deed {
                Deed::Use(feature, count) => summary.use_feature(feature, at, count),
                Deed::Reach => drop(summary.reach("first_report", at)),
                Deed::Limit(used, of) => {
                    summary.set_limit("seats", LimitUse { at_s: at, used, of, hard: false });
                }
                Deed::Trouble(kind) => summary.add_friction(kind, at),
                Deed::React(score) => summary.react("first_report", at, score),
                Deed::Engage(seconds) => summary.engaged.add(day_of(at), seconds),
            }
        }
        summary
    })
}

fn reading() -> impl Strategy<Value = Reading> {
    let days = || prop_oneof![2 => Just(0_u8), 3 => 1..20_u8];
    let place = || 0..2_u8;
    let of = prop_oneof![
        4 => place().prop_map(Counted::Feature),
        2 => select(Role::ALL.as_slice()).prop_map(Counted::Role),
        2 => Just(Counted::Uses),
        1 => Just(Counted::EngagedMinutes),
        1 => select(FrictionKind::ALL.as_slice()).prop_map(Counted::Friction),
        1 => Just(Counted::Trouble),
    ];
    let over = prop_oneof![Just(Over::All), (1..20_u8).prop_map(Over::Days), (1..4_u8).prop_map(Over::HalfLife)];
    let single = vec![
        Reading::Breadth,
        Reading::Streak,
        Reading::Sessions,
        Reading::RecencyHours,
        Reading::TrialDay,
        Reading::TrialProgress,
        Reading::Moments,
        Reading::Limit { limit: 0 },
        Reading::LimitPressure,
        Reading::FrictionRate,
        Reading::LastReaction,
        Reading::Score,
        Reading::Score,
        Reading::Band,
        Reading::Band,
    ];
    prop_oneof![
        8 => (of, over).prop_map(|(of, over)| Reading::Count { of, over }),
        2 => days().prop_map(|within_days| Reading::ActiveDays { within_days }),
        2 => (place(), days()).prop_map(|(moment, within_days)| Reading::Moment { moment, within_days }),
        1 => place().prop_map(|moment| Reading::HoursTo { moment }),
        1 => place().prop_map(|moment| Reading::Reaction { moment }),
        1 => place().prop_map(|feature| Reading::Depth { feature }),
        1 => place().prop_map(|feature| Reading::HoursSince { feature }),
        1 => (0..2_u8).prop_map(|text| Reading::Plan { text }),
        1 => (2..5_u8).prop_map(|text| Reading::Locale { text }),
        1 => (5..7_u8).prop_map(|text| Reading::Route { text }),
        4 => select(single),
    ]
}

/// A rule as the language makes them.
fn rule() -> impl Strategy<Value = Rule> {
    let number = prop_oneof![6 => -2..8_i32, 2 => 0..100_i32, 1 => any::<i32>()];
    let leaf = (reading(), select(Comparison::ALL.as_slice()), number)
        .prop_map(|(reading, comparison, number)| vec![Op::Read(reading), Op::Number(number), Op::Compare(comparison)]);
    let ops = leaf.prop_recursive(5, 20, 2, |inner| {
        let join = |op: Op| {
            move |(mut left, right): (Vec<Op>, Vec<Op>)| {
                left.extend(right);
                left.push(op);
                left
            }
        };
        prop_oneof![
            4 => (inner.clone(), inner.clone()).prop_map(join(Op::And)),
            2 => (inner.clone(), inner.clone()).prop_map(join(Op::Or)),
            1 => inner.prop_map(|mut ops| {
                ops.push(Op::Not);
                ops
            }),
        ]
    });
    ops.prop_map(|ops| Rule { ops })
}

/// A trial and what is asked beside it.
#[derive(Debug, Clone)]
struct Trial {
    summary: Summary,
    now_s: u32,
    plan: &'static str,
    locale: &'static str,
    path: &'static str,
}

fn trial() -> impl Strategy<Value = Trial> {
    let beside = (
        0..100_u32,
        select(vec!["", "team", "solo"]),
        select(vec!["", "de", "de-AT", "fr-CA"]),
        select(vec!["", "/a/b", "/b"]),
    );
    (vec(replica(), 1..3), beside).prop_map(|(replicas, (later_h, plan, locale, path))| {
        let summary = replicas.iter().skip(1).fold(replicas[0].clone(), |whole, other| combine(&whole, other));
        let now_s = summary.last_s + later_h * HOUR_S;
        Trial { summary, now_s, plan, locale, path }
    })
}

/// Calls `ask` with a view of the trial in which its readiness is known.
fn with_view<T>(trial: &Trial, rules: &Rules, ask: impl FnOnce(&View) -> T) -> T {
    let Trial { summary, now_s, plan, locale, path } = trial;
    let view = View { plan, locale, path, ..View::new(rules, summary, *now_s, 14) };
    let readiness = rules.scorecard.readiness(&view);
    ask(&View { readiness: Some(&readiness), ..view })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_all_readings_say_of_one_state_can_hold(readings in vec(reading(), 2..14), trial in trial()) {
        let rules = rules();
        let knowledge = Knowledge::of(&rules, |_| false);
        let value = |reading: &Reading| with_view(&trial, &rules, |view| reading.value(view));
        let says = readings.iter().map(|reading| Condition::Compare(*reading, Comparison::Equal, value(reading)));
        prop_assert!(says.reduce(Condition::and).unwrap().can_hold(&knowledge));
    }

    #[test]
    fn what_holds_in_some_state_can_hold(made_up in vec(rule(), 1..8), trial in trial()) {
        let rules = rules();
        let knowledge = Knowledge::of(&rules, |_| false);
        for rule in &made_up {
            let condition = Condition::of(rule).expect("the language makes such rules");
            if with_view(&trial, &rules, |view| rule.holds(view)) {
                prop_assert!(condition.can_hold(&knowledge), "{rule:?} holds");
            } else {
                prop_assert!(condition.not().can_hold(&knowledge), "{rule:?} does not hold");
            }
        }
    }

    #[test]
    fn any_steps_at_all_are_read_back_or_let_pass(ops in vec(prop_oneof![
        reading().prop_map(Op::Read),
        any::<i32>().prop_map(Op::Number),
        select(Comparison::ALL.as_slice()).prop_map(Op::Compare),
        select(vec![Op::And, Op::Or, Op::Not]),
    ], 0..40)) {
        let playbook = rules();
        let knowledge = Knowledge::of(&playbook, |_| false);
        if let Some(condition) = Condition::of(&Rule { ops }) {
            let _ = condition.can_hold(&knowledge);
        }
    }
}
