//! Parquet: columns compressed with Snappy, a row group at a time, so memory holds one of them.

use std::io::Write;
use std::sync::Arc;

use anyhow::Result;
use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::{Column, Kind};
use crate::cell::Cell;

/// Rows of a group: some megabytes of comments.
const GROUP: usize = 20_000;

pub(super) struct ParquetWriter<'a> {
    writer: SerializedFileWriter<&'a mut (dyn Write + Send)>,
    columns: &'static [Column],
    rows: Vec<Vec<Cell>>,
}

impl<'a> ParquetWriter<'a> {
    pub(super) fn begin(columns: &'static [Column], out: &'a mut (dyn Write + Send)) -> Result<Self> {
        let fields = columns.iter().map(|column| Ok(Arc::new(field(column)?))).collect::<Result<_>>()?;
        let schema = Arc::new(Type::group_type_builder("row").with_fields(fields).build()?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        Ok(Self { writer, columns, rows: Vec::new() })
    }

    pub(super) fn put(&mut self, row: &[Cell]) -> Result<()> {
        self.rows.push(row.to_vec());
        if self.rows.len() >= GROUP { self.write_group() } else { Ok(()) }
    }

    pub(super) fn end(mut self) -> Result<()> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        self.writer.close()?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for (place, column) in self.columns.iter().enumerate() {
            let Some(mut writer) = group.next_column()? else { break };
            let cells = self.rows.iter().map(|row| &row[place]);
            match column.kind {
                Kind::Text => write::<ByteArrayType>(&mut writer, column, cells, |cell| match cell {
                    Cell::Text(text) => Some(ByteArray::from(text.as_str())),
                    _ => None,
                })?,
                Kind::Integer => write::<Int64Type>(&mut writer, column, cells, |cell| match cell {
                    Cell::Integer(number) => Some(*number),
                    _ => None,
                })?,
                Kind::Real => write::<DoubleType>(&mut writer, column, cells, |cell| match cell {
                    Cell::Real(number) => Some(*number),
                    _ => None,
                })?,
                Kind::Truth => write::<BoolType>(&mut writer, column, cells, |cell| match cell {
                    Cell::Truth(truth) => Some(*truth),
                    _ => None,
                })?,
            }
            writer.close()?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn field(column: &Column) -> Result<Type> {
    let (physical, converted) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
        Kind::Integer => (Physical::INT64, ConvertedType::NONE),
        Kind::Real => (Physical::DOUBLE, ConvertedType::NONE),
        Kind::Truth => (Physical::BOOLEAN, ConvertedType::NONE),
    };
    let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let builder = Type::primitive_type_builder(column.name, physical);
    Ok(builder.with_converted_type(converted).with_repetition(repetition).build()?)
}

/// What is there, and for a column that may be empty a level for each cell: 1 there, 0 not.
fn write<'c, T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    column: &Column,
    cells: impl Iterator<Item = &'c Cell>,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<()> {
    let values: Vec<Option<T::T>> = cells.map(value).collect();
    let levels: Vec<i16> = values.iter().map(|value| value.is_some().into()).collect();
    let there: Vec<T::T> = values.into_iter().flatten().collect();
    let levels = column.optional.then_some(&levels[..]);
    writer.typed::<T>().write_batch(&there, levels, None)?;
    Ok(())
}
