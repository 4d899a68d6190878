//! Laws of deciding: when nothing may be shown, that every wait has one reason, and that the ledger says so.

use moment_core::arm::{self, Arm};
use moment_core::budget::Frequency;
use moment_core::decision::{Decision, Reason};
use moment_core::effect::Effect;
use moment_core::event::Outcome;
use moment_core::exposure::PromptRecord;
use moment_core::friction::FrictionKind;
use moment_core::page::Page;
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptRule, Status};
use moment_core::reading::View;
use moment_core::summary::{BudgetChoice, Summary};
use moment_core::time::{DAY_S, Now, second_of};
use moment_core::trial::Trial;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::almanac::is_open;
use crate::arbitrary::playbook::playbook;
use crate::arbitrary::{Step, Told, play, steps, tries};

/// What the outside of a step was, told once more and as plainly as possible.
struct Scene<'a> {
    playbook: &'a Playbook,
    rule: &'a PromptRule,
    trial: &'a str,
    summary: &'a Summary,
    page: &'a Page,
    now: Now,
    now_s: u32,
}

impl<'a> Scene<'a> {
    /// The scene in which the trial decides on the prompt at `place`. A tick changes moments and ledger only, and the
    /// moments before it decides: so the trial is as it stands after the tick.
    fn new(playbook: &'a Playbook, place: u8, after: &'a Trial, whole: &'a Summary, now: Now) -> Option<Self> {
        let now_s = second_of(after.identity().started_ms, now.unix_ms).max(after.own().last_s);
        let rule = playbook.prompts.get(usize::from(place))?;
        let (trial, page) = (&after.identity().trial, after.page());
        Some(Self { playbook, rule, trial, summary: whole, page, now, now_s })
    }

    /// Whether it may stand on the screen, be it new or open already.
    fn may_stand(&self) -> bool {
        let Self { playbook, rule, trial, summary, now, now_s, .. } = *self;
        let in_arm = |experiment: &str, percent| arm::is_in(arm::place(&playbook.salt, trial, experiment), percent);
        let kinds = FrictionKind::ALL.into_iter().zip(&summary.friction);
        let failed = kinds.filter(|(kind, _)| *kind != FrictionKind::SlowResponse);
        let is_in_trouble = failed.filter_map(|(_, friction)| friction.last_s).any(|last| {
            // Trouble is over when its time has passed, time itself has come to its end, or help has helped.
            let is_helped = summary.recovered_s > 0 && last <= summary.recovered_s && summary.recovered_s <= now_s;
            !is_helped && u64::from(now_s) < (u64::from(last) + u64::from(playbook.recovery_s)).min(u32::MAX.into())
        });
        let has_bought = matches!(summary.outcome, Some((_, Outcome::Upgraded)));
        !playbook.paused
            && now.playbook_age_s <= playbook.stale_after_s
            && summary.budget.choice != BudgetChoice::None
            && rule.status == Status::Running
            && is_open(&rule.schedule, now)
            && (rule.devices == 0 || rule.devices & self.page.device.bit() > 0)
            && !in_arm(&rule.id, rule.control_percent)
            && !(rule.sells() && (in_arm("holdout", playbook.holdout_percent) || is_in_trouble || has_bought))
    }

    /// Whether it may be shown anew.
    fn may_begin(&self) -> bool {
        let Self { playbook, rule, summary, now_s, .. } = *self;
        let record = summary.prompt(&rule.id);
        let has_had_its_time = record.is_some_and(|record| self.is_seen(record) || now_s < record.snoozed_until_s);
        let path = self.page.path();
        let view = View { plan: "team", locale: "de-AT", path, ..View::new(playbook, summary, now_s, 14) };
        let readiness = playbook.scorecard.readiness(&view);
        let is_affordable = record.is_none_or(|record| self.allows(&rule.frequency, &[record]))
            && (!rule.sells() || self.is_affordable());
        !has_had_its_time && readiness.score >= rule.score_min && rule.has_words && is_affordable
    }

