//! What a press does: checked, and put into the order in which it is done.

use moment_wire::words::{ActionV1, deed};
use toml::Spanned;

use crate::playbook::compile::selector;
use crate::playbook::fault::Fault;
use crate::playbook::names::{Names, nearest};
use crate::playbook::source::Source;
use crate::playbook::source::words::Action;

/// The longest address that a press may lead to.
const URL_BYTES_MAX: usize = 500;

/// The wire's form of `action`, with the address of the words in place of its own.
pub(super) fn compile(action: Option<&Action>, url: Option<&Spanned<String>>) -> Vec<ActionV1> {
    let nothing = Action::default();
    let Action { track, call, focus, prompt, url: own_url } = action.unwrap_or(&nothing);
    let all = [
        (deed::TRACK, track.as_ref()),
        (deed::CALL, call.as_ref()),
        (deed::FOCUS, focus.as_ref()),
        (deed::PROMPT, prompt.as_ref()),
        (deed::URL, url.or(own_url.as_ref())),
    ];
    let action = |(deed, target): (u8, Option<&Spanned<String>>)| {
        target.map(|target| ActionV1 { deed, target: target.get_ref().clone() })
    };
    all.into_iter().filter_map(action).collect()
}

/// Faults: an address, a name or a selector that leads nowhere.
pub(super) fn check(action: &Action, source: &Source, names: &Names, faults: &mut Vec<Fault>) {
    faults.extend(action.url.as_ref().and_then(url_fault));
    if let Some(call) = action.call.as_ref().filter(|call| !is_path(call.get_ref())) {
        let fault = Fault::new(call.span(), "no function is called so");
        faults.push(fault.expected("expected its name from the window on, such as \"app.openExport\""));
    }
    if let Some(focus) = &action.focus
        && let Some(message) = selector::fault(focus.get_ref())
    {
        faults.push(Fault::new(focus.span(), message).expected("expected a CSS selector, such as \"#export\""));
    }
    if let Some(track) = &action.track {
        known(track, "feature", &names.features, faults);
    }
    if let Some(prompt) = &action.prompt {
        let ids: Vec<_> = source.prompts.iter().map(|known| known.id.get_ref().clone()).collect();
        known(prompt, "prompt", &ids, faults);
        if let Some(url) = &action.url {
            let fault = Fault::new(url.span(), "the page is left before another prompt can start");
            faults.push(fault.expected("expected `url` or `prompt`, not both"));
        }
    }
}

/// Faults: nothing is called so.
pub(super) fn known(name: &Spanned<String>, what: &str, all: &[String], faults: &mut Vec<Fault>) {
    let text = name.get_ref();
    if !all.contains(text) {
        let fault = Fault::new(name.span(), format!("no {what} is called `{text}`"));
        faults.push(match nearest(text, all.iter().cloned()) {
            Some(near) => fault.expected(format!("did you mean `{near}`?")),
            None => fault.expected(format!("expected the name of a {what}")),
        });
    }
}

/// An address within the site or a secure one; never `javascript:` and the like, nor another site by `//`.
pub(super) fn url_fault(url: &Spanned<String>) -> Option<Fault> {
    let text = url.get_ref().as_str();
    let is_local = text.starts_with(['/', '#', '?']) && !text.starts_with("//") && !text.starts_with("/\\");
    let is_right =
        text.len() <= URL_BYTES_MAX && (is_local || text.starts_with("https://")) && !text.contains(char::is_control);
    let help = "expected an address within your site, such as \"/upgrade\", or one that begins with https://";
    (!is_right).then(|| Fault::new(url.span(), "taking the offer cannot lead there").expected(help))
}

/// Names with dots between them, as JavaScript has them.
fn is_path(path: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$'))
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$'))
    };
    path.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn a_function_is_named_by_its_path() {
        assert!(["open", "app.openExport", "$a._b.c2"].into_iter().all(is_path));
        assert!(!["", ".", "a.", "a..b", "a()", "2a", "a b", "a['b']"].into_iter().any(is_path));
    }
}
