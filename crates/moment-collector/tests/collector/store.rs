//! The contract of every store: one suite, run on each implementation, and what is `SQLite`'s own.

mod comments;
mod endings;
mod erasures;
mod quarantine;
mod replicas;
mod settings;
mod sqlite;
mod standings;
mod totals;
mod trials;

use std::path::Path;

use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Ending, Replica, Standing, Store};

use crate::told::STARTED_MS;

/// A kind of store.
struct Kind {
    open: fn(&Path) -> Box<dyn Store>,
    /// A change that this kind cannot keep.
    unkeepable: fn() -> Change,
}

const KINDS: [Kind; 1] = [Kind {
    open: |folder| Box::new(SqliteStore::open(folder).unwrap()),
    // No column takes what is not a number.
    unkeepable: || Change::Standing(Standing { probability: f64::NAN, ..standing("t_nan", 0) }),
}];

/// Runs a case on an empty store of each kind.
fn on_every_store(case: impl Fn(&dyn Store, &Kind)) {
    for kind in &KINDS {
        let folder = tempfile::tempdir().unwrap();
        case(&*(kind.open)(folder.path()), kind);
    }
}

/// A standing of this trial and score, in the band that the score would be in.
fn standing(trial: &str, score: u8) -> Standing {
    Standing {
        trial: trial.into(),
        account: None,
        plan: None,
        started_ms: STARTED_MS,
        length_days: 14,
        last_seen_ms: STARTED_MS + 1,
        score,
        band: (score / 25).min(3),
        probability: f64::from(score) / 128.0,
        top_reason: None,
        activated_ms: None,
        shown: 0,
        clicked: 0,
        dismissed: 0,
        simulated: false,
        signed: false,
        moments: Vec::new(),
    }
}

fn replica(replica: u64, text: &str) -> Replica {
    Replica { replica, beacon: text.into(), received_ms: STARTED_MS, signed: false, skew_ms: 0 }
}

fn ending(trial: &str, outcome: &str, at_ms: u64) -> Change {
    Change::Ending { trial: trial.into(), ending: Ending { outcome: outcome.into(), at_ms, value: None } }
}

/// Keeps standings.
fn put(store: &dyn Store, standings: impl IntoIterator<Item = Standing>) {
    let changes: Vec<_> = standings.into_iter().map(Change::Standing).collect();
    store.commit(&changes).unwrap();
}
