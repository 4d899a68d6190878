//! Prompts that always come before another one.

use moment_core::budget::Frequency;
use moment_core::playbook::Playbook as Rules;
use moment_core::prompt::{PromptKind, PromptRule, Status};
use moment_core::schedule::Schedule;

use crate::playbook::lint::knowledge::Knowledge;
use crate::playbook::lint::unreachable::shown_when;

/// The prompt that may be shown whenever the one at `place` may, comes first, and never ends. Only somebody who took or
/// put off that one could see the other.
pub(super) fn shadow_of<'a>(place: usize, rules: &'a Rules, knowledge: &Knowledge) -> Option<&'a PromptRule> {
    let rule = &rules.prompts[place];
    let comes_first = |(at, other): &(usize, &PromptRule)| {
        other.priority > rule.priority || (other.priority == rule.priority && *at < place)
    };
    let others = rules.prompts.iter().enumerate().filter(comes_first).map(|(_, other)| other);
    others.filter(|other| is_endless(other) && is_as_free(other, rule)).find(|other| covers(other, rule, knowledge))
}

/// A reply comes only as often as somebody answered.
fn is_endless(rule: &PromptRule) -> bool {
    rule.status == Status::Running
        && rule.kind != PromptKind::Reply
        && rule.frequency == Frequency::default()
        && rule.control_percent == 0
        && Schedule { every_days: 0, ..rule.schedule } == Schedule::default()
        && rule.has_words
}

/// Whether nothing but their conditions lets `rule` through where `other` must wait.
fn is_as_free(other: &PromptRule, rule: &PromptRule) -> bool {
    let has_routes = other.routes.is_empty()
        || !rule.routes.is_empty() && rule.routes.iter().all(|route| other.routes.contains(route));
    let has_devices = other.devices == 0 || rule.devices != 0 && rule.devices & !other.devices == 0;
    (rule.sells() || !other.sells()) && other.score_min <= rule.score_min && has_routes && has_devices
}

/// Whether `other` may be shown whenever `rule` may.
fn covers(other: &PromptRule, rule: &PromptRule, knowledge: &Knowledge) -> bool {
    if other.when == rule.when && (other.unless.is_none() || other.unless == rule.unless) {
        return true;
    }
    let (Some(first), Some(second)) = (shown_when(other), shown_when(rule)) else { return false };
    // Something that can never be shown at all is told as such.
    second.can_hold(knowledge) && !second.and(first.not()).can_hold(knowledge)
}
