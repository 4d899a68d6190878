//! The budget of attention: cooldown, days and weeks, snoozes, and what the customer chose.

use expect_test::expect;
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Event};
use moment_core::playbook::Playbook;
use moment_core::prompt::PromptRule;
use moment_core::summary::{BudgetChoice, BudgetSetting, Summary};
use moment_core::time::HOUR_S;

use crate::journey::{Journey, seconds};
use crate::rulebook::{helping, prompt, selling};

/// The selling playbook with a budget that only the cooldown bounds.
fn generous() -> Playbook {
    let mut playbook = selling();
    playbook.budget.caps.clear();
    playbook
}

#[test]
fn the_cooldown_begins_with_the_exposure_and_ends_on_the_second() {
    let mut journey = Journey::new(generous());
    journey.visited("0:10").painted().answered(Answer::Completed);
    let painted_s = journey.own().prompt("card").and_then(|card| card.last_shown_s).expect("it was painted");
    assert_eq!(painted_s, seconds("0:10:10"));
    journey.at("4:10:09").tick().at("4:10:10").tick().check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Completed: hide, save, send
        0d 4:10:09 Tick: wait cooldown, save
        0d 4:10:10 Tick: show card
    "#]]);
}

#[test]
fn each_dismissal_doubles_the_cooldown_up_to_64_times() {
    let mut journey = Journey::new(generous());
    let mut hours = Vec::new();
    for _ in 0..9 {
        let from = journey.own().last_s;
        let waited = (0..=70 * 4).find(|hours| {
            let at = from + hours * HOUR_S + 60;
            journey.visited(&format!("0:00:{at}"));
            journey.decision() == Decision::Show(0)
        });
        hours.push(waited.expect("every cooldown ends"));
        journey.painted().answered(Answer::Dismissed);
    }
    assert_eq!(hours, [0, 8, 16, 32, 64, 128, 256, 256, 256]);
}

