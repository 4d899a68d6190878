//! Webhooks: what other services are told, signed, in order and at least once, and how they are managed.

mod again;
mod rounds;
mod unsaid;

use std::sync::atomic::Ordering;
use std::time::Duration;

use moment_collector::links::Links;
use moment_core::friction::FrictionKind;
use moment_wire::beacon::BeaconV4;
use moment_wire::people::AuditV1;
use moment_wire::webhook::{DeliveriesV1, DeliveryV1, TestSentV1, WebhookSecretV1, WebhookV1, WebhooksV1};
use serde_json::{Value, json};
use standardwebhooks::Webhook;

use crate::receiver::{Deed, Receiver, Request};
use crate::scene::{Answer, COMMENTS, NOW_MS, ORIGIN, SECRET, Scene, Setting, TOKEN};
use crate::told::{beacon, comments, maker};

const JSON: (&str, &str) = ("content-type", "application/json");

/// A collector that may send to this machine, looks without delay what is due, and waits for an answer as long as a busy
/// machine may take: what is given up too early comes again only when the clock moves, and that stands still.
fn scene() -> Scene {
    with_patience(Duration::from_mins(2))
}

fn with_patience(patience: Duration) -> Scene {
    let links = Links { to_private: true, patience, look_every: Duration::from_millis(5), ..Links::default() };
    Scene::with(Setting { links, has_courier: true, ..Setting::default() })
}

async fn send(scene: &Scene, line: &str, body: &Value) -> Answer {
    scene.ask(line, &[TOKEN, JSON], body.to_string()).await
}

async fn create(scene: &Scene, body: Value) -> WebhookSecretV1 {
    let answer = send(scene, "POST /v1/webhooks", &body).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.json()
}

async fn test(scene: &Scene, hook: &WebhookV1) -> String {
    let answer = scene.ask(&format!("POST /v1/webhooks/{}/test", hook.id), &[TOKEN], "").await;
    assert_eq!(answer.status, 202, "{:?}", answer.body);
    answer.json::<TestSentV1>().event
}

async fn deliveries(scene: &Scene, hook: &WebhookV1) -> Vec<DeliveryV1> {
    scene.read::<DeliveriesV1>(&format!("/v1/webhooks/{}/deliveries", hook.id)).await.deliveries
}

