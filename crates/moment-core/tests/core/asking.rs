//! What a prompt does beside being answered: it asks for another one, goes from page to page, and is closed.

use expect_test::expect;
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Event};
use moment_core::friction::FrictionKind;
use moment_core::prompt::{PromptKind, Status};
use moment_core::summary::BudgetChoice;

use crate::journey::Journey;
use crate::prompting::of_kinds;
use crate::rulebook::{INVOICES, at_least, selling};

#[test]
fn a_prompt_that_the_customer_asks_for_needs_no_trigger_and_takes_the_place_of_the_open_one() {
    let mut playbook = of_kinds(&[("card", PromptKind::Card), ("more", PromptKind::Card)]);
    playbook.prompts[1].when = at_least(INVOICES, 9);
    let mut journey = Journey::new(playbook);
    journey.visited("0:10").painted().asked(1).painted().tick().check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Asked for 1: hide, save, show more
        0d 0:10:10 Painted: save
        0d 0:10:10 Tick: nothing
    "#]]);
    assert_eq!(journey.decision(), Decision::Show(1));
    assert_eq!(journey.own().prompt("more").map(|more| more.shown.total()), Some(1));
    journey.answered(Answer::Dismissed).asked(1);
    assert_eq!(journey.decision(), Decision::Show(1));
    journey.playbook.paused = true;
    journey.tick();
    assert_eq!(journey.trial.page().open, None, "a pause counts for this one too");
}

/// Whoever asks is not shown what would be taken away again a moment later: nothing of it is painted, nothing counted.
#[test]
fn what_may_not_stand_is_not_shown_to_whoever_asks_for_it_either() {
    type Forbid = fn(&mut Journey);
    let cases: [(Reason, Forbid); 6] = [
        (Reason::Holdout, |journey| journey.playbook.holdout_percent = 100),
        (Reason::Control, |journey| journey.playbook.prompts[1].control_percent = 100),
        (Reason::NotRunning, |journey| journey.playbook.prompts[1].status = Status::Draft),
        (Reason::KillSwitch, |journey| journey.playbook.paused = true),
        (Reason::UserOptedOut, |journey| _ = journey.event(Event::Budget(BudgetChoice::None))),
        (Reason::RecoveryFirst, |journey| _ = journey.event(Event::Friction(FrictionKind::Error))),
    ];
    for (reason, forbid) in cases {
        let mut journey = Journey::new(of_kinds(&[("card", PromptKind::Card), ("more", PromptKind::Card)]));
        for rule in &mut journey.playbook.prompts {
            (rule.when, rule.commercial) = (at_least(INVOICES, 9), true);
        }
        journey.visited("0:10");
        forbid(&mut journey);
        journey.asked(1);
        assert_eq!(journey.trial.page().open, None, "{}", reason.name());
        assert!(
            journey.ledger("more").contains(&(reason.name(), 1)),
            "{}: {:?}",
            reason.name(),
            journey.ledger("more")
        );
        journey.painted();
        assert_eq!(journey.own().prompt("more").map_or(0, |more| more.shown.total()), 0, "{}", reason.name());
    }
    let mut journey = Journey::new(of_kinds(&[("card", PromptKind::Card)]));
    journey.visited("0:10").painted().answered(Answer::Clicked).asked(7);
    assert_eq!(journey.trial.page().open, None, "there is no such prompt");
}

#[test]
fn the_furthest_page_that_was_gone_to_is_kept() {
    let mut journey = Journey::new(selling());
    journey.visited("0:10").painted().answered(Answer::Stepped(2)).answered(Answer::Stepped(1)).check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Stepped(2): save
        0d 0:10:10 Stepped(1): nothing
    "#]]);
    assert_eq!(journey.own().prompt("card").map(|card| card.step), Some(2));
    assert!(journey.trial.page().open.is_some());
}

#[test]
fn to_close_it_without_an_answer_counts_as_none() {
    let mut journey = Journey::new(of_kinds(&[("help", PromptKind::Help)]));
    journey.visited("0:10").painted().answered(Answer::Clicked).answered(Answer::Closed).tick();
    let help = journey.own().prompt("help").expect("it was shown");
    assert_eq!((help.clicked, help.completed, help.dismissed), (1, 0, 0));
    assert_eq!(journey.decision(), Decision::Wait(Reason::AlreadySeen));
}
