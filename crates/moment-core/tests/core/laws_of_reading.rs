//! Laws of routes, rules, readings and readiness: any data gives a value, and well-formed data the right one.

use moment_core::arm;
use moment_core::name::is_name;
use moment_core::readiness::probability;
use moment_core::reading::{Reading, View};
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use moment_core::summary::Summary;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arbitrary::playbook::{playbook, reading, rule, scorecard};
use crate::arbitrary::summary::summary;
use crate::arbitrary::tries;
use crate::rulebook::rulebook;

/// The meaning of a pattern, told as plainly as possible: try everything.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    match pattern {
        [] => path.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=path.len()).any(|end| fits(rest, &path[end..])),
        [b'*', rest @ ..] => {
            let segment = path.iter().take_while(|byte| **byte != b'/').count();
            (0..=segment).any(|end| fits(rest, &path[end..]))
        }
        [byte, rest @ ..] => path.first() == Some(byte) && fits(rest, &path[1..]),
    }
}

/// A condition, as people write it.
#[derive(Debug, Clone)]
enum Condition {
    Compare(i32, Comparison, i32),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

impl Condition {
    fn holds(&self) -> bool {
        match self {
            Self::Compare(a, comparison, b) => match comparison {
                Comparison::Less => a < b,
                Comparison::AtMost => a <= b,
                Comparison::Equal => a == b,
                Comparison::NotEqual => a != b,
                Comparison::AtLeast => a >= b,
                Comparison::Greater => a > b,
            },
            Self::Not(condition) => !condition.holds(),
            Self::And(a, b) => a.holds() && b.holds(),
            Self::Or(a, b) => a.holds() || b.holds(),
        }
    }

    fn compile(&self, ops: &mut Vec<Op>) {
        match self {
            Self::Compare(a, comparison, b) => {
                ops.extend([Op::Number(*a), Op::Number(*b), Op::Compare(*comparison)]);
            }
            Self::Not(condition) => {
                condition.compile(ops);
                ops.push(Op::Not);
            }
            Self::And(a, b) | Self::Or(a, b) => {
                a.compile(ops);
                b.compile(ops);
                ops.push(if matches!(self, Self::And(..)) { Op::And } else { Op::Or });
            }
        }
    }
}

/// Small enough for a rule's steps and stack.
fn condition() -> impl Strategy<Value = Condition> {
    let comparison = proptest::sample::select(Comparison::ALL.as_slice());
    let leaf = (0..3_i32, comparison, 0..3_i32).prop_map(|(a, comparison, b)| Condition::Compare(a, comparison, b));
    leaf.prop_recursive(4, 20, 2, |inner| {
        let two = || (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(|condition| Condition::Not(condition.into())),
            two().prop_map(|(a, b)| Condition::And(a.into(), b.into())),
            two().prop_map(|(a, b)| Condition::Or(a.into(), b.into())),
        ]
    })
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn a_pattern_fits_what_its_meaning_says(pattern in "[ab/*]{0,9}", path in "[ab/]{0,9}") {
        let fits = fits(pattern.as_bytes(), path.as_bytes());
        prop_assert_eq!(Pattern(pattern).matches(&path), fits);
    }

    #[test]
    fn any_pattern_and_path_can_be_compared(pattern in ".{0,20}", path in ".{0,40}") {
        prop_assert!(Pattern(path.replace('*', "x")).matches(&path.replace('*', "x")));
        prop_assert!(Pattern("**".into()).matches(&path));
        _ = Pattern(pattern).matches(&path);
    }

    #[test]
    fn a_name_says_nothing_private(text in ".{0,50}") {
        prop_assert!(!is_name(&text) || !text.contains(['@', '/', ' ', '?', '&', '%', '+']));
        prop_assert!(!is_name(&text) || text.len() <= 40);
    }

    #[test]
    fn a_rule_holds_when_its_condition_does(condition in condition()) {
        let mut ops = Vec::new();
        condition.compile(&mut ops);
        prop_assume!(ops.len() <= moment_core::rule::RULE_OPS_MAX);
        let (playbook, summary) = (rulebook(), Summary::default());
        let view = View::new(&playbook, &summary, 0, 14);
        prop_assert_eq!(Rule { ops }.holds(&view), condition.holds());
    }

    #[test]
    fn nobody_is_in_no_percent_and_everybody_in_all(salt in ".{0,9}", trial in ".{0,40}", experiment in "[a-z]{0,9}") {
        let place = arm::place(&salt, &trial, &experiment);
        prop_assert!(place < arm::SHARES);
        prop_assert!(!arm::is_in(place, 0) && arm::is_in(place, 100));
        prop_assert_eq!(place, arm::place(&salt, &trial, &experiment));
        // Who is in stays in when the share grows.
        prop_assert!((0..100).all(|percent| !arm::is_in(place, percent) || arm::is_in(place, percent + 1)));
    }
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn any_rule_and_reading_have_a_value(
        playbook in playbook(),
        summary in summary(),
        rules in vec(rule(), 1..8),
        readings in vec(reading(), 1..8),
        now_s in any::<u32>(),
        length_days in any::<u16>(),
    ) {
        let view = View::new(&playbook, &summary, now_s, length_days);
        let readiness = playbook.scorecard.readiness(&view);
        let view = View { readiness: Some(&readiness), ..view };
        for rule in rules {
            let unless = Rule { ops: [rule.ops.as_slice(), &[Op::Not]].concat() };
            prop_assert!(rule.ops.is_empty() || rule.ops.len() >= 64 || rule.holds(&view) != unless.holds(&view));
        }
        for reading in readings {
            let can_be_never = matches!(reading, Reading::HoursTo { .. } | Reading::HoursSince { .. });
            let least = if can_be_never { -1 } else { 0 };
            prop_assert!(reading.value(&view) >= least, "{reading:?}");
        }
    }

    #[test]
    fn contributions_always_add_up(
        scorecard in scorecard(1_000_000),
        playbook in playbook(),
        summary in summary(),
        now_s in any::<u32>(),
    ) {
        let view = View::new(&playbook, &summary, now_s, 14);
        let readiness = scorecard.readiness(&view);
        let average = scorecard.base + scorecard.weights.iter().map(|weight| weight.mean).sum::<i32>();
        prop_assert_eq!(readiness.contributions.iter().sum::<i32>(), readiness.points - average);
        prop_assert!(readiness.score <= 100);
        prop_assert!(readiness.probability > 0.0 || readiness.points < -20_000);
    }

    #[test]
    fn more_points_are_never_less_likely(a in any::<i32>(), b in -900..900_i32, step in 1..50_i32) {
        prop_assert!((0.0..=1.0).contains(&probability(a)));
        prop_assert!(probability(b) < probability(b + step));
    }
}
