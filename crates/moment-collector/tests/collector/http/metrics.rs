//! `GET /metrics`: what operators count by.

use crate::scene::{BEACON, Scene, TOKEN};
use crate::told::maker;

async fn text(scene: &Scene) -> String {
    let answer = scene.ask("GET /metrics", &[TOKEN], "").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.header("content-type").starts_with("application/openmetrics-text"),
        "{:?}",
        answer.header("content-type")
    );
    String::from_utf8(answer.body.to_vec()).unwrap()
}

#[tokio::test]
async fn what_happened_is_counted_by_route_and_never_by_address() {
    let scene = Scene::open();
    scene.tell(&maker("t_secret", 1)).await;
    scene.tell(&maker("t_secret", 2)).await;
    scene.ask(BEACON, &[], "no beacon").await;
    scene.ask("GET /v1/trials/t_secret", &[TOKEN], "").await;
    scene.ask("BREW /v1/coffee", &[], "").await;
    let text = text(&scene).await;
    for line in [
        "second_moment_requests_total{method=\"POST\",route=\"/v1/beacon\",status=\"204\"} 2",
        "second_moment_requests_total{method=\"POST\",route=\"/v1/beacon\",status=\"400\"} 1",
        "second_moment_requests_total{method=\"GET\",route=\"/v1/trials/{id}\",status=\"200\"} 1",
        "second_moment_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1",
        "second_moment_kept_total 2",
        "second_moment_keeping 1",
        "second_moment_queue_waiting 0",
        "second_moment_trials 1",
        "second_moment_quarantined 0",
        "second_moment_kept_apart_total{reason=\"yet_to_come\"} 0",
        "second_moment_not_kept_total{trouble=\"full\"} 0",
        "second_moment_request_seconds_count 5",
        "# EOF",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("t_secret"), "{text}");
}

#[tokio::test]
async fn metrics_need_a_token() {
    let scene = Scene::open();
    scene.ask("GET /metrics", &[], "").await.check_problem(401, "unauthorized", "without a token");
}
