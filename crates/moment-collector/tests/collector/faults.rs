//! Faults put into the very store: at every step of every write, in its room, its lock and its file. What was
//! acknowledged is there, what was not is not, and nothing is there by half.

mod desk;
mod doors;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use moment_collector::ingest::{check, check_comments};
use moment_collector::keeper::{Keeper, NotKept, Wish};
use moment_collector::keys::Key;
use moment_collector::store::sqlite::fault::Fault;
use moment_collector::store::sqlite::{FILE, SqliteStore};
use moment_collector::store::trouble::Trouble;
use moment_collector::store::{Ending, Store};
use moment_core::time::DAY_S;
use moment_wire::beacon::BeaconV4;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::inbox::UNTIL_ASKED;
use crate::scene::{NOW_MS, PLAYBOOK, SECRET, playbook};
use crate::told::{beacon, comments, maker};

/// A store and its keeper, without doors.
struct House {
    store: Arc<SqliteStore>,
    keeper: Keeper,
    folder: TempDir,
}

impl House {
    fn open() -> Self {
        Self::on(tempfile::tempdir().unwrap())
    }

    fn on(folder: TempDir) -> Self {
        let store = Arc::new(SqliteStore::open(folder.path()).unwrap());
        // What a store salts its hashes with is random; here all have the same, so that they can be compared.
        let file = Connection::open(folder.path().join(FILE)).unwrap();
        file.execute("UPDATE erased_salt SET salt = x'5a'", []).unwrap();
        drop(file);
        let (keeper, _) = Keeper::start_at(UNTIL_ASKED, store.clone(), playbook(PLAYBOOK)).unwrap();
        Self { store, keeper, folder }
    }

    async fn keep(&self, wish: Wish) -> Result<(), Trouble> {
        trouble(self.keeper.keep(wish).await)
    }

    /// Joins what waits in the inbox.
    async fn settle(&self) -> Result<(), Trouble> {
        trouble(self.keeper.settle(None).await)
    }

    async fn take(&self, step: Step) -> Result<(), Trouble> {
        match step {
            Step::Keep(wish) => self.keep(wish).await,
            Step::Settle => self.settle().await,
        }
    }

    /// Everything in the file, as text.
    fn all(&self) -> String {
        dump(self.folder.path())
    }
}

fn trouble(kept: Result<(), NotKept>) -> Result<(), Trouble> {
    match kept {
        Ok(()) => Ok(()),
        Err(NotKept::Failed(error)) => Err(error.trouble),
        Err(other) => panic!("{other:?}"),
    }
}

/// One write.
enum Step {
    Keep(Wish),
    /// What waits in the inbox is joined.
    Settle,
}

fn dump(folder: &Path) -> String {
    let file = Connection::open(folder.join(FILE)).unwrap();
    let mut names = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut text = String::new();
    for name in names {
        let mut rows = file.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let width = rows.column_count();
        let lines = rows.query_map([], |row| (0..width).map(|at| row.get(at)).collect::<Result<Vec<_>, _>>()).unwrap();
        for line in lines {
            let line: Vec<rusqlite::types::Value> = line.unwrap();
            writeln!(text, "{name} {line:?}").unwrap();
        }
    }
    text
}

pub(crate) fn key() -> Key {
    Key { public: "pk_test".into(), secret: SECRET.into(), origins: Vec::new() }
}

fn told(beacon: &BeaconV4) -> Wish {
    Wish::beacon(check(&beacon.encode(), &key(), false, NOW_MS).unwrap(), NOW_MS)
}

fn impossible() -> BeaconV4 {
    beacon("t_1", |summary| summary.touch(300 * DAY_S))
}

/// One write of each kind, in an order in which each changes something.
fn steps() -> Vec<(&'static str, Step)> {
    let words = check_comments(&comments("t_1", &["one", "two"]).encode(), &key(), false, NOW_MS).unwrap();
    let shared = beacon("t_1", |summary| {
        summary.touch(3 * DAY_S);
        summary.use_feature("shared", 3 * DAY_S, 1);
        summary.reach("activated", 3 * DAY_S);
    });
    let ending = Ending { outcome: "upgraded".into(), at_ms: NOW_MS, value: Some(9.5) };
    let keep = Step::Keep;
    let erase = |replica: Option<u64>| {
        keep(Wish::Erase { trial: "t_1".into(), replica, whole: replica.is_none(), at_ms: NOW_MS })
    };
    vec![
        ("a first beacon", keep(told(&maker("t_1", 1)))),
        ("that it is joined", Step::Settle),
        ("a second beacon", keep(told(&maker("t_1", 3)))),
        ("an activation", keep(told(&shared))),
        ("another replica", keep(told(&BeaconV4 { replica: 2, ..maker("t_1", 2) }))),
        ("that all three are joined", Step::Settle),
        ("a third beacon", keep(told(&maker("t_1", 4)))),
        ("an impossible state, with what waits", keep(told(&BeaconV4 { replica: 3, ..impossible() }))),
        ("comments", keep(Wish::Comments(words))),
        ("a fourth beacon", keep(told(&maker("t_1", 5)))),
        ("an ending, with what waits", keep(Wish::Ending { trial: "t_1".into(), ending, told_ms: NOW_MS })),
        ("a pause", keep(Wish::Pause(true))),
        ("a fifth beacon", keep(told(&BeaconV4 { replica: 2, ..maker("t_1", 4) }))),
        ("a replica's erasure", erase(Some(2))),
        ("a sixth beacon", keep(told(&maker("t_1", 6)))),
        ("a trial's erasure", erase(None)),
        ("an old trial", keep(told(&BeaconV4 { replica: 4, ..maker("t_2", 2) }))),
        ("a probe", keep(Wish::Probe)),
        ("a retirement", keep(Wish::Retire { trials: vec!["t_2".into()], before_ms: NOW_MS + 1 })),
    ]
}

