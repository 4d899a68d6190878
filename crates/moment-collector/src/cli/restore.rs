//! `second-moment restore`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::claim::Claim;
use crate::store::sqlite::backup::sync_folder;
use crate::store::sqlite::{FILE, LOGS, UNFINISHED, access, backup};

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

const REPLACED: &str = "replaced.db";

/// Puts a backup into the data folder. What the store there remembers of erasures is done to the backup too, and who may use
/// the store now may use the restored one. Broken off at any instant, the folder has the store that was there, or none and
/// cannot be served; then the same command goes on.
pub fn run(options: &Options) -> Result<()> {
    backup::check(&options.from).with_context(|| format!("{} is no whole backup", options.from.display()))?;
    let _claim = Claim::on(&options.data)?;
    let (store, unfinished) = (options.data.join(FILE), options.data.join(UNFINISHED));
    let replaced = options.data.join(REPLACED);
    let is_there = store.exists();
    if is_there && !options.replace {
        bail!("{} has a store already; --replace puts the backup in its place", options.data.display());
    }
    // A restore that was broken off between the two names has put it aside already.
    let was_broken_off = !is_there && unfinished.exists() && replaced.exists();
    let former = if was_broken_off { Some(&replaced) } else { is_there.then_some(&store) };

    let erased = former.map(|former| known_erasures(former)).unwrap_or_default();
    super::remove(&unfinished)?;
    backup::copy(&options.from, &unfinished).context("cannot copy the backup")?;
    let gone = backup::scrub(&unfinished, &erased).context("cannot bring the backup up to date")?;
    access::sign_everybody_out(&unfinished).context("cannot sign everybody out")?;
    let carried = former.map(|former| access::carry(former, &unfinished));
    backup::make_durable(&unfinished)?;
    if is_there {
        put_aside(&store, &replaced)?;
    }
    std::fs::rename(&unfinished, &store).with_context(|| format!("cannot name {}", store.display()))?;
    sync_folder(&options.data).context("cannot write the folder down")?;
    println!("restored; {gone} replicas that were erased since the backup stay erased");
    println!("nobody is signed in or invited any more");
    match carried {
        Some(Ok(())) => println!("people, tokens and webhooks are those of the store that was there"),
        Some(Err(error)) => eprintln!("people, tokens and webhooks are those of the backup ({error}): {CHECK_THEM}"),
        None => eprintln!("people, tokens and webhooks are those of the backup: {CHECK_THEM}"),
    }
    if former.is_some() {
        println!("what was there before is in {}: delete it when it is not needed", replaced.display());
    }
    Ok(())
}

const CHECK_THEM: &str = "what was taken away since the backup was made is there again; take it away anew";

/// The store that is there gets another name, with its log if it cannot be closed.
fn put_aside(store: &Path, replaced: &Path) -> Result<()> {
    // Then the name is all that changes. A damaged one keeps its log beside it.
    let _ = backup::close_log(store);
    for ending in LOGS {
        super::remove(&super::beside(replaced, ending))?;
    }
    for ending in [""].into_iter().chain(LOGS) {
        let (from, to) = (super::beside(store, ending), super::beside(replaced, ending));
        if from.exists() {
            std::fs::rename(&from, &to).with_context(|| format!("cannot put {} aside", from.display()))?;
        }
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
