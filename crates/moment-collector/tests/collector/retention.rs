//! What is kept no longer: trials that nothing is heard of for long, and all that belongs to them.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use moment_collector::keeper::{Pace, Wish};
use moment_collector::retention::{Retention, forget, keep_forgetting, prune};
use moment_collector::store::desk::{DeskChange, Log};
use moment_collector::store::hook::{Attempt, Hook, HookChange, HookState, Shape, Telling, Verdict};
use moment_collector::store::people::{Entry, PeopleChange};
use moment_collector::store::{Change, CommentsQuery, Ending, StoreError};
use moment_wire::beacon::BeaconV4;
use moment_wire::people::AuditV1;

use crate::http::strain::strained;
use crate::scene::{NOW_MS, Scene};
use crate::told::{comments, maker};

const DAY_MS: u64 = 24 * 3_600_000;
const DAYS: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// Everything that can be known of a trial, last heard of so many days ago.
async fn known(scene: &Scene, trial: &str, replica: u64, days_ago: u64) {
    let now_ms = NOW_MS - days_ago * DAY_MS;
    let beacon = BeaconV4 { replica, ..maker(trial, 3) };
    let key = &scene.parts.keys[0];
    let accepted = moment_collector::ingest::check(&beacon.encode(), key, false, NOW_MS).unwrap();
    let ending = Ending { outcome: "upgraded".into(), at_ms: now_ms, value: None };
    let words = comments(trial, &["words"]).encode();
    let words = moment_collector::ingest::check_comments(&words, key, false, now_ms).unwrap();
    for wish in [
        Wish::beacon(accepted, now_ms),
        Wish::Ending { trial: trial.into(), ending, told_ms: now_ms },
        Wish::Comments(words),
    ] {
        scene.keeper.keep(wish).await.unwrap();
    }
}

fn comments_of(scene: &Scene, trial: &str) -> usize {
    let query = CommentsQuery { limit: 9, trial: Some(trial.into()), ..CommentsQuery::default() };
    scene.store.comments(&query).unwrap().len()
}

#[tokio::test]
async fn a_trial_that_nothing_was_heard_of_for_long_is_forgotten_and_others_are_not() {
    let scene = Scene::open();
    known(&scene, "t_old", 1, 31).await;
    known(&scene, "t_new", 2, 29).await;
    // One browser of two was seen lately.
    known(&scene, "t_both", 3, 90).await;
    known(&scene, "t_both", 4, 1).await;
    assert_eq!(forget(&scene.parts, DAYS).await.unwrap(), 1);
    assert_eq!(scene.store.trial_ids("", 9).unwrap(), ["t_both", "t_new"]);
    assert!(scene.store.replicas("t_old").unwrap().is_empty());
    assert_eq!(scene.store.replicas("t_both").unwrap().len(), 2);
    assert_eq!((comments_of(&scene, "t_old"), comments_of(&scene, "t_new")), (0, 1));
    let totals = scene.store.totals().unwrap();
    assert_eq!((totals.trials, totals.upgraded), (2, 2));
    assert_eq!(forget(&scene.parts, DAYS).await.unwrap(), 0, "there is nothing left to forget");
}

#[tokio::test]
async fn who_comes_back_is_welcome() {
    let scene = Scene::open();
    known(&scene, "t_old", 1, 31).await;
    forget(&scene.parts, DAYS).await.unwrap();
    scene.tell(&maker("t_old", 3)).await;
    assert_eq!(scene.store.trial("t_old").unwrap().unwrap().0.score, 40);
}

#[tokio::test]
async fn what_belongs_to_no_trial_is_forgotten_by_its_own_age() {
    let scene = Scene::open();
    let ending = |trial: &str, days: u64| Change::Ending {
        trial: trial.into(),
        ending: Ending { outcome: "upgraded".into(), at_ms: NOW_MS - days * DAY_MS, value: None },
    };
    scene.store.commit(&[ending("t_1", 31), ending("t_2", 29)]).unwrap();
    forget(&scene.parts, DAYS).await.unwrap();
    scene.tell(&maker("t_1", 1)).await;
    scene.tell(&maker("t_2", 1)).await;
    assert_eq!(scene.store.totals().unwrap().upgraded, 1);
}

/// Somebody changed something so long before now.
fn audited(what: &str, before_ms: u64) -> Change {
    let entry = Entry { at_ms: NOW_MS - before_ms, who: "ada".into(), what: what.into(), about: String::new() };
    Change::Desk(DeskChange::People(PeopleChange::Audited(entry)))
}

async fn audit(scene: &Scene) -> Vec<(String, String)> {
    let audit: AuditV1 = scene.read("/v1/audit?limit=200").await;
    audit.entries.into_iter().map(|line| (line.what, line.about)).collect()
}