    /// Whether the prompt was answered, or shown often enough, in this round of its schedule.
    fn is_seen(&self, record: &PromptRecord) -> bool {
        let every = u16::from(self.rule.schedule.every_days);
        let today = self.today();
        let lifetime = u64::from(self.rule.frequency.lifetime);
        let (answered, shown) = if every == 0 {
            (record.clicked > 0 || record.answered_s.is_some(), record.shown.total().into())
        } else {
            let begin = today - today % every;
            let shown: u64 = record
                .shown
                .days()
                .iter()
                .filter(|(day, _)| (begin..=today).contains(day))
                .map(|day| u64::from(day.1))
                .sum();
            (record.answered_s.is_some_and(|at| at / DAY_S >= begin.into()), shown)
        };
        answered || lifetime > 0 && shown >= lifetime
    }

    fn today(&self) -> u16 {
        u16::try_from(self.now_s / DAY_S).expect("seconds have fewer days")
    }

    /// Whether the budget of attention has room for one more prompt that sells.
    fn is_affordable(&self) -> bool {
        let Self { playbook, summary, .. } = *self;
        let guiding = |id: &str| playbook.prompts.iter().any(|rule| !rule.sells() && rule.id == id);
        let records: Vec<_> = summary.prompts.iter().filter(|record| !guiding(&record.id)).collect();
        let shown: u64 = records.iter().map(|record| u64::from(record.shown.total())).sum();
        let is_worn_out = playbook.budget.lifetime > 0 && shown >= playbook.budget.lifetime.into();
        let wants_fewer = summary.budget.choice == BudgetChoice::Fewer && self.shown_within(&records, 7) > 0;
        !is_worn_out && !wants_fewer && self.allows(&playbook.budget, &records)
    }

    /// Whether caps and cooldown have room for one more of `records`.
    fn allows(&self, frequency: &Frequency, records: &[&PromptRecord]) -> bool {
        let dismissals: u64 = records.iter().map(|record| u64::from(record.dismissed)).sum();
        let pause_s = u64::from(frequency.cooldown_s) << dismissals.min(6);
        // What u32 seconds cannot hold has come to the end of time.
        let pause_s = pause_s.min(u32::MAX.into());
        let end_s = |last: u32| (u64::from(last) + pause_s).min(u32::MAX.into());
        frequency.caps.iter().all(|cap| self.shown_within(records, cap.period_days.into()) < cap.cap.into())
            && records.iter().filter_map(|record| record.last_shown_s).all(|last| end_s(last) <= self.now_s.into())
    }

    fn shown_within(&self, records: &[&PromptRecord], days: u16) -> u64 {
        let today = self.today();
        let all = records.iter().flat_map(|record| record.shown.days());
        all.filter(|(day, _)| *day <= today && today - day < days).map(|(_, count)| u64::from(*count)).sum()
    }
}

/// The arm of a trial, as if every place had been dealt a card: the variants, each as often as it has weight.
fn drawn(playbook: &Playbook, trial: &str, rule: &PromptRule) -> Arm {
    let place = |experiment: &str| arm::place(&playbook.salt, trial, experiment);
    let is_in = |experiment: &str, percent: u8| place(experiment) < 100 * u16::from(percent);
    if rule.sells() && is_in("holdout", playbook.holdout_percent) {
        return Arm::Holdout;
    }
    if is_in(&rule.id, rule.control_percent) {
        return Arm::Control;
    }
    let cards = (0..).zip(&rule.variants).flat_map(|(at, variant)| vec![at; variant.weight.into()]);
    let cards: Vec<u8> = cards.collect();
    let card = usize::from(place(&format!("{}/variant", rule.id))) * cards.len() / 10_000;
    Arm::Variant(cards.get(card).copied().unwrap_or(0))
}

