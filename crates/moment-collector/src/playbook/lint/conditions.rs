//! Conditions that cannot do what they are written for.

use moment_core::playbook::Playbook as Rules;
use moment_core::rule::Rule;
use toml::Spanned;

use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::condition::Condition;
use crate::playbook::lint::knowledge::Knowledge;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::Source;

const CONTRADICTION: &str = "look for a contradiction, such as `export >= 5 and export < 3`, or for a number that the \
                             reading cannot come to";

/// Conditions of moments and prompts that never hold, and prompts that are cancelled whenever they could be shown.
pub(super) fn lint(source: &Source, rules: &Rules, knowledge: &Knowledge) -> Vec<Lint> {
    let mut lints = Vec::new();
    for (place, (text, rule)) in source.moments.iter().zip(&rules.moments).enumerate() {
        if let (Some(text), Some(rule)) = (&text.when, &rule.when) {
            lints.extend(never_holds(Subject::Moment(place), text, rule, knowledge));
        }
    }
    for (place, (text, rule)) in source.prompts.iter().zip(&rules.prompts).enumerate() {
        let subject = Subject::Prompt(place);
        let never = never_holds(subject, &text.when, &rule.when, knowledge);
        if let (Some(text), Some(unless)) = (&text.unless, &rule.unless) {
            if never.is_none() {
                lints.extend(always_cancelled(subject, text, &rule.when, unless, knowledge));
            }
            let idle = never_holds(subject, text, unless, knowledge);
            lints
                .extend(idle.map(|idle| Lint { message: "this can never hold, so it cancels nothing".into(), ..idle }));
        }
        lints.extend(never);
    }
    lints
}

fn never_holds(subject: Subject, text: &Spanned<String>, rule: &Rule, knowledge: &Knowledge) -> Option<Lint> {
    let is_possible = Condition::of(rule)?.can_hold(knowledge);
    (!is_possible)
        .then(|| Lint::new(LintRule::NeverHolds, subject, text.span(), "this condition can never hold", CONTRADICTION))
}

fn always_cancelled(
    subject: Subject,
    text: &Spanned<String>,
    when: &Rule,
    unless: &Rule,
    knowledge: &Knowledge,
) -> Option<Lint> {
    let stays = Condition::of(unless)?.not();
    let message = if !stays.can_hold(knowledge) {
        "this always holds, so the prompt is never shown"
    } else if !Condition::of(when)?.and(stays).can_hold(knowledge) {
        "this holds whenever `when` does, so the prompt is never shown"
    } else {
        return None;
    };
    let help = "`unless` says what takes the prompt's reason away; leave it out, or make it narrower";
    Some(Lint::new(LintRule::AlwaysCancelled, subject, text.span(), message, help))
}
