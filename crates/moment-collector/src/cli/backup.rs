//! `second-moment backup`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::claim::Claim;
use crate::store::sqlite::backup::sync_folder;
use crate::store::sqlite::{FILE, LOGS, backup};

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

/// What a backup is called until it is whole. There is one name, so that what a run that was broken off has left goes with
/// the next one; runs wait for nobody, but there is one at a time.
const UNFINISHED: &str = "backup.unfinished";

/// The file that is locked meanwhile.
const LOCK: &str = "backup.lock";

/// Makes a backup while the collector serves or not, takes what was erased out of older ones, deletes the oldest, and
/// prints where the new one is. Errors, once everything that can be done is done: one of those that were there already
/// could not be cleaned or deleted.
pub fn run(options: &Options) -> Result<()> {
    let folder = &options.backups;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let busy = format!("another backup into {} is under way", folder.display());
    let _claim = Claim::of(folder, LOCK, &busy)?;
    let made = make(&options.data.join(FILE), folder)?;
    println!("{}", made.display());

    let erased = backup::tombstones(&made)?;
    let mut all = all_in(folder)?;
    let surplus = all.len().saturating_sub(usize::try_from(options.keep).unwrap_or(usize::MAX));
    let old: Vec<PathBuf> = all.drain(..surplus).collect();
    let mut failed = 0;
    for path in &old {
        failed += usize::from(is_told(remove(path), path, "cannot delete"));
    }
    for path in all.iter().filter(|path| **path != made) {
        let cleaned = backup::scrub(path, &erased).map_err(anyhow::Error::from);
        if let Ok(gone @ 1..) = cleaned {
            eprintln!("{}: {gone} replicas that were erased since are taken out", path.display());
        }
        failed += usize::from(is_told(cleaned.map(|_| ()), path, "cannot clean"));
    }
    sync_folder(folder).context("cannot write the folder down")?;
    ensure!(failed == 0, "{failed} of the older backups may hold what was erased: delete them");
    Ok(())
}

/// Copies the store and gives the copy its name.
fn make(store: &Path, folder: &Path) -> Result<PathBuf> {
    let unfinished = folder.join(UNFINISHED);
    for left in left_by_others(folder)?.iter().chain([&unfinished]) {
        remove(left).with_context(|| format!("cannot delete {}", left.display()))?;
    }
    backup::copy(store, &unfinished).context("cannot copy the store")?;
    let made = folder.join(name(super::wall_clock()())?);
    std::fs::rename(&unfinished, &made).with_context(|| format!("cannot name {}", made.display()))?;
    sync_folder(folder).context("cannot write the folder down")?;
    Ok(made)
}

/// What went wrong is said; the rest goes on.
fn is_told(done: Result<()>, path: &Path, what: &str) -> bool {
    let Err(error) = done else { return false };
    eprintln!("{what} {}: {error:#}", path.display());
    true
}

/// A file and what `SQLite` may have left beside it.
fn remove(path: &Path) -> Result<()> {
    for ending in LOGS {
        super::remove(&super::beside(path, ending))?;
    }
    super::remove(path)
}

/// `moments-20261122T140503.123Z.db`: the names are in the order of time.
fn name(now_ms: u64) -> Result<String> {
    let now = jiff::Timestamp::from_millisecond(i64::try_from(now_ms)?)?;
    Ok(format!("{PREFIX}{}.db", now.strftime("%Y%m%dT%H%M%S.%3fZ")))
}

/// All backups in the folder, the oldest first.
fn all_in(folder: &Path) -> Result<Vec<PathBuf>> {
    with_ending(folder, "db")
}

/// What runs of earlier versions that were broken off have left, under a name that no later run had.
fn left_by_others(folder: &Path) -> Result<Vec<PathBuf>> {
    with_ending(folder, "part")
}

fn with_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let is_one = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(PREFIX) && path.extension().is_some_and(|extension| extension == ending)
    };
    found.retain(is_one);
    found.sort();
    Ok(found)
}