/// The sum of the ledger of the prompt at `place`, by reason.
fn waits(playbook: &Playbook, place: usize, trial: &Trial, reason: Reason) -> u32 {
    let record = trial.own().prompt(&playbook.prompts[place].id);
    let waits = record.map(|record| record.waits.as_slice()).unwrap_or_default();
    waits.iter().find(|wait| wait.0 == reason).map_or(0, |wait| wait.1)
}

/// Plays and collects what is wrong, in words.
fn faults(
    playbook: &Playbook,
    steps: &[Step],
    mut fault: impl FnMut(&Trial, &Step, Now, &[Effect], &Trial) -> Option<String>,
) -> Vec<String> {
    let mut faults = Vec::new();
    play(playbook, steps, |before, step, now, effects, after| {
        faults.extend(fault(before, step, now, effects, after).map(|fault| format!("{fault} at {step:?}")));
    });
    faults
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn nothing_is_shown_that_may_not_be(playbook in playbook(), steps in steps(1..60)) {
        let faults = faults(&playbook, &steps, |_, step, now, effects, after| {
            let shown = effects.iter().find_map(|effect| match effect {
                Effect::Show { prompt } => Some(*prompt),
                _ => None,
            })?;
            let whole = after.whole();
            let Some(scene) = Scene::new(&playbook, shown, after, &whole, now) else {
                return Some(format!("{shown} is not in the playbook"));
            };
            // What the customer asks for needs no trigger.
            let is_asked = matches!(step.told, Told::Asked(place) if place == shown);
            let may_be_shown = after.page().is_granted() && scene.may_stand() && (is_asked || scene.may_begin());
            (!may_be_shown).then(|| format!("{:?} was shown", scene.rule))
        });
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn nothing_stays_that_may_not_be_there(playbook in playbook(), steps in steps(1..60)) {
        let faults = faults(&playbook, &steps, |_, step, now, _, after| {
            let open = after.page().open?;
            let whole = after.whole();
            let is_tick = matches!(step.told, Told::Tick);
            let is_new = !after.page().is_painted && !after.page().is_asked;
            let may_stand = Scene::new(&playbook, open, after, &whole, now)
                .is_some_and(|scene| scene.may_stand() && (!is_new || scene.may_begin()));
            (!after.page().is_granted() || is_tick && !may_stand).then(|| format!("{open} stays"))
        });
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn every_prompt_that_waits_has_one_reason_and_at_most_one_does_not_wait(
        playbook in playbook(),
        steps in steps(1..60),
    ) {
        let faults = faults(&playbook, &steps, |_, step, _, _, after| {
            let page = after.page();
            if !matches!(step.told, Told::Tick) || !page.is_granted() {
                return None;
            }
            let verdicts = page.last_reasons().iter().enumerate();
            let shown: Vec<usize> = verdicts.filter(|(_, reason)| reason.is_none()).map(|(place, _)| place).collect();
            let open: Vec<usize> = page.open.map(usize::from).into_iter().collect();
            let decision = after.decision(&playbook);
            let fits = page.last_reasons().len() == playbook.prompts.len()
                && shown == open
                && matches!(decision, Decision::Show(_)) == page.open.is_some();
            (!fits).then(|| format!("{:?} with {open:?} open and {decision:?}", page.last_reasons()))
        });
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn the_ledger_grows_by_one_when_a_reason_is_another_one_than_before(playbook in playbook(), steps in steps(1..60)) {
        let faults = faults(&playbook, &steps, |before, step, _, _, after| {
            // Without consent nothing is decided.
            let is_tick = matches!(step.told, Told::Tick) && after.page().is_granted();
            let reason_of = |trial: &Trial, place: usize| trial.page().last_reasons().get(place).copied().flatten();
            let grown = (0..playbook.prompts.len()).flat_map(|place| Reason::ALL.map(|reason| (place, reason)));
            grown.into_iter().find_map(|(place, reason)| {
                let grown = waits(&playbook, place, after, reason) - waits(&playbook, place, before, reason);
                let is_now = reason_of(after, place) == Some(reason);
                let is_closed = before.page().closed() == Some(place);
                let is_news = is_now && (is_closed || reason_of(before, place) != Some(reason));
                let fits = if is_tick { grown == u32::from(is_news) } else { grown <= u32::from(is_now) };
                (!fits).then(|| format!("{place} {} grew by {grown}", reason.name()))
            })
        });
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn a_prompt_falls_due_in_the_arm_that_was_drawn(playbook in playbook(), steps in steps(1..60)) {
        let trial = play(&playbook, &steps, |_, _, _, _, _| {});
        for rule in &playbook.prompts {
            if let Some(due) = trial.own().prompt(&rule.id).and_then(|record| record.due) {
                prop_assert_eq!(due.arm, drawn(&playbook, &trial.identity().trial, rule));
            }
        }
    }

    #[test]
    fn an_effect_has_its_cause(playbook in playbook(), steps in steps(1..60)) {
        let faults = faults(&playbook, &steps, |before, step, _, effects, after| {
            let count = |wanted: fn(&Effect) -> bool| effects.iter().filter(|effect| wanted(effect)).count();
            let shows = count(|effect| matches!(effect, Effect::Show { .. }));
            let hides = count(|effect| *effect == Effect::Hide);
            let was_open = usize::from(before.page().open.is_some());
            let is_open = usize::from(after.page().open.is_some());
            let open = before.page().open.and_then(|place| playbook.prompts.get(usize::from(place)));
            let gives_way = open.is_some_and(|rule| rule.kind.is_standing()) && (shows, hides, is_open) == (1, 1, 1);
            // A prompt that could not be painted is gone without being hidden.
            let fits = shows + hides <= 1 && is_open <= was_open + shows && hides <= was_open - is_open.min(was_open);
            // What is asked for takes the place of what is open, and may be refused at once.
            let is_asked = matches!(step.told, Told::Asked(_)) && shows <= 1 && hides <= was_open + 1 && is_open == shows;
            let fits = fits || gives_way || is_asked;
            (!fits).then(|| format!("{effects:?} from {was_open} open to {is_open}"))
        });
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }
}

/// A law about prompts says nothing where none is shown.
#[test]
fn the_made_up_journeys_are_eventful() {
    let mut runner = TestRunner::new_with_rng(tries(0), TestRng::deterministic_rng(RngAlgorithm::XorShift));
    let (mut shown, mut hidden, mut painted, mut waited, mut arms) = (0, 0, 0, Vec::new(), Vec::new());
    for _ in 0..200 {
        let playbook = playbook().new_tree(&mut runner).expect("a playbook").current();
        let steps = steps(40..80).new_tree(&mut runner).expect("steps").current();
        let trial = play(&playbook, &steps, |_, _, _, effects, _| {
            shown += effects.iter().filter(|effect| matches!(effect, Effect::Show { .. })).count();
            hidden += effects.iter().filter(|effect| **effect == Effect::Hide).count();
        });
        for prompt in &trial.own().prompts {
            painted += prompt.shown.total();
            waited.extend(prompt.waits.iter().map(|wait| wait.0));
            arms.extend(prompt.due.map(|due| due.arm));
        }
    }
    assert!(shown > 100 && hidden > 50 && painted > 50, "{shown} shown, {painted} painted, {hidden} hidden");
    for arm in [Arm::Holdout, Arm::Control, Arm::Variant(0), Arm::Variant(1), Arm::Variant(2)] {
        assert!(arms.contains(&arm), "nothing ever fell due in {arm:?}");
    }
    // Without consent nothing is written down.
    for reason in Reason::ALL.into_iter().filter(|reason| *reason != Reason::ConsentDenied) {
        assert!(waited.contains(&reason), "nothing ever waited for {}", reason.name());
    }
}
