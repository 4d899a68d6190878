//! The inbox: what is acknowledged there shows to whoever reads, comes to the same as if it had been joined at once, and is
//! in nobody's way.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use moment_collector::ingest::check;
use moment_collector::keeper::{Keeper, NotKept, Pace, Wish, settle_all};
use moment_collector::server::Running;
use moment_collector::store::sqlite::{FILE, SqliteStore, backup};
use moment_collector::store::{Change, Ending, Letter, Replica, Standing, Store, StoreError};
use moment_core::time::DAY_S;
use moment_wire::beacon::BeaconV4;
use moment_wire::report::{OverviewV1, QuarantineV1, TrialV1, TrialsV1};
use moment_wire::start::StartV3;
use moment_wire::sums::{AccountsV1, JourneyV1, LedgerV1, PromptsV1};

use crate::http::strain::strained;
use crate::scene::{BEACON, NOW_MS, ORIGIN, PATIENT, PLAYBOOK, Scene, Setting, TOKEN, playbook};
use crate::told::{beacon, comments, maker};

/// Nothing is joined but for those who read, and for what is wished of its trial.
pub(crate) const UNTIL_ASKED: Pace =
    Pace { quiet: Duration::from_hours(24), latest: Duration::from_hours(24), room: usize::MAX, ..PATIENT };

fn lazy() -> Scene {
    Scene::with(Setting { pace: UNTIL_ASKED, ..Setting::default() })
}

/// Sends a beacon that is acknowledged, and expects that it waits.
async fn put(scene: &Scene, beacon: &BeaconV4) {
    let before = waiting(scene);
    let answer = scene.ask(BEACON, &[("origin", ORIGIN)], beacon.encode()).await;
    assert_eq!(answer.status, 204, "{:?}", answer.body);
    assert_eq!(waiting(scene), before + 1, "it is in the inbox");
}

fn waiting(scene: &Scene) -> usize {
    let waiting = scene.store.inbox().unwrap().len();
    assert_eq!(scene.keeper.inbox().letters(), waiting, "the keeper knows what waits");
    waiting
}

/// Somebody who was activated, saw a prompt, and had to wait for another.
fn active(trial: &str) -> BeaconV4 {
    beacon(trial, |summary| {
        summary.touch(2 * DAY_S);
        summary.use_feature("shared", 2 * DAY_S, 1);
        summary.reach("activated", 2 * DAY_S);
        let record = summary.prompt_mut("offer").unwrap();
        record.expose(2 * DAY_S);
        record.add_waits(moment_core::decision::Reason::QuietTime, 3);
    })
}

/// What a reader finds of one trial in an answer: one of it.
type Count = fn(&[u8]) -> u64;

#[tokio::test]
async fn what_was_acknowledged_shows_at_once_wherever_somebody_reads() {
    let read: [(&str, Count); 7] = [
        ("/v1/trials", |body| serde_json::from_slice::<TrialsV1>(body).unwrap().trials.len() as u64),
        ("/v1/trials/t_1", |body| serde_json::from_slice::<TrialV1>(body).unwrap().line.shown.into()),
        ("/v1/overview", |body| serde_json::from_slice::<OverviewV1>(body).unwrap().activated),
        ("/v1/accounts", |body| serde_json::from_slice::<AccountsV1>(body).unwrap().accounts[0].trials),
        ("/v1/journey", |body| serde_json::from_slice::<JourneyV1>(body).unwrap().moments[1].reached),
        ("/v1/prompts", |body| serde_json::from_slice::<PromptsV1>(body).unwrap().prompts[0].shown),
        ("/v1/ledger", |body| serde_json::from_slice::<LedgerV1>(body).unwrap().lines.len() as u64),
    ];
    for (path, count) in read {
        let scene = lazy();
        put(&scene, &active("t_1")).await;
        let answer = scene.ask(&format!("GET {path}"), &[TOKEN], "").await;
        assert_eq!((answer.status, count(&answer.body)), (200, 1), "{path}: {:?}", answer.body);
        assert_eq!(waiting(&scene), 0, "{path}");
    }
}

#[tokio::test]
async fn what_one_browser_told_the_next_one_knows_and_others_wait_on() {
    let scene = lazy();
    put(&scene, &maker("t_2", 1)).await;
    put(&scene, &BeaconV4 { replica: 7, ..maker("t_1", 3) }).await;
    let answer = scene.ask("GET /v1/start?key=pk_test&trial=t_1&replica=8", &[], "").await;
    let others = StartV3::decode(&answer.body).unwrap().others.unwrap();
    assert_eq!(others.feature("made").unwrap().counts.total(), 3);
    let waits: Vec<String> = scene.store.inbox().unwrap().into_iter().map(|(_, trial, _)| trial).collect();
    assert_eq!(waits, ["t_2"], "a page that opens waits for its own trial only");
}

