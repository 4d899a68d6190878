//! How often and when: a prompt's own frequency, rounds that come again, the customer's clock, and records that are full.

use moment_core::budget::{Cap, Frequency};
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Event};
use moment_core::exposure::{PROMPTS_MAX, PromptRecord};
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::schedule::Schedule;
use moment_core::summary::Summary;

use crate::journey::Journey;
use crate::rulebook::{prompt, rulebook};

/// One prompt that guides, so that only its own frequency bounds it.
fn guiding(frequency: Frequency, schedule: Schedule) -> Playbook {
    let rule = PromptRule { kind: PromptKind::Reaction, frequency, schedule, ..prompt("guide") };
    Playbook { prompts: [rule].into(), ..rulebook() }
}

/// What is decided at each time; what is shown is painted and answered.
fn decisions(playbook: Playbook, answer: Answer, times: &[&str]) -> Vec<&'static str> {
    let mut journey = Journey::new(playbook);
    let decide = |time: &&str| match journey.visited(time).decision() {
        Decision::Show(_) => {
            journey.painted().answered(answer);
            "shown"
        }
        Decision::Wait(reason) => reason.name(),
    };
    times.iter().map(decide).collect()
}

#[test]
fn a_prompt_has_a_cooldown_and_caps_of_its_own() {
    let frequency = Frequency { lifetime: 0, caps: [Cap { cap: 2, period_days: 3 }].into(), cooldown_s: 3600 };
    let playbook = guiding(frequency, Schedule::default());
    let times = ["0:10", "0:30", "1:20", "2d 0:10", "2d 23:50", "3d 0:10"];
    let expected = ["shown", "cooldown", "shown", "budget_spent", "budget_spent", "shown"];
    assert_eq!(decisions(playbook, Answer::Completed, &times), expected);
}

#[test]
fn its_own_cooldown_doubles_with_each_of_its_dismissals() {
    let frequency = Frequency { cooldown_s: 3600, ..Frequency::default() };
    let playbook = guiding(frequency, Schedule::default());
    let times = ["0:10", "2:00", "2:15", "6:10", "6:20"];
    assert_eq!(decisions(playbook, Answer::Dismissed, &times), ["shown", "cooldown", "shown", "cooldown", "shown"]);
}

#[test]
fn a_prompt_that_comes_again_is_new_in_each_round() {
    let frequency = Frequency { lifetime: 1, ..Frequency::default() };
    let schedule = Schedule { every_days: 7, ..Schedule::default() };
    let times = ["0:10", "6d 0:10", "7d 0:10", "8d 0:10", "30d 0:10"];
    for answer in [Answer::Dismissed, Answer::Clicked] {
        let decided = decisions(guiding(frequency.clone(), schedule), answer, &times);
        assert_eq!(decided, ["shown", "already_seen", "shown", "already_seen", "shown"], "{answer:?}");
    }
    let once = decisions(guiding(frequency, Schedule::default()), Answer::Clicked, &times);
    assert_eq!(once, ["shown", "already_seen", "already_seen", "already_seen", "already_seen"]);
}

#[test]
fn office_hours_are_those_of_the_customer() {
    // The example trial began at nine o'clock UTC.
    let office = Schedule { from_minute: 9 * 60, until_minute: 17 * 60, ..Schedule::default() };
    let mut journey = Journey::new(guiding(Frequency::default(), office));
    assert_eq!(journey.visited("0:10").decision(), Decision::Show(0));
    journey.in_zone(-120).tick();
    assert_eq!(journey.decision(), Decision::Wait(Reason::OutsideSchedule), "it is seven there");
}

#[test]
fn what_all_prompts_that_sell_may_take_together_has_an_end() {
    let mut playbook = Playbook { prompts: [prompt("a"), prompt("b")].into(), ..rulebook() };
    playbook.budget = Frequency { lifetime: 2, caps: Vec::new(), cooldown_s: 0 };
    let times = ["0:10", "1:10", "2:10", "9d 0:10"];
    assert_eq!(decisions(playbook, Answer::Completed, &times), ["shown", "shown", "budget_spent", "budget_spent"]);
}

/// What cannot be written down could be shown without end.
#[test]
fn a_prompt_for_whose_record_there_is_no_room_is_not_shown() {
    let records: Vec<PromptRecord> = (0..PROMPTS_MAX).map(|at| PromptRecord::new(&format!("old_{at:02}"))).collect();
    let full = Summary { prompts: records, ..Summary::default() };
    let trial = crate::rulebook::trial(full, Summary::default(), moment_core::event::Consent::Granted);
    let mut journey = Journey::resumed(guiding(Frequency::default(), Schedule::default()), trial);
    assert_eq!(journey.visited("0:10").decision(), Decision::Wait(Reason::BudgetSpent));
    let dropped = journey.own().dropped;
    journey.tick().tick().event(Event::Busy);
    assert_eq!(journey.own().dropped, dropped, "it is told once");
}
