//! Playbooks: one around each scorecard, and one as a vendor would have it after some months.

use moment_core::feature::Role;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::readiness::Scorecard;
use moment_core::reading::Reading::{ActiveDays, Breadth, Count, HoursTo, Limit, Moment, RecencyHours, Score, Streak};
use moment_core::reading::{Counted, Over};
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use moment_wire::playbook::PlaybookV3;

use super::scorecards::{MINUTES, weighed};
use super::summaries::feature;

/// A playbook of three names of each kind and a scorecard.
pub(crate) fn alone(scorecard: Scorecard) -> PlaybookV3 {
    let names = ["first", "second", "third"].map(str::to_owned);
    let rules = Playbook {
        features: names
            .clone()
            .map(|name| {
                let role = Role::ALL.into_iter().find(|role| role.name().len() % 3 == name.len() % 3);
                FeatureRule { name, routes: Vec::new(), role }
            })
            .into(),
        texts: ["team", "free", "de", "en-GB", "/invoices/*", "/reports"].map(str::to_owned).into(),
        moments: names.clone().map(|name| moment(name, None)).into(),
        limits: names.into(),
        salt: "vectors".into(),
        scorecard,
        ..Playbook::default()
    };
    printed(rules)
}

/// A playbook as a vendor would have it after some months: 40 features, 10 moments, 3 limits, 12 weights, 6 prompts.
pub(crate) fn mid_trial_playbook() -> PlaybookV3 {
    let at_least = |reading, number| vec![Op::Read(reading), Op::Number(number), Op::Compare(Comparison::AtLeast)];
    let used = |feature: u8, number| at_least(Count { of: Counted::Feature(feature), over: Over::Days(7) }, number);
    let both = |one: Vec<Op>, other: Vec<Op>| [one, other, vec![Op::And]].concat();
    let moments = (0..10).map(|place| {
        let when = if place < 5 { used(place * 4, 2) } else { both(used(place * 4, 2000), used(place * 4 - 1, 3)) };
        moment(format!("moment_{place}"), Some(Rule { ops: when }))
    });
    let readings = [
        Count { of: Counted::Feature(0), over: Over::HalfLife(3) },
        Count { of: Counted::Feature(7), over: Over::HalfLife(7) },
        Count { of: Counted::Uses, over: Over::HalfLife(3) },
        ActiveDays { within_days: 7 },
        Breadth,
        Streak,
        MINUTES,
        RecencyHours,
        Moment { moment: 1, within_days: 0 },
        HoursTo { moment: 0 },
        Limit { limit: 0 },
        Count { of: Counted::Trouble, over: Over::Days(3) },
    ];
    // Each waits, for the reason that stands beside it: so does nearly every prompt at nearly every tick.
    let prompts = [
        PromptRule { when: Rule { ops: used(3, 100_000) }, ..prompt("trigger_not_fired", PromptKind::Card) },
        PromptRule { score_min: 100, ..prompt("below_threshold", PromptKind::Modal) },
        PromptRule { routes: vec![Pattern("/billing/**".into())], ..prompt("route_mismatch", PromptKind::Card) },
        prompt("already_seen", PromptKind::Modal),
        prompt("snoozed", PromptKind::Card),
        PromptRule {
            when: Rule { ops: both(at_least(Limit { limit: 1 }, 80), at_least(Score, 99)) },
            commercial: false,
            ..prompt("help_at_the_limit", PromptKind::Card)
        },
    ];
    let rules = Playbook {
        features: (0..40).map(|place| FeatureRule { name: feature(place), routes: Vec::new(), role: None }).collect(),
        moments: moments.collect(),
        limits: ["seats", "invoices", "storage"].map(str::to_owned).into(),
        holdout_percent: 0,
        salt: "invoices".into(),
        scorecard: weighed(-62, readings.into_iter(), &[1, 10, 40]),
        prompts: prompts.into(),
        ..Playbook::default()
    };
    printed(rules)
}

fn prompt(id: &str, kind: PromptKind) -> PromptRule {
    PromptRule { id: id.into(), kind, ..PromptRule::default() }
}

fn moment(name: String, when: Option<Rule>) -> MomentRule {
    MomentRule { name, stage: Stage::Value, activation: false, when }
}

/// The core reads no words.
fn printed(rules: Playbook) -> PlaybookV3 {
    PlaybookV3 {
        version: 1,
        selectors: rules.features.iter().map(|_| Vec::new()).collect(),
        words: rules.prompts.iter().map(|_| vec![Vec::new()]).collect(),
        rules,
        surround: Vec::new(),
    }
}
