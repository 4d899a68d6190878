//! Prompts that sell more often than people bear.

use moment_core::time::MINUTE_S;

use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::{Source, prompt::Prompt};

/// More prompts a day than these are too many.
const A_DAY_MAX: u8 = 3;

/// A budget that allows too much, and prompts that come every day without end.
pub(super) fn lint(source: &Source) -> Vec<Lint> {
    let nagging = |subject, span, message, help: &str| Lint::new(LintRule::Nagging, subject, span, message, help);
    let budget = &source.budget;
    let mut lints = Vec::new();
    let a_day = *budget.prompts_per_day_max.get_ref();
    if a_day > A_DAY_MAX {
        let message = format!("{a_day} prompts a day that sell are too many");
        let help = format!("at most {A_DAY_MAX} a day are borne");
        lints.push(nagging(Subject::Playbook, budget.prompts_per_day_max.span(), message, &help));
    }
    if budget.cooldown.get_ref().seconds < MINUTE_S {
        let message = "one prompt that sells may follow another within a minute".to_owned();
        lints.push(nagging(
            Subject::Playbook,
            budget.cooldown.span(),
            message,
            "a cooldown of 4h suits real customers",
        ));
    }
    let endless = |prompt: &Prompt| prompt.commercial && *prompt.lifetime_max.get_ref() == 0;
    for (place, prompt) in source.prompts.iter().enumerate().filter(|(_, prompt)| endless(prompt)) {
        let message = format!("`{}` sells and may come every day without end", prompt.id.get_ref());
        let help = "say how often one trial may see it, or how many days lie between";
        lints.push(nagging(Subject::Prompt(place), prompt.lifetime_max.span(), message, help));
    }
    lints
}
