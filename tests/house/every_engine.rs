//! The essential path in the browsers of other engines: uses are counted and kept, a prompt comes and is answered by
//! mouse, so does each further kind, the collector hears of it, and nothing runs that was tampered with.

use serde_json::Value;

use crate::customer::Customer;
use crate::engines::Engine;
use crate::eventually::{eventually, settles_at};
use crate::kinds::acts::Way;
use crate::kinds::table::{KINDS, TABLE_WITNESSED, counted, counts, does, is_answered};
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_followed_in_firefox() {
    follows_an_offer(Engine::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_followed_in_webkit() {
    follows_an_offer(Engine::WebKit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_declined_and_a_reload_finds_the_trial_again_in_firefox() {
    declines_and_reloads(Engine::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_declined_and_a_reload_finds_the_trial_again_in_webkit() {
    declines_and_reloads(Engine::WebKit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_that_was_tampered_with_in_firefox() {
    refuses_what_was_tampered_with(Engine::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_that_was_tampered_with_in_webkit() {
    refuses_what_was_tampered_with(Engine::WebKit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_shown_and_answered_in_firefox() {
    answers_every_kind(Engine::Firefox).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_shown_and_answered_in_webkit() {
    answers_every_kind(Engine::WebKit).await;
}

/// The demo's policy, and Trusted Types besides.
const GUARDED: Plan = Plan {
    policy: Some(|policy, _| format!("{policy}; require-trusted-types-for 'script'; trusted-types second-moment")),
    ..Plan::WITNESSED
};

async fn follows_an_offer(engine: Engine) {
    let house = House::open(GUARDED).await;
    let customer = Customer::arrives_in(engine, &house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    assert_eq!(customer.sees_prompt().await, "Your first invoice is on its way");
    settles_at("the exposure is counted", Ok(1), async || {
        customer.kept().await.map(|kept| kept.prompt("sent_first").map_or(0, |prompt| prompt.shown.total()))
    })
    .await;
    customer.answers("accept").await;
    settles_at("the offer is followed", Value::from("/upgrade"), async || {
        customer.eval("return location.pathname").await
    })
    .await;
    customer.has_used("pricing_viewed", 1).await;
    is_unharmed(&customer).await;
    customer.visit("/www/demo/icon.svg").await;
    let told = eventually("the whole story at the collector", async || {
        let told = house.trial(&id).await?;
        if told.features.len() == 3 {
            Ok(told)
        } else {
            Err(format!("{:?} {:?}", told.features, house.heard_of_customers()))
        }
    })
    .await;
    assert!(told.features.iter().all(|used| used.total == 1), "{:?}", told.features);
    assert_eq!((told.line.shown, told.line.clicked, told.replicas, told.sessions), (1, 1, 1, 1));
}

async fn declines_and_reloads(engine: Engine) {
    let house = House::open(Plan::WITNESSED).await;
    let customer = Customer::arrives_in(engine, &house).await;
    let id = customer.trial().await;
    // A click on what has the attribute, and what the product says by call.
    customer.click("nav-invoices").await;
    customer.click("new-invoice").await;
    customer.fill("client", "Northwind Bakery").await;
    customer.click("save-template").await;
    customer.has_used("template_saved", 1).await;
    customer.fill("item-description", "Bread").await;
    customer.fill("item-price", "80").await;
    customer.click("save-invoice").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    customer.client.refresh().await.expect("a reload");
    // What a selector finds needs the playbook.
    customer.runs().await;
    customer.has_used("invoice_created", 1).await;
    customer.click("mark-paid").await;
    customer.has_used("invoice_paid", 1).await;
    is_unharmed(&customer).await;
    eventually("all of it at the collector, without another reason to send than time", async || {
        let told = house.trial(&id).await?;
        let reached = told.moments.iter().any(|moment| moment.name == "first_payment" && moment.at_ms.is_some());
        let is_whole = reached && told.line.dismissed == 1 && (told.replicas, told.sessions) == (1, 1);
        if is_whole { Ok(()) } else { Err(format!("{told:?}")) }
    })
    .await;
}

async fn answers_every_kind(engine: Engine) {
    let house = House::open(TABLE_WITNESSED).await;
    let customer = Customer::arrives_in(engine, &house).await;
    customer.runs().await;
    for kind in &KINDS {
        if kind.name == "reply" {
            is_answered(&house, &customer).await;
        }
        does(&customer, Way::Mouse, kind, "answer").await;
        settles_at(&format!("what is kept of the {}", kind.name), counts(kind, "answer"), async || {
            counted(Some(&customer.record(&format!("{}_answer", kind.name)).await))
        })
        .await;
    }
    is_unharmed(&customer).await;
}

async fn refuses_what_was_tampered_with(engine: Engine) {
    for file in ["core.js", "core.wasm"] {
        let house = House::open(Plan { tampered: Some(file), ..Plan::WITNESSED }).await;
        let customer = Customer::arrives_in(engine, &house).await;
        settles_at("nobody waits for calls", Some(false), async || {
            customer.eval("return Array.isArray(secondMoment.q)").await.as_bool()
        })
        .await;
        let answered =
            customer.eval("let heard = false; secondMoment('readiness', () => heard = true); return heard").await;
        assert_eq!(answered, false, "{file} runs");
        assert_eq!(customer.eval("return window.tampered ?? null").await, Value::Null);
        is_unharmed(&customer).await;
    }
}

async fn is_unharmed(customer: &Customer<'_>) {
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    assert_eq!(customer.texts("seen.refused").await, [""; 0]);
    assert_eq!(customer.eval("return seen.complaints").await, 0);
}
