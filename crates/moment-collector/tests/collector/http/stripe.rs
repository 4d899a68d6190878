//! `POST /v1/stripe`: what Stripe tells of subscriptions becomes outcomes, if it is Stripe that tells it.

use hmac::{Hmac, KeyInit, Mac};
use moment_collector::links::Links;
use moment_collector::store::Ending;
use moment_wire::hex::hex;
use moment_wire::report::ProblemV1;
use moment_wire::webhook::IgnoredV1;
use sha2::Sha256;

use crate::scene::{Answer, NOW_MS, Scene, Setting};
use crate::told::maker;

/// Events as Stripe documents their shapes, of the trial `t_8f3a`.
const CREATED: &str = include_str!("stripe/subscription_created.json");
const TO_ACTIVE: &str = include_str!("stripe/subscription_updated_to_active.json");
const TO_PAUSED: &str = include_str!("stripe/subscription_updated_to_paused.json");
const SEATS: &str = include_str!("stripe/subscription_updated_seats.json");
const DELETED: &str = include_str!("stripe/subscription_deleted.json");
const PAID: &str = include_str!("stripe/checkout_session_completed.json");
const UNPAID: &str = include_str!("stripe/checkout_session_completed_unpaid.json");
const INVOICE: &str = include_str!("stripe/invoice_paid.json");

const NEW_SECRET: &str = "whsec_new";
const OLD_SECRET: &str = "whsec_old";
const NOW_S: u64 = NOW_MS / 1000;

fn scene() -> Scene {
    let stripe_secrets = vec![NEW_SECRET.into(), OLD_SECRET.into()];
    Scene::with(Setting { links: Links { stripe_secrets, ..Links::default() }, ..Setting::default() })
}

fn sign(secret: &str, at_s: u64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{at_s}.{body}").as_bytes());
    hex(&mac.finalize().into_bytes())
}

async fn send(scene: &Scene, header: &str, body: &str) -> Answer {
    scene.ask("POST /v1/stripe", &[("stripe-signature", header)], body.to_owned()).await
}

/// Sends an event that Stripe signed just now.
async fn tell(scene: &Scene, body: &str) -> Answer {
    send(scene, &format!("t={NOW_S},v1={}", sign(NEW_SECRET, NOW_S, body)), body).await
}

async fn ending(scene: &Scene) -> Option<Ending> {
    scene.tell(&maker("t_8f3a", 1)).await;
    scene.store.trial("t_8f3a").unwrap().unwrap().1
}

fn ended(outcome: &str, at_s: u64, value: Option<f64>) -> Ending {
    Ending { outcome: outcome.into(), at_ms: at_s * 1000, value }
}

#[tokio::test]
async fn each_event_comes_to_what_it_says_of_the_trial() {
    let cases = [
        (TO_ACTIVE, ended("upgraded", 1_795_510_810, Some(57.0))),
        (TO_PAUSED, ended("expired", 1_795_510_805, None)),
        (DELETED, ended("cancelled", 1_796_000_000, None)),
        (PAID, ended("upgraded", 1_794_900_000, Some(228.0))),
    ];
    for (body, expected) in cases {
        let scene = scene();
        assert_eq!(tell(&scene, body).await.status, 204, "{body}");
        assert_eq!(ending(&scene).await, Some(expected), "{body}");
    }
}

#[tokio::test]
async fn what_says_nothing_of_a_trial_is_acknowledged_with_the_reason_and_ignored() {
    let other_field = PAID.replace("second_moment_trial", "trial");
    let no_id = PAID.replace("t_8f3a", "bob@example.com");
    let unheard_of = PAID.replace("checkout.session.completed", "something.new");
    let cases = [
        (CREATED, "status tells nothing"),
        (SEATS, "did not change"),
        (UNPAID, "not paid"),
        (INVOICE, "of this type"),
        (&unheard_of, "of this type"),
        (&other_field, "name no trial"),
        (&no_id, "no trial id"),
    ];
    let scene = scene();
    for (body, why) in cases {
        let answer = tell(&scene, body).await;
        assert_eq!(answer.status, 200, "{body}");
        let ignored = answer.json::<IgnoredV1>().ignored;
        assert!(ignored.contains(why), "{ignored}: {body}");
    }
    assert_eq!(ending(&scene).await, None);
}

#[tokio::test]
async fn the_order_and_number_of_deliveries_change_nothing() {
    // What Stripe sends in the life of one subscription, last things first and each of them twice.
    let life = [UNPAID, CREATED, TO_ACTIVE, SEATS, INVOICE, DELETED];
    for turn in 0..life.len() {
        let scene = scene();
        let mut order = life.to_vec();
        order.reverse();
        order.rotate_left(turn);
        for body in order.iter().chain(&order) {
            assert!(tell(&scene, body).await.status < 300);
        }
        assert_eq!(ending(&scene).await.unwrap(), ended("cancelled", 1_796_000_000, None), "turn {turn}");
    }
}

