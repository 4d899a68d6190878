//! Without consent nothing is kept and nothing is told.

mod table;

use serde_json::json;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

const ASKED: Plan = Plan { tag: "data-consent=\"required\"", ..Plan::DEMO };

/// All that the browser keeps of ours.
const KEPT: &str = "return Object.keys(localStorage).filter((name) => name.startsWith('sm.'))
    .map((name) => [name.split('.').slice(3).join('.'), localStorage.getItem(name)])";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_or_told_before_consent_is_given() {
    let house = House::open(ASKED).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    uses_the_product(&customer).await;
    nothing_is_known(&house, &customer).await;

    customer.eval("secondMoment('consent', 'granted')").await;
    customer.has_used("invoice_created", 0).await;
    customer.creates_invoice("Studio Halden").await;
    customer.has_used("invoice_created", 1).await;
    customer.leaves().await;
    let told = eventually("a trial that agreed", async || {
        let told = house.trial(&id).await?;
        if told.features.is_empty() { Err(format!("{told:?}")) } else { Ok(told) }
    })
    .await;
    assert_eq!(told.features[0].total, 1, "what was done before stays untold");
    assert!(told.moments.iter().all(|moment| moment.name != "activated" || moment.at_ms.is_none()));

    // The customer's word is remembered: the next page does not ask again.
    customer.visit("/").await;
    customer.has_used("invoice_created", 1).await;
    customer.is_decided("trigger_not_fired").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_or_told_after_consent_is_refused() {
    let house = House::open(ASKED).await;
    let customer = Customer::arrives(&house).await;
    customer.eval("secondMoment('consent', 'denied')").await;
    // Of the refusal itself the word is kept, for the customer's sake, and nothing else.
    let word = json!([["consent", "denied1"]]);
    settles_at("the customer's word", word.clone(), async || customer.eval(KEPT).await).await;
    uses_the_product(&customer).await;
    assert_eq!(customer.eval(KEPT).await, word);
    assert_eq!(house.heard_of_customers(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browsers_own_signal_is_a_refusal() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::waits(&house).await;
    customer
        .before_each_page("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })")
        .await;
    customer.visit("/").await;
    uses_the_product(&customer).await;
    nothing_is_known(&house, &customer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_that_comes_later_takes_away_what_was_kept_before() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.has_used("invoice_created", 1).await;
    customer
        .before_each_page("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })")
        .await;
    customer.visit("/").await;
    eventually("nothing is kept any more", async || match customer.everything_kept().await {
        kept if kept.is_empty() => Ok(()),
        kept => Err(format!("{kept:?}")),
    })
    .await;
}

/// Works with the product and leaves a page of it: then at the latest something would be kept or told.
async fn uses_the_product(customer: &Customer<'_>) {
    customer.is_heard().await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.visit("/team").await;
    customer.is_heard().await;
}

async fn nothing_is_known(house: &House, customer: &Customer<'_>) {
    assert_eq!(customer.eval(KEPT).await, json!([]));
    assert_eq!(house.heard_of_customers(), [""; 0]);
    let fetched: Vec<String> = house.heard().into_iter().map(|heard| heard.line).collect();
    assert!(fetched.iter().all(|line| line.starts_with("GET /sm")), "{fetched:?}");
    assert!(!customer.has_prompt().await);
}
