//! `second-moment export`

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::builder::PossibleValuesParser;

use crate::export::{Format, Table, export};
use crate::own_file;
use crate::store::Store;
use crate::store::sqlite::SqliteStore;

/// Options of `export`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder in which the collector keeps everything
    #[arg(long, env = "SM_DATA", required_unless_present = "schema")]
    data: Option<PathBuf>,
    /// What to export: a row for each trial; for each day of a trial; for each prompt of a trial; for each comment
    #[arg(long, value_parser = PossibleValuesParser::new(Table::ALL.map(Table::name)))]
    table: String,
    /// How
    #[arg(long, default_value = "ndjson", value_parser = PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name())))]
    format: String,
    /// The file to write, which only you may read then; else standard output
    #[arg(long)]
    output: Option<PathBuf>,
    /// Says what stands in the columns instead
    #[arg(long)]
    schema: bool,
}

/// Exports a table. The collector may run meanwhile.
pub fn run(options: &Options) -> Result<()> {
    let table = Table::named(&options.table).context("unknown table")?;
    if options.schema {
        print!("{}", table.schema());
        return Ok(());
    }
    let format = Format::named(&options.format).context("unknown format")?;
    let data = options.data.as_deref().context("--data is needed")?;
    let store = SqliteStore::open_existing(data)?;
    let rows = if let Some(path) = &options.output {
        let file = own_file::make_or_empty(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut out = BufWriter::new(file);
        let rows = export(&store, table, format, &mut out)?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        rows
    } else {
        let mut out = BufWriter::new(std::io::stdout());
        let rows = export(&store, table, format, &mut out)?;
        out.flush()?;
        rows
    };
    // Their trials are judged by a playbook, which is not at hand here.
    let waiting = store.inbox()?.len();
    if waiting > 0 {
        eprintln!(
            "{waiting} beacons were acknowledged and are not in it yet: the collector takes them in when it serves"
        );
    }
    eprintln!("{rows} rows");
    Ok(())
}
