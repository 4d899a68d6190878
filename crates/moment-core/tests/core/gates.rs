//! Every reason to wait, by example: what happens in a page, and what is decided then.

use expect_test::expect;
use moment_core::decision::{Decision, Reason};
use moment_core::device::Device;
use moment_core::event::{Answer, Consent, Event, NotPainted, Outcome};
use moment_core::friction::FrictionKind;
use moment_core::playbook::Playbook;
use moment_core::prompt::Status;
use moment_core::reading::Reading;
use moment_core::schedule::Edge;
use moment_core::summary::BudgetChoice;

use crate::journey::Journey;
use crate::rulebook::{INVOICES, STARTED_MS, at_least, patterns, selling};

/// What makes a prompt wait that would be shown otherwise.
enum Gate {
    /// What the customer said to it or what became of it: happens while it is shown.
    Shown(fn(&mut Journey)),
    /// What happens in the page.
    Page(fn(&mut Journey)),
    /// What the vendor publishes.
    Playbook(fn(&mut Playbook)),
}

fn edge(ms: u64) -> Edge {
    Edge { ms, local: false }
}

/// In the order of the reasons. What it is to lose to another prompt is shown by [`crate::prompting`].
const GATES: [(Reason, Gate); 26] = [
    (Reason::KillSwitch, Gate::Playbook(|playbook| playbook.paused = true)),
    (Reason::KillSwitch, Gate::Page(|journey| _ = journey.playbook_aged(15 * 60 + 1))),
    (Reason::ConsentDenied, Gate::Page(|journey| _ = journey.event(Event::Consent(Consent::Denied)))),
    (Reason::UserOptedOut, Gate::Page(|journey| _ = journey.event(Event::Budget(BudgetChoice::None)))),
    (Reason::NotRunning, Gate::Playbook(|playbook| playbook.prompts[0].status = Status::Approved)),
    (Reason::NotApproved, Gate::Playbook(|playbook| playbook.prompts[0].status = Status::PendingReview)),
    (Reason::OutsideSchedule, Gate::Playbook(|playbook| playbook.prompts[0].schedule.from = Some(edge(u64::MAX)))),
    (Reason::OutsideSchedule, Gate::Playbook(|playbook| playbook.prompts[0].schedule.until = Some(edge(STARTED_MS)))),
    (Reason::Holdout, Gate::Playbook(|playbook| playbook.holdout_percent = 100)),
    (Reason::Control, Gate::Playbook(|playbook| playbook.prompts[0].control_percent = 100)),
    (Reason::RecoveryFirst, Gate::Page(|journey| _ = journey.event(Event::Friction(FrictionKind::QuickBack)))),
    (Reason::QuietTime, Gate::Page(|journey| _ = journey.event(Event::Busy))),
    (Reason::QuietTime, Gate::Page(|journey| _ = journey.opened())),
    (Reason::Cooldown, Gate::Shown(|journey| _ = journey.painted().answered(Answer::Completed))),
    (Reason::BudgetSpent, Gate::Playbook(|playbook| playbook.budget.caps[1].cap = 0)),
    (Reason::AlreadySeen, Gate::Shown(|journey| _ = journey.answered(Answer::Clicked))),
    (Reason::Snoozed, Gate::Shown(|journey| _ = journey.answered(Answer::Snoozed))),
    (Reason::RouteMismatch, Gate::Playbook(|playbook| playbook.prompts[0].routes = patterns(&["/reports/**"]))),
    (Reason::DeviceMismatch, Gate::Playbook(|playbook| playbook.prompts[0].devices = Device::Phone.bit())),
    (Reason::AnchorNotFound, Gate::Shown(|journey| _ = journey.event(Event::NotPainted(NotPainted::AnchorNotFound)))),
    (
        Reason::AnchorNotVisible,
        Gate::Shown(|journey| _ = journey.event(Event::NotPainted(NotPainted::AnchorNotVisible))),
    ),
    (Reason::TriggerNotFired, Gate::Playbook(|playbook| playbook.prompts[0].when = at_least(INVOICES, 3))),
    (Reason::CancelledByEvent, Gate::Playbook(|playbook| playbook.prompts[0].unless = Some(at_least(INVOICES, 0)))),
    (Reason::CancelledByEvent, Gate::Page(|journey| _ = journey.event(Event::Outcome(Outcome::Upgraded)))),
    (Reason::BelowThreshold, Gate::Playbook(|playbook| playbook.prompts[0].score_min = 100)),
    (Reason::LanguageUnavailable, Gate::Playbook(|playbook| playbook.prompts[0].has_words = false)),
];

