//! Every reading, by example: one busy fortnight, and what each number of the vocabulary says of it.

use moment_core::event::{Answer, Event};
use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::reading::{Counted, Over, Reading, View, is_language};

use crate::journey::{Journey, seconds};
use crate::rulebook::{prompt, rulebook};

fn playbook() -> Playbook {
    let role = |name: &str, role| FeatureRule { name: name.into(), routes: Vec::new(), role: Some(role) };
    let mut playbook = rulebook();
    playbook.features.extend([
        role("ai_summary", Role::Premium),
        role("audit_log", Role::Premium),
        role("export_locked", Role::Gate),
        role("invite", Role::Invitation),
    ]);
    playbook.features[2].role = Some(Role::Pricing);
    playbook.limits = ["seats".into(), "storage".into()].into();
    playbook.texts = ["team", "free", "de", "en", "/invoices/*", "/reports"].map(Into::into).into();
    let asks = |id: &str, about| PromptRule { kind: PromptKind::Reaction, about, ..prompt(id) };
    playbook.prompts = [asks("how_was_it", Some(0)), asks("how_are_we", None)].into();
    playbook
}

/// A fortnight of a customer on the plan `team` who reads German.
fn fortnight() -> Journey {
    let mut journey = Journey::new(playbook());
    journey.at("9:00").opened().routed("/invoices/17").used("invoice_created").limited("seats", 4, 5);
    journey.at("9:05").event(Event::Engaged { seconds: 240 }).event(Event::Friction(FrictionKind::Error));
    journey.at("9:10").tick().painted().answered(Answer::Reacted(2));
    journey.answered(Answer::Dismissed);
    journey.at("3d 9:00").opened().event(Event::Used { feature: "invoice_created", count: 6 });
    journey.at("3d 9:10").tick().painted().answered(Answer::Reacted(5)).answered(Answer::Completed);
    journey.event(Event::Engaged { seconds: 300 }).used("ai_summary").used("invite").used("export_locked");
    journey.at("5d 10:00").opened().used("audit_log").routed("/pricing/team").routed("/invoices/18");
    journey.limited("storage", 30, 20).event(Event::Friction(FrictionKind::RageClick));
    journey
}

#[test]
fn each_reading_says_what_it_is_called() {
    let journey = fortnight();
    let count = |of, over| Reading::Count { of, over };
    let (invoices, role) = (Counted::Feature(0), Counted::Role);
    let trouble = |kind| Counted::Friction(kind);
    let expected = [
        (count(invoices, Over::All), 7),
        (count(invoices, Over::Days(3)), 6),
        (count(invoices, Over::Days(2)), 0),
        // 1 use five days ago and 6 two days ago, halved each day: 1/32 + 6/4 = 1.53.
        (count(invoices, Over::HalfLife(1)), 15),
        (count(Counted::Uses, Over::All), 12),
        (count(Counted::Uses, Over::Days(1)), 2),
        (count(Counted::EngagedMinutes, Over::All), 9),
        (count(Counted::EngagedMinutes, Over::Days(3)), 5),
        // 4 minutes and 5 minutes, with a half-life of two days: 4 / 2^2.5 + 5 / 2 = 3.2.
        (count(Counted::EngagedMinutes, Over::HalfLife(2)), 32),
        (count(role(Role::Premium), Over::All), 2),
        (count(role(Role::Premium), Over::Days(1)), 1),
        (count(role(Role::Gate), Over::All), 1),
        (count(role(Role::Invitation), Over::All), 1),
        (count(role(Role::Pricing), Over::All), 1),
        (count(trouble(FrictionKind::Error), Over::All), 1),
        (count(trouble(FrictionKind::Error), Over::Days(5)), 0),
        (count(trouble(FrictionKind::RageClick), Over::Days(1)), 1),
        (count(Counted::Trouble, Over::All), 2),
        (Reading::Depth { feature: 0 }, 3),
        (Reading::Depth { feature: 1 }, 0),
        (Reading::HoursSince { feature: 0 }, 49),
        (Reading::HoursSince { feature: 1 }, -1),
        (Reading::ActiveDays { within_days: 0 }, 3),
        (Reading::ActiveDays { within_days: 3 }, 2),
        (Reading::Breadth, 6),
        (Reading::Streak, 1),
        (Reading::Sessions, 3),
        (Reading::TrialDay, 5),
        (Reading::TrialProgress, 35),
        (Reading::Moment { moment: 0, within_days: 0 }, 1),
        (Reading::Moment { moment: 0, within_days: 6 }, 1),
        (Reading::Moment { moment: 0, within_days: 5 }, 0),
        (Reading::Moment { moment: 2, within_days: 0 }, 0),
        (Reading::Moments, 1),
        (Reading::HoursTo { moment: 0 }, 9),
        (Reading::HoursTo { moment: 2 }, -1),
        (Reading::Limit { limit: 0 }, 80),
        (Reading::Limit { limit: 1 }, 150),
        (Reading::LimitPressure, 150),
        // 2 signs of trouble in 12 uses.
        (Reading::FrictionRate, 16),
        (Reading::Reaction { moment: 0 }, 2),
        (Reading::Reaction { moment: 1 }, 0),
        (Reading::LastReaction, 5),
        (Reading::Plan { text: 0 }, 1),
        (Reading::Plan { text: 1 }, 0),
        (Reading::Locale { text: 2 }, 1),
        (Reading::Locale { text: 3 }, 0),
        (Reading::Route { text: 4 }, 1),
        (Reading::Route { text: 5 }, 0),
        (Reading::Route { text: 99 }, 0),
    ];
    let (playbook, summary) = (&journey.playbook, journey.own());
    let view = View::new(playbook, summary, seconds("5d 10:00"), 14);
    let view = View { plan: "team", locale: "de-AT", path: journey.trial.page().path(), ..view };
    for (reading, value) in expected {
        assert_eq!(reading.value(&view), value, "{reading:?}");
    }
}

#[test]
fn a_language_is_itself_and_its_variants() {
    for (tag, wanted) in [("de", "de"), ("de-AT", "de"), ("DE-at", "de-AT"), ("zh-Hant-TW", "zh-hant")] {
        assert!(is_language(tag, wanted), "{tag} is {wanted}");
    }
    for (tag, wanted) in [("de", "de-AT"), ("den", "de"), ("", "de"), ("en", "de")] {
        assert!(!is_language(tag, wanted), "{tag} is not {wanted}");
    }
}
