//! Faults of shape, all in one go: after each, what is wrong is taken out or replaced, and the tables are read again.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::playbook::fault::Fault;
use crate::playbook::source::Source;
use crate::playbook::source::stand_in::stand_in;
use crate::playbook::source::wording::fault_of;

/// So many faults of shape are told at a time.
pub const SHAPE_FAULTS_MAX: usize = 50;

/// What was wrong with the tables and keys of a playbook that could be read in spite of it.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// In the order of the text.
    pub faults: Vec<Fault>,
    /// Where something stood in for what was wrong.
    mended: Vec<Range<usize>>,
}

impl Shape {
    /// These faults, and of `others` those that do not come from what stood in for something wrong; all in the order of
    /// the text.
    #[must_use]
    pub fn with(mut self, others: Vec<Fault>) -> Vec<Fault> {
        let others: Vec<_> = others.into_iter().filter(|fault| !self.covers(&fault.span)).collect();
        self.faults.extend(others);
        self.faults.sort_by_key(|fault| fault.span.start);
        self.faults
    }

    fn covers(&self, span: &Range<usize>) -> bool {
        self.mended.iter().any(|mended| span.start <= mended.start && mended.end <= span.end)
    }
}

/// Reads `text`. Errors: it is no TOML, or there is no end of faults, or one of them cannot be stepped over.
pub(super) fn read(text: &str) -> Result<(Source, Shape), Vec<Fault>> {
    let (mut root, wrong) = DeTable::parse_recoverable(text);
    if !wrong.is_empty() {
        let mut faults: Vec<_> = wrong.iter().map(|error| fault_of(error, None, text)).collect();
        faults.sort_by(|a, b| (a.span.start, &a.message).cmp(&(b.span.start, &b.message)));
        // The reader of TOML says some things twice.
        faults.dedup();
        faults.truncate(SHAPE_FAULTS_MAX);
        return Err(faults);
    }
    let mut shape = Shape::default();
    for _ in 0..SHAPE_FAULTS_MAX {
        let error = match Source::from_tables(root.clone()) {
            Ok(source) => {
                shape.faults.sort_by_key(|fault| fault.span.start);
                return Ok((source, shape));
            }
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let missing = error.message().strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        let mended = match missing {
            Some(key) => fill(&mut root, &span, key).then(|| key.to_owned()),
            None => take_out(root.get_mut(), &span),
        };
        if missing.is_some() || !shape.covers(&span) {
            shape.faults.push(fault_of(&error, mended.as_deref(), text));
        }
        if mended.is_none() {
            break;
        }
        shape.mended.push(span);
    }
    shape.faults.sort_by_key(|fault| fault.span.start);
    Err(shape.faults)
}

impl Source {
    fn from_tables(root: Spanned<DeTable>) -> Result<Self, toml::de::Error> {
        serde::Deserialize::deserialize(Deserializer::from(root))
    }
}

/// Puts something in for `key`, which the table at `span` lacks. False if that table is not found.
fn fill(root: &mut Spanned<DeTable>, span: &Range<usize>, key: &str) -> bool {
    let is_root = root.span() == *span;
    fill_within(root.get_mut(), span, key) || (is_root && fill_in(root.get_mut(), span, key))
}

fn fill_within(table: &mut DeTable, span: &Range<usize>, key: &str) -> bool {
    table.iter_mut().any(|(_, value)| fill_value(value, span, key))
        // Nothing stands in: the table as a whole is as good as left out.
        || take_out(table, span).is_some()
}

/// The innermost table at `span` is the one that is meant: a header stands for the tables around it too.
fn fill_value(value: &mut Spanned<DeValue>, span: &Range<usize>, key: &str) -> bool {
    let is_here = value.span() == *span;
    match value.get_mut() {
        DeValue::Table(table) => {
            table.iter_mut().any(|(_, inner)| fill_value(inner, span, key)) || (is_here && fill_in(table, span, key))
        }
        DeValue::Array(list) => list.iter_mut().any(|item| fill_value(item, span, key)),
        _ => false,
    }
}

fn fill_in(table: &mut DeTable, span: &Range<usize>, key: &str) -> bool {
    let Some(value) = stand_in(key, span.start).filter(|_| !table.contains_key(key)) else { return false };
    table.insert(Spanned::new(span.clone(), key.to_owned().into()), Spanned::new(span.clone(), value));
    true
}

/// Takes out the key or value at `span`, or puts something in for it, and names its key. `None` if nothing is found
/// there.
fn take_out(table: &mut DeTable, span: &Range<usize>) -> Option<String> {
    if let Some(key) = table.keys().find(|key| key.span() == *span).map(|key| key.get_ref().to_string()) {
        table.remove(key.as_str());
        return Some(key);
    }
    let holds = |value: &Spanned<DeValue>| {
        value.get_ref().as_array().is_some_and(|list| list.iter().any(|item| item.span() == *span))
    };
    // The numbers of a weight go together: one that is wrong spoils all.
    let is_there = |key: &str, value: &Spanned<DeValue>| value.span() == *span || (is_numbers(key) && holds(value));
    let found = table.iter().find(|(key, value)| is_there(key.get_ref(), value));
    if let Some(key) = found.map(|(key, _)| key.get_ref().to_string()) {
        replace(table, &key, span);
        return Some(key);
    }
    table.iter_mut().find_map(|(key, value)| match value.get_mut() {
        DeValue::Table(inner) => take_out(inner, span),
        DeValue::Array(list) if list.iter().any(|item| item.span() == *span) => {
            *list = list.iter().filter(|item| item.span() != *span).cloned().collect();
            Some(key.get_ref().to_string())
        }
        DeValue::Array(list) => list.iter_mut().find_map(|item| match item.get_mut() {
            DeValue::Table(inner) => take_out(inner, span),
            _ => None,
        }),
        _ => None,
    })
}

fn is_numbers(key: &str) -> bool {
    matches!(key, "bins" | "points")
}

/// Something stands in for `key` where it is needed; elsewhere it is as good as left out.
fn replace(table: &mut DeTable, key: &str, span: &Range<usize>) {
    let keys = if is_numbers(key) { vec!["bins", "points"] } else { vec![key] };
    for key in keys {
        match stand_in(key, span.start) {
            Some(value) => {
                if let Some(old) = table.get_mut(key) {
                    *old = Spanned::new(span.clone(), value);
                }
            }
            None => drop(table.remove(key)),
        }
    }
}
