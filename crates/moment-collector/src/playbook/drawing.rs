//! Faults and lints for a person to read: each with its place drawn in the text.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::playbook::fault::{Fault, FaultRule};
use crate::playbook::lint::Lint;

/// A playbook's text and where it came from.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// What the file is called.
    pub file: &'a str,
    /// What stands in it.
    pub text: &'a str,
    /// Whether whoever reads it sees colours.
    pub with_colour: bool,
}

impl Sheet<'_> {
    /// All faults: the message of each, with file, line, column and the place in the text under it.
    #[must_use]
    pub fn draw_faults(&self, faults: &[Fault]) -> String {
        faults
            .iter()
            .map(|fault| {
                let rule = fault.rule.map(FaultRule::name);
                self.draw(Level::ERROR, rule, &fault.message, fault.help.as_deref(), &fault.span)
            })
            .collect()
    }

    /// One lint, drawn as faults are, with its rule's name.
    #[must_use]
    pub fn draw_lint(&self, lint: &Lint) -> String {
        self.draw(Level::WARNING, Some(lint.rule.name()), &lint.message, Some(&lint.help), &lint.span)
    }

    /// Line and column of the beginning of `span`, both counted from 1, the column in characters.
    #[must_use]
    pub fn place(&self, span: &Range<usize>) -> (usize, usize) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    fn draw(&self, level: Level, rule: Option<&str>, message: &str, help: Option<&str>, span: &Range<usize>) -> String {
        let renderer = if self.with_colour { Renderer::styled() } else { Renderer::plain() };
        // The place is told as well as it is known; half a character would stop the renderer.
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.ceil_char_boundary(span.end).max(start);
        let snippet = Snippet::source(self.text)
            .line_start(1)
            .path(self.file)
            .annotation(AnnotationKind::Primary.span(start..end));
        let title = level.primary_title(message);
        let title = if let Some(rule) = rule { title.id(rule) } else { title };
        let mut group = title.element(snippet);
        if let Some(help) = help {
            group = group.element(Level::HELP.message(help));
        }
        format!("{}\n\n", renderer.render(&[group]))
    }
}
