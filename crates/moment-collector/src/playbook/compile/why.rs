//! Why a customer sees a prompt, where readiness plays no part in that: what they did so far would be no true reason.

use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::reading::Reading;
use moment_core::rule::Op;

use crate::playbook::frame::frame_word;
use crate::playbook::source::Source;

/// The reason in the language `locale`; empty where the score decides, which has reasons of its own.
pub(super) fn compile(rule: &PromptRule, source: &Source, locale: &str) -> String {
    let reads = |fits: fn(&Reading) -> bool| rule.when.ops.iter().any(|op| matches!(op, Op::Read(read) if fits(read)));
    if rule.score_min > 0 || reads(|reading| matches!(reading, Reading::Score | Reading::Band)) {
        return String::new();
    }
    frame_word(source, locale, |frame| match rule.kind {
        PromptKind::Help => &frame.why_help,
        PromptKind::Advocacy => &frame.why_delight,
        PromptKind::Reply => &frame.why_reply,
        _ if reads(|reading| matches!(reading, Reading::Limit { .. } | Reading::LimitPressure)) => &frame.why_limit,
        _ => &frame.why_none,
    })
}
