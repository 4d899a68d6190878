//! Rates at the doors: whoever sends too much is told when to come again, and others go on.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::ConnectInfo;
use moment_collector::limits::address::Proxies;
use moment_collector::limits::{Limits, Rates};

use crate::limits::Hand;
use crate::scene::{Answer, BEACON, COMMENTS, ORIGIN, Scene, Setting, TOKEN, answer};
use crate::told::{comments, maker};

fn scene(rates: Rates) -> (Scene, Hand) {
    let hand = Hand::default();
    let proxies = Proxies { networks: vec!["10.0.0.0/8".parse().unwrap()], ..Proxies::default() };
    let limits = Limits::new(rates, proxies, hand.ticks());
    (Scene::with(Setting { limits, ..Setting::default() }), hand)
}

async fn beacon(scene: &Scene, trial: &str) -> Answer {
    scene.ask(BEACON, &[("origin", ORIGIN)], maker(trial, 1).encode()).await
}

/// Sends a line from this address, with these headers.
async fn from(scene: &Scene, peer: &str, line: &str, headers: &[(&str, &str)]) -> Answer {
    let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
    answer(scene.app().layer(Extension(ConnectInfo(peer))), line, headers, "".into()).await
}

#[tokio::test]
async fn a_trial_that_sends_too_much_waits_and_others_do_not() {
    let (scene, hand) = scene(Rates { trial: 1, ..Rates::NONE });
    for _ in 0..10 {
        assert_eq!(beacon(&scene, "t_1").await.status, 204);
    }
    let refused = beacon(&scene, "t_1").await;
    refused.check_problem(429, "too-many-requests", "the eleventh");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.header("access-control-allow-origin"), ORIGIN, "the page may read why");
    assert!(refused.header("access-control-expose-headers").contains("Retry-After"));
    // Comments and starts of the trial count too.
    scene.ask(COMMENTS, &[], comments("t_1", &["more"]).encode()).await.check_problem(429, "too-many-requests", "");
    let start = "GET /v1/start?key=pk_test&trial=t_1&replica=1";
    scene.ask(start, &[], "").await.check_problem(429, "too-many-requests", "");
    assert_eq!(beacon(&scene, "t_2").await.status, 204);
    hand.pass(1_000);
    assert_eq!(beacon(&scene, "t_1").await.status, 204);
}

#[tokio::test]
async fn a_key_has_a_rate_whatever_the_trial() {
    let (scene, hand) = scene(Rates { key: 1, ..Rates::NONE });
    for number in 0..10 {
        assert_eq!(beacon(&scene, &format!("t_{number}")).await.status, 204);
    }
    beacon(&scene, "t_10").await.check_problem(429, "too-many-requests", "the eleventh");
    hand.pass(1_000);
    assert_eq!(beacon(&scene, "t_10").await.status, 204);
}

#[tokio::test]
async fn an_address_has_a_rate_for_everything_but_health() {
    let (scene, _) = scene(Rates { address: 1, ..Rates::NONE });
    for _ in 0..10 {
        assert_eq!(from(&scene, "203.0.113.1", "GET /v1/pause", &[]).await.status, 401);
    }
    let refused = from(&scene, "203.0.113.1", "GET /v1/pause", &[TOKEN]).await;
    refused.check_problem(429, "too-many-requests", "even with a token");
    assert_eq!(from(&scene, "203.0.113.1", "GET /healthz", &[]).await.status, 204);
    assert_eq!(from(&scene, "203.0.113.1", "GET /readyz", &[]).await.status, 204);
    assert_eq!(from(&scene, "203.0.113.2", "GET /v1/pause", &[TOKEN]).await.status, 200);
}

#[tokio::test]
async fn behind_a_proxy_each_customer_has_a_rate() {
    let (scene, _) = scene(Rates { address: 1, ..Rates::NONE });
    let ask = |peer: &'static str, client: &'static str| {
        let scene = &scene;
        async move { from(scene, peer, "GET /v1/pause", &[TOKEN, ("x-forwarded-for", client)]).await.status }
    };
    for _ in 0..10 {
        assert_eq!(ask("10.0.0.1", "198.51.100.1").await, 200);
    }
    assert_eq!(ask("10.0.0.1", "198.51.100.1").await, 429);
    assert_eq!(ask("10.0.0.1", "198.51.100.2").await, 200);
    // Who is no proxy cannot take another's name.
    for _ in 0..10 {
        assert_eq!(ask("203.0.113.1", "198.51.100.3").await, 200);
    }
    assert_eq!(ask("203.0.113.1", "198.51.100.4").await, 429);
}

#[tokio::test]
async fn what_was_one_too_many_is_counted() {
    let (scene, _) = scene(Rates { trial: 1, ..Rates::NONE });
    for _ in 0..13 {
        beacon(&scene, "t_1").await;
    }
    let text = scene.ask("GET /metrics", &[TOKEN], "").await.body;
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("second_moment_limited_total{by=\"trial\"} 3"), "{text}");
}
