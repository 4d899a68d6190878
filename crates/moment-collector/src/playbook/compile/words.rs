//! What can be wrong with a prompt's words.

use toml::Spanned;

use crate::playbook::fault::Fault;
use crate::playbook::frame::in_language;
use crate::playbook::source::prompt::Prompt;
use crate::playbook::source::words::{OtherWords, Step, Words};

/// The longest address that taking an offer may lead to.
const URL_BYTES_MAX: usize = 500;

/// Faults: no words at all, or words that cannot be read, declined or followed.
pub(super) fn check(prompt: &Prompt, locale: &str, faults: &mut Vec<Fault>) {
    let words = prompt.words.get_ref();
    if words.is_empty() {
        let fault = Fault::new(prompt.words.span(), "the prompt has no words");
        faults.push(fault.expected(format!("expected [prompts.words.{locale}]")));
    }
    for words in words.values() {
        check_language(words, faults);
    }
    for variant in &prompt.variants {
        for (locale, other) in variant.words.get_ref() {
            if in_language(words, locale).is_none() {
                let message = format!("the prompt itself has no words in `{locale}`");
                let help = format!("expected [prompts.words.{locale}], which a variant says otherwise");
                faults.push(Fault::new(variant.words.span(), message).expected(help));
            }
            check_other(other, faults);
        }
    }
}

fn check_language(words: &Words, faults: &mut Vec<Fault>) {
    check_steps(&words.steps, faults);
    check_accept(&words.accept, faults);
    check_decline(&words.decline, faults);
    check_url(words.accept_url.as_ref(), faults);
}

fn check_other(other: &OtherWords, faults: &mut Vec<Fault>) {
    if let Some(steps) = &other.steps {
        check_steps(steps, faults);
    }
    if let Some(accept) = &other.accept {
        check_accept(accept, faults);
    }
    if let Some(decline) = &other.decline {
        check_decline(decline, faults);
    }
    check_url(other.accept_url.as_ref(), faults);
}

fn check_steps(steps: &Spanned<Vec<Step>>, faults: &mut Vec<Fault>) {
    if steps.get_ref().is_empty() {
        faults.push(Fault::new(steps.span(), "no steps").expected("expected at least one { title, body }"));
    }
    for step in steps.get_ref() {
        check_text(&step.title, "the heading is empty", faults);
        check_text(&step.body, "the text is empty", faults);
    }
}

fn check_accept(accept: &Spanned<String>, faults: &mut Vec<Fault>) {
    check_text(accept, "the label that takes the offer is empty", faults);
}

fn check_decline(decline: &Spanned<String>, faults: &mut Vec<Fault>) {
    if is_blank(decline.get_ref()) {
        faults.push(Fault::missing_decline(decline.span()));
    }
}

fn check_url(url: Option<&Spanned<String>>, faults: &mut Vec<Fault>) {
    if let Some(url) = url.filter(|url| !is_url(url.get_ref())) {
        let fault = Fault::new(url.span(), "taking the offer cannot lead there");
        faults.push(
            fault.expected(
                "expected an address within your site, such as \"/upgrade\", or one that begins with https://",
            ),
        );
    }
}

fn check_text(text: &Spanned<String>, message: &str, faults: &mut Vec<Fault>) {
    if is_blank(text.get_ref()) {
        faults.push(Fault::new(text.span(), message).expected("expected some words"));
    }
}

/// Whether nobody sees anything of it: spaces, and marks that have no shape.
fn is_blank(text: &str) -> bool {
    let is_unseen = |letter| {
        matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
    };
    text.chars().all(|letter| letter.is_whitespace() || letter.is_control() || is_unseen(letter))
}

/// An address within the site or a secure one; never `javascript:` and the like, nor another site by `//`.
fn is_url(url: &str) -> bool {
    let is_local = url.starts_with(['/', '#', '?']) && !url.starts_with("//") && !url.starts_with("/\\");
    url.len() <= URL_BYTES_MAX && (is_local || url.starts_with("https://")) && !url.contains(char::is_control)
}
