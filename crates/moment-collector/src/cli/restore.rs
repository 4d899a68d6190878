//! `second-moment restore`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::claim::Claim;
use crate::store::sqlite::{FILE, backup};

/// Options of `restore`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The backup
    #[arg(long)]
    from: PathBuf,
    /// The folder in which the collector keeps everything; it must not be serving
    #[arg(long, env = "SM_DATA")]
    data: PathBuf,
    /// Put the backup in the place of the store that is there, which is kept as `replaced.db`
    #[arg(long)]
    replace: bool,
}

const UNFINISHED: &str = "restoring.db";
const REPLACED: &str = "replaced.db";

/// Puts a backup into the data folder. What the store there remembers of erasures is done to the backup too.
pub fn run(options: &Options) -> Result<()> {
    backup::check(&options.from).with_context(|| format!("{} is no whole backup", options.from.display()))?;
    let _claim = Claim::on(&options.data)?;
    let (store, unfinished) = (options.data.join(FILE), options.data.join(UNFINISHED));
    let is_there = store.exists();
    if is_there && !options.replace {
        bail!("{} has a store already; --replace puts the backup in its place", options.data.display());
    }
    let erased = if is_there { known_erasures(&store) } else { backup::Tombstones::default() };
    remove(&unfinished)?;
    backup::copy(&options.from, &unfinished).context("cannot copy the backup")?;
    let gone = backup::scrub(&unfinished, &erased).context("cannot bring the backup up to date")?;
    if is_there {
        for ending in ["", "-wal", "-shm"] {
            let (from, to) = (beside(&store, ending), beside(&options.data.join(REPLACED), ending));
            remove(&to)?;
            if from.exists() {
                std::fs::rename(&from, &to).with_context(|| format!("cannot put {} aside", from.display()))?;
            }
        }
    }
    std::fs::rename(&unfinished, &store).with_context(|| format!("cannot name {}", store.display()))?;
    println!("restored; {gone} replicas that were erased since the backup stay erased");
    if is_there {
        println!(
            "what was there before is in {}: delete it when it is not needed",
            options.data.join(REPLACED).display()
        );
    }
    Ok(())
}

/// What a store remembers of erasures. A damaged one is what backups are for: then nothing is known, and that is said.
fn known_erasures(store: &Path) -> backup::Tombstones {
    backup::tombstones(store).unwrap_or_else(|error| {
        eprintln!("what was erased since the backup is not known ({error}): erase it again");
        backup::Tombstones::default()
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", path.display()))
        }
        _ => Ok(()),
    }
}
