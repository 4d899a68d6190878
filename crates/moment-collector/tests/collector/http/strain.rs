//! When the store fails, waits or is full: nobody is told that something is kept which is not.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use moment_collector::keeper::{Pace, Wish};
use moment_collector::limits::{Limits, Patience};
use moment_collector::store::desk::{Desk, DeskChange};
use moment_collector::store::quarantine::Quarantined;
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::trouble::Trouble;
use moment_collector::store::{
    Change, Comment, CommentsQuery, Ending, Letter, Replica, Standing, Store, StoreError, Stored, Totals, TrialsQuery,
};
use tokio::task::JoinSet;

use crate::scene::{Answer, BEACON, COMMENTS, ORIGIN, PATIENT, SECRET, Scene, Setting, TOKEN, answer};
use crate::told::{comments, maker};

/// A store in front of another, whose commits go through `commit` first.
pub(super) struct Strained<F> {
    inner: SqliteStore,
    commit: F,
}

impl<F: Fn(&SqliteStore, &[Change]) -> Stored<()> + Send + Sync> Store for Strained<F> {
    fn commit(&self, changes: &[Change]) -> Stored<()> {
        (self.commit)(&self.inner, changes)?;
        self.inner.commit(changes)
    }
    fn replicas(&self, trial: &str) -> Stored<Vec<Replica>> {
        self.inner.replicas(trial)
    }
    fn inbox(&self) -> Stored<Vec<(u64, String, usize)>> {
        self.inner.inbox()
    }
    fn letters(&self, numbers: &[u64]) -> Stored<Vec<Letter>> {
        self.inner.letters(numbers)
    }
    fn is_erased(&self, replica: u64) -> Stored<bool> {
        self.inner.is_erased(replica)
    }
    fn trial(&self, trial: &str) -> Stored<Option<(Standing, Option<Ending>)>> {
        self.inner.trial(trial)
    }
    fn trials(&self, query: &TrialsQuery) -> Stored<Vec<(Standing, Option<Ending>)>> {
        self.inner.trials(query)
    }
    fn comments(&self, query: &CommentsQuery) -> Stored<Vec<Comment>> {
        self.inner.comments(query)
    }
    fn comments_since(&self, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<usize> {
        self.inner.comments_since(trial, replica, since_ms)
    }
    fn totals(&self) -> Stored<Totals> {
        self.inner.totals()
    }
    fn quarantined(&self, limit: usize, after: Option<&(u64, String, u64)>) -> Stored<Vec<Quarantined>> {
        self.inner.quarantined(limit, after)
    }
    fn quarantined_of(&self, trial: &str) -> Stored<Vec<u64>> {
        self.inner.quarantined_of(trial)
    }
    fn silent_since(&self, before_ms: u64, limit: usize) -> Stored<Vec<String>> {
        self.inner.silent_since(before_ms, limit)
    }
    fn is_paused(&self) -> Stored<bool> {
        self.inner.is_paused()
    }
    fn desk(&self) -> &dyn Desk {
        self.inner.desk()
    }
    fn judged_by(&self) -> Stored<Option<u32>> {
        self.inner.judged_by()
    }
    fn trial_ids(&self, after: &str, limit: usize) -> Stored<Vec<String>> {
        self.inner.trial_ids(after, limit)
    }
}

/// A collector at this pace whose store is strained.
pub(crate) fn strained(pace: Pace, commit: impl Fn(&[Change]) -> Stored<()> + Send + Sync + 'static) -> Scene {
    Scene::with(Setting { pace, wrap: wrapped(commit), ..Setting::default() })
}

/// What puts such a store before the usual one.
pub(super) fn wrapped(
    commit: impl Fn(&[Change]) -> Stored<()> + Send + Sync + 'static,
) -> Box<dyn FnOnce(SqliteStore) -> Arc<dyn Store>> {
    Box::new(|inner| Arc::new(Strained { inner, commit: move |_: &SqliteStore, changes: &[Change]| commit(changes) }))
}

/// What somebody else changes in a store just before the next commit.
#[derive(Clone, Default)]
pub(super) struct Meanwhile(Arc<Mutex<Vec<Change>>>);

impl Meanwhile {
    /// Somebody else changes this.
    pub(super) fn change(&self, changes: impl IntoIterator<Item = DeskChange>) {
        self.0.lock().unwrap().extend(changes.into_iter().map(Change::Desk));
    }

