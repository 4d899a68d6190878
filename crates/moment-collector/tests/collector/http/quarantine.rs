//! States that cannot be true are kept apart: durable, listed with the reason, and no part of their trial.

use moment_core::time::DAY_S;
use moment_wire::beacon::BeaconV4;
use moment_wire::report::QuarantineV1;

use crate::scene::{BEACON, NOW_MS, ORIGIN, Scene, TOKEN};
use crate::told::{beacon, maker};

/// A state that says it was used on day 30 of a trial that is ten days old.
fn impossible(trial: &str, replica: u64) -> BeaconV4 {
    let told = beacon(trial, |summary| {
        summary.touch(30 * DAY_S);
        summary.use_feature("made", 30 * DAY_S, 9);
    });
    BeaconV4 { replica, sent_ms: NOW_MS + 5_000, ..told }
}

async fn list(scene: &Scene) -> QuarantineV1 {
    scene.read("/v1/quarantine").await
}

#[tokio::test]
async fn what_cannot_be_true_is_acknowledged_kept_apart_and_mixed_into_nothing() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    let before = scene.store.trial("t_1").unwrap();
    scene.tell(&impossible("t_1", 2)).await;
    scene.tell(&impossible("t_2", 3)).await;
    assert_eq!(scene.store.trial("t_1").unwrap(), before);
    assert_eq!(scene.store.replicas("t_1").unwrap().len(), 1);
    assert_eq!(scene.store.trial("t_2").unwrap(), None, "nothing true is known of it");

    let listed = list(&scene).await;
    assert_eq!(listed.all, 2);
    assert_eq!(listed.next, None);
    let first = listed.replicas.iter().find(|replica| replica.trial == "t_1").unwrap();
    assert_eq!((first.replica.as_str(), first.times, first.skew_ms), ("0000000000000002", 1, 5_000));
    assert_eq!(first.reason, "something in it is yet to happen");
    assert_eq!(first.received_ms, NOW_MS);
}

#[tokio::test]
async fn of_a_replica_the_newest_such_state_is_kept_and_they_are_counted() {
    let scene = Scene::open();
    for _ in 0..3 {
        scene.tell(&impossible("t_1", 2)).await;
    }
    let listed = list(&scene).await;
    assert_eq!((listed.all, listed.replicas[0].times), (1, 3));
}

#[tokio::test]
async fn a_replica_that_tells_what_can_be_true_again_is_taken_in() {
    let scene = Scene::open();
    scene.tell(&impossible("t_1", 1)).await;
    scene.tell(&maker("t_1", 1)).await;
    assert_eq!(list(&scene).await.all, 0);
    assert_eq!(scene.store.replicas("t_1").unwrap().len(), 1);
    // And what was true stays, whatever it says next.
    scene.tell(&impossible("t_1", 1)).await;
    assert_eq!(list(&scene).await.all, 1);
    assert_eq!(scene.store.trial("t_1").unwrap().unwrap().0.score, 20);
}

#[tokio::test]
async fn what_is_kept_apart_is_erased_with_its_trial_and_its_replica() {
    let scene = Scene::open();
    for replica in [2, 3] {
        scene.tell(&impossible("t_1", replica)).await;
    }
    assert_eq!(scene.ask("DELETE /v1/trials/t_1?replica=2", &[TOKEN], "").await.status, 204);
    assert_eq!(list(&scene).await.replicas[0].replica, "0000000000000003");
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    assert_eq!(list(&scene).await.all, 0);
    for replica in [2, 3] {
        let late = scene.ask(BEACON, &[("origin", ORIGIN)], impossible("t_1", replica).encode()).await;
        late.check_problem(410, "erased", "a late one brings nothing back");
    }
    assert_eq!(list(&scene).await.all, 0);
}

#[tokio::test]
async fn the_list_has_pages_and_needs_a_token() {
    let scene = Scene::open();
    for replica in 0..5 {
        scene.tell(&impossible("t.with.stops", replica)).await;
    }
    let (mut path, mut found) = ("/v1/quarantine?limit=2".to_owned(), Vec::new());
    loop {
        let page: QuarantineV1 = scene.read(&path).await;
        assert_eq!(page.all, 5);
        found.extend(page.replicas.into_iter().map(|replica| replica.replica));
        let Some(next) = page.next else { break };
        path = format!("/v1/quarantine?limit=2&cursor={next}");
    }
    found.sort();
    assert_eq!(found, (0..5).map(|number| format!("{number:016x}")).collect::<Vec<_>>());
    assert_eq!(scene.ask("GET /v1/quarantine", &[], "").await.status, 401);
    for list in ["quarantine", "trials", "comments", "audit"] {
        let answer = scene.ask(&format!("GET /v1/{list}?cursor="), &[TOKEN], "").await;
        assert_eq!(answer.status, 200, "{list}: an empty cursor is the first page's");
    }
    for cursor in ["1", "1.x.t", "a.1.t", "1.%2B1.t"] {
        let answer = scene.ask(&format!("GET /v1/quarantine?cursor={cursor}"), &[TOKEN], "").await;
        answer.check_problem(400, "bad-request", cursor);
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_recorded_beside_the_state() {
    let scene = Scene::open();
    scene.tell(&BeaconV4 { sent_ms: NOW_MS - 90_000, ..maker("t_1", 1) }).await;
    assert_eq!(scene.store.replicas("t_1").unwrap()[0].skew_ms, -90_000);
    scene.tell(&BeaconV4 { sent_ms: NOW_MS + 7_200_000, ..maker("t_1", 1) }).await;
    assert_eq!(scene.store.replicas("t_1").unwrap()[0].skew_ms, 7_200_000, "as it was, not as it was taken");
}
