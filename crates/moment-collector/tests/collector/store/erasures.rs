//! Erasing: what is gone is gone, and nothing else is.

use moment_collector::store::sqlite::FILE;
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Comment, Standing, Store, TOMBSTONE_MS};
use rusqlite::Connection;

use super::{ending, on_every_store, put, replica, standing};
use crate::told::STARTED_MS;

fn kept(trial: &str, number: u64) -> Change {
    Change::Replica { trial: trial.into(), replica: replica(number, "state") }
}

fn erased(trial: &str, number: u64, at_ms: u64) -> Change {
    Change::Erased { trial: trial.into(), replica: number, at_ms }
}

#[test]
fn an_erased_replica_is_gone_and_known_as_erased() {
    on_every_store(|store, _| {
        store.commit(&[kept("t_1", 1), kept("t_1", u64::MAX), kept("t_2", u64::MAX)]).unwrap();
        assert!(!store.is_erased(u64::MAX).unwrap());
        store.commit(&[erased("t_1", u64::MAX, STARTED_MS)]).unwrap();
        assert_eq!(store.replicas("t_1").unwrap(), [replica(1, "state")]);
        assert_eq!(store.replicas("t_2").unwrap(), [replica(u64::MAX, "state")]);
        assert_eq!([1, u64::MAX].map(|number| store.is_erased(number).unwrap()), [false, true]);
    });
}

#[test]
fn a_trial_that_vanishes_leaves_its_ending_and_one_that_is_unended_leaves_its_standing() {
    on_every_store(|store, _| {
        let reached = |trial| Standing { moments: vec!["first".into()], ..standing(trial, 50) };
        put(store, [reached("t_1"), reached("t_2")]);
        store.commit(&[ending("t_1", "upgraded", 5), ending("t_2", "upgraded", 5)]).unwrap();
        store.commit(&[Change::Vanished { trial: "t_1".into() }, Change::Unended { trial: "t_2".into() }]).unwrap();
        assert!(store.trial("t_1").unwrap().is_none());
        assert_eq!(store.trial("t_2").unwrap(), Some((reached("t_2"), None)));
        let totals = store.totals().unwrap();
        assert_eq!((totals.trials, totals.upgraded, totals.moments), (1, 0, vec![("first".into(), 1)]));
        put(store, [standing("t_1", 50)]);
        assert!(store.trial("t_1").unwrap().unwrap().1.is_some());
    });
}

#[test]
fn an_erased_number_is_remembered_for_four_hundred_days() {
    on_every_store(|store, _| {
        store.commit(&[kept("t_1", 1), kept("t_1", 2), kept("t_2", 3), kept("t_2", 4)]).unwrap();
        store.commit(&[erased("t_1", 1, STARTED_MS), erased("t_1", 2, STARTED_MS + 1)]).unwrap();
        store.commit(&[erased("t_2", 3, STARTED_MS + TOMBSTONE_MS)]).unwrap();
        assert!(store.is_erased(1).unwrap());
        store.commit(&[erased("t_2", 4, STARTED_MS + TOMBSTONE_MS + 1)]).unwrap();
        assert_eq!([1, 2, 3, 4].map(|number| store.is_erased(number).unwrap()), [false, true, true, true]);
        // A clock that is set back neither shortens nor revives.
        store.commit(&[erased("t_2", 2, 7)]).unwrap();
        assert_eq!([1, 2].map(|number| store.is_erased(number).unwrap()), [false, true]);
    });
}

#[test]
fn no_byte_of_an_erased_trial_is_left_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let secret = "t_Zanzibarlicht";
    // States of many sizes, one after the other, in pages that grow, move and are freed.
    for size in [10, 300, 9000, 40, 20_000] {
        let state = replica(1, &format!("quittenmus{}", "x".repeat(size)));
        store
            .commit(&[Change::Replica { trial: secret.into(), replica: state }, ending(secret, "upgraded", 5)])
            .unwrap();
        let reached = Standing { moments: vec!["first".into()], ..standing(secret, 50) };
        put(&store, [reached, standing("t_other", 1)]);
    }
    let holds = |word: &str| {
        let files =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.filter(|bytes| bytes.windows(word.len()).any(|window| window == word.as_bytes())).count() > 0
    };
    assert!(holds(secret) && holds("quittenmus"), "the search finds what is there");
    let [gone, unended] = [Change::Vanished { trial: secret.into() }, Change::Unended { trial: secret.into() }];
    store.commit(&[erased(secret, 1, STARTED_MS), gone, unended]).unwrap();
    assert!(!holds(secret) && !holds("quittenmus"));
    assert!(holds("t_other"));
}

