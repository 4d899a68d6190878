//! Painting: which prompts no log can bring to the screen.

use moment_core::playbook::Playbook as Rules;
use moment_core::prompt::{PromptKind, PromptRule, Status};

/// The running prompts that tell what the vendor answered: in a log nobody did, so they wait with `trigger_not_fired`.
pub fn unpaintable(rules: &Rules) -> impl Iterator<Item = &PromptRule> {
    rules.prompts.iter().filter(|rule| rule.status == Status::Running && rule.kind == PromptKind::Reply)
}
