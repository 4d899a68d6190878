//! `second-moment backup`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::store::sqlite::{FILE, backup};

/// Options of `backup`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder in which the collector keeps everything
    #[arg(long, env = "SM_DATA")]
    data: PathBuf,
    /// The folder that backups are kept in
    #[arg(long, env = "SM_BACKUPS")]
    backups: PathBuf,
    /// How many backups are kept; older ones are deleted
    #[arg(long, env = "SM_KEEP", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    keep: u32,
}

/// What begins the name of a backup; then comes when it was made.
const PREFIX: &str = "moments-";

/// Makes a backup while the collector serves or not, takes what was erased out of older ones, deletes the oldest, and
/// prints where the new one is.
pub fn run(options: &Options) -> Result<()> {
    let folder = &options.backups;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let store = options.data.join(FILE);
    let made = folder.join(name(super::wall_clock()())?);
    let unfinished = made.with_extension("part");
    // What a run that was broken off has left.
    let _ = std::fs::remove_file(&unfinished);
    backup::copy(&store, &unfinished).context("cannot copy the store")?;
    std::fs::rename(&unfinished, &made).with_context(|| format!("cannot name {}", made.display()))?;

    let erased = backup::tombstones(&made)?;
    let mut all = backups(folder)?;
    let surplus = all.len().saturating_sub(usize::try_from(options.keep).unwrap_or(usize::MAX));
    for old in all.drain(..surplus) {
        std::fs::remove_file(&old).with_context(|| format!("cannot delete {}", old.display()))?;
    }
    for older in all.iter().filter(|older| **older != made) {
        let gone = backup::scrub(older, &erased).with_context(|| format!("cannot clean {}", older.display()))?;
        if gone > 0 {
            eprintln!("{}: {gone} replicas that were erased since are taken out", older.display());
        }
    }
    println!("{}", made.display());
    Ok(())
}

/// `moments-20261122T140503.123Z.db`: the names are in the order of time.
fn name(now_ms: u64) -> Result<String> {
    let now = jiff::Timestamp::from_millisecond(i64::try_from(now_ms)?)?;
    Ok(format!("{PREFIX}{}.db", now.strftime("%Y%m%dT%H%M%S.%3fZ")))
}

/// All backups in the folder, the oldest first.
fn backups(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let is_backup = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(PREFIX) && path.extension().is_some_and(|extension| extension == "db")
    };
    found.retain(is_backup);
    found.sort();
    Ok(found)
}
