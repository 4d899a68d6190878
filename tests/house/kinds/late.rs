//! A slow network: the module that paints arrives when it arrives, and the page waits for nothing.

use moment_core::decision::Reason;
use serde_json::json;

use super::{BANNER, SPOTLIGHT};
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

const MODULE: Option<&str> = Some("prompt.wasm");

/// Waits until the module was asked for, or is there.
async fn module_is(customer: &Customer<'_>, is_there: bool) {
    let entries = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/prompt.wasm'))";
    let script = format!("return {entries}.some(({{ responseEnd }}) => responseEnd > 0)");
    settles_at("whether the module is there", json!(is_there), async || customer.eval(&script).await).await;
}

fn is_asked_for(house: &House) -> usize {
    house.heard().iter().filter(|heard| heard.line.contains("/prompt.wasm")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_comes_when_its_module_does_and_nothing_is_blocked_or_counted_before() {
    let house = House::open(Plan { held: MODULE, ..BANNER }).await;
    let customer = Customer::arrives(&house).await;
    customer.is_decided("show trial_ends").await;
    settles_at("the module is on its way", 1, async || is_asked_for(&house)).await;
    // The product is as quick as ever, and its use counts.
    customer.creates_invoice("Northwind Bakery").await;
    customer.has_used("invoice_created", 1).await;
    module_is(&customer, false).await;
    assert!(!customer.has_prompt().await);
    assert_eq!(customer.record("trial_ends").await.shown.total(), 0, "only what is painted counts");
    // Who asks for the same module again does not fetch it twice.
    customer.eval("secondMoment('inspect', (told) => { seen.told = told })").await;

    house.lets_arrive();
    assert!(customer.sees_prompt().await.starts_with("The trial ends on "));
    settles_at("the exposure", 1, async || customer.record("trial_ends").await.shown.total()).await;
    settles_at("the other one was served too", true, async || customer.eval("return !!seen.told").await == json!(true))
        .await;
    assert_eq!(is_asked_for(&house), 1);
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_whose_moment_has_passed_does_not_come_when_its_module_does() {
    let house = House::open(Plan { held: MODULE, ..SPOTLIGHT }).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.is_decided("show find_export").await;
    settles_at("the module is on its way", 1, async || is_asked_for(&house)).await;
    customer.click("nav-reports").await;
    customer.is_decided("not_running").await;
    customer.waited("find_export", Reason::RouteMismatch).await;
    house.lets_arrive();
    module_is(&customer, true).await;
    for _ in 0..2 {
        customer.passes_a_tick().await;
    }
    assert!(!customer.has_prompt().await);
    let record = customer.record("find_export").await;
    assert_eq!((record.shown.total(), record.dismissed), (0, 0), "it was never there");
    assert_eq!(customer.texts("seen.prompts").await, [""; 0], "and nobody was told that it was");
}