#[tokio::test]
async fn a_write_that_is_broken_off_at_any_step_is_kept_whole_or_not_at_all() {
    break_off_everywhere(steps).await;
}

/// Takes each of these steps, broken off wherever it can be. Each has to change something.
async fn break_off_everywhere(steps: fn() -> Vec<(&'static str, Step)>) {
    // What each write comes to where nothing fails.
    let (house, twin) = (House::open(), House::open());
    let every_step = std::env::var_os("SM_EVERY_STEP").is_some();
    for (place, (what, step)) in steps().into_iter().enumerate() {
        let before = house.all();
        twin.take(step).await.unwrap();
        let after = twin.all();
        assert_ne!(before, after, "{what} changes something");
        let mut after_steps = 0;
        loop {
            // A wish is made anew for each try, as a browser would send it again.
            let step = steps().swap_remove(place).1;
            house.store.set_fault(Some(Fault::BrokenOffAfter(after_steps))).unwrap();
            let kept = house.take(step).await;
            let found = house.all();
            if kept.is_ok() {
                assert!(found == after, "{what} was acknowledged:\n{after}\n{found}");
                break;
            }
            assert_eq!(kept, Err(Trouble::Other), "{what}: what is broken off is trouble without a name");
            if found == after {
                // Broken off when it was durable already: whoever was refused sends it again, and nothing changes.
                break;
            }
            assert!(
                found == before,
                "{what}, broken off after {after_steps} steps, is there by half:\n{before}\n{found}"
            );
            // Every early step, and then ever fewer: there are thousands. `SM_EVERY_STEP` tries all.
            after_steps += if every_step { 1 } else { 1 + after_steps / 16 };
        }
        house.store.set_fault(None).unwrap();
        assert!(after_steps > 5, "{what}: only {after_steps} steps could fail");
        check_sums(house.folder.path(), what);
    }
}

/// Expects that the sums are what scanning everything comes to.
fn check_sums(folder: &Path, what: &str) {
    let file = Connection::open(folder.join(FILE)).unwrap();
    let numbers = |sql: &str| -> Vec<i64> {
        let mut statement = file.prepare(sql).unwrap();
        let width = statement.column_count();
        statement.query_row([], |row| (0..width).map(|at| row.get(at)).collect()).unwrap()
    };
    let kept = numbers(
        "SELECT trials, simulated, activated, shown, clicked, dismissed, cold, warming, ready, urgent, upgraded,
         quarantined, (SELECT coalesce(sum(trials), 0) FROM moment_tally),
         (SELECT coalesce(sum(trials), 0) FROM value_tally), (SELECT coalesce(sum(ms * trials), 0) FROM value_tally),
         (SELECT coalesce(sum(trials), 0) FROM value_span_tally) FROM tally",
    );
    let scanned = numbers(
        "SELECT count(*), coalesce(sum(simulated), 0), count(activated_ms), coalesce(sum(shown), 0),
         coalesce(sum(clicked), 0), coalesce(sum(dismissed), 0), coalesce(sum(band = 0), 0),
         coalesce(sum(band = 1), 0), coalesce(sum(band = 2), 0), coalesce(sum(band = 3), 0),
         (SELECT count(*) FROM ending JOIN trial USING (trial) WHERE outcome = 'upgraded'),
         (SELECT count(*) FROM quarantined), (SELECT count(*) FROM reached), count(activated_ms),
         coalesce(sum(max(activated_ms - started_ms, 0)), 0), count(activated_ms) FROM trial",
    );
    assert_eq!(kept, scanned, "{what}");
}

#[tokio::test]
async fn without_room_everything_is_refused_and_with_room_everything_goes_on() {
    let house = House::open();
    house.keep(told(&maker("t_0", 1))).await.unwrap();
    house.store.set_fault(Some(Fault::Full)).unwrap();
    let mut kept = vec!["t_0".to_owned()];
    let refused = loop {
        let trial = format!("t_{}", kept.len());
        match house.keep(told(&maker(&trial, 20))).await {
            Ok(()) => kept.push(trial),
            Err(trouble) => {
                assert_eq!(trouble, Trouble::Full);
                break trial;
            }
        }
        // As long as there is room for it, what was acknowledged is joined.
        let joined = house.settle().await;
        assert!(joined.is_ok() || joined == Err(Trouble::Full), "{joined:?}");
        assert!(kept.len() < 10_000, "the file has grown all the same");
    };
    let waiting: Vec<String> = house.store.inbox().unwrap().into_iter().map(|(_, trial, _)| trial).collect();
    assert!(!waiting.is_empty(), "what waits is acknowledged while there is room for a row");
    assert!(house.keeper.health().sums().not_joined.iter().sum::<u64>() > 0);
    for trial in &kept {
        let is_joined = house.store.replicas(trial).unwrap().len() == 1 && house.store.trial(trial).unwrap().is_some();
        assert_ne!(is_joined, waiting.contains(trial), "{trial} was acknowledged");
    }
    assert!(house.store.replicas(&refused).unwrap().is_empty() && !waiting.contains(&refused), "{refused} was not");
    assert_eq!(house.store.totals().unwrap().trials, (kept.len() - waiting.len()) as u64);
    assert!(house.keeper.probe().await.is_err(), "a crumb of room is none");
    house.store.set_fault(None).unwrap();
    house.keeper.probe().await.unwrap();
    house.keep(told(&maker(&refused, 20))).await.unwrap();
    house.settle().await.unwrap();
    assert_eq!(house.store.inbox().unwrap(), []);
    assert_eq!(house.store.totals().unwrap().trials, kept.len() as u64 + 1);
}

#[tokio::test]
async fn while_another_program_holds_the_lock_nothing_is_acknowledged_and_then_all_goes_on() {
    let house = House::open();
    let other = Connection::open(house.folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(house.keep(told(&maker("t_1", 1))).await, Err(Trouble::Locked));
    assert!(house.keeper.probe().await.is_err(), "it is locked still");
    assert!(house.store.replicas("t_1").unwrap().is_empty());
    assert!(!house.store.is_paused().unwrap(), "questions are answered meanwhile");
    other.execute_batch("ROLLBACK").unwrap();
    house.keeper.probe().await.unwrap();
    house.keep(told(&maker("t_1", 1))).await.unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(house.settle().await, Err(Trouble::Locked), "what was acknowledged waits on");
    other.execute_batch("ROLLBACK").unwrap();
    house.settle().await.unwrap();
    assert_eq!(house.store.replicas("t_1").unwrap().len(), 1);
}

#[tokio::test]
async fn a_damaged_file_is_found_and_nothing_more_is_written_to_it() {
    let house = House::open();
    for number in 0..1_600 {
        house.keep(told(&maker(&format!("t_{number}"), 20))).await.unwrap();
    }
    house.settle().await.unwrap();
    let House { store, keeper, folder } = house;
    drop(keeper);
    // The keeper's thread has let go of the store when nobody else holds it.
    let mut store = Some(store);
    while let Some(held) = store.take() {
        store = Arc::try_unwrap(held).err();
        std::thread::yield_now();
    }
    let path = folder.path().join(FILE);
    let mut bytes = std::fs::read(&path).unwrap();
    // The tables' own pages stay, so that the file opens.
    let intact = intact(&path);
    assert!(bytes.len() > 2 * intact, "the log was written back when the last connection was closed");
    bytes[intact..].fill(0xee);
    std::fs::write(&path, &bytes).unwrap();

    let house = House::on(folder);
    let mut found = Ok(());
    for number in 0..1_600 {
        if found.is_ok() {
            found = house.keep(told(&maker(&format!("t_{number}"), 30))).await.and(house.settle().await);
        }
    }
    assert_eq!(found, Err(Trouble::Damaged));
    let found = std::fs::read(&path).unwrap();
    for _ in 0..3 {
        assert_eq!(house.keep(Wish::Pause(true)).await, Err(Trouble::Damaged));
        assert!(house.keeper.probe().await.is_err());
    }
    assert!(std::fs::read(&path).unwrap() == found, "it was written to");
}

/// How many bytes of the file there are before the first that belong to no table's or index's beginning.
fn intact(path: &Path) -> usize {
    let file = Connection::open(path).unwrap();
    let pages: i64 = file.query_row("SELECT max(rootpage) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    let size: i64 = file.pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    usize::try_from(pages * size).unwrap()
}
