//! A summary as a person reads it. Each field is taken apart by name, so that a new one that is not told does not
//! compile.

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::LAST_DAY;
use moment_core::exposure::{Due, PromptRecord};
use moment_core::feature::FeatureUse;
use moment_core::friction::FrictionKind;
use moment_core::limit::{Limit, LimitUse};
use moment_core::moment::Reached;
use moment_core::reaction::Reaction;
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};
use moment_core::time::Second;

use crate::told::Told;

type Fields = Vec<(&'static str, Told)>;

/// All that a summary says. Days are those of the trial, from 0; instants are those of the clock.
pub fn fields(summary: &Summary, started_ms: u64) -> Fields {
    let Summary {
        last_s,
        features,
        moments,
        limits,
        friction,
        active_days,
        sessions,
        engaged,
        prompts,
        budget: BudgetSetting { at_s, choice },
        reactions,
        recovered_s,
        outcome,
        dropped,
    } = summary;
    let clock = Clock(started_ms);
    let met = FrictionKind::ALL.into_iter().zip(friction).filter(|(_, friction)| friction.counts.total() > 0);
    let outcome = outcome.map_or(Told::Nothing, |(at_s, outcome)| {
        Told::Record(vec![("is", Told::Text(outcome.name().into())), ("at", clock.at(at_s))])
    });
    vec![
        ("last_active", clock.at(*last_s)),
        ("features", Told::list(features, |used| feature(clock, used))),
        ("moments", Told::list(moments, |reached| moment(clock, reached))),
        ("limits", Told::list(limits, |told| limit(clock, told))),
        ("friction", Told::list(met, |(kind, met)| trouble(clock, kind, met))),
        ("active_days", Told::list((0..=LAST_DAY).filter(|day| active_days.contains(*day)), number)),
        ("visits", number(*sessions)),
        ("engaged_minutes", number(engaged.total() / 60)),
        ("engaged_seconds", number(engaged.total())),
        ("engaged_days", days("seconds", engaged)),
        ("prompts", Told::list(prompts, |record| prompt(clock, record))),
        ("reactions", Told::list(reactions, |given| reaction(clock, given))),
        ("budget", budget(*choice)),
        ("budget_chosen", clock.unless_never(*at_s)),
        ("trouble_over", clock.unless_never(*recovered_s)),
        ("outcome", outcome),
        ("dropped", number(*dropped)),
    ]
}

/// How many prompts the customer wants.
pub fn budget(choice: BudgetChoice) -> Told {
    let name = match choice {
        BudgetChoice::Normal => "normal",
        BudgetChoice::Fewer => "fewer",
        BudgetChoice::None => "none",
    };
    Told::Text(name.into())
}

/// When the trial began, milliseconds since the Unix epoch.
#[derive(Clone, Copy)]
struct Clock(u64);

impl Clock {
    fn at(self, second: Second) -> Told {
        Told::Instant(self.0.saturating_add(1000 * u64::from(second)))
    }

    fn if_any(self, second: Option<Second>) -> Told {
        second.map_or(Told::Nothing, |second| self.at(second))
    }

    fn unless_never(self, second: Second) -> Told {
        self.if_any(Some(second).filter(|second| *second > 0))
    }
}

fn number(number: impl Into<u64>) -> Told {
    Told::Number(number.into())
}

/// The days with a count; what was counted before the oldest of them is in the total only.
fn days(what: &'static str, counts: &DayCounts) -> Told {
    Told::list(counts.days(), |(day, count)| Told::Record(vec![("day", number(*day)), (what, number(*count))]))
}

fn feature(clock: Clock, used: &FeatureUse) -> Told {
    let FeatureUse { name, counts, first_s, last_s } = used;
    Told::Record(vec![
        ("name", Told::Text(name.to_string())),
        ("uses", number(counts.total())),
        ("days", days("uses", counts)),
        ("first", clock.at(*first_s)),
        ("last", clock.at(*last_s)),
    ])
}

fn moment(clock: Clock, reached: &Reached) -> Told {
    let Reached { name, at_s } = reached;
    Told::Record(vec![("name", Told::Text(name.to_string())), ("at", clock.at(*at_s))])
}

fn limit(clock: Clock, told: &Limit) -> Told {
    let Limit { name, standing: LimitUse { at_s, used, of, hard } } = told;
    Told::Record(vec![
        ("name", Told::Text(name.to_string())),
        ("used", number(*used)),
        ("of", number(*of)),
        ("hard", Told::Truth(*hard)),
        ("at", clock.at(*at_s)),
    ])
}

fn trouble(clock: Clock, kind: FrictionKind, met: &Friction) -> Told {
    let Friction { counts, last_s } = met;
    Told::Record(vec![
        ("kind", Told::Text(kind.name().into())),
        ("times", number(counts.total())),
        ("days", days("times", counts)),
        ("last", clock.if_any(*last_s)),
    ])
}

fn reaction(clock: Clock, given: &Reaction) -> Told {
    let Reaction { name, at_s, score } = given;
    Told::Record(vec![("about", Told::Text(name.to_string())), ("score", number(*score)), ("at", clock.at(*at_s))])
}

fn prompt(clock: Clock, record: &PromptRecord) -> Told {
    let PromptRecord {
        id,
        shown,
        last_shown_s,
        clicked,
        completed,
        dismissed,
        snoozed,
        snoozed_until_s,
        answered_s,
        due,
        waits,
    } = record;
    let arm = |arm: Arm| match arm {
        Arm::Holdout => Told::Text("holdout".into()),
        Arm::Control => Told::Text("control".into()),
        Arm::Variant(place) => Told::Text(format!("variant {place}")),
    };
    let due = due.map_or(Told::Nothing, |Due { at_s, arm: drawn }| {
        Told::Record(vec![("at", clock.at(at_s)), ("arm", arm(drawn))])
    });
    Told::Record(vec![
        ("id", Told::Text(id.to_string())),
        ("shown", number(shown.total())),
        ("days", days("shown", shown)),
        ("last_shown", clock.if_any(*last_shown_s)),
        ("clicked", number(*clicked)),
        ("completed", number(*completed)),
        ("dismissed", number(*dismissed)),
        ("snoozed", number(*snoozed)),
        ("snoozed_until", clock.unless_never(*snoozed_until_s)),
        ("answered", clock.if_any(*answered_s)),
        ("due", due),
        (
            "waits",
            Told::list(waits, |(reason, count)| {
                Told::Record(vec![("reason", Told::Text(reason.name().into())), ("times", number(*count))])
            }),
        ),
    ])
}
