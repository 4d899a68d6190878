//! What was acknowledged outlives the program: killed, told to stop, or without room on its disk.

mod crash;
mod load;
mod room;
pub(crate) mod server;
mod stop;

use std::path::Path;
use std::time::Duration;

use moment_collector::judge::Whole;
use moment_collector::keeper::settle_all;
use moment_collector::store::sqlite::{FILE, SqliteStore};
use moment_collector::store::{CommentsQuery, Store};
use moment_wire::beacon::BeaconV4;

use self::load::Acknowledged;
use crate::scene::PLAYBOOK;

/// Nothing here takes a tenth of this; what takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Expects all of them in the folder, in the replicas and in the standings made of them.
fn check_kept(folder: &Path, acknowledged: &[Acknowledged]) {
    let store = SqliteStore::open(&folder.join("data")).unwrap();
    let playbook = crate::scene::playbook(PLAYBOOK);
    // As the next start does, before anything is answered.
    settle_all(&store, &playbook).unwrap();
    for one in acknowledged {
        match one {
            Acknowledged::Beacon { trial, replica, made } => {
                let replicas = store.replicas(trial).unwrap();
                let kept =
                    replicas.iter().find(|kept| kept.replica == *replica).expect("an acknowledged replica is lost");
                let beacon = BeaconV4::decode(&kept.beacon).unwrap();
                let total = beacon.summary.feature("made").unwrap().counts.total();
                assert!(total >= *made, "{trial}: {made} were acknowledged, {total} are kept");
                let (standing, _) = store.trial(trial).unwrap().expect("an acknowledged trial has no standing");
                assert_eq!(standing, Whole::of(&replicas).unwrap().standing(&playbook), "{trial}");
            }
            Acknowledged::Comment { trial, id } => {
                let query = CommentsQuery { limit: 1_000, trial: Some(trial.clone()), ..CommentsQuery::default() };
                let found = store.comments(&query).unwrap();
                assert!(found.iter().any(|kept| kept.id == *id), "{trial}: an acknowledged comment is lost");
            }
            Acknowledged::Outcome { trial, at_ms } => {
                let (_, ending) = store.trial(trial).unwrap().expect("an acknowledged trial has no standing");
                let kept = ending.expect("an acknowledged outcome is lost");
                assert!(kept.at_ms >= *at_ms, "{trial}: an older outcome is kept");
            }
        }
    }
    let file = rusqlite::Connection::open(folder.join("data").join(FILE)).unwrap();
    let found: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "ok");
}
