//! A store with so many trials in it, written as the keeper writes.

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use moment_collector::judge::Whole;
use moment_collector::keys::hash;
use moment_collector::playbook::Playbook;
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Replica, Store};

use crate::state;

pub(crate) const TOKEN: &str = "tok_bench";

/// Trials in one commit.
const AT_ONCE: usize = 5_000;

/// Puts these trials into the folder's store.
pub(crate) fn fill(data: &Path, playbook: &Playbook, trials: Range<u32>) -> Result<()> {
    let store = SqliteStore::open(data)?;
    store.commit(&[Change::Token(hash(TOKEN)), Change::JudgedBy(playbook.version())])?;
    let numbers: Vec<u32> = trials.collect();
    for numbers in numbers.chunks(AT_ONCE) {
        let changes: Vec<Change> = numbers.iter().flat_map(|number| changes(playbook, *number)).collect();
        store.commit(&changes)?;
    }
    Ok(())
}

fn changes(playbook: &Playbook, number: u32) -> Vec<Change> {
    let trial = format!("t_{number:08}");
    let beacon = state::beacon(playbook, &trial, number.into(), 1 + number % 4);
    let replica = Replica {
        replica: beacon.replica,
        beacon: beacon.encode(),
        received_ms: beacon.sent_ms,
        signed: true,
        skew_ms: 0,
    };
    let standing = Whole::of(std::slice::from_ref(&replica)).map(|whole| Change::Standing(whole.standing(playbook)));
    [Change::Replica { trial, replica }].into_iter().chain(standing).collect()
}

/// How many trials the folder's store has.
pub(crate) fn count(data: &Path) -> Result<u64> {
    Ok(SqliteStore::open(data)?.totals()?.trials)
}

/// How large the folder is.
pub(crate) fn bytes(data: &Path) -> Result<u64> {
    std::fs::read_dir(data)?.try_fold(0, |sum, entry| Ok(sum + entry?.metadata()?.len()))
}
