//! Everything that is kept, as tables for other programs: one row at a time, so memory does not grow with their number.
//!
//! A trial is read at one instant, all trials are not: what comes in meanwhile may or may not be among them.

mod comments;
mod days;
mod format;
#[cfg(feature = "parquet")]
mod parquet;
mod prompts;
mod trials;

use std::io::Write;

use anyhow::Result;

use crate::cell::Cell;
use crate::judge::Whole;
use crate::store::{Ending, Standing, Store, Stored};

pub use format::Format;

/// Trials that are read at once.
const AT_ONCE: usize = 500;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// One row for each trial.
    Trials,
    /// One row for each trial, day, and thing that was counted on it.
    Days,
    /// One row for each trial and prompt.
    Prompts,
    /// One row for each comment.
    Comments,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether it may be empty.
    pub optional: bool,
    /// What it means.
    pub meaning: &'static str,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, UTF-8.
    Text,
    /// A whole number of up to 64 bits.
    Integer,
    /// A number with a fraction.
    Real,
    /// True or false.
    Truth,
}

impl Kind {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Real => "real",
            Self::Truth => "true or false",
        }
    }
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 4] = [Self::Trials, Self::Days, Self::Prompts, Self::Comments];

    /// The table called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Trials => "trials",
            Self::Days => "days",
            Self::Prompts => "prompts",
            Self::Comments => "comments",
        }
    }

    /// Its columns, in order.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Trials => &trials::COLUMNS,
            Self::Days => &days::COLUMNS,
            Self::Prompts => &prompts::COLUMNS,
            Self::Comments => &comments::COLUMNS,
        }
    }

    /// The columns and what they mean, in Markdown.
    #[must_use]
    pub fn schema(self) -> String {
        let line = |Column { name, kind, optional, meaning }: &Column| {
            let optional = if *optional { ", or nothing" } else { "" };
            format!("| `{name}` | {}{optional} | {meaning} |\n", kind.name())
        };
        let head = "| column | type | meaning |\n|---|---|---|\n".to_owned();
        std::iter::once(head).chain(self.columns().iter().map(line)).collect()
    }
}

/// Writes a table and says how many rows it has. Errors: the store cannot be read, or nobody reads any more.
pub fn export(store: &dyn Store, table: Table, format: Format, out: &mut (dyn Write + Send)) -> Result<u64> {
    let mut rows = 0;
    let mut writer = format::Writer::begin(format, table.columns(), out)?;
    let mut put = |row: Vec<Cell>| {
        rows += 1;
        writer.put(&row)
    };
    match table {
        Table::Trials => each_trial(store, |trial| put(trials::row(trial)))?,
        Table::Days => each_trial(store, |trial| days::rows(trial, &mut put))?,
        Table::Prompts => each_trial(store, |trial| prompts::rows(trial).into_iter().try_for_each(&mut put))?,
        Table::Comments => comments::each(store, &mut put)?,
    }
    writer.end()?;
    Ok(rows)
}

/// A trial as it is exported.
struct Trial {
    standing: Standing,
    ending: Option<Ending>,
    whole: Whole,
}

/// Goes through all trials, by id.
fn each_trial(store: &dyn Store, mut then: impl FnMut(&Trial) -> Result<()>) -> Result<()> {
    let mut after = String::new();
    loop {
        let ids = store.trial_ids(&after, AT_ONCE)?;
        let Some(last) = ids.last() else { return Ok(()) };
        after.clone_from(last);
        for id in &ids {
            // One that was erased meanwhile is no more.
            if let Some(trial) = read(store, id)? {
                then(&trial)?;
            }
        }
    }
}

fn read(store: &dyn Store, id: &str) -> Stored<Option<Trial>> {
    let (found, whole) = (store.trial(id)?, Whole::of(&store.replicas(id)?));
    Ok(found.zip(whole).map(|((standing, ending), whole)| Trial { standing, ending, whole }))
}

/// A column that always has something.
const fn column(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column { name, kind, optional: false, meaning }
}

/// A column that may be empty.
const fn maybe(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column { name, kind, optional: true, meaning }
}
