//! A fault in a playbook: what is wrong, where, and what was expected.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

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

    /// Line and column of its beginning, both counted from 1, the column in characters.
    #[must_use]
    pub fn place(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

/// All faults for a person to read: one line `FILE:LINE:COLUMN: message` each, with the place in the text under it.
#[must_use]
pub fn render(file: &str, text: &str, faults: &[Fault], with_colour: bool) -> String {
    let renderer = if with_colour { Renderer::styled() } else { Renderer::plain() };
    let mut all = String::new();
    for fault in faults {
        let (line, column) = fault.place(text);
        // The place is told as well as it is known; half a character would stop the renderer.
        let start = text.floor_char_boundary(fault.span.start);
        let end = text.ceil_char_boundary(fault.span.end).max(start);
        let snippet =
            Snippet::source(text).line_start(1).path(file).annotation(AnnotationKind::Primary.span(start..end));
        let mut group = Level::ERROR.primary_title(&fault.message).element(snippet);
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.message(help));
        }
        let _ = writeln!(all, "{file}:{line}:{column}: {}\n{}\n", fault.message, renderer.render(&[group]));
    }
    all
}
