//! What webhooks are not told: of whom was erased, and what is no moment of the playbook's.

use moment_wire::comment::CommentsV1;
use serde_json::json;

use super::{JSON, create, deliveries, kind, scene, send, test, tried, troubled};
use crate::receiver::{Deed, Receiver};
use crate::scene::{COMMENTS, ORIGIN, SECRET, TOKEN};
use crate::told::{beacon, comments};

#[tokio::test]
async fn a_trial_that_is_erased_leaves_the_outbox_and_the_log() {
    let scene = scene();
    let hook = create(&scene, json!({"url": "http://127.0.0.1:9/"})).await.webhook;
    scene.tell(&troubled("t_1", 600)).await;
    scene.tell(&troubled("t_2", 600)).await;
    scene.ask(COMMENTS, &[("origin", ORIGIN)], comments("t_1", &["secret words"]).encode()).await;
    assert_eq!(deliveries(&scene, &hook).await.len(), 3);
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    let left = deliveries(&scene, &hook).await;
    assert_eq!(left.iter().map(|told| told.trial.as_deref()).collect::<Vec<_>>(), [Some("t_2")]);
}

#[tokio::test]
async fn of_a_replica_that_is_erased_only_what_it_told_leaves_the_outbox() {
    let scene = scene();
    let hook = create(&scene, json!({"url": "http://127.0.0.1:9/"})).await.webhook;
    scene.tell(&troubled("t_1", 600)).await;
    for replica in [1, 2] {
        let written = CommentsV1 { replica, ..comments("t_1", &[&format!("words of {replica}")]) };
        assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], written.encode()).await.status, 200);
    }
    let outcome = json!({"trial": "t_1", "outcome": "upgraded", "at": "2026-11-18T09:00:00Z"}).to_string();
    let bearer = format!("Bearer {SECRET}");
    scene.ask("POST /v1/outcomes", &[("authorization", &bearer), JSON], outcome).await;
    let kinds = async || {
        let mut kinds: Vec<_> = deliveries(&scene, &hook).await.into_iter().map(|told| told.kind).collect();
        kinds.sort();
        kinds
    };
    let erase = async |replica: u64| {
        let line = format!("DELETE /v1/trials/t_1?key=pk_test&replica={replica}");
        assert_eq!(scene.ask(&line, &[("origin", ORIGIN)], "").await.status, 204);
    };
    let all = ["comment.received", "comment.received", "trial.in_trouble", "trial.upgraded"];
    erase(9).await;
    assert_eq!(kinds().await, all, "a number that somebody made up");
    erase(2).await;
    assert_eq!(kinds().await, ["comment.received", "trial.in_trouble", "trial.upgraded"], "it only wrote");
    erase(1).await;
    assert_eq!(kinds().await, ["trial.upgraded"]);
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    assert_eq!(kinds().await, [""; 0]);
}

#[tokio::test]
async fn what_waited_behind_an_event_that_was_erased_waits_no_longer() {
    let scene = scene();
    let mut receiver = Receiver::with([Deed::Answer(500, "retry-after: 7200\r\n")]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    scene.tell(&troubled("t_1", 600)).await;
    assert_eq!(kind(&receiver.next().await), "trial.in_trouble");
    let due_ms = tried(&scene, &hook, 1).await.due_ms;
    let written = CommentsV1 { replica: 2, ..comments("t_1", &["words"]) };
    assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], written.encode()).await.status, 200);
    assert_eq!(deliveries(&scene, &hook).await[0].due_ms, due_ms, "it waits");
    assert_eq!(scene.ask("DELETE /v1/trials/t_1?key=pk_test&replica=1", &[("origin", ORIGIN)], "").await.status, 204);
    assert_eq!(kind(&receiver.next().await), "comment.received");
}

#[tokio::test]
async fn what_was_erased_while_other_events_were_on_their_way_is_not_sent() {
    let scene = scene();
    // As many as are on their way at once.
    let mut receiver = Receiver::with(vec![Deed::Hang; 4]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    let line = format!("PATCH /v1/webhooks/{}", hook.id);
    // All are due when the courier looks.
    send(&scene, &line, &json!({"state": "paused"})).await;
    for trial in 1..=5 {
        scene.tell(&troubled(&format!("t_{trial}"), 600)).await;
    }
    send(&scene, &line, &json!({"state": "active"})).await;
    for _ in 0..4 {
        assert_ne!(receiver.next().await.json()["subject"], "t_5");
    }
    assert_eq!(scene.ask("DELETE /v1/trials/t_5", &[TOKEN], "").await.status, 204);
    receiver.hang_up();
    tried(&scene, &hook, 1).await;
    test(&scene, &hook).await;
    assert_eq!(kind(&receiver.next().await), "webhook.test");
}

#[tokio::test]
async fn moments_that_the_playbook_does_not_name_are_nothing() {
    let scene = scene();
    let hook = create(&scene, json!({"url": "http://127.0.0.1:9/"})).await.webhook;
    scene
        .tell(&beacon("t_1", |summary| {
            summary.reach("invented", 60);
            summary.reach("first_made", 90);
        }))
        .await;
    assert_eq!(scene.store.trial("t_1").unwrap().unwrap().0.moments, ["first_made"]);
    assert_eq!(scene.store.totals().unwrap().moments, [("first_made".to_owned(), 1)]);
    assert_eq!(deliveries(&scene, &hook).await.len(), 1);
}