#[tokio::test]
async fn who_changed_what_is_kept_for_longer_than_a_year_and_that_it_goes_stands_in_its_place() {
    let scene = Scene::open();
    let days = Retention::USUAL.audit_days;
    assert!(days.get() >= 365);
    // It is nine in the morning, and what goes goes by whole days.
    let edge_ms = u64::from(days.get()) * DAY_MS + 9 * 3_600_000;
    let all = [audited("old", edge_ms + 1), audited("older", 3 * edge_ms), audited("at the edge", edge_ms)];
    scene.store.commit(&all).unwrap();
    scene.store.commit(&[audited("new", 5)]).unwrap();
    assert_eq!(prune(&scene.parts, Log::Audit, days).await.unwrap(), 2);
    let told = ("audit.pruned".to_owned(), "2 from before 2025-10-16T00:00:00Z".to_owned());
    let left = |what: &str| (what.to_owned(), String::new());
    assert_eq!(audit(&scene).await, [told.clone(), left("new"), left("at the edge")]);
    scene.clock_ms.fetch_add(14 * 3_600_000, Ordering::Relaxed);
    assert_eq!(prune(&scene.parts, Log::Audit, days).await.unwrap(), 0, "the day is not over");
    assert_eq!(audit(&scene).await.len(), 3, "and where nothing goes nothing is said");
    scene.clock_ms.fetch_add(2 * 3_600_000, Ordering::Relaxed);
    assert_eq!(prune(&scene.parts, Log::Audit, days).await.unwrap(), 1);
    assert_eq!(audit(&scene).await[1..], [told, left("new")]);
}

#[tokio::test]
async fn however_many_are_old_they_go_in_parts_and_of_each_it_is_told_how_many_went() {
    let scene = Scene::open();
    let all: Vec<Change> = (0..1_201).map(|number| audited("old", 500 * DAY_MS + number)).collect();
    scene.store.commit(&all).unwrap();
    assert_eq!(prune(&scene.parts, Log::Audit, Retention::USUAL.audit_days).await.unwrap(), 1_201);
    let told = |count: u32| ("audit.pruned".to_owned(), format!("{count} from before 2025-10-16T00:00:00Z"));
    assert_eq!(audit(&scene).await, [told(201), told(500), told(500)]);
}

#[tokio::test]
async fn of_what_could_not_be_dropped_it_is_not_told_that_it_went() {
    let parts = AtomicUsize::new(0);
    let scene = strained(Pace::USUAL, move |changes| {
        let is_part = |change: &Change| matches!(change, Change::Desk(DeskChange::Pruned { .. }));
        if changes.iter().any(is_part) && parts.fetch_add(1, Ordering::Relaxed) > 0 {
            return Err(StoreError::other("it failed"));
        }
        Ok(())
    });
    let all: Vec<Change> = (0..620).map(|number| audited("old", 500 * DAY_MS + number)).collect();
    scene.store.commit(&all).unwrap();
    assert!(prune(&scene.parts, Log::Audit, Retention::USUAL.audit_days).await.is_err());
    let audit = audit(&scene).await;
    assert_eq!((audit.len(), audit[0].1.as_str()), (121, "500 from before 2025-10-16T00:00:00Z"));
}

#[tokio::test]
async fn a_collector_that_has_just_started_drops_nothing_of_its_logs() {
    let scene = Scene::open();
    known(&scene, "t_old", 1, 31).await;
    scene.store.commit(&[audited("old", 500 * DAY_MS)]).unwrap();
    let retention = Retention { trials_days: Some(DAYS), ..Retention::USUAL };
    let forgetting = tokio::spawn(keep_forgetting(scene.parts.clone(), retention));
    while !scene.store.trial_ids("", 9).unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    // If it went on without a pause, it would have by now.
    for _ in 0..50 {
        scene.keeper.keep(Wish::Probe).await.unwrap();
    }
    forgetting.abort();
    assert_eq!(audit(&scene).await, [("old".to_owned(), String::new())]);
}

#[tokio::test]
async fn events_and_every_attempt_are_kept_for_their_own_time() {
    let scene = Scene::open();
    let hook = Hook {
        id: "wh_1".into(),
        url: "http://127.0.0.1:9/".into(),
        shape: Shape::Slack,
        events: Vec::new(),
        secret: "whsec_".into(),
        old_secret: None,
        state: HookState::Active,
        reason: None,
        made_ms: 0,
    };
    let told = |days: u64| Telling {
        event: format!("evt_{days}"),
        kind: "trial.ready".into(),
        trial: "t_1".into(),
        at_ms: NOW_MS - days * DAY_MS,
        data: "{}".into(),
    };
    let changes = [
        HookChange::Made(hook),
        HookChange::Told(told(40), None),
        HookChange::Told(told(32), None),
        HookChange::Told(told(29), None),
        HookChange::Tried {
            hook: "wh_1".into(),
            seq: 1,
            attempt: Attempt { at_ms: NOW_MS - 40 * DAY_MS, took_ms: 1, status: Some(204), error: None },
            verdict: Verdict::Delivered,
        },
    ];
    let changes: Vec<Change> = changes.into_iter().map(|change| Change::Desk(DeskChange::Hook(change))).collect();
    scene.store.commit(&changes).unwrap();
    let events = || -> Vec<String> {
        let deliveries = scene.store.desk().deliveries("wh_1", None, 9).unwrap();
        deliveries.into_iter().map(|delivery| delivery.due.telling.event).collect()
    };
    assert_eq!(events(), ["evt_29", "evt_32", "evt_40"], "nothing goes because something comes");
    assert_eq!(prune(&scene.parts, Log::Deliveries, Retention::USUAL.deliveries_days).await.unwrap(), 2);
    assert_eq!(events(), ["evt_29"], "delivered or not");
    let due = scene.store.desk().due("wh_1", NOW_MS, 9).unwrap();
    assert_eq!(due.len(), 1, "nothing is before it any more");
    assert_eq!(audit(&scene).await[0].0, "deliveries.pruned");
}