#[test]
fn a_number_of_which_nothing_was_known_is_remembered_for_a_week() {
    const WEEK_MS: u64 = 7 * 24 * 3_600_000;
    on_every_store(|store, _| {
        let comment = Comment {
            trial: "t_1".into(),
            replica: 2,
            id: [1; 16],
            words: "words".into(),
            about: None,
            at_ms: STARTED_MS,
            received_ms: STARTED_MS,
            signed: false,
        };
        store.commit(&[kept("t_1", 1), Change::Comment(comment)]).unwrap();
        store.commit(&[1, 2, 3].map(|number| erased("t_1", number, STARTED_MS))).unwrap();
        let known = || [1, 2, 3].map(|number| store.is_erased(number).unwrap());
        store.commit(&[erased("t_1", 9, STARTED_MS + WEEK_MS)]).unwrap();
        assert_eq!(known(), [true; 3]);
        store.commit(&[erased("t_1", 9, STARTED_MS + WEEK_MS + 1)]).unwrap();
        assert_eq!(known(), [true, true, false], "a comment is something, too");
    });
}

#[test]
fn whoever_makes_numbers_up_does_not_fill_the_store() {
    on_every_store(|store, _| {
        store.commit(&[kept("t_1", 1), erased("t_1", 1, STARTED_MS)]).unwrap();
        let made_up = |number: u64| erased(&format!("t_{number}"), number, STARTED_MS + number);
        store.commit(&(100..10_101).map(made_up).collect::<Vec<_>>()).unwrap();
        assert_eq!([1, 100, 101, 10_100].map(|number| store.is_erased(number).unwrap()), [true, false, true, true]);
    });
}

/// The bytes of the write-ahead log.
fn log_bytes(folder: &std::path::Path) -> u64 {
    std::fs::metadata(folder.join(format!("{FILE}-wal"))).map_or(0, |file| file.len())
}

#[test]
fn what_is_erased_while_somebody_reads_leaves_the_log_when_nobody_does() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    store.commit(&[kept("t_1", 1)]).unwrap();
    let reader = Connection::open(folder.path().join(FILE)).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM replica").unwrap();
    store.commit(&[erased("t_1", 1, STARTED_MS)]).unwrap();
    store.tidy().unwrap();
    assert!(log_bytes(folder.path()) > 0, "somebody reads what was there before");
    reader.execute_batch("COMMIT").unwrap();
    store.tidy().unwrap();
    assert_eq!(log_bytes(folder.path()), 0);
}

#[test]
fn what_was_erased_before_the_program_began_leaves_the_log_too() {
    let folder = tempfile::tempdir().unwrap();
    let before = SqliteStore::open(folder.path()).unwrap();
    before.commit(&[kept("t_1", 1)]).unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    assert!(log_bytes(folder.path()) > 0);
    store.tidy().unwrap();
    assert_eq!(log_bytes(folder.path()), 0);
}

#[test]
fn to_erase_what_nobody_knows_writes_no_log_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    store.commit(&[kept("t_1", 1)]).unwrap();
    store.commit(&[erased("t_1", 2, STARTED_MS), Change::Unended { trial: "t_2".into() }]).unwrap();
    assert!(log_bytes(folder.path()) > 0, "nothing went");
    store.commit(&[erased("t_1", 1, STARTED_MS)]).unwrap();
    assert_eq!(log_bytes(folder.path()), 0);
}

#[test]
fn sums_of_moments_that_nobody_reached_any_more_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    put(&store, [Standing { moments: vec!["first".into(), "second".into()], ..standing("t_1", 50) }]);
    put(&store, [Standing { moments: vec!["second".into()], ..standing("t_1", 50) }]);
    let file = Connection::open(folder.path().join(FILE)).unwrap();
    let rows = || file.query_row("SELECT count(*) FROM moment_tally", [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(rows(), 1);
    store.commit(&[Change::Vanished { trial: "t_1".into() }]).unwrap();
    assert_eq!(rows(), 0);
}