#[test]
fn a_clock_set_back_does_not_end_a_cooldown() {
    let mut journey = Journey::new(generous());
    journey.visited("2d 0:10").painted().answered(Answer::Completed).visited("0:10").visited("2d 4:00");
    journey.check(&expect![[r#"
        2d 0:10:00 Opened: save
        2d 0:10:10 Tick: show card, save
        2d 0:10:10 Painted: save
        2d 0:10:10 Completed: hide, save, send
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: wait kill_switch, save
        2d 4:00:00 Opened: save
        2d 4:00:10 Tick: wait cooldown, save
    "#]]);
}

#[test]
fn a_day_and_a_week_have_their_bounds() {
    let mut playbook = selling();
    playbook.budget.cooldown_s = 60;
    playbook.budget.caps[0].cap = 2;
    let mut journey = Journey::new(playbook);
    for time in ["0:10", "1:00", "2:00", "1d 0:10", "2d 0:10", "6d 23:00", "7d 0:10", "7d 1:00", "7d 2:00"] {
        journey.visited(time).painted().answered(Answer::Completed);
    }
    let days = journey.own().prompt("card").map(|card| card.shown.days().to_vec());
    assert_eq!(days, Some(vec![(0, 2), (1, 1), (7, 2)]), "two a day, three in any seven days");
}

#[test]
fn a_budget_of_nothing_shows_nothing() {
    let mut playbook = selling();
    playbook.budget.caps[0].cap = 0;
    Journey::new(playbook).visited("0:10").check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: wait budget_spent, save
    "#]]);
}

#[test]
fn prompts_that_sell_share_one_budget_and_help_has_none() {
    let mut playbook = selling();
    playbook.prompts.push(PromptRule { priority: 1, ..prompt("other") });
    playbook.prompts.push(PromptRule { commercial: false, priority: -1, ..prompt("help") });
    let mut journey = Journey::new(playbook);
    journey.visited("0:10").painted().answered(Answer::Dismissed).tick().painted().answered(Answer::Completed).tick();
    journey.check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show other, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Dismissed: hide, save, send
        0d 0:10:10 Tick: show help, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Completed: hide, save, send
        0d 0:10:10 Tick: show help
    "#]]);
}

#[test]
fn fewer_is_one_a_week_and_none_is_none() {
    let shown = |choice| {
        let mut journey = Journey::new(generous());
        journey.event(Event::Budget(choice));
        for day in 0..15 {
            journey.visited(&format!("{day}d 0:10")).painted().answered(Answer::Completed);
        }
        journey.own().prompt("card").map_or(0, |card| card.shown.total())
    };
    assert_eq!(shown(BudgetChoice::Normal), 15);
    assert_eq!(shown(BudgetChoice::Fewer), 3);
    assert_eq!(shown(BudgetChoice::None), 0);
}

#[test]
fn no_prompts_means_no_help_either_and_can_be_taken_back() {
    let mut journey = Journey::new(helping());
    journey.event(Event::Budget(BudgetChoice::None)).visited("0:10").event(Event::Budget(BudgetChoice::Normal)).tick();
    journey.check(&expect![[r#"
        0d 0:00:00 Budget(None): send, save
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: wait user_opted_out, save
        0d 0:10:10 Budget(Normal): send, save
        0d 0:10:10 Tick: show help, save
    "#]]);
}

#[test]
fn to_answer_fewer_lowers_the_budget() {
    let mut journey = Journey::new(generous());
    journey.visited("0:10").painted().answered(Answer::Fewer).check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show card, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Fewer: hide, save, send
    "#]]);
    assert_eq!(journey.own().budget.choice, BudgetChoice::Fewer);
    journey.visited("1d 0:10").visited("6d 23:00").visited("7d 0:10").check(&expect![[r#"
        1d 0:10:00 Opened: save
        1d 0:10:10 Tick: wait budget_spent, save
        6d 23:00:00 Opened: save
        6d 23:00:10 Tick: wait budget_spent
        7d 0:10:00 Opened: save
        7d 0:10:10 Tick: show card
    "#]]);
}

#[test]
fn a_choice_made_here_counts_even_if_another_browsers_clock_runs_ahead() {
    let others = Summary {
        budget: BudgetSetting { at_s: seconds("5d 0:00"), choice: BudgetChoice::Normal },
        sessions: 1,
        ..Summary::default()
    };
    let mut journey = Journey::new(selling());
    journey.merged(&others).at("0:10").event(Event::Budget(BudgetChoice::None));
    assert_eq!(journey.trial.whole().budget.choice, BudgetChoice::None);
    let mut journey = Journey::new(selling());
    journey.merged(&others).visited("0:10").painted().answered(Answer::Fewer);
    assert_eq!(journey.trial.whole().budget.choice, BudgetChoice::Fewer);
}

#[test]
fn a_snooze_lasts_as_long_as_the_playbook_says() {
    let mut journey = Journey::new(helping());
    journey.visited("0:10").painted().answered(Answer::Snoozed);
    journey.at("1d 0:10:09").tick().at("1d 0:10:10").tick().check(&expect![[r#"
        0d 0:10:00 Opened: save
        0d 0:10:10 Tick: show help, save
        0d 0:10:10 Painted: save
        0d 0:10:10 Snoozed: hide, save, send
        1d 0:10:09 Tick: wait snoozed, save
        1d 0:10:10 Tick: show help
    "#]]);
}

#[test]
fn a_prompt_has_its_number_of_showings_in_a_lifetime() {
    let mut playbook = helping();
    playbook.prompts[0].frequency.lifetime = 2;
    let mut journey = Journey::new(playbook);
    for day in 0..4 {
        journey.visited(&format!("{day}d 0:10")).painted().answered(Answer::Dismissed);
    }
    assert_eq!(journey.own().prompt("help").map(|help| help.shown.total()), Some(2));
    assert_eq!(journey.visited("4d 0:10").decision(), Decision::Wait(Reason::AlreadySeen));
}
