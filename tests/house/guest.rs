//! A guest does not break the house: whatever keeps the widget from working, the page works on and has no error.

mod hostile;
mod integrity;
mod kept;
mod manners;
mod places;
mod roots;
mod ways;

use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_when_the_collector_cannot_be_reached() {
    works_without_us(Plan { is_without_collector: true, ..Plan::DEMO }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_when_its_policy_forbids_webassembly() {
    let policy = |policy: &str, _: &str| policy.replace(" 'wasm-unsafe-eval'", "");
    works_without_us(Plan { policy: Some(policy), ..Plan::DEMO }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_when_its_policy_forbids_the_collector() {
    let policy = |policy: &str, collector: &str| policy.replace(&format!(" {collector}"), "");
    works_without_us(Plan { policy: Some(policy), ..Plan::DEMO }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_when_its_policy_lets_the_script_in_and_nothing_out() {
    let policy = |policy: &str, collector: &str| {
        policy.replace(&format!("connect-src 'self' {collector}"), "connect-src 'self'")
    };
    works_without_us(Plan { policy: Some(policy), ..Plan::DEMO }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_when_its_policy_trusts_no_policy_of_ours() {
    let policy = |policy: &str, _: &str| format!("{policy}; require-trusted-types-for 'script'; trusted-types 'none'");
    works_without_us(Plan { policy: Some(policy), ..Plan::DEMO }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_and_widget_work_when_storage_is_forbidden() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::waits(&house).await;
    customer
        .before_each_page(
            "Object.defineProperty(window, 'localStorage', {
               get() { throw new DOMException('storage is forbidden', 'SecurityError') } })",
        )
        .await;
    customer.visit("/").await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    customer.click("mark-paid").await;
    eventually("the payment at the collector", async || {
        let told = house.trial(&id).await?;
        let is_paid = told.moments.iter().any(|moment| moment.name == "first_payment" && moment.at_ms.is_some());
        if is_paid && told.line.dismissed == 1 { Ok(()) } else { Err(format!("{told:?}")) }
    })
    .await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

/// The demo's main flow, on a page where the widget cannot run; returns what the console was told.
async fn works_without_us(plan: Plan) -> Vec<String> {
    let house = House::open(plan).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.click("mark-paid").await;
    customer.click("nav-dashboard").await;
    let words = customer.eval("return document.querySelector('main').innerText").await;
    let words = words.as_str().unwrap_or_default();
    assert!(words.contains("Northwind Bakery") && words.contains("Paid"), "{words}");
    assert_eq!(customer.text("invoice-count").await, "1 of 5 invoices");
    // The loader has given up: whoever calls is heard by nobody.
    settles_at("nobody waits for calls", Some(false), async || {
        customer.eval("return Boolean(secondMoment.on) && Array.isArray(secondMoment.q)").await.as_bool()
    })
    .await;

    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    let answered =
        customer.eval("let heard = false; secondMoment('readiness', () => heard = true); return heard").await;
    assert_eq!(answered, false, "the widget runs: this house was to keep it out");
    assert_eq!(customer.eval("return window.tampered ?? null").await, Value::Null);
    // Our own tag stands in the page, and the page may hear that it could not be loaded; of what it loads, nothing.
    let broken = customer.texts("seen.broken").await;
    assert!(broken.is_empty() || customer.eval("return secondMoment.on ?? null").await.is_null(), "{broken:?}");
    assert!(!customer.has_prompt().await);
    assert_eq!(house.heard_of_customers(), [""; 0]);
    customer.texts("seen.said").await
}
