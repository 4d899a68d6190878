//! One prompt from its decision to its answer: exposures, answers, and what takes it away again.

use std::fmt::Write;

use expect_test::expect;
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Consent, Event, NotPainted, Outcome};
use moment_core::friction::FrictionKind;
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::summary::BudgetChoice;

use crate::journey::{Journey, seconds};
use crate::rulebook::{INVOICES, at_least, helping, patterns, prompt, rulebook, selling};

#[test]
fn a_prompt_counts_as_shown_when_it_is_painted_and_not_before() {
    let mut journey = Journey::new(selling());
    journey.visited("0:10").check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
    "#]]);
    assert_eq!(journey.decision(), Decision::Show(0));
    assert_eq!(journey.own().prompt("card").map(|card| card.shown.total()), Some(0));
    journey.at("0:11").painted().tick().check(&expect![[r#"
        0d 0:11:00 Painted: save
        0d 0:11:00 Tick: nothing
    "#]]);
    let card = journey.own().prompt("card").expect("it was shown");
    assert_eq!((card.shown.total(), card.last_shown_s), (1, Some(seconds("0:11"))));
}

#[test]
fn a_prompt_that_cannot_be_painted_is_no_exposure_and_waits_for_another_page() {
    let mut journey = Journey::new(helping());
    journey
        .routed("/invoices")
        .visited("0:10")
        .event(Event::NotPainted(NotPainted::AnchorNotFound))
        .tick()
        .routed("/invoices")
        .tick()
        .routed("/reports")
        .tick()
        .event(Event::NotPainted(NotPainted::AnchorNotVisible))
        .tick()
        .check(&expect![[r#"
            0d 0:00:00 Routed { path: "/invoices" }: nothing
            0d 0:10:00 Opened: save
            0d 0:10:10 Tick: show help, save
            0d 0:10:10 NotPainted(AnchorNotFound): save
            0d 0:10:10 Tick: wait anchor_not_found
            0d 0:10:10 Routed { path: "/invoices" }: nothing
            0d 0:10:10 Tick: wait anchor_not_found
            0d 0:10:10 Routed { path: "/reports" }: nothing
            0d 0:10:10 Tick: show help
            0d 0:10:10 NotPainted(AnchorNotVisible): save
            0d 0:10:10 Tick: wait anchor_not_visible
        "#]]);
    let help = journey.own().prompt("help").expect("it has waited");
    assert_eq!(help.shown.total(), 0);
    assert_eq!(journey.ledger("help"), [("anchor_not_found", 1), ("anchor_not_visible", 1)]);
}

#[test]
fn each_answer_is_counted_and_takes_the_prompt_away_except_a_step() {
    let counts = |answer| {
        let mut journey = Journey::new(selling());
        journey.visited("0:10").painted().answered(answer);
        let card = journey.own().prompt("card").expect("it was shown").clone();
        ([card.clicked, card.completed, card.dismissed, card.snoozed], journey.trial.page().open.is_some())
    };
    assert_eq!(counts(Answer::Clicked), ([1, 0, 0, 0], false));
    assert_eq!(counts(Answer::Completed), ([0, 1, 0, 0], false));
    assert_eq!(counts(Answer::Dismissed), ([0, 0, 1, 0], false));
    assert_eq!(counts(Answer::Fewer), ([0, 0, 1, 0], false));
    assert_eq!(counts(Answer::Snoozed), ([0, 0, 0, 1], false));
    assert_eq!(counts(Answer::Closed), ([0, 0, 0, 0], false));
    assert_eq!(counts(Answer::Stepped(1)), ([0, 0, 0, 0], true));
}

#[test]
fn an_answer_is_sent_and_counts_once() {
    let mut journey = Journey::new(selling());
    journey.visited("0:10").painted().answered(Answer::Dismissed).answered(Answer::Dismissed).tick();
    journey.check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Dismissed: hide, save, send
        0d 0:10:10 Dismissed: nothing
        0d 0:10:10 Tick: wait cooldown, save
    "#]]);
    assert_eq!(journey.own().prompt("card").map(|card| card.dismissed), Some(1));
}

#[test]
fn an_offer_that_was_taken_is_not_made_again() {
    let mut journey = Journey::new(helping());
    journey.visited("0:10").painted().answered(Answer::Clicked).visited("9d 0:10").check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show help, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Clicked: hide, save, send
        9d 0:10:00 Opened: save
        9d 0:10:10 Tick: wait already_seen, save
    "#]]);
}

#[test]
fn a_reply_waits_for_something_to_tell_and_each_is_shown_once() {
    let reply = PromptRule { kind: PromptKind::Reply, ..prompt("answered") };
    let mut journey = Journey::new(Playbook { prompts: [reply].into(), ..rulebook() });
    let told = |has_reply| Event::Replied(has_reply);
    journey.visited("0:10").event(told(true)).event(Event::Busy).tick();
    journey.at("0:11").tick().painted().event(told(false)).tick().answered(Answer::Clicked).tick();
    // Whatever became of the last one.
    journey.at("0:12").event(told(true)).tick().painted().event(told(false)).answered(Answer::Dismissed).tick();
    // What another browser has shown by now is taken back before it is painted.
    journey.at("0:13").event(told(true)).tick().event(told(false)).tick();
    journey.check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: wait trigger_not_fired, save
        0d 0:10:10 Replied(true): nothing
        0d 0:10:10 Busy: nothing
        0d 0:10:10 Tick: wait quiet_time, save
        0d 0:11:00 Tick: show answered, save
        0d 0:11:00 Painted: save
        0d 0:11:00 Replied(false): nothing
        0d 0:11:00 Tick: nothing
        0d 0:11:00 Clicked: hide, save, send
        0d 0:11:00 Tick: wait trigger_not_fired, save
        0d 0:12:00 Replied(true): nothing
        0d 0:12:00 Tick: show answered
        0d 0:12:00 Painted: save
        0d 0:12:00 Replied(false): nothing
        0d 0:12:00 Dismissed: hide, save, send
        0d 0:12:00 Tick: wait trigger_not_fired, save
        0d 0:13:00 Replied(true): nothing
        0d 0:13:00 Tick: show answered
        0d 0:13:00 Replied(false): nothing
        0d 0:13:00 Tick: wait trigger_not_fired, hide, save
    "#]]);
    assert_eq!(journey.own().prompt("answered").map(|record| record.shown.total()), Some(2));
}

#[test]
fn trouble_hides_an_open_prompt_that_sells_until_some_time_after_it_ended() {
    let mut journey = Journey::new(selling());
    journey
        .visited("0:10")
        .painted()
        .at("0:11")
        .event(Event::Friction(FrictionKind::Error))
        .tick()
        .at("0:20:59")
        .tick()
        .at("0:21")
        .tick()
        .check(&expect![[r#"
            0d 0:10:00 Opened: save
            0d 0:10:10 Tick: show card, save
            0d 0:10:10 Painted: save
            0d 0:11:00 Friction(Error): save
            0d 0:11:00 Tick: wait recovery_first, hide, save
            0d 0:20:59 Tick: wait recovery_first
            0d 0:21:00 Tick: wait cooldown, save
        "#]]);
}

#[test]
fn trouble_does_not_hide_help() {
    let mut journey = Journey::new(helping());
    journey.visited("0:10").painted().event(Event::Friction(FrictionKind::RageClick)).tick();
    assert_eq!(journey.decision(), Decision::Show(0));
}

type Happening = fn(&mut Journey);

/// Each happens while a painted prompt that sells is open, which by then would not be shown anew: it is cooling down.
#[test]
fn an_open_prompt_goes_when_its_reason_goes() {
    let mut playbook = selling();
    playbook.prompts[0].routes = patterns(&["/invoices/**"]);
    playbook.prompts[0].unless = Some(at_least(INVOICES, 5));
    let cases: [(&str, Happening); 13] = [
        ("nothing", |_| ()),
        ("busy", |journey| _ = journey.event(Event::Busy)),
        ("opened again", |journey| _ = journey.opened()),
        ("another page of the route", |journey| _ = journey.routed("/invoices/17")),
        ("another route", |journey| _ = journey.routed("/reports")),
        ("cancelled", |journey| _ = journey.event(Event::Used { feature: "invoice_created", count: 5 })),
        ("upgraded", |journey| _ = journey.event(Event::Outcome(Outcome::Upgraded))),
        ("upgraded while busy", |journey| _ = journey.event(Event::Outcome(Outcome::Upgraded)).event(Event::Busy)),
        ("no prompts wanted", |journey| _ = journey.event(Event::Budget(BudgetChoice::None))),
        ("fewer prompts wanted", |journey| _ = journey.event(Event::Budget(BudgetChoice::Fewer))),
        ("paused", |journey| _ = journey.published(|playbook| playbook.paused = true)),
        ("stale", |journey| _ = journey.playbook_aged(15 * 60 + 1)),
        ("held out", |journey| _ = journey.published(|playbook| playbook.holdout_percent = 100)),
    ];
    let mut outcome = String::new();
    for (name, happen) in cases {
        let mut journey = Journey::new(playbook.clone());
        journey.routed("/invoices/1").visited("0:10").painted();
        happen(&mut journey);
        journey.tick();
        let after = match journey.decision() {
            Decision::Show(_) => "stays",
            Decision::Wait(reason) => reason.name(),
        };
        writeln!(outcome, "{name}: {after}").expect("a string takes everything");
    }
    expect![[r#"
        nothing: stays
        busy: stays
        opened again: stays
        another page of the route: stays
        another route: route_mismatch
        cancelled: cancelled_by_event
        upgraded: cancelled_by_event
        upgraded while busy: cancelled_by_event
        no prompts wanted: user_opted_out
        fewer prompts wanted: stays
        paused: kill_switch
        stale: kill_switch
        held out: holdout
    "#]]
    .assert_eq(&outcome);
}

#[test]
fn refused_consent_takes_an_open_prompt_away_at_once() {
    let mut journey = Journey::new(selling());
    journey.visited("0:10").painted().event(Event::Consent(Consent::Denied)).tick().check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Consent(Denied): hide
        0d 0:10:10 Tick: wait consent_denied
    "#]]);
    assert_eq!(journey.decision(), Decision::Wait(Reason::ConsentDenied));
}

#[test]
fn another_playbook_means_other_prompts_by_the_same_places() {
    let mut journey = Journey::new(selling());
    assert!(!journey.trial.change_playbook(), "nothing was open");
    journey.visited("0:10").published(|playbook| playbook.prompts.insert(0, prompt("new")));
    assert!(journey.trial.change_playbook(), "the card was open");
    journey.answered(Answer::Dismissed).painted().tick().event(Event::NotPainted(NotPainted::AnchorNotFound));
    journey.published(|playbook| playbook.prompts.reverse());
    assert!(!journey.trial.change_playbook());
    journey.tick().check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Dismissed: nothing
        0d 0:10:10 Painted: nothing
        0d 0:10:10 Tick: show new, save
        0d 0:10:10 NotPainted(AnchorNotFound): save
        0d 0:10:10 Tick: show card, save
    "#]]);
    assert_eq!(journey.own().prompt("card").map(|card| (card.dismissed, card.shown.total())), Some((0, 0)));
}

#[test]
fn of_several_the_highest_priority_is_shown_and_the_first_of_equals() {
    let shown = |priorities: [i16; 3]| {
        let prompts = ["a", "b", "c"].into_iter().zip(priorities);
        let prompts = prompts.map(|(id, priority)| PromptRule { priority, ..prompt(id) }).collect();
        let mut journey = Journey::new(Playbook { prompts, ..rulebook() });
        journey.visited("0:10");
        let ledgers = ["a", "b", "c"].map(|id| journey.ledger(id).iter().map(|wait| wait.0).collect::<String>());
        (journey.decision(), ledgers.join(" "))
    };
    assert_eq!(shown([1, 3, 2]), (Decision::Show(1), "lost_arbitration  lost_arbitration".into()));
    assert_eq!(shown([0, -1, 0]), (Decision::Show(0), " lost_arbitration lost_arbitration".into()));
    assert_eq!(shown([i16::MIN, 0, i16::MAX]), (Decision::Show(2), "lost_arbitration lost_arbitration ".into()));
}

#[test]
fn the_reason_to_wait_is_that_of_the_highest_priority() {
    let mut playbook = selling();
    playbook.prompts.push(PromptRule { priority: 9, routes: patterns(&["/reports"]), ..prompt("report") });
    playbook.prompts[0].score_min = 100;
    Journey::new(playbook).visited("0:10").check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: wait route_mismatch, save
    "#]]);
}

#[test]
fn the_ledger_counts_a_reason_once_until_it_changes() {
    let mut journey = Journey::new(helping());
    journey.at("0:10").opened().tick().tick().at("0:10:11").event(Event::Busy).tick().at("0:10:20").tick();
    journey.painted().answered(Answer::Snoozed).tick().tick().event(Event::Busy).tick().at("0:10:30").tick();
    assert_eq!(journey.ledger("help"), [("quiet_time", 2), ("snoozed", 2)]);
}

/// Prompts of these kinds, which sell nothing, each of a higher priority than the one before.
pub(crate) fn of_kinds(kinds: &[(&str, PromptKind)]) -> Playbook {
    let rule = |(place, (id, kind)): (usize, &(&str, PromptKind))| PromptRule {
        kind: *kind,
        commercial: false,
        priority: i16::try_from(place).unwrap_or(0),
        ..prompt(id)
    };
    Playbook { prompts: kinds.iter().enumerate().map(rule).collect(), ..rulebook() }
}

#[test]
fn help_that_was_taken_stays_to_ask_whether_it_helped() {
    let mut journey = Journey::new(of_kinds(&[("help", PromptKind::Help)]));
    journey.visited("0:10").painted().answered(Answer::Clicked).tick();
    assert_eq!(journey.decision(), Decision::Show(0), "it is still open");
    journey.answered(Answer::Helped);
    let help = journey.own().prompt("help").expect("it was shown");
    assert_eq!((help.shown.total(), help.clicked, help.completed), (1, 1, 1));
    assert!(journey.trial.page().open.is_none());
}

#[test]
fn what_shows_how_things_stand_makes_room_comes_back_and_stays_away_when_it_is_put_away() {
    let mut journey = Journey::new(of_kinds(&[("list", PromptKind::Checklist), ("card", PromptKind::Card)]));
    let card = &mut journey.playbook.prompts[1];
    card.when = at_least(INVOICES, 1);
    card.frequency.lifetime = 1;
    journey.visited("0:10").painted().tick();
    assert_eq!(journey.decision(), Decision::Show(0));
    journey.used("invoice_created").tick();
    assert_eq!(journey.decision(), Decision::Show(1), "in the very tick in which there is something to say");
    journey.painted().answered(Answer::Dismissed).tick();
    assert_eq!(journey.decision(), Decision::Show(0), "and back it is");
    journey.painted().answered(Answer::Dismissed).tick();
    assert_eq!(journey.decision(), Decision::Wait(Reason::AlreadySeen));
    assert_eq!(journey.ledger("list").first(), Some(&("already_seen", 1)));
}
