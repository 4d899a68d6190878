//! A file of every released version of the store: each is brought up to the present one and holds what it held.
//!
//! `tests/golden/vN.db` was written by a program whose store had version N, after [`TOLD`] was told to it. When a step is
//! added to the schema, the file of the new version is made with the program that has it; it is killed, so that something
//! is left in the inbox:
//! `SM_GOLDEN=v10.db cargo test -p moment-collector --test collector -- --ignored make_a_golden_file`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use moment_collector::keeper::settle_all;
use moment_collector::store::sqlite::{FILE, SqliteStore};
use moment_collector::store::{CommentsQuery, Store};
use moment_core::time::DAY_S;
use moment_wire::beacon::BeaconV4;
use rusqlite::Connection;

use crate::cli::Guarded;
use crate::scene::{PLAYBOOK, playbook};
use crate::told::{beacon, comments, maker};

/// The first version with an inbox.
const INBOX: u32 = 10;

const VERSIONS: [(u32, &[u8]); 8] = [
    (1, include_bytes!("../golden/v1.db")),
    (2, include_bytes!("../golden/v2.db")),
    (3, include_bytes!("../golden/v3.db")),
    (8, include_bytes!("../golden/v8.db")),
    (9, include_bytes!("../golden/v9.db")),
    (10, include_bytes!("../golden/v10.db")),
    (11, include_bytes!("../golden/v11.db")),
    (12, include_bytes!("../golden/v12.db")),
];

/// A trial that made something and was activated, in the browser of this number.
fn activated(trial: &str, replica: u64) -> BeaconV4 {
    let told = beacon(trial, |summary| {
        summary.touch(2 * DAY_S);
        summary.use_feature("made", 2 * DAY_S, 3);
        summary.use_feature("shared", 2 * DAY_S, 1);
        summary.reach("activated", 2 * DAY_S);
        summary.prompt_mut("offer").unwrap().expose(2 * DAY_S);
    });
    BeaconV4 { replica, ..told }
}

/// What was told, by method, path and body.
fn told() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let tell = "/v1/beacon?key=pk_test";
    let outcome = |text: &str| text.as_bytes().to_vec();
    vec![
        ("POST", tell, activated("t_1", 1).encode()),
        ("POST", tell, BeaconV4 { replica: 3, ..maker("t_2", 1) }.encode()),
        ("POST", tell, BeaconV4 { replica: 4, ..maker("t_3", 1) }.encode()),
        ("POST", "/v1/comments?key=pk_test", comments("t_1", &["It keeps its promise."]).encode()),
        (
            "POST",
            "/v1/outcomes",
            outcome(r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-18T09:00:00Z","value":228}"#),
        ),
        ("POST", "/v1/outcomes", outcome(r#"{"trial":"t_9","outcome":"cancelled","at":"2026-11-18T09:00:00Z"}"#)),
        ("DELETE", "/v1/trials/t_3", Vec::new()),
        ("POST", tell, BeaconV4 { replica: 2, ..maker("t_1", 2) }.encode()),
    ]
}

#[test]
fn a_file_of_every_version_is_brought_up_and_holds_what_it_held() {
    for (version, bytes) in VERSIONS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(version_of(&path), version, "this is what the file says of itself");
        let store = SqliteStore::open(folder.path()).unwrap();
        let waiting = store.inbox().unwrap().len();
        assert_eq!(waiting, usize::from(version >= INBOX), "version {version}");
        assert_eq!(settle_all(&store, &playbook(PLAYBOOK)).unwrap(), waiting, "version {version}");
        assert_eq!(store.trial_ids("", 9).unwrap(), ["t_1", "t_2"], "version {version}");
        let replicas = store.replicas("t_1").unwrap();
        let decoded: Vec<_> = replicas.iter().map(|kept| BeaconV4::decode(&kept.beacon).unwrap()).collect();
        assert_eq!(decoded, [activated("t_1", 1), BeaconV4 { replica: 2, ..maker("t_1", 2) }], "version {version}");
        let (standing, ending) = store.trial("t_1").unwrap().unwrap();
        assert_eq!((standing.score, standing.shown, standing.moments), (100, 1, vec!["activated".to_owned()]));
        assert_eq!(ending.unwrap().value, Some(228.0));
        let totals = store.totals().unwrap();
        assert_eq!((totals.trials, totals.activated, totals.upgraded, totals.bands), (2, 1, 1, [1, 0, 0, 1]));
        assert_eq!(totals.median_to_value_ms, Some(2 * 24 * 3_600_000));
        assert_eq!(totals.moments, [("activated".to_owned(), 1)]);
        if version > 1 {
            let found = store.comments(&CommentsQuery { limit: 9, ..CommentsQuery::default() }).unwrap();
            assert_eq!(found[0].words, "It keeps its promise.", "version {version}");
            assert!(store.is_erased(4).unwrap(), "version {version}");
        }
    }
}

#[test]
fn every_version_ends_in_the_tables_that_an_empty_folder_begins_with() {
    let fresh = tempfile::tempdir().unwrap();
    drop(SqliteStore::open(fresh.path()).unwrap());
    for (version, bytes) in VERSIONS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, bytes).unwrap();
        drop(SqliteStore::open(folder.path()).unwrap());
        assert_eq!(schema(&path), schema(&fresh.path().join(FILE)), "version {version}");
    }
    let newest = version_of(&fresh.path().join(FILE));
    assert_eq!(VERSIONS.last().unwrap().0, newest, "the newest version has no golden file: see the top of this file");
}

