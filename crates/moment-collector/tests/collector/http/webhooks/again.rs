//! What no receiver took is sent again, later each time, until it is given up.

use std::sync::atomic::Ordering;
use std::time::Duration;

use moment_wire::webhook::WebhookSecretV1;
use serde_json::json;

use super::{create, is_signed, scene, test, tried, with_patience};
use crate::receiver::{Deed, Receiver};
use crate::scene::NOW_MS;

#[tokio::test]
async fn every_failure_is_told_in_the_log_and_tried_again_with_the_same_id() {
    let scene = scene();
    let deeds = [
        (Deed::Answer(500, ""), Some(500)),
        (Deed::Answer(404, ""), Some(404)),
        (Deed::Answer(302, "location: /elsewhere\r\n"), Some(302)),
        (Deed::Answer(429, "retry-after: 7200\r\n"), Some(429)),
        (Deed::Close, None),
    ];
    let mut receiver = Receiver::with(deeds.clone().map(|(deed, _)| deed));
    let WebhookSecretV1 { webhook, secret } = create(&scene, json!({"url": receiver.url()})).await;
    let event = test(&scene, &webhook).await;
    for (number, (deed, status)) in (1..).zip(deeds) {
        let request = receiver.next().await;
        assert_eq!(request.header("webhook-id"), event, "{deed:?}");
        assert!(is_signed(&request, &secret) && request.head.starts_with("POST /hook "), "{deed:?}");
        let delivery = tried(&scene, &webhook, number).await;
        assert_eq!(delivery.state, "waiting", "{deed:?}");
        let last = delivery.attempts.last().unwrap();
        assert_eq!(last.status, status, "{deed:?}");
        assert!(last.error.is_some(), "{deed:?}");
        assert!(!receiver.has_more(), "it was tried before it was due: {deed:?}");
        let due_ms = delivery.due_ms.unwrap();
        let now_ms = scene.clock_ms.swap(due_ms, Ordering::Relaxed);
        assert!(due_ms > now_ms, "{deed:?}");
        if status == Some(429) {
            assert!(due_ms >= now_ms + 7_200_000);
        }
    }
    receiver.next().await;
    let delivery = tried(&scene, &webhook, 6).await;
    assert_eq!((delivery.state.as_str(), delivery.due_ms), ("delivered", None));
    assert_eq!(delivery.attempts.last().unwrap().status, Some(204));
}

#[tokio::test]
async fn a_receiver_that_says_nothing_is_waited_for_so_long_and_tried_again() {
    let scene = with_patience(Duration::from_millis(20));
    // Whoever connects waits until somebody accepts, and nobody does.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let hook = create(&scene, json!({"url": url})).await.webhook;
    test(&scene, &hook).await;
    for number in 1..=2 {
        let delivery = tried(&scene, &hook, number).await;
        let last = delivery.attempts.last().unwrap();
        assert_eq!((delivery.state.as_str(), last.status), ("waiting", None));
        assert!(last.error.as_ref().unwrap().contains("timeout"), "{last:?}");
        let due_ms = delivery.due_ms.unwrap();
        assert!(due_ms > scene.clock_ms.swap(due_ms, Ordering::Relaxed));
    }
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_tried_until_it_is_given_up() {
    let scene = scene();
    // A port that was free a moment ago.
    let url = format!("http://{}/", std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let hook = create(&scene, json!({"url": url})).await.webhook;
    test(&scene, &hook).await;
    for number in 1..=10 {
        let delivery = tried(&scene, &hook, number).await;
        match delivery.due_ms {
            Some(due_ms) => _ = scene.clock_ms.swap(due_ms, Ordering::Relaxed),
            None => assert_eq!((number, delivery.state.as_str()), (10, "given_up")),
        }
    }
    assert!(scene.clock_ms.load(Ordering::Relaxed) > NOW_MS + 3 * 24 * 3_600_000);
}
