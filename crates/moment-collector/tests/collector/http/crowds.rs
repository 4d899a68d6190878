//! More browsers than one person has: they are kept apart, and take nothing from those that are known or vouched for.

use moment_collector::ingest::plausible::REPLICAS_MAX;
use moment_collector::ingest::sign;
use moment_wire::beacon::BeaconV4;
use moment_wire::report::QuarantineV1;

use crate::scene::{BEACON, ORIGIN, SECRET, Scene, TOKEN};
use crate::told::maker;

const MOST: u64 = REPLICAS_MAX as u64;

fn of(replica: u64, count: u32) -> BeaconV4 {
    BeaconV4 { replica, ..maker("t_1", count) }
}

fn signed(replica: u64) -> BeaconV4 {
    BeaconV4 { signature: Some(sign(SECRET, "t_1", "a_19")), ..of(replica, 1) }
}

/// Sends a beacon, without waiting until it is joined.
async fn put(scene: &Scene, beacon: &BeaconV4) {
    let answer = scene.ask(BEACON, &[("origin", ORIGIN)], beacon.encode()).await;
    assert_eq!(answer.status, 204, "{:?}", answer.body);
}

/// A trial that has as many browsers as one person has.
async fn crowded() -> Scene {
    let scene = Scene::open();
    for replica in 1..=MOST {
        put(&scene, &of(replica, 1)).await;
    }
    scene.settle().await;
    assert_eq!(kept(&scene), REPLICAS_MAX);
    scene
}

fn kept(scene: &Scene) -> usize {
    scene.store.replicas("t_1").unwrap().len()
}

/// How many are kept apart.
async fn apart(scene: &Scene) -> u64 {
    scene.read::<QuarantineV1>("/v1/quarantine").await.all
}

#[tokio::test]
async fn a_browser_more_than_one_person_has_is_kept_apart_and_mixed_into_nothing() {
    let scene = crowded().await;
    let before = scene.store.trial("t_1").unwrap();
    for replica in MOST + 1..=MOST + 3 {
        scene.tell(&of(replica, 40)).await;
    }
    assert_eq!((kept(&scene), apart(&scene).await), (REPLICAS_MAX, 3));
    assert_eq!(scene.store.trial("t_1").unwrap(), before, "its trial is as it was");
    let listed: QuarantineV1 = scene.read("/v1/quarantine").await;
    assert_eq!(listed.replicas[0].reason, "more browsers than one person has");
    let metrics = scene.ask("GET /metrics", &[TOKEN], "").await;
    let text = String::from_utf8(metrics.body.to_vec()).unwrap();
    assert!(text.contains("second_moment_kept_apart_total{reason=\"replicas\"} 3\n"), "{text}");
}

#[tokio::test]
async fn a_crowd_that_comes_at_once_is_cut_off_at_the_same_number() {
    let scene = Scene::open();
    for replica in 1..=2 * MOST {
        put(&scene, &of(replica, 1)).await;
    }
    scene.settle().await;
    assert_eq!(
        (kept(&scene), apart(&scene).await),
        (REPLICAS_MAX, 64),
        "of these the newest are kept for the operator"
    );
}

#[tokio::test]
async fn a_browser_that_is_known_is_always_taken_in() {
    let scene = crowded().await;
    scene.tell(&of(MOST + 1, 1)).await;
    scene.tell(&of(7, 2)).await;
    let known = scene.store.replicas("t_1").unwrap().into_iter().find(|known| known.replica == 7).unwrap();
    assert_eq!(BeaconV4::decode(&known.beacon).unwrap().summary, of(7, 2).summary);
    assert_eq!(apart(&scene).await, 1);
}

#[tokio::test]
async fn who_is_vouched_for_has_places_that_strangers_cannot_take_and_no_more_than_those() {
    let scene = crowded().await;
    for replica in 100_001..=100_000 + MOST {
        put(&scene, &signed(replica)).await;
    }
    scene.settle().await;
    assert_eq!((kept(&scene), apart(&scene).await), (2 * REPLICAS_MAX, 0));
    scene.tell(&signed(200_001)).await;
    scene.tell(&of(200_002, 1)).await;
    assert_eq!((kept(&scene), apart(&scene).await), (2 * REPLICAS_MAX, 2));
    // One that speaks without its signature gives its place to no other.
    scene.tell(&of(100_001, 2)).await;
    scene.tell(&signed(200_001)).await;
    assert_eq!((kept(&scene), apart(&scene).await), (2 * REPLICAS_MAX, 2));
}

#[tokio::test]
async fn where_a_browser_was_erased_another_one_is_taken_in() {
    let scene = crowded().await;
    scene.tell(&of(MOST + 1, 1)).await;
    assert_eq!(scene.ask("DELETE /v1/trials/t_1?replica=5", &[TOKEN], "").await.status, 204);
    scene.tell(&of(MOST + 1, 2)).await;
    assert_eq!((kept(&scene), apart(&scene).await), (REPLICAS_MAX, 0));
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    let late = scene.ask(BEACON, &[("origin", ORIGIN)], of(MOST + 1, 2).encode()).await;
    late.check_problem(410, "erased", "a late one brings nothing back");
}
