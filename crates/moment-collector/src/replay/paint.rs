//! Painting: which prompts the page would put on the screen.

use moment_core::playbook::Playbook as Rules;
use moment_core::prompt::{PromptKind, PromptRule, Status};

/// The running prompts that no log can bring to the screen.
pub fn unpaintable(rules: &Rules) -> impl Iterator<Item = &PromptRule> {
    rules.prompts.iter().filter(|rule| rule.status == Status::Running && !can_paint(rule))
}

/// Whether the page can paint `rule`. A reply tells what the vendor answered, and in a log nobody did.
#[must_use]
pub fn can_paint(rule: &PromptRule) -> bool {
    rule.kind != PromptKind::Reply
}
