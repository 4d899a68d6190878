//! Dark patterns in a prompt's words: what shames, presses, ticks boxes, or hides the decline.

use toml::Spanned;

use crate::playbook::frame::in_language;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::phrases::{Found, Phrases, folded};
use crate::playbook::lint::shouting::shouting;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::Source;
use crate::playbook::source::words::Words;

/// A decline of so few characters is easily read, however short the accept is.
const SHORT_DECLINE: usize = 12;
/// How much longer than the accept a decline may be.
const TIMES_MAX: usize = 3;
/// Ticked boxes as people type them.
const TICKED: [&str; 6] = ["[x]", "[X]", "☑", "☒", "🗹", "🗷"];

/// What is unfair in the words of all prompts, in every language.
pub(super) fn lint(source: &Source) -> Vec<Lint> {
    let phrases = Phrases::read();
    let mut lints = Vec::new();
    for (place, prompt) in source.prompts.iter().enumerate() {
        for (locale, words) in prompt.words.get_ref() {
            let words = words.get_ref();
            check(words, locale, Subject::Prompt(place), &phrases, &mut lints);
            let others = prompt.variants.iter().filter_map(|variant| in_language(variant.words.get_ref(), locale));
            for (_, other) in others {
                check(&words.with(other), locale, Subject::Prompt(place), &phrases, &mut lints);
            }
        }
    }
    // What variants share is told once.
    let mut told: Vec<Lint> = Vec::new();
    for lint in lints {
        if !told.contains(&lint) {
            told.push(lint);
        }
    }
    told
}

fn check(words: &Words, locale: &str, subject: Subject, phrases: &Phrases, lints: &mut Vec<Lint>) {
    for (_, text) in words.texts() {
        lints.extend(urgency(text, locale, subject, phrases));
        lints.extend(ticked(text, subject));
    }
    if let Some(decline) = &words.decline {
        for found in phrases.shaming(decline.get_ref(), locale) {
            let message = format!("“{}” in a decline: {}", found.phrase, found.reason);
            let help = "a decline says no more than that: \"Not now\", \"No, thanks\"";
            lints.push(Lint::new(LintRule::ShamingDecline, subject, decline.span(), message, help));
        }
    }
    lints.extend(unequal(words, subject));
}

/// Each phrase that presses and each way of shouting is a finding of its own.
fn urgency(text: &Spanned<String>, locale: &str, subject: Subject, phrases: &Phrases) -> Vec<Lint> {
    let found = phrases.urgency(text.get_ref(), locale).into_iter().chain(shouting(text.get_ref()));
    let lint = |found: Found| {
        let message = format!("“{}”: {}", found.phrase, found.reason);
        let help = "say what the customer gets, and leave them the time; a true date may be acknowledged";
        Lint::new(LintRule::FalseUrgency, subject, text.span(), message, help)
    };
    found.map(lint).collect()
}

fn ticked(text: &Spanned<String>, subject: Subject) -> Option<Lint> {
    let mark = TICKED.into_iter().find(|mark| text.get_ref().contains(mark))?;
    let message = format!("{mark} is a box that the customer did not tick");
    let help = "let customers agree by doing something, not by leaving something";
    Some(Lint::new(LintRule::PrecheckedBox, subject, text.span(), message, help))
}

fn unequal(words: &Words, subject: Subject) -> Option<Lint> {
    let (Some(accept), Some(said)) = (&words.accept, &words.decline) else { return None };
    let (accept, decline) = (folded(accept.get_ref()), folded(said.get_ref()));
    let (shorter, longer) = (accept.chars().count(), decline.chars().count());
    let message = if accept == decline {
        "accept and decline have the same label".to_owned()
    } else if longer > SHORT_DECLINE && longer > shorter * TIMES_MAX {
        format!("the decline has {longer} characters, the accept {shorter}")
    } else {
        return None;
    };
    let help = "a decline is as easy to find and to read as the accept";
    Some(Lint::new(LintRule::UnequalDecline, subject, said.span(), message, help))
}