#[tokio::test]
async fn when_nobody_waits_to_be_acknowledged_letters_are_joined_by_themselves() {
    let scene = Scene::open();
    put_many(&scene, 10).await;
    while scene.keeper.inbox().letters() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(scene.store.totals().unwrap().trials, 10);
}

#[tokio::test]
async fn letters_that_have_waited_long_are_joined_however_much_comes() {
    // There is never quiet, and every letter has waited too long.
    let pace = Pace { latest: Duration::ZERO, ..UNTIL_ASKED };
    let scene = Scene::with(Setting { pace, ..Setting::default() });
    put_many(&scene, 10).await;
    while scene.keeper.inbox().letters() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(scene.store.totals().unwrap().trials, 10);
}

async fn put_many(scene: &Scene, count: u32) {
    for number in 0..count {
        let answer = scene.ask(BEACON, &[], maker(&format!("t_{number}"), 1).encode()).await;
        assert_eq!(answer.status, 204);
    }
}

#[tokio::test]
async fn a_full_inbox_takes_nothing_and_beacons_are_joined_before_they_are_acknowledged() {
    let scene = Scene::with(Setting { pace: Pace { room: 0, ..UNTIL_ASKED }, ..Setting::default() });
    for (trial, made, score) in [("t_1", 1, 20), ("t_2", 1, 20), ("t_1", 3, 40)] {
        let answer = scene.ask(BEACON, &[], maker(trial, made).encode()).await;
        assert_eq!(answer.status, 204);
        assert_eq!(scene.store.trial(trial).unwrap().unwrap().0.score, score, "{trial}");
        assert_eq!(scene.store.inbox().unwrap(), []);
    }
}

/// What is kept of some trials.
type Kept = BTreeMap<String, (Vec<Replica>, Option<Standing>)>;

fn kept(store: &dyn Store) -> Kept {
    let trial = |id: String| {
        let standing = store.trial(&id).unwrap().map(|(standing, _)| standing);
        let replicas = store.replicas(&id).unwrap();
        (id, (replicas, standing))
    };
    store.trial_ids("", 99).unwrap().into_iter().map(trial).collect()
}

/// Some beacons of three trials in two browsers each, in no order, some signed, some of one instant.
fn some_beacons(random: &mut fastrand::Rng) -> Vec<(BeaconV4, u64)> {
    let one = |random: &mut fastrand::Rng| {
        let mut told = maker(&format!("t_{}", random.u8(0..3)), random.u32(0..9));
        told.replica = random.u64(1..3);
        told.sent_ms = NOW_MS - random.u64(0..4) * 1000;
        told.plan = Some(format!("plan_{}", random.u8(..)));
        let key = crate::faults::key();
        told.signature = random.bool().then(|| moment_collector::ingest::sign(&key.secret, &told.trial, "a_19"));
        (told, NOW_MS - random.u64(0..3))
    };
    (0..random.usize(1..40)).map(|_| one(random)).collect()
}

#[tokio::test]
async fn letters_joined_together_come_to_what_each_joined_at_once_comes_to() {
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let beacons = some_beacons(&mut random);
        let at_once = Scene::with(Setting { pace: Pace { room: 0, ..UNTIL_ASKED }, ..Setting::default() });
        let later = lazy();
        for (told, received_ms) in beacons {
            for scene in [&at_once, &later] {
                let accepted = check(&told.encode(), &crate::faults::key(), false, NOW_MS + received_ms % 7).unwrap();
                scene.keeper.keep(Wish::beacon(accepted, received_ms)).await.unwrap();
            }
            if random.u8(0..10) == 0 {
                later.keeper.settle(random.bool().then_some("t_1")).await.unwrap();
            }
        }
        assert_eq!(at_once.store.inbox().unwrap(), []);
        later.settle().await;
        assert_eq!(kept(&*later.store), kept(&*at_once.store), "seed {seed}");
        assert_eq!(later.store.totals().unwrap(), at_once.store.totals().unwrap(), "seed {seed}");
    }
}

#[tokio::test]
async fn who_is_erased_is_so_in_the_inbox_and_everywhere_and_late_beacons_are_refused_at_once() {
    let scene = lazy();
    let secret = BeaconV4 { account: Some("xylophone".into()), ..maker("t_1", 3) };
    put(&scene, &secret).await;
    put(&scene, &BeaconV4 { replica: 2, ..secret.clone() }).await;
    put(&scene, &BeaconV4 { replica: 3, ..maker("t_2", 1) }).await;
    assert!(scene.files_hold("xylophone"), "the search finds what is there");
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    assert!(!scene.files_hold("xylophone"));
    assert_eq!(waiting(&scene), 1, "nobody else's letters were touched");
    for replica in [1, 2] {
        let late = scene.ask(BEACON, &[], BeaconV4 { replica, ..secret.clone() }.encode()).await;
        late.check_problem(410, "erased", "a late beacon");
    }
    scene.settle().await;
    assert_eq!(scene.store.trial_ids("", 9).unwrap(), ["t_2"]);
}

