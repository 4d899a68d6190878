//! Words in the playbook's own language, which everybody gets who speaks none of the others.

use crate::playbook::frame::in_language;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::Source;
use crate::playbook::source::prompt::Prompt;

/// Prompts that have words, but not in the playbook's own language.
pub(super) fn lint(source: &Source) -> Vec<Lint> {
    let without = |(_, prompt): &(usize, &Prompt)| in_language(prompt.words.get_ref(), &source.locale).is_none();
    let lint = |(place, prompt): (usize, &Prompt)| {
        let message =
            format!("`{}` has no words in `{}`, the playbook's own language", prompt.id.get_ref(), source.locale);
        let help = format!("customers of other languages do not see it: add [prompts.words.{}]", source.locale);
        Lint::new(LintRule::MissingLanguage, Subject::Prompt(place), prompt.id.span(), message, help)
    };
    source.prompts.iter().enumerate().filter(without).map(lint).collect()
}
