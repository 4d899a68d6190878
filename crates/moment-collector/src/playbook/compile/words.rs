//! What can be wrong with a prompt's words, and with what its buttons do.

use moment_core::prompt::PromptKind;
use toml::Spanned;

use crate::playbook::compile::{action, whole_words};
use crate::playbook::fault::Fault;
use crate::playbook::frame::in_language;
use crate::playbook::names::Names;
use crate::playbook::places;
use crate::playbook::source::Source;
use crate::playbook::source::prompt::Prompt;
use crate::playbook::source::words::{Step, Words};

/// So many answers has a reaction.
const SCALE: usize = 5;
/// How many steps, plans, and moments of a checklist one prompt may have.
const LIST_MAX: usize = 12;

/// Faults: no words at all, or words that cannot be read, declined or followed.
pub(super) fn check(prompt: &Prompt, source: &Source, names: &Names, faults: &mut Vec<Fault>) {
    let words = prompt.words.get_ref();
    if words.is_empty() {
        let fault = Fault::new(prompt.words.span(), "the prompt has no words");
        faults.push(fault.expected(format!("expected [prompts.words.{}]", source.locale)));
    }
    for (locale, own) in words {
        check_needs(&whole_words(prompt, source, locale).unwrap_or_default(), own, prompt, faults);
        check_words(own.get_ref(), prompt, source, names, faults);
    }
    for variant in &prompt.variants {
        for (locale, other) in variant.words.get_ref() {
            if in_language(words, locale).is_none() {
                let message = format!("the prompt itself has no words in `{locale}`");
                let help = format!("expected [prompts.words.{locale}], which a variant says otherwise");
                faults.push(Fault::new(variant.words.span(), message).expected(help));
            }
            check_words(other, prompt, source, names, faults);
        }
    }
}

/// What is said neither here nor in the playbook's own language.
fn check_needs(words: &Words, own: &Spanned<Words>, prompt: &Prompt, faults: &mut Vec<Fault>) {
    let missing =
        |key: &str, help: &str| Fault::new(own.span(), format!("missing field `{key}`")).expected(help.to_owned());
    if words.steps.is_none() {
        faults.push(missing("steps", "expected at least one { title, body }"));
    }
    if words.decline.is_none() {
        faults.push(Fault::missing_decline(own.span()));
    }
    let kind = PromptKind::ALL[prompt.kind as usize];
    let offers = matches!(
        kind,
        PromptKind::Card | PromptKind::Modal | PromptKind::Spotlight | PromptKind::Banner | PromptKind::Advocacy
    );
    if offers && words.accept.is_none() && words.plans.is_none() {
        faults.push(missing("accept", "expected the label that takes the offer"));
    }
    if kind == PromptKind::Help && words.accept.is_none() && words.call_me.is_none() {
        faults.push(missing("accept", "expected `accept` with `accept_url`, where help is, or `call_me`"));
    }
}

fn check_words(words: &Words, prompt: &Prompt, source: &Source, names: &Names, faults: &mut Vec<Fault>) {
    if let Some(steps) = words.steps.as_ref() {
        if steps.get_ref().is_empty() {
            faults.push(Fault::new(steps.span(), "no steps").expected("expected at least one { title, body }"));
        }
        check_count(steps, "steps", faults);
    }
    if let Some(plans) = &words.plans {
        check_count(plans, "plans", faults);
    }
    if let Some(scale) = words.scale.as_ref().filter(|scale| scale.get_ref().len() != SCALE) {
        let fault = Fault::new(scale.span(), format!("{} answers", scale.get_ref().len()));
        faults.push(fault.expected(format!("expected {SCALE}, from bad to good")));
    }
    for (what, text) in words.texts() {
        check_text(what, text, prompt, faults);
    }
    for (item, name) in words.items.iter().flat_map(Spanned::get_ref) {
        let known = prompt.items.iter().flat_map(Spanned::get_ref).any(|known| known.moment.get_ref() == item);
        if !known {
            let fault = Fault::new(name.span(), format!("`{item}` is not on the checklist"));
            faults.push(fault.expected("expected one of the moments in `items`"));
        }
    }
    let plans = words.plans.iter().flat_map(Spanned::get_ref);
    let urls = plans.filter_map(|plan| plan.accept_url.as_ref()).chain(&words.accept_url);
    faults.extend(urls.filter_map(action::url_fault));
    let steps: Vec<&Step> = words.steps.iter().flat_map(Spanned::get_ref).collect();
    for does in steps.iter().filter_map(|step| step.action.as_ref()) {
        action::check(does.get_ref(), source, names, faults);
    }
    if let Some((last, [_, ..])) = steps.split_last()
        && let Some(accept) = &last.accept
    {
        let fault = Fault::new(accept.span(), "the last step has the prompt's own `accept`");
        faults.push(fault.expected("leave it out here"));
    }
}

fn check_count<T>(list: &Spanned<Vec<T>>, what: &str, faults: &mut Vec<Fault>) {
    if list.get_ref().len() > LIST_MAX {
        let fault = Fault::new(list.span(), format!("{} {what} are too many", list.get_ref().len()));
        faults.push(fault.expected(format!("at most {LIST_MAX} {what} fit")));
    }
}

fn check_text(what: &str, text: &Spanned<String>, prompt: &Prompt, faults: &mut Vec<Fault>) {
    if is_blank(text.get_ref()) {
        faults.push(match what {
            "decline" => Fault::missing_decline(text.span()),
            _ => Fault::new(text.span(), format!("the {what} is empty")).expected("expected some words"),
        });
        return;
    }
    if let Some(fault) = places::check(text, &places::PROMPT) {
        return faults.push(fault);
    }
    let kind = PromptKind::ALL[prompt.kind as usize];
    for name in places::names(text.get_ref()) {
        if places::OF_LIMIT.contains(&name) && prompt.limit.is_none() {
            let fault = Fault::new(text.span(), format!("{{{name}}} speaks of a limit, and the prompt has none"));
            faults.push(fault.expected("expected `limit` at the prompt, the name of one"));
        } else if places::OF_REPLY.contains(&name) && kind != PromptKind::Reply {
            let fault = Fault::new(text.span(), format!("{{{name}}} speaks of a reply"));
            faults.push(fault.expected("it goes with the kind \"reply\""));
        }
    }
}

/// Whether nobody sees anything of it: spaces, and marks that have no shape.
fn is_blank(text: &str) -> bool {
    let is_unseen = |letter| {
        matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
    };
    text.chars().all(|letter| letter.is_whitespace() || letter.is_control() || is_unseen(letter))
}
