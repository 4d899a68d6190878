//! What must hold whatever a stranger sends. The fuzzer calls these with what it invents, and the collector's tests with
//! the corpus.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use moment_collector::app::{Parts, World, app};
use moment_collector::assets::Assets;
use moment_collector::bell::Bell;
use moment_collector::ingest::{check, check_comments, check_json};
use moment_collector::judge::Whole;
use moment_collector::keeper::Keeper;
use moment_collector::keys::Key;
use moment_collector::limits::Limits;
use moment_collector::links::TRIAL_FIELD;
use moment_collector::password::Lock;
use moment_collector::playbook::Playbook;
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Replica, Store};
use moment_collector::stripe::{self, Told};
use moment_core::event::Outcome;
use moment_core::merge::{combine, join};
use moment_wire::beacon::{BeaconV4, is_id};
use moment_wire::comment::CommentsV1;
use moment_wire::start::StartV3;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// 2026-11-20T09:00:00Z.
const NOW_MS: u64 = 1_795_165_200_000;

const PLAYBOOK: &str = include_str!("../playbook.toml");

fn key() -> Key {
    Key { public: "pk_test".into(), secret: "sk_test".into(), origins: Vec::new() }
}

/// A beacon that is taken in says the same when it is written and read again, joins with itself to itself, and its trial
/// can be judged.
pub fn beacon(data: &[u8]) {
    if let Ok(accepted) = check(data, &key(), false, NOW_MS) {
        check_beacon(&accepted.beacon);
    }
}

/// The same of a beacon in JSON.
pub fn beacon_json(data: &[u8]) {
    if let Ok(accepted) = check_json(data, &key(), false, NOW_MS) {
        check_beacon(&accepted.beacon);
    }
}

fn check_beacon(beacon: &BeaconV4) {
    let bytes = beacon.encode();
    let again = BeaconV4::decode(&bytes).expect("what was taken in can be kept");
    assert_eq!(&again, beacon);
    assert_eq!(join(&again.summary, &beacon.summary), beacon.summary);
    let replica = |replica| Replica { replica, beacon: bytes.clone(), received_ms: NOW_MS, signed: false, skew_ms: 0 };
    let whole = Whole::of(&[replica(1), replica(2)]).expect("what is kept can be read");
    assert_eq!(whole.summary, combine(&beacon.summary, &beacon.summary));
    let standing = whole.standing(house().playbook);
    assert!(standing.score <= 100 && (0.0..=1.0).contains(&standing.probability), "{standing:?}");
}

/// Comments that are taken in are those that were sent, and no longer than they may be.
pub fn comments(data: &[u8]) {
    let Ok(accepted) = check_comments(data, &key(), false, NOW_MS) else { return };
    let sent = CommentsV1::decode(data).expect("it was read before");
    assert_eq!(sent.comments.len(), accepted.len());
    let sent = sent.encode();
    assert_eq!(check_comments(&sent, &key(), false, NOW_MS).as_ref(), Ok(&accepted));
}

/// A start request is answered or refused, never failed; and a browser reads any answer without failing.
pub fn start(data: &[u8]) {
    let _ = StartV3::decode(data);
    if let Ok(query) = std::str::from_utf8(data) {
        let request = Request::get(format!("/v1/start?{query}")).body(Body::empty());
        answer(request.ok(), &[200, 400, 401]);
    }
}

/// An outcome is kept or refused, never failed.
pub fn outcome(data: &[u8]) {
    let request = Request::post("/v1/outcomes")
        .header("authorization", "Bearer sk_test")
        .header("content-type", "application/json")
        .body(Body::from(data.to_vec()));
    answer(request.ok(), &[204, 400, 413]);
}

/// What comes in the name of Stripe is signed or not, and an event that is read says nothing or an ending that can be kept.
/// The first line is tried as the signature of the rest, too.
pub fn stripe(data: &[u8]) {
    let secrets = ["whsec_test".to_owned()];
    let line = data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let header = String::from_utf8_lossy(line);
    let rest = &data[line.len()..];
    assert!(stripe::check(rest, &header, &secrets, NOW_MS / 1000).is_err(), "nobody can guess a signature");
    if let Ok(Told::Ending { trial, ending }) = stripe::read(data, TRIAL_FIELD) {
        assert!(is_id(&trial) && Outcome::named(&ending.outcome).is_some(), "{trial} {ending:?}");
        assert!(ending.value.is_none_or(f64::is_finite), "{ending:?}");
        let change = Change::Ending { trial: trial.clone(), ending: ending.clone() };
        house().store.commit(&[change]).expect("it can be kept");
        let kept = house().store.desk().ending(&trial).expect("it can be read").expect("it is there");
        assert!(!ending.counts_over(&kept), "{ending:?} is told later than {kept:?} and counts over it");
    }
}

/// A playbook is read or refused, and what was read can be sent to browsers in every language and checked for lints.
pub fn playbook(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(playbook) = Playbook::read(text) else { return };
    for locale in ["", "en", "de", "ar-EG"] {
        let told = playbook.for_locale(locale);
        let answer = StartV3 { paused: false, playbook: told.clone(), others: None }.encode();
        let read = StartV3::decode(&answer).expect("a browser reads what is sent");
        assert_eq!(read.playbook, *told);
    }
    let _ = playbook.lints(NOW_MS);
}

/// Sends a request, if it is one, and expects one of these statuses.
fn answer(request: Option<Request<Body>>, expected: &[u16]) {
    let Some(request) = request else { return };
    let house = house();
    let status = house.runtime.block_on(house.app.clone().oneshot(request)).expect("it cannot fail").status();
    assert!(expected.contains(&status.as_u16()), "{status}");
}

/// A collector on a folder that goes with the process.
struct House {
    app: Router,
    runtime: Runtime,
    store: Arc<SqliteStore>,
    playbook: &'static Playbook,
}

fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let store = Arc::new(SqliteStore::open(&folder).expect("a store"));
        let playbook = Arc::new(Playbook::read(PLAYBOOK).expect("the demo's playbook"));
        let (keeper, _) = Keeper::start(store.clone(), playbook.clone()).expect("a keeper");
        let known: &'static Playbook = Box::leak(Box::new(Playbook::clone(&playbook)));
        let parts = Parts::from(World {
            store: store.clone(),
            keeper,
            playbook,
            keys: Arc::new([key()]),
            assets: Arc::new(Assets::default()),
            lock: Lock::default(),
            census: Arc::default(),
            bell: Bell::default(),
            links: Arc::default(),
            clock: Arc::new(|| NOW_MS),
            limits: Arc::new(Limits::none()),
            metrics: Arc::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        House { app: app(parts), runtime, store, playbook: known }
    })
}
