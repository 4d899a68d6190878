//! What belongs to some kinds of prompts only: an anchor, a limit, the moments of a checklist, an action.

use moment_core::prompt::PromptKind;
use toml::Spanned;

use crate::playbook::compile::{action, selector};
use crate::playbook::fault::Fault;
use crate::playbook::names::Names;
use crate::playbook::source::Source;
use crate::playbook::source::prompt::Prompt;

/// Faults: a part that this kind has no use for, or lacks, or that leads nowhere.
pub(super) fn check(prompt: &Prompt, source: &Source, names: &Names, faults: &mut Vec<Fault>) {
    let kind = PromptKind::ALL[prompt.kind as usize];
    let mut part = |key: &str, kinds: &[PromptKind], span: Option<std::ops::Range<usize>>, is_needed: bool| match span {
        Some(span) if !kinds.contains(&kind) => {
            let all: Vec<_> = kinds.iter().map(|kind| format!("\"{}\"", kind.name())).collect();
            let fault = Fault::new(span, format!("a {} has no `{key}`", kind.name()));
            faults.push(fault.expected(format!("`{key}` goes with the kind {}", all.join(", "))));
        }
        None if is_needed && kinds.contains(&kind) => {
            let fault = Fault::new(prompt.id.span(), format!("a {} needs `{key}`", kind.name()));
            faults.push(fault.expected(match key {
                "anchor" => "expected the CSS selector of the element at which it points",
                "limit" => "expected the name of a limit",
                _ => "expected `items = [{ moment = \"name\" }]`, the way to value",
            }));
        }
        _ => {}
    };
    let anchor = prompt.anchor.as_ref();
    part("anchor", &[PromptKind::Spotlight], anchor.map(Spanned::span), true);
    part("items", &[PromptKind::Checklist], prompt.items.as_ref().map(Spanned::span), true);
    if kind == PromptKind::Meter {
        part("limit", &[PromptKind::Meter], prompt.limit.as_ref().map(Spanned::span), true);
    }
    if let Some(anchor) = anchor
        && let Some(message) = selector::fault(anchor.get_ref())
    {
        faults.push(Fault::new(anchor.span(), message).expected("expected a CSS selector, such as \"#export\""));
    }
    if let Some(limit) = &prompt.limit {
        action::known(limit, "limit", &names.limits, faults);
    }
    if let Some(items) = prompt.items.as_ref().filter(|items| items.get_ref().is_empty()) {
        faults.push(Fault::new(items.span(), "nothing is on the checklist").expected("expected one moment or more"));
    }
    for item in prompt.items.iter().flat_map(Spanned::get_ref) {
        action::known(&item.moment, "moment", &names.moments, faults);
    }
    let items = prompt.items.iter().flat_map(Spanned::get_ref).filter_map(|item| item.action.as_ref());
    for does in items.chain(&prompt.action) {
        action::check(does.get_ref(), source, names, faults);
    }
}