    /// A collector on such a store.
    pub(super) fn scene(&self) -> Scene {
        let waiting = self.0.clone();
        let commit = move |inner: &SqliteStore, _: &[Change]| {
            let changes = std::mem::take(&mut *waiting.lock().unwrap());
            if changes.is_empty() { Ok(()) } else { inner.commit(&changes) }
        };
        Scene::with(Setting { wrap: Box::new(|inner| Arc::new(Strained { inner, commit })), ..Setting::default() })
    }
}

fn check_later(answer: &Answer, slug: &str, why: &str) {
    answer.check_problem(503, slug, why);
    assert_eq!(answer.header("retry-after"), "2", "{why}");
}

/// Sends everything that writes and expects that it is told to come later, and that the cause stays with us.
async fn check_writes_fail(scene: &Scene, why: &str) {
    let json = ("content-type", "application/json");
    let secret = format!("Bearer {SECRET}");
    let outcome = r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-18T09:00:00Z"}"#;
    let answers = [
        scene.ask(BEACON, &[("origin", ORIGIN)], maker("t_1", 1).encode()).await,
        scene.ask("POST /v1/outcomes", &[("authorization", &secret), json], outcome).await,
        scene.ask("PUT /v1/pause", &[TOKEN, json], "{\"paused\":true}").await,
        scene.ask(COMMENTS, &[("origin", ORIGIN)], comments("t_1", &["not kept"]).encode()).await,
        scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await,
    ];
    for answer in &answers {
        check_later(answer, "unavailable", why);
        assert!(!String::from_utf8_lossy(&answer.body).contains("disk"), "{why}");
    }
    assert_eq!(answers[0].header("access-control-allow-origin"), ORIGIN);
    scene.check_empty(why);
    assert!(!scene.store.is_paused().unwrap(), "{why}");
    assert!(scene.store.comments(&CommentsQuery { limit: 9, ..CommentsQuery::default() }).unwrap().is_empty(), "{why}");
}

#[tokio::test]
async fn what_the_store_cannot_keep_is_not_acknowledged() {
    let scene = strained(PATIENT, |_| Err(StoreError::other("the disk is full")));
    check_writes_fail(&scene, "a full disk").await;
}

#[tokio::test]
async fn however_often_somebody_asks_whether_it_is_ready_it_is_tried_once_in_a_while() {
    let tries = Arc::new(AtomicU32::new(0));
    let counted = tries.clone();
    let commit = move |_: &SqliteStore, _: &[Change]| {
        counted.fetch_add(1, Ordering::SeqCst);
        Err(StoreError { trouble: Trouble::Full, message: "no room".into() })
    };
    let patience = Patience { ready: Duration::from_hours(1), ..Patience::USUAL };
    let scene = Scene::with(Setting {
        limits: Limits::none().with_patience(patience),
        wrap: Box::new(|inner| Arc::new(Strained { inner, commit })),
        ..Setting::default()
    });
    assert_eq!(scene.ask(BEACON, &[("origin", ORIGIN)], maker("t_1", 1).encode()).await.status, 503);
    for _ in 0..9 {
        scene.ask("GET /readyz", &[], "").await.check_problem(503, "storage-full", "no room");
    }
    assert_eq!(tries.load(Ordering::SeqCst), 2, "the beacon, and one probe");
}

#[tokio::test]
async fn a_keeper_that_broke_acknowledges_nothing_from_then_on() {
    let scene = strained(PATIENT, |_| panic!("the disk is gone, which a test has arranged"));
    assert!(scene.keeper.is_running());
    assert_eq!(scene.ask("GET /readyz", &[], "").await.status, 204);
    check_writes_fail(&scene, "a keeper that is no more").await;
    check_later(&scene.ask("GET /readyz", &[], "").await, "unavailable", "a keeper that is no more");
    assert_eq!(scene.ask("GET /healthz", &[], "").await.status, 204);
}

/// A door that a store's commits wait behind.
struct Gate {
    reached: Mutex<Sender<()>>,
    opened: Mutex<Receiver<()>>,
}

#[tokio::test]
async fn a_full_queue_says_later_and_keeps_what_it_took() {
    /// How many wishes may wait.
    const QUEUE: usize = 1024;
    const OVER: usize = 50;
    let (reached, is_reached) = channel();
    let (open, opened) = channel();
    let gate = Gate { reached: Mutex::new(reached), opened: Mutex::new(opened) };
    let scene = strained(PATIENT, move |_| {
        // Commits wait until the door opens; once its other side is gone it stays open.
        let _ = gate.reached.lock().unwrap().send(());
        let _ = gate.opened.lock().unwrap().recv();
        Ok(())
    });
    let send = |count| {
        let app = scene.app();
        async move { answer(app, BEACON, &[("origin", ORIGIN)], maker("t_1", count).encode().into()).await }
    };
    let first = tokio::spawn(send(1));
    tokio::task::spawn_blocking(move || is_reached.recv().unwrap()).await.unwrap();

    let mut waiting = JoinSet::new();
    for _ in 0..QUEUE + OVER {
        waiting.spawn(send(3));
    }
    for _ in 0..OVER {
        let refused = waiting.join_next().await.unwrap().unwrap();
        check_later(&refused, "busy", "a full queue");
        assert_eq!(refused.header("access-control-allow-origin"), ORIGIN);
    }
    scene.check_empty("the door is still closed");

    drop(open);
    assert_eq!(first.await.unwrap().status, 204);
    assert_eq!(waiting.len(), QUEUE);
    while let Some(taken) = waiting.join_next().await {
        assert_eq!(taken.unwrap().status, 204);
    }
    scene.settle().await;
    assert_eq!(scene.store.replicas("t_1").unwrap().len(), 1);
}

#[tokio::test]
async fn a_beacon_that_was_not_kept_is_when_it_comes_again() {
    let failures = AtomicU32::new(1);
    let commit = move |_: &[Change]| match failures
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
    {
        Ok(_) => Err(StoreError::other("the disk is full")),
        Err(_) => Ok(()),
    };
    let scene = strained(PATIENT, commit);
    check_later(&scene.ask(BEACON, &[], maker("t_1", 1).encode()).await, "unavailable", "the first time");
    scene.tell(&maker("t_1", 1)).await;
    assert_eq!(scene.store.replicas("t_1").unwrap().len(), 1);
}

#[tokio::test]
async fn a_disk_that_takes_long_is_told_and_what_it_took_is_kept() {
    let (open, opened) = channel::<()>();
    let opened = Mutex::new(opened);
    let scene = strained(Pace { patience: Duration::ZERO, ..PATIENT }, move |_| {
        let _ = opened.lock().unwrap().recv();
        Ok(())
    });
    let answer = scene.ask(BEACON, &[("origin", ORIGIN)], maker("t_1", 1).encode()).await;
    check_later(&answer, "slow", "a commit that does not return");
    // The thread takes the wish before it can be at it for longer than no time at all.
    while scene.ask("GET /readyz", &[], "").await.status == 204 {
        tokio::task::yield_now().await;
    }
    check_later(&scene.ask("GET /readyz", &[], "").await, "slow", "a commit that does not return");
    scene.check_empty("the disk has not answered");
    drop(open);
    while scene.ask("GET /readyz", &[], "").await.status != 204 {
        tokio::task::yield_now().await;
    }
    scene.settle().await;
    assert_eq!(scene.store.replicas("t_1").unwrap().len(), 1, "it was queued, and what is queued is kept");
}

#[tokio::test]
async fn every_kind_of_trouble_is_told_by_name_and_readiness_says_when_it_is_over() {
    let cases = [
        (Trouble::Full, "storage-full", "30"),
        (Trouble::Locked, "storage-locked", "2"),
        (Trouble::Disk, "storage-failed", "30"),
        (Trouble::Forbidden, "storage-forbidden", "30"),
    ];
    for (trouble, slug, later) in cases {
        let is_over = Arc::new(AtomicU32::new(0));
        let over = is_over.clone();
        let scene = strained(PATIENT, move |_| match over.load(Ordering::SeqCst) {
            0 => Err(StoreError { trouble, message: "a secret path".into() }),
            _ => Ok(()),
        });
        assert_eq!(scene.ask("GET /readyz", &[], "").await.status, 204, "nobody has tried yet");
        for line in [BEACON, "GET /readyz", BEACON] {
            let answer = scene.ask(line, &[("origin", ORIGIN)], maker("t_1", 1).encode()).await;
            answer.check_problem(503, slug, line);
            assert_eq!(answer.header("retry-after"), later, "{slug}");
            assert!(!String::from_utf8_lossy(&answer.body).contains("secret"), "{slug}");
        }
        scene.check_empty(slug);
        is_over.store(1, Ordering::SeqCst);
        assert_eq!(scene.ask("GET /readyz", &[], "").await.status, 204, "{slug}: nothing but asking is needed");
        scene.tell(&maker("t_1", 1)).await;
    }
}

#[tokio::test]
async fn into_a_damaged_store_nothing_more_is_written() {
    let commits = Arc::new(AtomicU32::new(0));
    let count = commits.clone();
    let scene = strained(PATIENT, move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Err(StoreError { trouble: Trouble::Damaged, message: "malformed".into() })
    });
    for _ in 0..3 {
        let answer = scene.ask(BEACON, &[], maker("t_1", 1).encode()).await;
        answer.check_problem(503, "storage-damaged", "a damaged store");
        let ready = scene.ask("GET /readyz", &[], "").await;
        ready.check_problem(503, "storage-damaged", "a damaged store");
    }
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_cannot_be_kept_takes_nothing_else_with_it() {
    let (reached, is_reached) = channel();
    let (open, opened) = channel::<()>();
    let (reached, opened) = (Mutex::new(reached), Mutex::new(opened));
    let scene = strained(PATIENT, move |changes| {
        let _ = reached.lock().unwrap().send(());
        let _ = opened.lock().unwrap().recv();
        let is_bad = |change: &Change| matches!(change, Change::Ending { trial, .. } if trial == "t_bad");
        if changes.iter().any(is_bad) { Err(StoreError::other("one of them is bad")) } else { Ok(()) }
    });
    // The first holds the keeper, so that the others come to one batch.
    let keep = |wish| {
        let keeper = scene.keeper.clone();
        tokio::spawn(async move { keeper.keep(wish).await.is_ok() })
    };
    let ending = |trial: &str| Wish::Ending {
        trial: trial.into(),
        ending: Ending { outcome: "upgraded".into(), at_ms: 1, value: None },
        told_ms: 1,
    };
    let first = keep(Wish::Probe);
    tokio::task::spawn_blocking(move || is_reached.recv().unwrap()).await.unwrap();
    let others = [keep(ending("t_1")), keep(ending("t_bad")), keep(ending("t_2"))];
    while scene.keeper.waiting() < 3 {
        tokio::task::yield_now().await;
    }
    drop(open);
    assert!(first.await.unwrap());
    let [one, bad, two] = others;
    assert_eq!((one.await.unwrap(), bad.await.unwrap(), two.await.unwrap()), (true, false, true));
    assert_eq!(scene.ask("GET /readyz", &[], "").await.status, 204, "the store is in no trouble");
}
