//! The formats of an export.

use std::io::Write;

use anyhow::Result;
use serde_json::Value;

use super::{Cell, Column};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a line of names first; what is missing is an empty cell.
    Csv,
    /// A JSON object in each line; what is missing is null.
    Ndjson,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// The format called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }
}

/// Writes rows.
pub(super) enum Writer<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    Ndjson(&'static [Column], &'a mut dyn Write),
}

impl<'a> Writer<'a> {
    pub(super) fn begin(format: Format, columns: &'static [Column], out: &'a mut dyn Write) -> Result<Self> {
        Ok(match format {
            Format::Ndjson => Self::Ndjson(columns, out),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(columns.iter().map(|column| column.name))?;
                Self::Csv(Box::new(writer))
            }
        })
    }

    pub(super) fn put(&mut self, row: &[Cell]) -> Result<()> {
        match self {
            Self::Csv(writer) => writer.write_record(row.iter().map(text))?,
            Self::Ndjson(columns, out) => {
                let mut line = String::from("{");
                for (place, (column, cell)) in columns.iter().zip(row).enumerate() {
                    let comma = if place == 0 { "" } else { "," };
                    line += &format!("{comma}{}:{}", Value::from(column.name), json(cell));
                }
                line += "}\n";
                out.write_all(line.as_bytes())?;
            }
        }
        Ok(())
    }

    pub(super) fn end(self) -> Result<()> {
        match self {
            Self::Csv(mut writer) => writer.flush()?,
            Self::Ndjson(_, out) => out.flush()?,
        }
        Ok(())
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Truth(truth) => truth.to_string(),
    }
}

fn json(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Integer(number) => Value::from(*number),
        Cell::Real(number) => Value::from(*number),
        Cell::Truth(truth) => Value::from(*truth),
    }
}
