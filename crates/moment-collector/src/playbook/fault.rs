//! A fault in a playbook: what is wrong, where, and what was expected.

use std::ops::Range;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// What was expected, or how to mend it.
    pub help: Option<String>,
    /// Where: bytes of the text.
    pub span: Range<usize>,
    /// The rule that is broken, where it has a name.
    pub rule: Option<FaultRule>,
}

/// A rule that `check` lists beside the lints. What breaks it is a fault all the same: no playbook may say that it is
/// meant so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultRule {
    /// A prompt that cannot be declined.
    MissingDecline,
}

impl FaultRule {
    /// All such rules.
    pub const ALL: [Self; 1] = [Self::MissingDecline];

    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingDecline => "missing_decline",
        }
    }

    /// What breaks it, in one line.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::MissingDecline => "a prompt that cannot be declined, which is a fault",
        }
    }
}

impl Fault {
    /// A fault at `span`.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, span, rule: None }
    }

    /// The same fault, with what was expected.
    #[must_use]
    pub fn expected(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The prompt whose words stand at `span` cannot be declined.
    pub fn missing_decline(span: Range<usize>) -> Self {
        let help = "expected `decline`, the label of a plain decline, such as \"Not now\"; this cannot be acknowledged";
        let fault = Self::new(span, "the prompt cannot be declined").expected(help);
        Self { rule: Some(FaultRule::MissingDecline), ..fault }
    }
}
