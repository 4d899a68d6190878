//! Several browsers of one trial: what one of them did is known in the other.

use expect_test::expect;
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Consent, Event, Outcome};
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::merge::join;
use moment_core::summary::{BudgetChoice, Summary};

use crate::journey::{Journey, seconds};
use crate::rulebook::{helping, rulebook, selling, shown_elsewhere, trial};

#[test]
fn a_prompt_seen_in_another_browser_is_already_seen_here() {
    let mut playbook = helping();
    playbook.prompts[0].frequency.lifetime = 1;
    let mut journey = Journey::new(playbook);
    journey.merged(&shown_elsewhere("help", 60)).visited("0:10");
    assert_eq!(journey.decision(), Decision::Wait(Reason::AlreadySeen));
    assert_eq!(journey.own().prompt("help").map(|help| help.shown.total()), Some(0), "but it was not seen here");
}

#[test]
fn cooldown_trouble_snooze_and_upgrade_come_over_too() {
    let elsewhere = |play: fn(&mut Journey)| {
        let mut there = Journey::new(selling());
        there.visited("0:10");
        play(&mut there);
        Journey::new(selling()).merged(there.own()).visited("0:12").decision()
    };
    assert_eq!(elsewhere(|_| ()), Decision::Show(0));
    assert_eq!(elsewhere(|there| _ = there.painted()), Decision::Wait(Reason::Cooldown));
    assert_eq!(
        elsewhere(|there| _ = there.event(Event::Friction(FrictionKind::Error))),
        Decision::Wait(Reason::RecoveryFirst)
    );
    assert_eq!(
        elsewhere(|there| _ = there.event(Event::Outcome(Outcome::Upgraded))),
        Decision::Wait(Reason::CancelledByEvent)
    );
    assert_eq!(elsewhere(|there| _ = there.answered(Answer::Snoozed)), Decision::Wait(Reason::Snoozed));
}

#[test]
fn what_other_browsers_did_is_not_forgotten_when_older_or_no_news_of_them_come() {
    let mut journey = Journey::new(selling());
    journey.merged(&shown_elsewhere("card", 590)).merged(&Summary::default()).visited("0:10");
    assert_eq!(journey.decision(), Decision::Wait(Reason::Cooldown));
}

#[test]
fn counts_of_browsers_add_up_and_only_the_own_ones_are_kept_here() {
    let mut there = Journey::new(rulebook());
    there.at("0:05").opened().used("invoice_created").tick().used("export").event(Event::Engaged { seconds: 70 });
    let mut here = Journey::new(rulebook());
    here.at("1:00").used("invoice_created").event(Event::Engaged { seconds: 50 }).merged(there.own());
    let whole = here.trial.whole();
    let invoices = whole.feature("invoice_created").expect("it was used");
    assert_eq!((invoices.counts.total(), invoices.first_s, invoices.last_s), (2, seconds("0:05"), seconds("1:00")));
    assert_eq!((whole.engaged.total(), whole.sessions, whole.features.len()), (120, 2, 2));
    assert_eq!(whole.moment("first_invoice"), Some(seconds("0:05")));
    assert_eq!((here.own().features.len(), here.own().engaged.total()), (1, 50));
}

#[test]
fn a_trial_goes_on_where_it_was_left() {
    let mut before = Journey::new(selling());
    before.visited("0:10").painted().answered(Answer::Completed);
    let trial = trial(before.own().clone(), Summary::default(), Consent::Granted);
    let mut after = Journey::resumed(selling(), trial);
    after.visited("0:20").visited("1d 0:10").check(&expect![[r#"
        0d 0:20:00 Opened: save
        0d 0:20:10 Tick: wait cooldown, save
        1d 0:10:00 Opened: save
        1d 0:10:10 Tick: show card
    "#]]);
}

#[test]
fn what_another_page_of_the_same_browser_kept_is_known_here() {
    let mut first = Journey::new(helping());
    first.visited("0:10");
    let base = first.own().clone();
    let mut second = Journey::resumed(helping(), trial(first.own().clone(), Summary::default(), Consent::Granted));
    second.visited("0:20").painted().answered(Answer::Clicked);
    first.answered(Answer::Snoozed);
    first.trial.absorb(&base, second.own());
    assert_eq!(*first.own(), join(first.own(), second.own()));
    assert_eq!(first.visited("0:30").decision(), Decision::Wait(Reason::AlreadySeen));
}

#[test]
fn a_state_absorbs_the_earlier_ones_even_at_the_end_of_time() {
    let mut states = Vec::new();
    let mut summary = Summary::default();
    for (choice, used) in [(BudgetChoice::None, 5), (BudgetChoice::Normal, 3), (BudgetChoice::Fewer, 4)] {
        summary.choose_budget(choice, u32::MAX);
        summary.set_limit("seats", LimitUse { at_s: u32::MAX, used, of: 5, hard: false });
        summary.use_feature("export", u32::MAX, u32::MAX);
        summary.touch(u32::MAX);
        states.push(summary.clone());
    }
    assert!(states.iter().all(|state| join(state, &summary) == summary), "{states:#?}");
    assert_eq!(summary.budget.choice, BudgetChoice::None, "no choice is newer, so the quietest counts");
}
