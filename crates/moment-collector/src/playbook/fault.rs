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
}

impl Fault {
    /// A fault at `span`.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, span }
    }

    /// The same fault, with what was expected.
    #[must_use]
    pub fn expected(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