#[tokio::test]
async fn a_number_that_was_erased_elsewhere_is_still_taken_where_it_is_kept() {
    let scene = lazy();
    put(&scene, &maker("t_1", 1)).await;
    scene.settle().await;
    scene.store.commit(&[Change::Erased { trial: "t_0".into(), replica: 1, at_ms: NOW_MS }]).unwrap();
    put(&scene, &maker("t_1", 3)).await;
    scene.ask(BEACON, &[], maker("t_2", 3).encode()).await.check_problem(410, "erased", "it is kept nowhere else");
}

#[tokio::test]
async fn what_is_wished_of_a_trial_finds_it_as_it_was_told() {
    let scene = lazy();
    // Something that cannot be true, after something that can: the replica is kept apart, as it is now.
    put(&scene, &maker("t_1", 1)).await;
    let impossible = beacon("t_1", |summary| summary.touch(300 * DAY_S));
    assert_eq!(scene.ask(BEACON, &[], impossible.encode()).await.status, 204);
    scene.settle().await;
    let listed: QuarantineV1 = scene.read("/v1/quarantine").await;
    assert_eq!(listed.all, 1);

    // Heard of just now: not silent, whatever the store's standing says.
    put(&scene, &maker("t_1", 2)).await;
    scene.keeper.keep(Wish::Retire { trials: vec!["t_1".into()], before_ms: NOW_MS }).await.unwrap();
    assert_eq!(scene.store.replicas("t_1").unwrap().len(), 1);
    put(&scene, &maker("t_1", 3)).await;
    scene.keeper.keep(Wish::Retire { trials: vec!["t_1".into()], before_ms: NOW_MS + 1 }).await.unwrap();
    assert_eq!((scene.store.replicas("t_1").unwrap().len(), waiting(&scene)), (0, 0));

    for wish in [
        Wish::Ending {
            trial: "t_1".into(),
            ending: Ending { outcome: "upgraded".into(), at_ms: NOW_MS, value: None },
            told_ms: NOW_MS,
        },
        Wish::Comments(
            moment_collector::ingest::check_comments(
                &comments("t_1", &["words"]).encode(),
                &crate::faults::key(),
                false,
                NOW_MS,
            )
            .unwrap(),
        ),
    ] {
        put(&scene, &maker("t_1", 1)).await;
        scene.keeper.keep(wish).await.unwrap();
        assert_eq!(waiting(&scene), 0);
    }
}

#[tokio::test]
async fn what_cannot_be_joined_is_lost_by_nobody_and_holds_nothing_else_up() {
    let is_over = Arc::new(AtomicBool::new(false));
    let over = is_over.clone();
    let scene = strained(UNTIL_ASKED, move |changes| {
        let is_bad = |change: &Change| matches!(change, Change::Joined { trial, .. } if trial == "t_3");
        let is_over = over.load(Ordering::SeqCst);
        if !is_over && changes.iter().any(is_bad) { Err(StoreError::other("one of them is bad")) } else { Ok(()) }
    });
    put_many(&scene, 9).await;
    for _ in 0..2 {
        assert!(matches!(scene.keeper.settle(None).await, Err(NotKept::Failed(_))));
        assert_eq!(scene.store.totals().unwrap().trials, 8);
        assert_eq!(waiting(&scene), 1);
    }
    // Whoever reads sees the rest, and what comes is acknowledged.
    let listed: TrialsV1 = scene.read("/v1/trials").await;
    assert_eq!(listed.trials.len(), 8);
    put(&scene, &maker("t_10", 1)).await;
    assert_eq!(scene.ask("GET /readyz", &[], "").await.status, 204);
    let metrics = String::from_utf8(scene.ask("GET /metrics", &[TOKEN], "").await.body.to_vec()).unwrap();
    for line in ["second_moment_inbox_waiting 2", "second_moment_joined_total 8"] {
        assert!(metrics.lines().any(|found| found == line), "{line} is not in\n{metrics}");
    }
    assert!(!metrics.contains("second_moment_not_joined_total{trouble=\"other\"} 0"), "{metrics}");
    is_over.store(true, Ordering::SeqCst);
    scene.settle().await;
    assert_eq!(scene.store.totals().unwrap().trials, 10);
}

