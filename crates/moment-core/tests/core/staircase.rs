//! Event by event up the staircase: what is counted, when a moment is reached, what is sent.

use expect_test::expect;
use moment_core::event::{Consent, Event, Outcome};
use moment_core::feature::FEATURES_MAX;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::moment::{MOMENTS_MAX, Reached};
use moment_core::reading::{Counted, Over, Reading, View};
use moment_core::rule::{Op, Rule};
use moment_core::summary::Summary;
use moment_core::time::DAY_S;

use crate::journey::{Journey, seconds};
use crate::rulebook::{at_least, rulebook, selling, trial};

/// A click only counts; what follows from it is asked at the next tick, or when the page is hidden.
#[test]
fn a_moment_is_reached_once_and_sent_at_once() {
    let mut journey = Journey::new(rulebook());
    journey.opened().at("0:10").used("export").used("invoice_created").tick().used("invoice_created").hidden().check(
        &expect![[r#"
            0d 0:00:00 Opened: save
            0d 0:10:00 Used { feature: "export", count: 1 }: save
            0d 0:10:00 Used { feature: "invoice_created", count: 1 }: save
            0d 0:10:00 Tick: wait not_running, save, send
            0d 0:10:00 Used { feature: "invoice_created", count: 1 }: save
            0d 0:10:00 Hidden: send
        "#]],
    );
    let invoices = journey.own().feature("invoice_created").expect("it was used");
    assert_eq!((invoices.counts.total(), invoices.first_s), (2, seconds("0:10")));
    assert_eq!(journey.own().moment("first_invoice"), Some(seconds("0:10")));
}

#[test]
fn a_moment_may_be_told_by_the_page_but_only_one_that_the_playbook_names() {
    let mut journey = Journey::new(rulebook());
    journey
        .event(Event::Reached { moment: "invited_a_colleague" })
        .event(Event::Reached { moment: "invited_a_colleague" })
        .event(Event::Reached { moment: "won_the_lottery" })
        .check(&expect![[r#"
            0d 0:00:00 Reached { moment: "invited_a_colleague" }: send, save
            0d 0:00:00 Reached { moment: "invited_a_colleague" }: nothing
            0d 0:00:00 Reached { moment: "won_the_lottery" }: save
        "#]]);
    assert_eq!((journey.own().moments.len(), journey.own().dropped), (1, 1));
}

#[test]
fn a_moment_that_another_browser_made_true_is_reached_here_too_with_the_next_tick() {
    let mut others = Summary::default();
    others.touch(5);
    others.use_feature("invoice_created", 5, 1);
    let mut journey = Journey::new(rulebook());
    journey.at("0:10").merged(&others).tick().check(&expect![[r#"
        0d 0:10:00 Merged: nothing
        0d 0:10:00 Tick: wait not_running, save, send
    "#]]);
}

#[test]
fn a_page_that_is_passed_in_less_than_a_tick_can_be_a_moment() {
    let mut playbook = rulebook();
    playbook.texts = ["/thanks".into()].into();
    let is_there = Op::Read(Reading::Route { text: 0 });
    let has_exported = at_least(Reading::Count { of: Counted::Feature(1), over: Over::All }, 1).ops;
    playbook.moments[2].when = Some(Rule { ops: [[is_there].as_slice(), &has_exported, &[Op::And]].concat() });
    let mut journey = Journey::new(playbook.clone());
    journey.at("0:10").used("export").routed("/thanks").routed("/");
    assert_eq!(journey.own().moment("invited_a_colleague"), Some(seconds("0:10")), "true on arrival");
    let mut journey = Journey::new(playbook);
    journey.at("0:10").routed("/thanks").used("export").routed("/");
    assert_eq!(journey.own().moment("invited_a_colleague"), Some(seconds("0:10")), "true on leaving");
}

#[test]
fn a_visit_to_a_features_route_is_a_use_and_staying_there_is_not() {
    let mut journey = Journey::new(rulebook());
    journey.routed("/pricing/teams").routed("/pricing/teams").routed("/invoices").routed("/upgrade");
    let visits = journey.own().feature("pricing_viewed").map(|used| used.counts.total());
    assert_eq!(visits, Some(2));
}

#[test]
fn only_the_first_512_bytes_of_a_path_are_looked_at() {
    let mut journey = Journey::new(rulebook());
    journey.published(|playbook| playbook.features[2].routes[0].0 = "/**/end".into());
    journey.routed("/a/end").routed(&format!("/{}/end", "x".repeat(512)));
    let visits = journey.own().feature("pricing_viewed").map(|used| used.counts.total());
    assert_eq!(visits, Some(1));
}

#[test]
fn the_newest_standing_of_a_limit_counts_and_an_unchanged_one_is_no_news() {
    let mut journey = Journey::new(rulebook());
    journey
        .limited("seats", 4, 5)
        .limited("seats", 4, 5)
        .at("1:00")
        .limited("seats", 5, 5)
        .limited("seats", 3, 5)
        .check(&expect![[r#"
            0d 0:00:00 4 of 5 seats: save
            0d 0:00:00 4 of 5 seats: nothing
            0d 1:00:00 5 of 5 seats: save
            0d 1:00:00 3 of 5 seats: save
        "#]]);
    assert_eq!(journey.own().limit("seats").map(|standing| standing.used), Some(3));
}

#[test]
fn a_limit_that_is_told_again_is_newer_than_what_another_browser_said_before() {
    let mut others = Summary::default();
    others.touch(seconds("1:00"));
    others.set_limit("seats", LimitUse { at_s: seconds("1:00"), used: 5, of: 5, hard: true });
    let mut journey = Journey::new(rulebook());
    journey.limited("seats", 4, 5).merged(&others).at("2:00").limited("seats", 4, 5);
    assert_eq!(journey.trial.whole().limit("seats").map(|standing| standing.used), Some(4));
}

#[test]
fn a_pause_of_half_an_hour_ends_a_session() {
    let sessions = |times: &[&str]| {
        let mut journey = Journey::new(rulebook());
        for time in times {
            journey.at(time).used("export");
        }
        journey.own().sessions
    };
    assert_eq!(sessions(&[]), 0);
    assert_eq!(sessions(&["0:00", "0:29:59", "0:59:58"]), 1);
    assert_eq!(sessions(&["0:00", "0:30"]), 2);
    assert_eq!(sessions(&["9:00", "8:00", "9:29"]), 1, "a clock set back ends no session");
}

#[test]
fn days_windows_and_streaks_are_read_on_the_day_that_they_end() {
    let mut journey = Journey::new(rulebook());
    for time in ["0d 1:00", "2d 1:00", "3d 1:00", "3d 5:00", "4d 23:59:59"] {
        journey.at(time).used("export").tick();
    }
    let read = |time: &str, reading: Reading| {
        let (playbook, summary, now_s) = (&journey.playbook, journey.own(), seconds(time));
        reading.value(&View::new(playbook, summary, now_s, 14))
    };
    let exports = |within_days| Reading::Count {
        of: Counted::Feature(1),
        over: if within_days == 0 { Over::All } else { Over::Days(within_days) },
    };
    let days = |within_days| Reading::ActiveDays { within_days };
    let cases = [
        ("4d 23:59:59", Reading::Streak, 3),
        ("5d 0:00", Reading::Streak, 3),
        ("6d 0:00", Reading::Streak, 0),
        ("4d 23:59:59", days(0), 4),
        ("4d 23:59:59", days(1), 1),
        ("4d 23:59:59", days(3), 3),
        ("4d 23:59:59", days(4), 3),
        ("4d 23:59:59", days(5), 4),
        ("9d 0:00", days(1), 0),
        ("4d 23:59:59", exports(0), 5),
        ("4d 23:59:59", exports(2), 3),
        ("9d 0:00", exports(7), 3),
        ("5d 1:59:59", Reading::RecencyHours, 2),
        ("7d 0:00", Reading::TrialProgress, 50),
        ("7d 0:00", Reading::TrialDay, 7),
        ("7d 0:00", Reading::Breadth, 1),
        ("7d 0:00", Reading::Moment { moment: 1, within_days: 0 }, 1),
        ("7d 0:00", Reading::HoursTo { moment: 1 }, 4 * 24 + 23),
        ("7d 0:00", Reading::HoursTo { moment: 0 }, -1),
        ("7d 0:00", Reading::Moment { moment: 200, within_days: 0 }, 0),
    ];
    for (time, reading, value) in cases {
        assert_eq!(read(time, reading), value, "{reading:?} at {time}");
    }
}

#[test]
fn more_than_five_engaged_minutes_at_once_are_not_believed() {
    let mut journey = Journey::new(rulebook());
    for seconds in [10, 300, 301, u16::MAX] {
        journey.event(Event::Engaged { seconds });
    }
    assert_eq!(journey.own().engaged.total(), 10 + 3 * 300);
}

#[test]
fn signs_of_trouble_are_counted_by_kind() {
    let mut journey = Journey::new(rulebook());
    let kinds = [FrictionKind::Error, FrictionKind::QuickBack, FrictionKind::Error];
    for kind in kinds {
        journey.at("1:00").event(Event::Friction(kind));
    }
    assert_eq!(journey.own().friction.each_ref().map(|friction| friction.counts.total()), [2, 0, 0, 0, 0, 1]);
    assert_eq!(journey.own().open_friction_s(u32::MAX), Some(seconds("1:00")));
}

#[test]
fn what_has_no_proper_name_or_no_room_is_counted_as_dropped() {
    let mut journey = Journey::new(rulebook());
    for name in ["", "two words", "bob@example.com", &"x".repeat(41)] {
        journey.used(name).limited(name, 1, 2);
    }
    assert_eq!((journey.own().features.len(), journey.own().limits.len(), journey.own().dropped), (0, 0, 8));
    for number in 0..=FEATURES_MAX {
        journey.used(&format!("feature_{number}"));
    }
    assert_eq!((journey.own().features.len(), journey.own().dropped), (FEATURES_MAX, 9));
    journey.used("feature_0");
    assert_eq!(journey.own().dropped, 9, "what is known already has its room");
}

#[test]
fn a_use_of_nothing_is_not_a_use() {
    let mut journey = Journey::new(rulebook());
    journey.event(Event::Used { feature: "export", count: 0 }).check(&expect![[r#"
        0d 0:00:00 Used { feature: "export", count: 0 }: nothing
    "#]]);
    assert_eq!(journey.own(), &Summary::default());
}

#[test]
fn a_moment_that_has_no_room_is_not_dropped_again_with_every_second() {
    let mut own = Summary::default();
    for number in 0..MOMENTS_MAX {
        own.moments.push(Reached { name: format!("a_{number:02}"), at_s: 0 });
    }
    let mut journey = Journey::resumed(rulebook(), trial(own, Summary::default(), Consent::Granted));
    journey.used("invoice_created");
    (0..100).for_each(|_| _ = journey.tick());
    assert_eq!((journey.own().moments.len(), journey.own().dropped), (MOMENTS_MAX, 1));
}

#[test]
fn the_last_outcome_that_the_page_tells_counts() {
    let mut journey = Journey::new(rulebook());
    journey.at("1:00").event(Event::Outcome(Outcome::Upgraded)).at("2:00").event(Event::Outcome(Outcome::Cancelled));
    journey.check(&expect![[r#"
        0d 1:00:00 Outcome(Upgraded): send, save
        0d 2:00:00 Outcome(Cancelled): send, save
    "#]]);
    assert_eq!(journey.own().outcome, Some((seconds("2:00"), Outcome::Cancelled)));
}

#[test]
fn an_outcome_keeps_its_time_when_it_is_told_again_and_the_last_of_one_second_counts() {
    let mut journey = Journey::new(rulebook());
    let told = |journey: &mut Journey, outcome| journey.event(Event::Outcome(outcome)).own().outcome;
    assert_eq!(told(journey.at("1:00"), Outcome::Expired), Some((3_600, Outcome::Expired)));
    assert_eq!(told(journey.at("1:00"), Outcome::Upgraded), Some((3_601, Outcome::Upgraded)));
    assert_eq!(told(journey.at("2:00"), Outcome::Upgraded), Some((3_601, Outcome::Upgraded)));
    assert_eq!(told(journey.at("0:30"), Outcome::Cancelled), Some((3_602, Outcome::Cancelled)));
}

#[test]
fn time_never_runs_backwards() {
    let mut journey = Journey::new(rulebook());
    journey.at("9d 0:00").used("invoice_created").at("1d 0:00").used("invoice_created").used("export");
    let features =
        journey.own().features.iter().map(|used| (used.name.as_str(), used.first_s / DAY_S)).collect::<Vec<_>>();
    assert_eq!(features, [("export", 9), ("invoice_created", 9)]);
}

#[test]
fn without_consent_nothing_is_recorded_and_nothing_is_asked_for() {
    let trial = trial(Summary::default(), Summary::default(), Consent::Required);
    let mut journey = Journey::resumed(rulebook(), trial);
    let live = |journey: &mut Journey| {
        journey.visited("0:10").used("invoice_created").limited("seats", 5, 5).routed("/upgrade");
        journey.event(Event::Friction(FrictionKind::Error)).event(Event::Outcome(Outcome::Upgraded)).hidden();
    };
    live(&mut journey);
    live(journey.event(Event::Consent(Consent::Denied)));
    journey.check(&expect![[r#"
        0d 0:10:00 Opened: nothing
        0d 0:10:10 Tick: wait consent_denied
        0d 0:10:10 Used { feature: "invoice_created", count: 1 }: nothing
        0d 0:10:10 5 of 5 seats: nothing
        0d 0:10:10 Routed { path: "/upgrade" }: nothing
        0d 0:10:10 Friction(Error): nothing
        0d 0:10:10 Outcome(Upgraded): nothing
        0d 0:10:10 Hidden: nothing
        0d 0:10:10 Consent(Denied): nothing
        0d 0:10:00 Opened: nothing
        0d 0:10:10 Tick: wait consent_denied
        0d 0:10:10 Used { feature: "invoice_created", count: 1 }: nothing
        0d 0:10:10 5 of 5 seats: nothing
        0d 0:10:10 Routed { path: "/upgrade" }: nothing
        0d 0:10:10 Friction(Error): nothing
        0d 0:10:10 Outcome(Upgraded): nothing
        0d 0:10:10 Hidden: nothing
    "#]]);
    assert_eq!(journey.own(), &Summary::default());
}

#[test]
fn consent_opens_the_page_that_was_opened_before_it() {
    let trial = trial(Summary::default(), Summary::default(), Consent::Required);
    let mut journey = Journey::resumed(selling(), trial);
    journey.visited("0:10").at("0:20").event(Event::Consent(Consent::Granted)).tick().at("0:20:10").tick();
    journey.used("invoice_created").hidden().check(&expect![[r#"
        0d 0:10:00 Opened: nothing
        0d 0:10:10 Tick: wait consent_denied
        0d 0:20:00 Consent(Granted): save
        0d 0:20:00 Tick: wait quiet_time, save
        0d 0:20:10 Tick: show card, save
        0d 0:20:10 Used { feature: "invoice_created", count: 1 }: save
        0d 0:20:10 Hidden: save, send
    "#]]);
    assert_eq!((journey.own().sessions, journey.own().moments.len()), (1, 1));
}