#[tokio::test]
async fn a_payment_that_was_late_does_not_upgrade_again() {
    let scene = scene();
    tell(&scene, PAID).await;
    for before in ["past_due", "unpaid"] {
        let late = TO_ACTIVE.replace("\"status\": \"trialing\"", &format!("\"status\": \"{before}\""));
        assert_eq!(tell(&scene, &late).await.status, 200, "{before}");
    }
    assert_eq!(ending(&scene).await.unwrap(), ended("upgraded", 1_794_900_000, Some(228.0)));
}

#[tokio::test]
async fn a_value_is_told_in_the_unit_of_its_currency() {
    for (currency, expected) in [("usd", 228.0), ("jpy", 22_800.0), ("KWD", 22.8)] {
        let scene = scene();
        tell(&scene, &PAID.replace("\"usd\"", &format!("\"{currency}\""))).await;
        assert_eq!(ending(&scene).await.unwrap().value, Some(expected), "{currency}");
    }
}

#[tokio::test]
async fn the_vendor_names_the_field_of_the_metadata() {
    let links = Links { stripe_secrets: vec![NEW_SECRET.into()], stripe_field: "team".into(), ..Links::default() };
    let scene = Scene::with(Setting { links, ..Setting::default() });
    assert_eq!(tell(&scene, &DELETED.replace("\"blue\"", "\"t_8f3a\"")).await.status, 204);
    assert_eq!(ending(&scene).await.unwrap(), ended("cancelled", 1_796_000_000, None));
}

#[tokio::test]
async fn a_signature_counts_by_each_secret_and_for_five_minutes() {
    let by = |secret: &str, at_s: u64| sign(secret, at_s, PAID);
    let good = by(NEW_SECRET, NOW_S);
    let right = [
        format!("t={NOW_S},v1={good}"),
        format!("t={NOW_S},v1={}", by(OLD_SECRET, NOW_S)),
        format!("t={NOW_S}, v0=00, v1={}, v1={good}", "0".repeat(64)),
        format!("t={},v1={}", NOW_S - 300, by(NEW_SECRET, NOW_S - 300)),
        format!("t={},v1={}", NOW_S + 300, by(NEW_SECRET, NOW_S + 300)),
    ];
    for header in right {
        assert_eq!(send(&scene(), &header, PAID).await.status, 204, "{header}");
    }
    let wrong = [
        String::new(),
        format!("v1={good}"),
        format!("t={NOW_S}"),
        format!("t=now,v1={good}"),
        format!("t={NOW_S},v0={good}"),
        format!("t={},v1={good}", NOW_S - 1),
        format!("t={},v1={}", NOW_S - 301, by(NEW_SECRET, NOW_S - 301)),
        format!("t={},v1={}", NOW_S + 301, by(NEW_SECRET, NOW_S + 301)),
        format!("t={NOW_S},v1={}", by("whsec_other", NOW_S)),
        format!("t={NOW_S},v1={}", by("", NOW_S)),
        format!("t={NOW_S},v1={}", &good[..62]),
    ];
    let scene = scene();
    for header in &wrong {
        send(&scene, header, PAID).await.check_problem(403, "wrong-signature", header);
    }
    // Each says what is wanted, and nothing of tokens or keys.
    for (header, told) in [(wrong[0].as_str(), "the header Stripe-Signature"), (&wrong[9], "--stripe-secret")] {
        let detail = send(&scene, header, PAID).await.json::<ProblemV1>().detail;
        assert!(detail.contains(told) && !detail.contains("token"), "{detail}");
    }
    let forged = PAID.replace("22800", "99900");
    send(&scene, &format!("t={NOW_S},v1={good}"), &forged).await.check_problem(403, "wrong-signature", "forged");
    assert_eq!(ending(&scene).await, None);
}

#[tokio::test]
async fn what_is_signed_and_no_event_is_refused_and_so_is_everything_without_a_secret() {
    let scene = scene();
    for body in ["", "null", "[]", "{\"type\":\"invoice.paid\"}", "{\"type\":1,\"created\":1,\"data\":{\"object\":{}}}"]
    {
        tell(&scene, body).await.check_problem(400, "bad-request", body);
    }
    tell(&scene, &" ".repeat(256 * 1024 + 1)).await.check_problem(413, "too-long", "too long");
    tell(&Scene::open(), PAID).await.check_problem(404, "not-found", "no secret");
}
