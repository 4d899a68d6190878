//! How the courier goes round: several trials at once, what came back in one commit, and nothing before it is due.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use moment_collector::links::Links;
use moment_collector::store::Change;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::hook::HookChange;
use moment_collector::store::sqlite::FILE;
use moment_wire::webhook::WebhooksV1;
use rusqlite::Connection;
use serde_json::json;

use super::{create, deliveries, send, troubled};
use crate::http::strain::wrapped;
use crate::receiver::{Deed, Receiver};
use crate::scene::{NOW_MS, Scene, Setting};

/// A collector that may send to this machine, waits long for an answer, and has this done before each commit of what
/// became of events.
fn scene(before: impl Fn() + Send + Sync + 'static) -> Scene {
    let links = Links {
        to_private: true,
        patience: Duration::from_mins(2),
        look_every: Duration::from_millis(5),
        ..Links::default()
    };
    let is_tried = |change: &Change| matches!(change, Change::Desk(DeskChange::Hook(HookChange::Tried { .. })));
    let wrap = wrapped(move |changes| {
        if changes.iter().any(is_tried) {
            before();
        }
        Ok(())
    });
    Scene::with(Setting { links, has_courier: true, wrap, ..Setting::default() })
}

/// So many trials get into trouble, while nobody is told.
async fn trouble(scene: &Scene, hook: &str, trials: usize) {
    let line = format!("PATCH /v1/webhooks/{hook}");
    assert_eq!(send(scene, &line, &json!({"state": "paused"})).await.status, 200);
    for trial in 1..=trials {
        scene.tell(&troubled(&format!("t_{trial}"), 600)).await;
    }
    assert_eq!(send(scene, &line, &json!({"state": "active"})).await.status, 200);
}

#[tokio::test]
async fn a_receiver_that_is_slow_with_one_trial_is_told_of_others_meanwhile() {
    let scene = scene(|| {});
    // It takes longer over each than a test waits.
    let mut receiver = Receiver::with([Deed::Hang, Deed::Hang, Deed::Hang]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    trouble(&scene, &hook.id, 3).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(receiver.next().await.json()["subject"].as_str().unwrap().to_owned());
    }
    told.sort();
    assert_eq!(told, ["t_1", "t_2", "t_3"]);
}

#[tokio::test]
async fn what_came_back_while_a_commit_ran_is_kept_in_one() {
    let (go_on, may_go_on) = channel::<()>();
    let (commits, may_go_on) = (Arc::new(AtomicUsize::new(0)), Mutex::new(may_go_on));
    let count = commits.clone();
    let scene = scene(move || {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            let _ = may_go_on.lock().unwrap().recv();
        }
    });
    let mut receiver = Receiver::with([]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    trouble(&scene, &hook.id, 12).await;
    // All are sent while the first commit runs; of four nobody knows whether the answer is there already.
    for _ in 0..12 {
        receiver.next().await;
    }
    go_on.send(()).unwrap();
    while deliveries(&scene, &hook).await.iter().any(|told| told.state != "delivered") {
        tokio::task::yield_now().await;
    }
    assert!(commits.load(Ordering::SeqCst) <= 6, "{}", commits.load(Ordering::SeqCst));
    assert!(!receiver.has_more(), "each was sent once");
}

/// What the store has of deliveries but the first: place, state, attempts, and when it is due by itself.
fn behind_the_first(scene: &Scene) -> Vec<[i64; 4]> {
    let file = Connection::open(scene.folder().join(FILE)).unwrap();
    let mut rows =
        file.prepare("SELECT seq, state, attempts, due_ms FROM delivery WHERE seq > 1 ORDER BY seq").unwrap();
    let rows = rows.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn what_waits_behind_another_event_of_its_trial_is_due_when_that_one_is() {
    let scene = scene(|| {});
    let mut receiver = Receiver::with([Deed::Answer(500, "retry-after: 7200\r\n")]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    let line = format!("PATCH /v1/webhooks/{}", hook.id);
    assert_eq!(send(&scene, &line, &json!({"state": "paused"})).await.status, 200);
    // One waits behind the first before that is tried, and one more will after.
    scene.tell(&troubled("t_1", 600)).await;
    scene.tell(&crate::told::beacon("t_1", |summary| _ = summary.reach("first_made", 700))).await;
    let behind = behind_the_first(&scene);
    assert_eq!(behind.len(), 1);
    assert_eq!(send(&scene, &line, &json!({"state": "active"})).await.status, 200);
    receiver.next().await;
    let first = async || deliveries(&scene, &hook).await.pop().unwrap();
    while first().await.attempts.is_empty() {
        tokio::task::yield_now().await;
    }
    let due_ms = first().await.due_ms.unwrap();
    assert!(due_ms >= NOW_MS + 7_200_000);
    assert_eq!(behind_the_first(&scene), behind, "however many there are, a failed attempt writes none of them anew");
    scene.tell(&crate::told::beacon("t_1", |summary| _ = summary.reach("activated", 900))).await;
    for told in deliveries(&scene, &hook).await {
        assert_eq!((told.state.as_str(), told.due_ms), ("waiting", Some(due_ms)), "{}", told.kind);
    }
    let desk = scene.store.desk();
    assert!(desk.hooks_to_tell(due_ms - 1).unwrap().is_empty());
    assert!(desk.due(&hook.id, due_ms - 1, 9).unwrap().is_empty());
    assert_eq!(desk.hooks_to_tell(due_ms).unwrap().len(), 1);
    assert_eq!(desk.due(&hook.id, due_ms, 9).unwrap().len(), 1, "of one trial the first alone");
    scene.clock_ms.store(due_ms, Ordering::Relaxed);
    let waiting = deliveries(&scene, &hook).await.len();
    for _ in 0..waiting {
        assert_eq!(receiver.next().await.json()["subject"], "t_1");
    }
}

#[tokio::test]
async fn when_a_receiver_is_gone_nothing_waits_for_it_whatever_came_back_beside() {
    let (go_on, may_go_on) = channel::<()>();
    let may_go_on = Mutex::new(Some(may_go_on));
    let scene = scene(move || {
        if let Some(may_go_on) = may_go_on.lock().unwrap().take() {
            let _ = may_go_on.recv();
        }
    });
    let gone = [Deed::Answer(500, ""), Deed::Answer(410, ""), Deed::Answer(500, ""), Deed::Answer(500, "")];
    let mut receiver = Receiver::with(gone);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    trouble(&scene, &hook.id, 4).await;
    for _ in 0..4 {
        receiver.next().await;
    }
    go_on.send(()).unwrap();
    while deliveries(&scene, &hook).await.iter().any(|told| told.attempts.is_empty()) {
        tokio::task::yield_now().await;
    }
    let known = scene.read::<WebhooksV1>("/v1/webhooks").await.webhooks.remove(0);
    assert_eq!((known.state.as_str(), known.waiting), ("disabled", 0));
}
