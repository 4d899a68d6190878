//! Painting: which prompts the page of this version would put on the screen.

use moment_core::playbook::Playbook as Rules;
use moment_core::prompt::{PromptRule, Status};
use moment_wire::prompt::{KIND_CARD, KIND_MODAL};

/// The running prompts that this version's widget cannot paint.
pub fn unpaintable(rules: &Rules) -> impl Iterator<Item = &PromptRule> {
    rules.prompts.iter().filter(|rule| rule.status == Status::Running && !can_paint(rule))
}

/// Whether this version's widget can paint `rule`. The module that paints knows these kinds.
#[must_use]
pub fn can_paint(rule: &PromptRule) -> bool {
    [KIND_CARD, KIND_MODAL].contains(&(rule.kind as u8))
}
