//! What `check --rules` says: every rule beyond the language, with its name.

use anyhow::Result;
use serde::Serialize;

use crate::playbook::fault::FaultRule;
use crate::playbook::lint::catalogue::LintRule;

/// One rule.
#[derive(Debug, Serialize)]
struct Rule {
    name: &'static str,
    /// `lint` or `fault`.
    kind: &'static str,
    meaning: &'static str,
    may_be_acknowledged: bool,
}

fn all() -> impl Iterator<Item = Rule> {
    let lint = |rule: LintRule| Rule {
        name: rule.name(),
        kind: "lint",
        meaning: rule.meaning(),
        may_be_acknowledged: rule.may_be_acknowledged(),
    };
    let fault = |rule: FaultRule| Rule {
        name: rule.name(),
        kind: "fault",
        meaning: rule.meaning(),
        may_be_acknowledged: false,
    };
    LintRule::ALL.into_iter().map(lint).chain(FaultRule::ALL.into_iter().map(fault))
}

/// A line each.
pub(super) fn as_lines() -> String {
    let line = |rule: Rule| {
        let end = if rule.may_be_acknowledged { "" } else { "; it cannot be acknowledged" };
        format!("{:<23} {}{end}\n", rule.name, rule.meaning)
    };
    all().map(line).collect()
}

/// One JSON document. Errors: none that anybody has seen.
pub(super) fn as_json() -> Result<String> {
    let document = serde_json::json!({ "rules": all().collect::<Vec<_>>() });
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
}
