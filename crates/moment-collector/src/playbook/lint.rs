//! Lints: what the playbook's language allows, and what is still most likely a mistake or unfair to customers.

pub mod acknowledge;
pub mod catalogue;
pub mod condition;
mod conditions;
pub mod interval;
pub mod knowledge;
mod language;
mod nagging;
mod phrases;
mod shadow;
mod shouting;
pub mod term;
mod theme;
mod unreachable;
mod words;

use std::ops::Range;

use moment_core::playbook::Playbook as Rules;
use moment_core::time::UnixMs;

use crate::playbook::lint::acknowledge::{Acknowledgements, acknowledge};
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::knowledge::Knowledge;
use crate::playbook::source::Source;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// The rule that is broken.
    pub rule: LintRule,
    /// What it is about.
    pub subject: Subject,
    /// What is odd.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Where: bytes of the text.
    pub span: Range<usize>,
    /// Whether the playbook says that it is meant so.
    pub acknowledged: bool,
}

/// What a finding is about: an acknowledgement counts where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The playbook as a whole.
    Playbook,
    /// The moment at this place.
    Moment(usize),
    /// The prompt at this place.
    Prompt(usize),
}

impl Lint {
    /// A finding that nobody has acknowledged yet.
    pub fn new(
        rule: LintRule,
        subject: Subject,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { rule, subject, message: message.into(), help: help.into(), span, acknowledged: false }
    }
}

/// All lints of a playbook without faults, in the order of the text, as of `now_ms`.
#[must_use]
pub fn lint(source: &Source, rules: &Rules, now_ms: UnixMs) -> Vec<Lint> {
    let acknowledgements = Acknowledgements::of(source);
    // A moment whose condition is known never to hold is one that the vendor's code tells.
    let is_told = |moment| acknowledgements.cover(LintRule::NeverHolds, Subject::Moment(moment));
    let knowledge = Knowledge::of(rules, is_told);
    let mut lints = conditions::lint(source, rules, &knowledge);
    lints.extend(unreachable::lint(source, rules, &knowledge, now_ms));
    lints.extend(language::lint(source));
    lints.extend(words::lint(source));
    lints.extend(nagging::lint(source, rules));
    lints.extend(theme::lint(source));
    acknowledge(&acknowledgements, &mut lints);
    lints.sort_by_key(|lint| (lint.span.start, lint.rule));
    lints
}
