//! The formats of an export.

use std::io::Write;

use anyhow::Result;
use serde_json::Value;

use super::Column;
#[cfg(feature = "parquet")]
use super::parquet::ParquetWriter;
use crate::cell::Cell;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a line of names first; what is missing is an empty cell. Every text stands there as it was told, for
    /// programs read this; what people open in a spreadsheet is [`crate::http::table`]'s.
    Csv,
    /// A JSON object in each line; what is missing is null.
    Ndjson,
    /// Apache Parquet, where the program was built with it.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// All formats that this program was built with.
    pub const ALL: &[Self] = &[
        Self::Csv,
        Self::Ndjson,
        #[cfg(feature = "parquet")]
        Self::Parquet,
    ];

    /// The format called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }
}

/// Writes rows.
pub(super) enum Writer<'a> {
    Csv(Box<csv::Writer<&'a mut (dyn Write + Send)>>),
    Ndjson(&'static [Column], &'a mut (dyn Write + Send)),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetWriter<'a>>),
}

impl<'a> Writer<'a> {
    pub(super) fn begin(format: Format, columns: &'static [Column], out: &'a mut (dyn Write + Send)) -> Result<Self> {
        Ok(match format {
            Format::Ndjson => Self::Ndjson(columns, out),
            #[cfg(feature = "parquet")]
            Format::Parquet => Self::Parquet(Box::new(ParquetWriter::begin(columns, out)?)),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(columns.iter().map(|column| column.name))?;
                Self::Csv(Box::new(writer))
            }
        })
    }

    pub(super) fn put(&mut self, row: &[Cell]) -> Result<()> {
        match self {
            Self::Csv(writer) => writer.write_record(row.iter().map(Cell::to_string))?,
            #[cfg(feature = "parquet")]
            Self::Parquet(writer) => writer.put(row)?,
            Self::Ndjson(columns, out) => {
                for (place, (column, cell)) in columns.iter().zip(row).enumerate() {
                    let before = if place == 0 { '{' } else { ',' };
                    write!(out, "{before}{}:{}", Value::from(column.name), json(cell))?;
                }
                writeln!(out, "}}")?;
            }
        }
        Ok(())
    }

    pub(super) fn end(self) -> Result<()> {
        match self {
            Self::Csv(mut writer) => writer.flush()?,
            #[cfg(feature = "parquet")]
            Self::Parquet(writer) => writer.end()?,
            Self::Ndjson(_, out) => out.flush()?,
        }
        Ok(())
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
