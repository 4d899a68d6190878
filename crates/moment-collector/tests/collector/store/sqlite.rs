//! What outlives the program: the folder that is opened again, and files of other versions.

use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Comment, Standing, Store};
use rusqlite::Connection;

use super::{KINDS, ending, put, replica, standing};

#[test]
fn a_folder_that_is_opened_again_holds_everything() {
    for kind in &KINDS {
        let folder = tempfile::tempdir().unwrap();
        let reached = Standing { moments: vec!["first".into()], ..standing("t_1", 40) };
        let store = (kind.open)(folder.path());
        put(&*store, [reached.clone()]);
        let replica = replica(u64::MAX, "state");
        let changes = [
            Change::Replica { trial: "t_1".into(), replica: replica.clone() },
            ending("t_1", "upgraded", 5),
            Change::Paused(true),
            Change::Token([3; 32]),
            Change::JudgedBy(9),
            Change::Erased { trial: "t_1".into(), replica: 7, at_ms: 5 },
        ];
        store.commit(&changes).unwrap();
        let totals = store.totals().unwrap();
        drop(store);

        let store = (kind.open)(folder.path());
        let (found, ending) = store.trial("t_1").unwrap().unwrap();
        assert_eq!((found, ending.unwrap().outcome.as_str()), (reached, "upgraded"));
        assert_eq!(store.replicas("t_1").unwrap(), [replica]);
        assert_eq!(store.totals().unwrap(), totals);
        assert!(store.is_paused().unwrap() && store.desk().token(&[3; 32]).unwrap().is_some());
        assert_eq!(store.judged_by().unwrap(), Some(9));
        assert!(store.is_erased(7).unwrap());
    }
}

#[test]
fn two_programs_may_have_the_folder_open_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let serving = SqliteStore::open(folder.path()).unwrap();
    SqliteStore::open(folder.path()).unwrap().commit(&[Change::Token([5; 32])]).unwrap();
    assert!(serving.desk().token(&[5; 32]).unwrap().is_some());
}

#[test]
fn everybody_may_ask_while_one_writes() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    // Both come from one instant, however much is written meanwhile.
                    let totals = store.totals().unwrap();
                    let reached: u64 = totals.moments.iter().map(|(_, count)| count).sum();
                    assert_eq!(reached, totals.trials);
                }
            });
        }
        for number in 0..50 {
            put(&store, [Standing { moments: vec!["first".into()], ..standing(&format!("t_{number}"), 1) }]);
        }
    });
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    drop(SqliteStore::open(folder.path()).unwrap());
    let file = Connection::open(folder.path().join("moments.db")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    let error = SqliteStore::open(folder.path()).unwrap_err();
    let error = error.to_string();
    assert!(error.starts_with("the store has version 99; this program knows up to "), "{error}");
    let version: u32 = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[test]
fn a_file_that_is_no_store_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("moments.db"), "no database at all, but long enough".repeat(100)).unwrap();
    let error = SqliteStore::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("moments.db") && error.contains("not a database"), "{error}");
}

#[test]
fn words_that_are_erased_stand_nowhere_in_the_files_and_not_in_the_index_either() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let comment = |trial: &str, number: u8, words: &str| {
        Change::Comment(Comment {
            trial: trial.into(),
            replica: 1,
            id: [number; 16],
            words: words.into(),
            about: None,
            at_ms: 1,
            received_ms: 1,
            signed: false,
        })
    };
    let others = (0..50).map(|number| comment("t_2", number, "An ordinary export"));
    store.commit(&others.collect::<Vec<_>>()).unwrap();
    store.commit(&[comment("t_1", 99, "Xylophonic EXPORT")]).unwrap();
    let is_there = || {
        let files = std::fs::read_dir(folder.path()).unwrap();
        let content = |file: std::io::Result<std::fs::DirEntry>| std::fs::read(file.unwrap().path()).unwrap();
        files.map(content).any(|bytes| bytes.to_ascii_lowercase().windows(10).any(|window| window == b"xylophonic"))
    };
    assert!(is_there());
    let erased = Change::Erased { trial: "t_1".into(), replica: 1, at_ms: 5 };
    store.commit(&[erased, Change::Uncommented { trial: "t_1".into(), at_ms: 5 }]).unwrap();
    assert!(!is_there());
}
