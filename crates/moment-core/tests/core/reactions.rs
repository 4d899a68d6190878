//! Reactions, and help that has helped.

use expect_test::expect;
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Event};
use moment_core::friction::FrictionKind;
use moment_core::merge::{combine, join};
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::summary::Summary;

use crate::journey::{Journey, seconds};
use crate::rulebook::{prompt, selling};

fn asking(about: Option<u8>) -> Playbook {
    let ask = PromptRule { kind: PromptKind::Reaction, about, ..prompt("ask") };
    Playbook { prompts: [ask].into(), ..selling() }
}

#[test]
fn a_tap_is_kept_at_once_and_the_prompt_stays_open_for_words() {
    let mut journey = Journey::new(asking(Some(0)));
    journey.visited("0:10").painted().answered(Answer::Reacted(4)).tick().answered(Answer::Completed);
    journey.visited("2d 0:10").check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show ask, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Reacted(4): save, send
        0d 0:10:10 Tick: nothing
        0d 0:10:10 Completed: hide, save, send
        2d 0:10:00 Opened: save
        2d 0:10:10 Tick: wait already_seen, save
    "#]]);
    assert_eq!((journey.own().reaction("first_invoice"), journey.own().last_reaction()), (Some(4), Some(4)));
}

#[test]
fn a_reaction_about_no_moment_goes_by_the_name_of_its_prompt() {
    let mut journey = Journey::new(asking(None));
    journey.visited("0:10").painted().answered(Answer::Reacted(1)).answered(Answer::Reacted(3));
    assert_eq!(journey.own().reaction("ask"), Some(3), "the newest counts");
    journey.answered(Answer::Reacted(0)).answered(Answer::Reacted(6));
    assert_eq!((journey.own().reaction("ask"), journey.own().dropped), (Some(3), 2));
}

#[test]
fn of_two_browsers_the_newer_reaction_counts() {
    let said = |at, score| {
        let mut summary = Summary::default();
        summary.react("activated", at, score);
        summary
    };
    let (earlier, later) = (said(5, 5), said(9, 1));
    for both in [combine(&earlier, &later), combine(&later, &earlier), join(&earlier, &later)] {
        assert_eq!(both.reaction("activated"), Some(1));
    }
}

#[test]
fn a_slow_response_is_counted_and_opens_no_trouble() {
    let mut journey = Journey::new(selling());
    journey.visited("0:10").event(Event::Friction(FrictionKind::SlowResponse)).at("0:11").tick();
    assert_eq!(journey.decision(), Decision::Show(0));
    assert_eq!(journey.own().friction[FrictionKind::SlowResponse as usize].counts.total(), 1);
}

#[test]
fn help_that_has_helped_ends_trouble_and_new_trouble_begins_it_again() {
    let mut playbook = selling();
    playbook.prompts.push(PromptRule { kind: PromptKind::Help, priority: 9, ..prompt("help") });
    let mut journey = Journey::new(playbook);
    journey.visited("0:10").event(Event::Friction(FrictionKind::Error));
    journey.tick();
    assert_eq!(journey.decision(), Decision::Show(1), "help may come while nothing may be sold");
    journey.painted().answered(Answer::Helped);
    assert_eq!(journey.own().recovered_s, seconds("0:10:10"));
    // Help has had its turn in this example.
    journey.published(|playbook| playbook.prompts[1].frequency.lifetime = 1).at("0:10:11").tick();
    assert_eq!(journey.decision(), Decision::Show(0));
    journey.at("0:10:12").event(Event::Friction(FrictionKind::DeadClick)).tick();
    assert_eq!(journey.decision(), Decision::Wait(Reason::AlreadySeen), "help has the higher priority");
    assert_eq!(journey.trial.page().last_reasons()[0], Some(Reason::RecoveryFirst));
}
