//! The example playbook: an invoicing product with three features, three moments, one limit and no prompts.

use moment_core::budget::Frequency;
use moment_core::decision::Reason;
use moment_core::event::Consent;
use moment_core::exposure::PromptRecord;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::PromptRule;
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::{Counted, Over, Reading};
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use moment_core::summary::Summary;
use moment_core::time::DAY_S;
use moment_core::trial::{Identity, Trial};

/// When every example trial begins: 10 November 2026, 09:00 UTC.
pub(crate) const STARTED_MS: u64 = 1_794_301_200_000;

/// Uses of the first feature, `invoice_created`, in all time.
pub(crate) const INVOICES: Reading = Reading::Count { of: Counted::Feature(0), over: Over::All };

/// Without prompts and holdout: each example adds what it is about.
pub(crate) fn rulebook() -> Playbook {
    let feature = |name: &str, routes: &[&str]| FeatureRule { name: name.into(), routes: patterns(routes), role: None };
    let moment = |name: &str, stage, when| MomentRule { name: name.into(), stage, activation: false, when };
    Playbook {
        features: [
            feature("invoice_created", &[]),
            feature("export", &[]),
            feature("pricing_viewed", &["/pricing/**", "/upgrade"]),
        ]
        .into(),
        moments: [
            moment("first_invoice", Stage::FirstUse, Some(at_least(INVOICES, 1))),
            moment("habit", Stage::Habit, Some(at_least(Reading::Streak, 3))),
            moment("invited_a_colleague", Stage::Share, None),
        ]
        .into(),
        limits: ["seats".into()].into(),
        holdout_percent: 0,
        salt: "example".into(),
        scorecard: Scorecard {
            base: -40,
            weights: [
                weight(INVOICES, &[1, 3], &[0, 20, 40], 12),
                weight(Reading::ActiveDays { within_days: 7 }, &[2, 5], &[-10, 10, 30], 3),
                weight(Reading::Limit { limit: 0 }, &[80], &[0, 30], 5),
            ]
            .into(),
            bands: [20, 50, 90],
        },
        ..Playbook::default()
    }
}

/// The example playbook with one card that sells, always and everywhere.
pub(crate) fn selling() -> Playbook {
    Playbook { prompts: [prompt("card")].into(), ..rulebook() }
}

/// The example playbook with one prompt that only helps.
pub(crate) fn helping() -> Playbook {
    Playbook { prompts: [PromptRule { commercial: false, ..prompt("help") }].into(), ..rulebook() }
}

/// A running prompt that sells, without conditions, as often as the budget allows.
pub(crate) fn prompt(id: &str) -> PromptRule {
    PromptRule { id: id.into(), frequency: Frequency::default(), ..PromptRule::default() }
}

pub(crate) fn at_least(reading: Reading, number: i32) -> Rule {
    Rule { ops: [Op::Read(reading), Op::Number(number), Op::Compare(Comparison::AtLeast)].into() }
}

pub(crate) fn weight(reading: Reading, bins: &[i32], points: &[i32], mean: i32) -> Weight {
    Weight { reading, bins: bins.into(), points: points.into(), mean }
}

pub(crate) fn patterns(routes: &[&str]) -> Vec<Pattern> {
    routes.iter().map(|route| Pattern((*route).into())).collect()
}

/// The trial `t_1` of fourteen days, as it was left in this browser and in others.
pub(crate) fn trial(own: Summary, others: Summary, consent: Consent) -> Trial {
    let identity = Identity {
        trial: "t_1".into(),
        started_ms: STARTED_MS,
        length_days: 14,
        plan: "team".into(),
        locale: "de-AT".into(),
    };
    Trial::new(identity, own, others, consent)
}

/// The state of another browser in which `id` was shown on the trial's first day.
pub(crate) fn shown_elsewhere(id: &str, at_s: u32) -> Summary {
    let mut record = PromptRecord::new(id);
    record.expose(at_s);
    record.add_waits(Reason::QuietTime, 1);
    Summary { last_s: DAY_S, sessions: 1, prompts: [record].into(), ..Summary::default() }
}
