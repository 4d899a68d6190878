//! Prompts that are running and can never be shown.

use std::ops::Range;

use moment_core::playbook::Playbook as Rules;
use moment_core::prompt::{PromptRule, Status};
use moment_core::reading::Reading;
use moment_core::rule::Comparison;
use moment_core::time::UnixMs;
use toml::Spanned;

use crate::playbook::compile::schedule::latest_ms;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::condition::Condition;
use crate::playbook::lint::knowledge::Knowledge;
use crate::playbook::lint::shadow::shadow_of;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::Source;
use crate::playbook::source::frequency::Frequency;
use crate::playbook::source::prompt::Prompt;

type Obstacle = (Range<usize>, String, String);

/// One lint for each thing that keeps a running prompt from everybody.
pub(super) fn lint(source: &Source, rules: &Rules, knowledge: &Knowledge, now_ms: UnixMs) -> Vec<Lint> {
    let mut lints = Vec::new();
    for (place, (text, rule)) in source.prompts.iter().zip(&rules.prompts).enumerate() {
        if rule.status != Status::Running {
            continue;
        }
        let mut obstacles = standing(text, rule, source, now_ms);
        obstacles.extend(score(text, rule, knowledge));
        if obstacles.is_empty() {
            obstacles.extend(shadow(text, place, rules, knowledge));
        }
        lints.extend(obstacles.into_iter().map(|(span, message, help)| {
            Lint::new(LintRule::UnreachablePrompt, Subject::Prompt(place), span, message, help)
        }));
    }
    lints
}

/// What stands in its own bounds and in those of the playbook.
fn standing(text: &Prompt, rule: &PromptRule, source: &Source, now_ms: UnixMs) -> Vec<Obstacle> {
    let id = text.id.get_ref();
    let pause = || "change that, or give the prompt the status \"paused\"".to_owned();
    let mut obstacles = Vec::new();
    if let Some(until) = text.until.as_ref().filter(|_| is_over(rule, now_ms)) {
        let help = "move `until`, or give it the status \"ended\"";
        obstacles.push((until.span(), format!("the time of `{id}` is over"), help.to_owned()));
    }
    if let Some(percent) = text.control_percent.as_ref().filter(|percent| *percent.get_ref() == 100) {
        obstacles.push((percent.span(), format!("everybody is in the control of `{id}`"), pause()));
    }
    for cap in empty_caps(&text.frequency) {
        obstacles.push((cap.span(), format!("`{id}` may be shown 0 times"), pause()));
    }
    if !rule.sells() {
        return obstacles;
    }
    if *source.holdout_percent.get_ref() == 100 {
        let message = format!("everybody is held out, so nobody sees `{id}`");
        obstacles.push((source.holdout_percent.span(), message, pause()));
    }
    for cap in empty_caps(&source.budget.frequency) {
        obstacles.push((cap.span(), format!("no prompt may sell, so nobody sees `{id}`"), pause()));
    }
    obstacles
}

/// Whether its time is over on every clock in the world.
fn is_over(rule: &PromptRule, now_ms: UnixMs) -> bool {
    rule.schedule.until.is_some_and(|until| latest_ms(until) <= now_ms)
}

fn empty_caps(frequency: &Spanned<Frequency>) -> impl Iterator<Item = &Spanned<u8>> {
    let caps = frequency.get_ref().custom.iter().flatten();
    caps.map(|cap| &cap.cap).filter(|cap| *cap.get_ref() == 0)
}

/// The score that it asks for, alone and together with its conditions.
fn score(text: &Prompt, rule: &PromptRule, knowledge: &Knowledge) -> Option<Obstacle> {
    let least = text.score_min.as_ref()?;
    let max = knowledge.score_max();
    let message = if i64::from(rule.score_min) > max {
        format!("the scorecard never gives more than {max}")
    } else {
        let asks = Condition::Compare(Reading::Score, Comparison::AtLeast, i32::from(rule.score_min));
        let shown = shown_when(rule)?;
        if !shown.can_hold(knowledge) || shown.and(asks).can_hold(knowledge) {
            return None;
        }
        "whenever the prompt's conditions hold, the score is lower".to_owned()
    };
    Some((least.span(), message, "lower `score_min`, or let the readings give more points".to_owned()))
}

/// The condition under which it may be shown: `when` and not `unless`.
pub(super) fn shown_when(rule: &PromptRule) -> Option<Condition> {
    let when = Condition::of(&rule.when)?;
    match &rule.unless {
        Some(unless) => Some(when.and(Condition::of(unless)?.not())),
        None => Some(when),
    }
}

fn shadow(text: &Prompt, place: usize, rules: &Rules, knowledge: &Knowledge) -> Option<Obstacle> {
    let other = &shadow_of(place, rules, knowledge)?.id;
    let message = format!("`{other}` always comes before `{}`", text.id.get_ref());
    let help = format!(
        "`{other}` holds whenever this one does and has no end; raise `priority`, or say how often `{other}` may be seen"
    );
    Some((text.id.span(), message, help))
}
