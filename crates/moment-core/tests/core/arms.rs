//! Arms: who sees what is drawn once and for ever, and when a prompt fell due is written down in every arm alike.

use moment_core::arm::{Arm, arm_of};
use moment_core::decision::{Decision, Reason};
use moment_core::event::{Answer, Consent};
use moment_core::exposure::Due;
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptRule, Variant};
use moment_core::summary::Summary;
use moment_core::trial::{Identity, Trial};

use crate::journey::{Journey, seconds};
use crate::rulebook::{INVOICES, STARTED_MS, at_least, prompt, selling};

fn variants(weights: &[(&str, u8)]) -> Vec<Variant> {
    weights.iter().map(|(key, weight)| Variant { key: (*key).into(), weight: *weight }).collect()
}

fn due(journey: &Journey, id: &str) -> Option<Due> {
    journey.own().prompt(id).and_then(|record| record.due)
}

#[test]
fn a_prompt_falls_due_in_every_arm_at_the_same_instant() {
    let due_in = |change: fn(&mut Playbook)| {
        let mut journey = Journey::new(selling());
        journey.published(change).visited("0:10").at("0:11").tick();
        due(&journey, "card").map(|due| (due.at_s, due.arm))
    };
    let at_s = seconds("0:10:10");
    assert_eq!(due_in(|_| ()), Some((at_s, Arm::Variant(0))));
    assert_eq!(due_in(|playbook| playbook.holdout_percent = 100), Some((at_s, Arm::Holdout)));
    assert_eq!(due_in(|playbook| playbook.prompts[0].control_percent = 100), Some((at_s, Arm::Control)));
    assert_eq!(
        due_in(|playbook| playbook.prompts[0].variants = variants(&[("a", 0), ("b", 1)])),
        Some((at_s, Arm::Variant(1)))
    );
    assert_eq!(due_in(|playbook| playbook.prompts[0].has_words = false), None, "it could not have been painted");
    assert_eq!(due_in(|playbook| playbook.prompts[0].when = at_least(INVOICES, 1)), None, "it is not due yet");
}

#[test]
fn a_prompt_that_lost_to_another_was_due_and_the_first_instant_stays() {
    let mut playbook = selling();
    playbook.prompts.push(PromptRule { priority: 5, ..prompt("loud") });
    let mut journey = Journey::new(playbook);
    journey.visited("0:10");
    assert_eq!(journey.decision(), Decision::Show(1));
    assert_eq!(journey.ledger("card"), [("lost_arbitration", 1)]);
    let first = due(&journey, "card");
    assert_eq!(first.map(|due| due.at_s), Some(seconds("0:10:10")));
    journey.painted().answered(Answer::Completed).visited("3d 0:10");
    assert_eq!(due(&journey, "card"), first);
}

#[test]
fn whoever_is_held_out_sees_nothing_that_sells_and_everything_that_helps() {
    let mut playbook = selling();
    playbook.holdout_percent = 100;
    playbook.prompts.push(PromptRule { commercial: false, ..prompt("guide") });
    let mut journey = Journey::new(playbook);
    assert_eq!(journey.visited("0:10").decision(), Decision::Show(1));
    assert_eq!(journey.ledger("card"), [("holdout", 1)]);
}

#[test]
fn no_percent_never_shows_and_a_hundred_always_and_leaving_and_coming_back_changes_nothing() {
    for number in 0..300 {
        let identity = Identity {
            trial: format!("t_{number}"),
            started_ms: STARTED_MS,
            length_days: 14,
            plan: String::new(),
            locale: String::new(),
        };
        let decide = |holdout_percent, own: &Summary| {
            let playbook = Playbook { holdout_percent, ..selling() };
            let trial = Trial::new(identity.clone(), own.clone(), Summary::default(), Consent::Granted);
            let mut journey = Journey::resumed(playbook, trial);
            let decision = journey.visited("0:10").decision();
            (decision, journey.own().clone())
        };
        let none = Summary::default();
        assert_eq!(decide(0, &none).0, Decision::Show(0));
        assert_eq!(decide(100, &none).0, Decision::Wait(Reason::Holdout));
        let (first, kept) = decide(50, &none);
        assert_eq!(decide(50, &kept).0, first, "drawn again for t_{number}");
        // Who is held out stays so when the holdout grows.
        assert!(first == Decision::Show(0) || decide(80, &none).0 == first);
    }
}

#[test]
fn the_arm_says_what_the_decision_does() {
    let playbook = Playbook { holdout_percent: 30, ..selling() };
    let rule = PromptRule { control_percent: 30, variants: variants(&[("a", 1), ("b", 1)]), ..prompt("card") };
    let arms: Vec<Arm> = (0..2_000).map(|number| arm_of(&playbook, &format!("t_{number}"), &rule)).collect();
    let count = |arm: Arm| arms.iter().filter(|known| **known == arm).count();
    let counts = [Arm::Holdout, Arm::Control, Arm::Variant(0), Arm::Variant(1)].map(count);
    // 600, then 30 % of the others, then halves; three standard deviations are about 65.
    for (count, expected) in counts.into_iter().zip([600, 420, 490, 490]) {
        assert!(count.abs_diff(expected) < 75, "{counts:?}");
    }
    assert_eq!(counts.iter().sum::<usize>(), arms.len());
}
