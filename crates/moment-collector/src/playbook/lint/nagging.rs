//! Prompts that sell more often than people bear.

use std::ops::Range;

use moment_core::budget::{Cap, Frequency};
use moment_core::playbook::Playbook as Rules;
use moment_core::prompt::PromptRule;
use moment_core::time::{DAY_S, MINUTE_S};

use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::{Source, prompt::Prompt};

/// More prompts a day than these are too many.
const A_DAY_MAX: u8 = 3;

/// A budget that allows too much, and prompts that come every day without end.
pub(super) fn lint(source: &Source, rules: &Rules) -> Vec<Lint> {
    let mut lints = budget(source, rules);
    for (place, (text, rule)) in source.prompts.iter().zip(&rules.prompts).enumerate() {
        if rule.sells() && is_endless(rule) && comes_daily(rule, rules) {
            let message = format!("`{}` sells and may come every day without end", rule.id);
            let help = "say how often one trial may see it, or in how many days";
            lints.push(Lint::new(LintRule::Nagging, Subject::Prompt(place), place_of(text), message, help));
        }
    }
    lints
}

fn budget(source: &Source, rules: &Rules) -> Vec<Lint> {
    let nagging = |span, message, help: &str| Lint::new(LintRule::Nagging, Subject::Playbook, span, message, help);
    let mut lints = Vec::new();
    let a_day = rules.budget.caps.iter().map(|cap| cap.cap).min();
    if a_day.is_none_or(|a_day| a_day > A_DAY_MAX) {
        let message = match a_day {
            Some(a_day) => format!("{a_day} prompts a day that sell are too many"),
            None => "nothing says how many prompts a day may sell".to_owned(),
        };
        let help = format!("at most {A_DAY_MAX} a day are borne: custom = [{{ cap = 1, period = \"1d\" }}]");
        lints.push(nagging(source.budget.frequency.span(), message, &help));
    }
    if rules.budget.cooldown_s < MINUTE_S {
        let message = "one prompt that sells may follow another within a minute".to_owned();
        lints.push(nagging(source.budget.cooldown_period.span(), message, "a pause of 4h suits real customers"));
    }
    lints
}

/// Whether there is always another time.
fn is_endless(rule: &PromptRule) -> bool {
    rule.frequency.lifetime == 0 || rule.schedule.every_days > 0
}

/// Whether neither its own bounds nor those of all that sell nor its days keep it from coming every day.
fn comes_daily(rule: &PromptRule, rules: &Rules) -> bool {
    let allows = |cap: &Cap| cap.cap >= cap.period_days;
    let allows_daily = |frequency: &Frequency| frequency.cooldown_s <= DAY_S && frequency.caps.iter().all(allows);
    let lasts = |exposures: u8, days: u8| exposures == 0 || days > 0 && exposures >= days;
    let is_every_weekday = matches!(rule.schedule.weekdays, 0 | 0b111_1111);
    allows_daily(&rule.frequency)
        && allows_daily(&rules.budget)
        && rules.budget.lifetime == 0
        && lasts(rule.frequency.lifetime, rule.schedule.every_days)
        && is_every_weekday
}

/// Where it says how often it comes.
fn place_of(prompt: &Prompt) -> Range<usize> {
    let every = prompt.schedule.every.as_ref().map(toml::Spanned::span);
    every.unwrap_or_else(|| {
        let frequency = prompt.frequency.span();
        if frequency.is_empty() { prompt.id.span() } else { frequency }
    })
}