#[tokio::test]
async fn what_failed_is_tried_again_by_itself() {
    let failures = Arc::new(AtomicBool::new(true));
    let fails = failures.clone();
    let scene = strained(PATIENT, move |changes| {
        let is_joining = changes.iter().any(|change| matches!(change, Change::Joined { .. }));
        if is_joining && fails.swap(false, Ordering::SeqCst) { Err(StoreError::other("not now")) } else { Ok(()) }
    });
    put_many(&scene, 1).await;
    while scene.keeper.inbox().letters() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(!failures.load(Ordering::SeqCst));
    assert_eq!(scene.store.totals().unwrap().trials, 1);
}

/// A store in which letters wait, as a killed collector leaves it: of five trials with up to sixty browsers each, which tell
/// more each time.
fn left_behind(folder: &std::path::Path, letters: u64) {
    let store = SqliteStore::open(folder).unwrap();
    let letter = |number: u64| {
        let made = 2 + u32::try_from(number / 300).unwrap();
        let told = BeaconV4 { replica: number % 300, ..maker(&format!("t_{}", number % 5), made) };
        let replica =
            Replica { replica: told.replica, beacon: told.encode(), received_ms: NOW_MS, signed: false, skew_ms: 0 };
        Change::Received(Letter { number, trial: told.trial, replica })
    };
    store.commit(&(1..=letters).map(letter).collect::<Vec<_>>()).unwrap();
}

#[test]
fn what_a_killed_collector_left_is_joined_before_the_next_one_answers() {
    let folder = tempfile::tempdir().unwrap();
    left_behind(folder.path(), 1000);
    let running = Running::start(crate::server::setup(folder.path())).unwrap();
    assert_eq!(running.parts.store.inbox().unwrap(), []);
    assert_eq!(running.parts.store.totals().unwrap().trials, 5);
    assert_eq!(running.parts.store.replicas("t_1").unwrap().len(), 60);
}

#[test]
fn letters_of_one_trial_that_are_more_than_are_joined_at_once_are_all_joined() {
    let folder = tempfile::tempdir().unwrap();
    left_behind(folder.path(), 2000);
    let store = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(settle_all(&store, &playbook(PLAYBOOK)).unwrap(), 2000);
    assert_eq!(store.inbox().unwrap(), []);
    let kept = store.replicas("t_0").unwrap();
    let made = kept.iter().map(|kept| BeaconV4::decode(&kept.beacon).unwrap().summary.features[0].counts.total());
    let made: Vec<u32> = made.collect();
    assert!(made.len() == 60 && made.iter().all(|made| (7..=8).contains(made)), "{made:?}");
    assert_eq!(settle_all(&store, &playbook(PLAYBOOK)).unwrap(), 0);
}

#[tokio::test]
async fn numbers_go_on_where_a_keeper_before_ended() {
    let folder = tempfile::tempdir().unwrap();
    left_behind(folder.path(), 10);
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(folder.path()).unwrap());
    let (keeper, thread) = Keeper::start_at(UNTIL_ASKED, store.clone(), playbook(PLAYBOOK)).unwrap();
    assert_eq!(keeper.inbox().letters(), 10);
    let accepted = check(&maker("t_9", 1).encode(), &crate::faults::key(), false, NOW_MS).unwrap();
    keeper.keep(Wish::beacon(accepted, NOW_MS)).await.unwrap();
    assert_eq!(store.inbox().unwrap().len(), 11);
    drop(keeper);
    thread.join().unwrap();
    assert_eq!(store.inbox().unwrap(), [], "a keeper that ends joins what waits");
    assert!(folder.path().join(FILE).exists());
}

#[test]
fn whoever_was_erased_is_taken_out_of_the_inbox_of_an_older_backup() {
    let folder = tempfile::tempdir().unwrap();
    left_behind(folder.path(), 3);
    let copy = folder.path().join("copy.db");
    backup::copy(&folder.path().join(FILE), &copy).unwrap();
    let is_there = || std::fs::read(&copy).unwrap().windows(3).any(|window| window == b"t_1");
    assert!(is_there(), "a backup holds what waits");
    let other = tempfile::tempdir().unwrap();
    let erased = Change::Erased { trial: "t_1".into(), replica: 1, at_ms: 5 };
    SqliteStore::open(other.path()).unwrap().commit(&[erased]).unwrap();
    let tombstones = backup::tombstones(&other.path().join(FILE)).unwrap();
    assert_eq!(backup::scrub(&copy, &tombstones).unwrap(), 1);
    assert!(!is_there());
    let left: u32 = rusqlite::Connection::open(&copy)
        .unwrap()
        .query_row("SELECT count(*) FROM inbox WHERE replica IN (2, 3)", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 2, "the others wait on");
}