#[test]
fn what_waits_behind_another_event_of_its_trial_is_due_when_that_one_is_since_version_12() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    std::fs::write(&path, include_bytes!("../golden/v11.db")).unwrap();
    let file = Connection::open(&path).unwrap();
    let told = "INSERT INTO outbox (seq, event, kind, trial, at_ms, data) VALUES
        (1, 'evt_1', 'trial.ready', 't_1', 5, '{}'), (2, 'evt_2', 'trial.ready', 't_1', 6, '{}'),
        (3, 'evt_3', 'trial.ready', 't_2', 7, '{}');
        INSERT INTO hook VALUES ('wh_1', 'http://127.0.0.1:9/', 'slack', '', 'whsec_', NULL, NULL, 'active', NULL, 5);
        INSERT INTO delivery VALUES
        ('wh_1', 1, 't_1', 0, 1, 900), ('wh_1', 2, 't_1', 0, 0, 6), ('wh_1', 3, 't_2', 0, 0, 7);";
    file.execute_batch(told).unwrap();
    drop(file);
    let store = SqliteStore::open(folder.path()).unwrap();
    let due: Vec<_> = store.desk().deliveries("wh_1", None, 9).unwrap().into_iter().map(|told| told.due_ms).collect();
    assert_eq!(due, [Some(7), Some(900), Some(900)]);
}

fn version_of(path: &Path) -> u32 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn schema(path: &Path) -> Vec<String> {
    let file = Connection::open(path).unwrap();
    let mut statement = file.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
#[ignore = "makes a golden file, with this program or with the one that SM_PROGRAM names"]
fn make_a_golden_file() {
    let name = std::env::var("SM_GOLDEN").expect("SM_GOLDEN names the file");
    let program = std::env::var("SM_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_second-moment").into());
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("playbook.toml");
    std::fs::write(&rules, PLAYBOOK).unwrap();
    let data = folder.path().join("data");
    let server = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk_test", "--secret", "sk_test"])
        .args(["--playbook".as_ref(), rules.as_os_str(), "--data".as_ref(), data.as_os_str()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut server = Guarded(server);
    let mut address = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    for (method, path, body) in told() {
        let request = axum::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", address.trim()))
            .header("authorization", "Bearer sk_test");
        // Beacons and comments are bytes, and bytes have no content type.
        let request = if path == "/v1/outcomes" { request.header("content-type", "application/json") } else { request };
        let answer = ureq::Agent::new_with_defaults().run(request.body(body).unwrap()).unwrap();
        assert!(answer.status().is_success(), "{method} {path}");
    }
    // Before the last beacon is joined.
    server.0.kill().unwrap();
    server.0.wait().unwrap();
    let made = data.join(FILE);
    let file = Connection::open(&made).unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let waiting: u32 = file.query_row("SELECT count(*) FROM inbox", [], |row| row.get(0)).unwrap();
    assert_eq!(waiting, 1, "it was too quick, or too slow: once more");
    drop(file);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    std::fs::copy(made, &golden).unwrap();
    println!("{}", golden.display());
}
