//! What can be wrong with a prompt's words.

use toml::Spanned;

use crate::playbook::fault::Fault;
use crate::playbook::source::prompt::{Prompt, Words};

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
}

fn check_language(words: &Words, faults: &mut Vec<Fault>) {
    if words.steps.get_ref().is_empty() {
        let fault = Fault::new(words.steps.span(), "no steps");
        faults.push(fault.expected("expected at least one { title, body }"));
    }
    for step in words.steps.get_ref() {
        check_text(&step.title, "the heading is empty", faults);
        check_text(&step.body, "the text is empty", faults);
    }
    check_text(&words.accept, "the label that takes the offer is empty", faults);
    if words.decline.get_ref().trim().is_empty() {
        let fault = Fault::new(words.decline.span(), "the prompt cannot be declined");
        faults.push(fault.expected("expected the label of a plain decline, such as \"Not now\""));
    }
    if let Some(url) = words.accept_url.as_ref().filter(|url| !is_url(url.get_ref())) {
        let fault = Fault::new(url.span(), "taking the offer cannot lead there");
        faults.push(
            fault.expected(
                "expected an address within your site, such as \"/upgrade\", or one that begins with https://",
            ),
        );
    }
}

fn check_text(text: &Spanned<String>, message: &str, faults: &mut Vec<Fault>) {
    if text.get_ref().trim().is_empty() {
        faults.push(Fault::new(text.span(), message).expected("expected some words"));
    }
}

/// An address within the site or a secure one; never `javascript:` and the like, nor another site by `//`.
fn is_url(url: &str) -> bool {
    let is_local = url.starts_with(['/', '#', '?']) && !url.starts_with("//") && !url.starts_with("/\\");
    url.len() <= URL_BYTES_MAX && (is_local || url.starts_with("https://")) && !url.contains(char::is_control)
}