#[test]
fn each_gate_gives_its_reason() {
    for (reason, gate) in GATES {
        let mut journey = Journey::new(selling());
        journey.at("0:10").opened().at("0:10:10");
        match gate {
            Gate::Shown(happen) => {
                journey.tick();
                assert_eq!(journey.decision(), Decision::Show(0));
                happen(&mut journey);
            }
            Gate::Page(happen) => happen(&mut journey),
            Gate::Playbook(change) => change(&mut journey.playbook),
        }
        assert_eq!(journey.tick().decision(), Decision::Wait(reason));
    }
}

#[test]
fn only_a_running_prompt_is_shown() {
    for status in Status::ALL {
        let mut playbook = selling();
        playbook.prompts[0].status = status;
        let is_shown = Journey::new(playbook).visited("0:10").decision() == Decision::Show(0);
        assert_eq!(is_shown, status == Status::Running, "{}", status.name());
    }
}

#[test]
fn a_schedule_begins_on_its_instant_and_has_ended_on_its_last() {
    let mut playbook = selling();
    playbook.prompts[0].schedule.from = Some(edge(STARTED_MS + 3_600_000));
    playbook.prompts[0].schedule.until = Some(edge(STARTED_MS + 7_200_000));
    let mut journey = Journey::new(playbook);
    journey.opened().at("0:59:59").tick().at("1:00").tick().at("1:59:59").tick().at("2:00").tick();
    journey.check(&expect![[r#"
        0d 0:00:00 Opened: save
        0d 0:59:59 Tick: wait outside_schedule, save
        0d 1:00:00 Tick: show card, save
        0d 1:59:59 Tick: nothing
        0d 2:00:00 Tick: wait outside_schedule, hide, save
    "#]]);
}

#[test]
fn a_playbook_is_trusted_for_as_long_as_it_says_and_fails_closed_after() {
    let mut journey = Journey::new(selling());
    journey.playbook_aged(15 * 60).visited("0:10").playbook_aged(15 * 60 + 1).tick().playbook_aged(0).tick();
    journey.check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Tick: wait kill_switch, hide, save
        0d 0:10:10 Tick: show card
    "#]]);
}

#[test]
fn a_page_that_was_never_opened_is_quiet() {
    assert_eq!(Journey::new(selling()).at("9d 0:10").tick().decision(), Decision::Wait(Reason::QuietTime));
}

#[test]
fn nobody_is_disturbed_within_the_settling_time_and_while_busy() {
    let mut journey = Journey::new(selling());
    journey.at("0:10").opened().at("0:10:09").tick().event(Event::Busy).at("0:10:11").tick().at("0:10:12").tick();
    journey.check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:09 Tick: wait quiet_time, save
        0d 0:10:09 Busy: nothing
        0d 0:10:11 Tick: wait quiet_time
        0d 0:10:12 Tick: show card, save
    "#]]);
}

#[test]
fn a_prompt_follows_the_customer_over_its_routes() {
    let mut playbook = selling();
    playbook.prompts[0].routes = patterns(&["/invoices", "/invoices/*"]);
    let shown = |path: &str| Journey::new(playbook.clone()).routed(path).visited("0:10").decision();
    for path in ["/invoices", "/invoices/17"] {
        assert_eq!(shown(path), Decision::Show(0), "{path}");
    }
    for path in ["", "/", "/invoices/17/edit", "/reports"] {
        assert_eq!(shown(path), Decision::Wait(Reason::RouteMismatch), "{path}");
    }
}

#[test]
fn a_prompt_waits_until_the_trial_is_ready_enough() {
    let mut playbook = selling();
    playbook.prompts[0].when = at_least(Reading::Score, 40);
    playbook.prompts[0].score_min = 60;
    let mut journey = Journey::new(playbook);
    journey.visited("0:10").limited("seats", 5, 5).used("invoice_created").tick();
    (0..2).for_each(|_| _ = journey.used("invoice_created"));
    journey.tick().check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: wait trigger_not_fired, save
        0d 0:10:10 5 of 5 seats: save
        0d 0:10:10 Used { feature: "invoice_created", count: 1 }: save
        0d 0:10:10 Tick: wait below_threshold, save, send, save
        0d 0:10:10 Used { feature: "invoice_created", count: 1 }: save
        0d 0:10:10 Used { feature: "invoice_created", count: 1 }: save
        0d 0:10:10 Tick: show card, save
    "#]]);
}

#[test]
fn the_holdout_spares_help() {
    let mut playbook = crate::rulebook::helping();
    playbook.holdout_percent = 100;
    assert_eq!(Journey::new(playbook).visited("0:10").decision(), Decision::Show(0));
}

#[test]
fn every_reason_has_its_own_name_and_stands_at_its_number() {
    let mut names: Vec<&str> = Reason::ALL.map(Reason::name).into();
    assert!(Reason::ALL.iter().enumerate().all(|(at, reason)| *reason as usize == at));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Reason::ALL.len());
}