/// What became of the newest event, once it was tried so often.
async fn tried(scene: &Scene, hook: &WebhookV1, attempts: usize) -> DeliveryV1 {
    let waiting = async {
        loop {
            let newest = deliveries(scene, hook).await.into_iter().next();
            if let Some(newest) = newest.filter(|newest| newest.attempts.len() >= attempts) {
                return newest;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), waiting).await.expect("it is tried")
}

/// Whether the request is signed with this secret. Its instant is the scene's, which is not the machine's.
fn is_signed(request: &Request, secret: &str) -> bool {
    let at_s = request.header("webhook-timestamp").parse().unwrap();
    let sign = Webhook::new(secret).unwrap().sign(request.header("webhook-id"), at_s, request.body.as_bytes()).unwrap();
    request.header("webhook-signature").split(' ').any(|known| known == sign)
}

fn kind(request: &Request) -> String {
    request.json()["type"].as_str().unwrap().to_owned()
}

fn troubled(trial: &str, at_s: u32) -> BeaconV4 {
    beacon(trial, |summary| {
        summary.touch(at_s);
        summary.add_friction(FrictionKind::RageClick, at_s);
    })
}

#[tokio::test]
async fn each_thing_that_happens_is_told_once_as_a_signed_cloud_event() {
    let scene = scene();
    let mut receiver = Receiver::with([]);
    let WebhookSecretV1 { webhook, secret } = create(&scene, json!({"url": receiver.url()})).await;
    let active = |trial: &str| {
        let mut beacon = maker(trial, 3);
        beacon.summary.reach("activated", 7_200);
        beacon
    };
    scene.tell(&maker("t_1", 1)).await;
    for _ in 0..2 {
        scene.tell(&active("t_1")).await;
        scene.tell(&troubled("t_2", 600)).await;
        assert_eq!(
            scene.ask(COMMENTS, &[("origin", ORIGIN)], comments("t_3", &["Too dear?"]).encode()).await.status,
            200
        );
        let outcome = json!({"trial": "t_4", "outcome": "upgraded", "at": "2026-11-18T09:00:00Z", "value": 19.5});
        let bearer = format!("Bearer {SECRET}");
        let answer = scene.ask("POST /v1/outcomes", &[("authorization", &bearer), JSON], outcome.to_string()).await;
        assert_eq!(answer.status, 204);
    }
    let mut told = Vec::new();
    for _ in 0..5 {
        let request = receiver.next().await;
        assert!(is_signed(&request, &secret), "{request:?}");
        assert_eq!(request.header("content-type"), "application/cloudevents+json");
        let event = request.json();
        assert_eq!(event["specversion"], "1.0");
        assert_eq!(event["id"], request.header("webhook-id"));
        assert_eq!(event["time"], "2026-11-20T09:00:00Z");
        assert_eq!(event["subject"], event["data"]["trial"]);
        told.push((kind(&request), event["data"].clone()));
    }
    told.sort_by_key(|(kind, _)| kind.clone());
    let account = "a_19";
    let expected = [
        (
            "comment.received",
            json!({"trial": "t_3", "id": told[0].1["id"], "words": "Too dear?", "about": null,
                   "at": "2026-11-10T09:00:00Z", "signed": false}),
        ),
        (
            "moment.reached",
            json!({"trial": "t_1", "account": account, "moment": "activated", "label": "Got the value",
                   "activation": true, "at": "2026-11-10T11:00:00Z"}),
        ),
        (
            "trial.in_trouble",
            json!({"trial": "t_2", "account": account, "kinds": ["rage_click"], "at": "2026-11-10T09:10:00Z"}),
        ),
        (
            "trial.ready",
            json!({"trial": "t_1", "account": account, "plan": "team", "band": "urgent", "score": 100,
                   "probability": told[3].1["probability"], "top_reason": "activated"}),
        ),
        ("trial.upgraded", json!({"trial": "t_4", "at": "2026-11-18T09:00:00Z", "value": 19.5})),
    ];
    for ((kind, data), (expected_kind, expected_data)) in told.iter().zip(expected) {
        assert_eq!((kind.as_str(), data), (expected_kind, &expected_data));
    }
    // Anything that was told twice would come before this, for it was kept before.
    test(&scene, &webhook).await;
    assert_eq!(kind(&receiver.next().await), "webhook.test");
    assert!(deliveries(&scene, &webhook).await.len() == 6);
}

#[tokio::test]
async fn what_is_no_news_is_not_told() {
    let scene = scene();
    scene.tell(&maker("t_old", 5)).await;
    let receiver = Receiver::with([]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    // A simulated trial, one that is as ready as before, trouble that goes on, and outcomes that are no upgrades.
    scene.tell(&BeaconV4 { simulated: true, ..troubled("t_simulated", 600) }).await;
    scene.tell(&maker("t_old", 6)).await;
    scene.tell(&troubled("t_2", 600)).await;
    scene.tell(&troubled("t_2", 700)).await;
    let bearer = format!("Bearer {SECRET}");
    for (outcome, day) in [("upgraded", 18), ("upgraded", 19), ("cancelled", 20)] {
        let told = json!({"trial": "t_3", "outcome": outcome, "at": format!("2026-11-{day}T09:00:00Z")});
        scene.ask("POST /v1/outcomes", &[("authorization", &bearer), JSON], told.to_string()).await;
    }
    let told: Vec<String> = deliveries(&scene, &hook).await.into_iter().map(|told| told.kind).collect();
    assert_eq!(told, ["trial.upgraded", "trial.in_trouble"]);
}

#[tokio::test]
async fn a_webhook_is_told_what_it_wants_and_no_other() {
    let scene = scene();
    let receiver = Receiver::with([]);
    let wants = |events: Value| json!({"url": receiver.url(), "events": events});
    let both = create(&scene, wants(json!(["trial.in_trouble", "comment.received"]))).await.webhook;
    let ready = create(&scene, wants(json!(["trial.ready"]))).await.webhook;
    scene.tell(&troubled("t_1", 600)).await;
    let kinds =
        async |hook: &WebhookV1| deliveries(&scene, hook).await.into_iter().map(|told| told.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&both).await, ["trial.in_trouble"]);
    assert_eq!(kinds(&ready).await, [""; 0]);
}

#[tokio::test]
async fn of_one_trial_nothing_overtakes_what_waits_and_others_do_not_wait_for_it() {
    let scene = scene();
    let mut receiver = Receiver::with([Deed::Answer(500, "")]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    scene.tell(&beacon("t_1", |summary| _ = summary.reach("first_made", 60))).await;
    assert_eq!(receiver.next().await.json()["data"]["moment"], "first_made");
    tried(&scene, &hook, 1).await;
    scene.tell(&beacon("t_1", |summary| _ = summary.reach("activated", 90))).await;
    scene.tell(&beacon("t_2", |summary| _ = summary.reach("first_made", 60))).await;
    assert_eq!(receiver.next().await.json()["subject"], "t_2");
    let waiting = deliveries(&scene, &hook).await;
    let of_first: Vec<_> = waiting.iter().filter(|told| told.trial.as_deref() == Some("t_1")).collect();
    assert!(of_first.len() >= 2 && of_first.iter().all(|told| told.state == "waiting"));
    scene.clock_ms.store(NOW_MS + 60_000, Ordering::Relaxed);
    let mut order = Vec::new();
    for _ in 0..of_first.len() {
        let event = receiver.next().await.json();
        assert_eq!(event["subject"], "t_1");
        order.push(event["id"].as_str().unwrap().to_owned());
    }
    let kept: Vec<_> = of_first.iter().rev().map(|told| told.event.clone()).collect();
    assert_eq!(order, kept);
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_told_nothing_more_until_somebody_says_so() {
    let scene = scene();
    let mut receiver = Receiver::with([Deed::Answer(410, "")]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    test(&scene, &hook).await;
    receiver.next().await;
    assert_eq!(tried(&scene, &hook, 1).await.state, "given_up");
    let known = scene.read::<WebhooksV1>("/v1/webhooks").await.webhooks.remove(0);
    assert_eq!((known.state.as_str(), known.waiting), ("disabled", 0));
    assert!(known.reason.unwrap().contains("410"));
    scene.tell(&troubled("t_1", 600)).await;
    assert_eq!(deliveries(&scene, &hook).await.len(), 1);
    let refused = scene.ask(&format!("POST /v1/webhooks/{}/test", hook.id), &[TOKEN], "").await;
    refused.check_problem(400, "bad-request", "disabled");

    let answer = send(&scene, &format!("PATCH /v1/webhooks/{}", hook.id), &json!({"state": "active"})).await;
    assert_eq!((answer.status, answer.json::<WebhookV1>().reason), (200, None));
    test(&scene, &hook).await;
    assert_eq!(kind(&receiver.next().await), "webhook.test");
}

#[tokio::test]
async fn while_a_webhook_is_paused_events_wait() {
    let scene = scene();
    let mut receiver = Receiver::with([]);
    let hook = create(&scene, json!({"url": receiver.url()})).await.webhook;
    let other = create(&scene, json!({"url": receiver.url()})).await.webhook;
    let line = format!("PATCH /v1/webhooks/{}", hook.id);
    assert_eq!(send(&scene, &line, &json!({"state": "paused"})).await.status, 200);
    scene.tell(&troubled("t_1", 600)).await;
    // The other one is told, so the courier was there.
    tried(&scene, &other, 1).await;
    receiver.next().await;
    assert_eq!(deliveries(&scene, &hook).await[0].attempts, []);
    assert_eq!(send(&scene, &line, &json!({"state": "active"})).await.status, 200);
    assert_eq!(kind(&receiver.next().await), "trial.in_trouble");
}

#[tokio::test]
async fn after_a_rotation_both_secrets_sign_for_a_day() {
    let scene = scene();
    let mut receiver = Receiver::with([]);
    let WebhookSecretV1 { webhook, secret: old } = create(&scene, json!({"url": receiver.url()})).await;
    let answer = scene.ask(&format!("POST /v1/webhooks/{}/rotate", webhook.id), &[TOKEN], "").await;
    let new = answer.json::<WebhookSecretV1>().secret;
    assert_ne!(old, new);
    test(&scene, &webhook).await;
    let request = receiver.next().await;
    assert!(is_signed(&request, &old) && is_signed(&request, &new));
    tried(&scene, &webhook, 1).await;
    scene.clock_ms.store(NOW_MS + 25 * 3_600_000, Ordering::Relaxed);
    test(&scene, &webhook).await;
    let request = receiver.next().await;
    assert!(!is_signed(&request, &old) && is_signed(&request, &new));
}

#[tokio::test]
async fn slack_gets_a_sentence() {
    let scene = scene();
    let mut receiver = Receiver::with([]);
    create(&scene, json!({"url": receiver.url(), "shape": "slack"})).await;
    scene.tell(&troubled("t_1", 600)).await;
    let request = receiver.next().await;
    assert_eq!(request.json(), json!({"text": "Trial *t_1* has trouble: rage click."}));
    assert_eq!((request.header("content-type"), request.header("webhook-signature")), ("application/json", ""));
}

#[tokio::test]
async fn no_request_goes_to_a_private_address_by_whatever_name() {
    let mut receiver = Receiver::with([]);
    let links = Links { look_every: Duration::from_millis(5), ..Links::default() };
    let scene = Scene::with(Setting { links, has_courier: true, ..Setting::default() });
    let refused = send(&scene, "POST /v1/webhooks", &json!({"url": "https://127.0.0.1/"})).await;
    refused.check_problem(400, "bad-request", "a private address");
    // Names are looked up when something is sent, and all of these stand for this machine.
    let port = receiver.address.port();
    for host in ["localhost", "2130706433", "0x7f000001", "127.1"] {
        let hook = create(&scene, json!({"url": format!("https://{host}:{port}/")})).await.webhook;
        test(&scene, &hook).await;
        let delivery = tried(&scene, &hook, 1).await;
        let attempt = &delivery.attempts[0];
        assert_eq!(attempt.status, None, "{host}");
        assert!(attempt.error.as_ref().unwrap().contains("is private, loopback or link-local"), "{host}: {attempt:?}");
    }
    assert!(!receiver.has_more());
}

#[tokio::test]
async fn what_no_webhook_can_be_is_refused_and_every_change_is_audited() {
    let scene = scene();
    let url = "http://127.0.0.1:9/";
    let wrong = [
        json!({}),
        json!({"url": "example.com"}),
        json!({"url": "http://user:pw@127.0.0.1/"}),
        json!({"url": url, "shape": "teams"}),
        json!({"url": url, "events": ["trial.lost"]}),
        json!({"url": url, "secret": "whsec_mine"}),
    ];
    for body in wrong {
        send(&scene, "POST /v1/webhooks", &body).await.check_problem(400, "bad-request", &body.to_string());
    }
    let hook = create(&scene, json!({"url": url})).await.webhook;
    let line = format!("PATCH /v1/webhooks/{}", hook.id);
    for body in [json!({"state": "disabled"}), json!({"events": ["x"]}), json!({"url": url})] {
        send(&scene, &line, &body).await.check_problem(400, "bad-request", &body.to_string());
    }
    assert_eq!(send(&scene, &line, &json!({"events": ["trial.ready"]})).await.status, 200);
    for (line, name) in [("DELETE", ""), ("POST", "/test"), ("POST", "/rotate"), ("GET", "/deliveries")] {
        let unknown = scene.ask(&format!("{line} /v1/webhooks/wh_no{name}"), &[TOKEN], "").await;
        unknown.check_problem(404, "not-found", line);
    }
    assert_eq!(scene.ask(&format!("DELETE /v1/webhooks/{}", hook.id), &[TOKEN], "").await.status, 204);
    assert_eq!(scene.read::<WebhooksV1>("/v1/webhooks").await.webhooks, []);
    let audit: AuditV1 = scene.read("/v1/audit").await;
    let told: Vec<_> = audit.entries.iter().map(|line| (line.what.as_str(), line.about.as_str())).collect();
    let id = hook.id.as_str();
    assert_eq!(told, [("webhook.removed", id), ("webhook.changed", id), ("webhook.created", id)]);
    assert_eq!((audit.entries[0].who.as_str(), audit.entries[0].at_ms), ("a token without a name", NOW_MS));
}
