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
use moment_core::time::{MINUTE_S, Second};

use super::json::Json;

/// All that a summary says. Days are those of the trial, from 0; instants are those of the clock.
pub fn tell(json: &mut Json, summary: &Summary, started_ms: u64) {
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
    let mut teller = Teller { json, started_ms };
    teller.at("last_active", Some(*last_s));
    teller.list("features", features, Teller::feature);
    teller.list("moments", moments, Teller::moment);
    teller.list("limits", limits, Teller::limit);
    teller.friction(friction);
    teller.json.name("active_days").list();
    for day in (0..=LAST_DAY).filter(|day| active_days.contains(*day)) {
        teller.json.number(day.into());
    }
    teller.json.end(']');
    teller.number("visits", *sessions);
    teller.number("engaged_minutes", engaged.total() / MINUTE_S);
    teller.json.name("engaged").record();
    teller.counts("seconds", engaged);
    teller.json.end('}');
    teller.list("prompts", prompts, Teller::prompt);
    teller.list("reactions", reactions, Teller::reaction);
    teller.json.name("budget").text(budget(*choice));
    teller.at("budget_chosen", unless_never(*at_s));
    teller.at("trouble_over", unless_never(*recovered_s));
    teller.at("outcome_at", outcome.map(|(at_s, _)| at_s));
    teller.word("outcome", outcome.map_or("", |(_, outcome)| outcome.name()));
    teller.number("dropped", *dropped);
}

/// How many prompts the customer wants.
#[must_use]
pub fn budget(choice: BudgetChoice) -> &'static str {
    match choice {
        BudgetChoice::Normal => "normal",
        BudgetChoice::Fewer => "fewer",
        BudgetChoice::None => "none",
    }
}

/// Zero is never.
fn unless_never(second: Second) -> Option<Second> {
    Some(second).filter(|second| *second > 0)
}

/// Tells of a trial that began at this instant, milliseconds since the Unix epoch.
struct Teller<'a> {
    json: &'a mut Json,
    started_ms: u64,
}

impl Teller<'_> {
    #[inline(never)]
    fn at(&mut self, name: &str, second: Option<Second>) {
        self.json.name(name);
        match second {
            Some(second) => self.json.instant(self.started_ms.saturating_add(1000 * u64::from(second))),
            None => self.json.nothing(),
        }
    }

    #[inline(never)]
    fn number(&mut self, name: &str, number: u32) {
        self.json.name(name).number(number.into());
    }

    /// Empty is none.
    #[inline(never)]
    fn word(&mut self, name: &str, word: &str) {
        self.json.name(name);
        if word.is_empty() { self.json.nothing() } else { self.json.text(word) }
    }

    /// The total, and the days with a count; what was counted before the oldest of them is in the total only.
    #[inline(never)]
    fn counts(&mut self, name: &str, counts: &DayCounts) {
        self.number(name, counts.total());
        self.json.name("days").list();
        for (day, count) in counts.days() {
            self.json.record();
            self.number("day", (*day).into());
            self.number(name, *count);
            self.json.end('}');
        }
        self.json.end(']');
    }

    fn list<T>(&mut self, name: &str, items: &[T], tell: fn(&mut Self, &T)) {
        self.json.name(name).list();
        for item in items {
            self.json.record();
            tell(self, item);
            self.json.end('}');
        }
        self.json.end(']');
    }

    fn feature(&mut self, used: &FeatureUse) {
        let FeatureUse { name, counts, first_s, last_s } = used;
        self.word("name", name);
        self.counts("uses", counts);
        self.at("first", Some(*first_s));
        self.at("last", Some(*last_s));
    }

    fn moment(&mut self, reached: &Reached) {
        let Reached { name, at_s } = reached;
        self.word("name", name);
        self.at("at", Some(*at_s));
    }

    fn limit(&mut self, told: &Limit) {
        let Limit { name, standing: LimitUse { at_s, used, of, hard } } = told;
        self.word("name", name);
        self.number("used", *used);
        self.number("of", *of);
        self.json.name("hard").truth(*hard);
        self.at("at", Some(*at_s));
    }

    /// Only the kinds that were met.
    fn friction(&mut self, all: &[Friction]) {
        self.json.name("friction").list();
        for (kind, Friction { counts, last_s }) in FrictionKind::ALL.into_iter().zip(all) {
            if counts.total() > 0 {
                self.json.record();
                self.word("kind", kind.name());
                self.counts("times", counts);
                self.at("last", *last_s);
                self.json.end('}');
            }
        }
        self.json.end(']');
    }

    fn reaction(&mut self, given: &Reaction) {
        let Reaction { name, at_s, score } = given;
        self.word("about", name);
        self.number("score", (*score).into());
        self.at("at", Some(*at_s));
    }

    fn prompt(&mut self, record: &PromptRecord) {
        let PromptRecord {
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
        } = record;
        self.word("id", id);
        self.counts("shown", shown);
        self.at("last_shown", *last_shown_s);
        self.number("clicked", *clicked);
        self.number("completed", *completed);
        self.number("dismissed", *dismissed);
        self.number("step", (*step).into());
        self.number("snoozed", *snoozed);
        self.at("snoozed_until", unless_never(*snoozed_until_s));
        self.at("answered", *answered_s);
        self.at("due", due.map(|Due { at_s, arm: _ }| at_s));
        let (arm, variant) = match due.map(|Due { at_s: _, arm }| arm) {
            None => ("", None),
            Some(Arm::Holdout) => ("holdout", None),
            Some(Arm::Control) => ("control", None),
            Some(Arm::Variant(place)) => ("shown", Some(place)),
        };
        self.word("arm", arm);
        if let Some(place) = variant {
            self.number("variant", place.into());
        }
        self.list("waits", waits, |teller, (reason, count)| {
            teller.word("reason", reason.name());
            teller.number("times", *count);
        });
    }
}
