//! What `check --json` says: one document for all playbooks.

use serde::Serialize;

use crate::playbook::drawing::Sheet;
use crate::playbook::fault::{Fault, FaultRule};
use crate::playbook::lint::Lint;

/// The document.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Whether nothing is left to do.
    pub(super) fine: bool,
    /// All faults and lints, in the order of the files and of their texts.
    pub(super) findings: Vec<Finding>,
}

/// One fault or lint.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    /// `unreadable`, `fault` or `lint`.
    kind: &'static str,
    /// The rule of a lint, and of a fault that has one.
    rule: Option<&'static str>,
    message: String,
    help: Option<String>,
    file: String,
    /// Counted from 1, as the column is, which is in characters.
    line: Option<usize>,
    column: Option<usize>,
    /// Whether the playbook says that it is meant so; a fault never is.
    pub(super) acknowledged: bool,
}

impl Finding {
    /// The file could not be read.
    pub(super) fn unreadable(file: &str, message: String) -> Self {
        Self {
            kind: "unreadable",
            rule: None,
            message,
            help: None,
            file: file.to_owned(),
            line: None,
            column: None,
            acknowledged: false,
        }
    }

    /// A fault of the language.
    pub(super) fn fault(sheet: &Sheet, fault: &Fault) -> Self {
        let (line, column) = sheet.place(&fault.span);
        Self {
            kind: "fault",
            rule: fault.rule.map(FaultRule::name),
            help: fault.help.clone(),
            line: Some(line),
            column: Some(column),
            ..Self::unreadable(sheet.file, fault.message.clone())
        }
    }

    /// A lint.
    pub(super) fn lint(sheet: &Sheet, found: &Lint) -> Self {
        let (line, column) = sheet.place(&found.span);
        Self {
            kind: "lint",
            rule: Some(found.rule.name()),
            help: Some(found.help.clone()),
            line: Some(line),
            column: Some(column),
            acknowledged: found.acknowledged,
            ..Self::unreadable(sheet.file, found.message.clone())
        }
    }
}
