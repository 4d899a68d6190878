//! Recovery before selling: whoever has just met an error is sold nothing.

use moment_core::friction::FrictionKind;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn after_an_error_nothing_is_sold() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    for _ in 0..3 {
        customer.click("nav-reports").await;
    }
    // The demo's report breaks at every third visit.
    customer.click("report-refresh").await;
    customer.find("report-failed").await;
    settles_at("the error is counted", Ok(1), async || {
        customer.kept().await.map(|kept| kept.friction[FrictionKind::Error as usize].counts.total())
    })
    .await;
    assert_eq!(customer.texts("seen.errors").await.len(), 1, "the page's own error stays the page's");
    customer.is_decided("recovery_first").await;

    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    // What is kept holds the moment only after the tick that decided with it.
    settles_at("the activation", Ok(true), async || {
        customer.kept().await.map(|kept| kept.moment("activated").is_some())
    })
    .await;
    customer.is_decided("recovery_first").await;
    let decisions = customer.texts("seen.decisions").await;
    assert!(!decisions.iter().any(|decision| decision.starts_with("show")), "{decisions:?}");
    assert!(!customer.has_prompt().await);
    customer.leaves().await;

    let told = eventually("the trouble at the collector", async || {
        let told = house.trial(&id).await?;
        if told.line.activated_ms.is_some() { Ok(told) } else { Err(format!("{told:?}")) }
    })
    .await;
    assert_eq!(told.friction.iter().map(|met| (met.kind.as_str(), met.count)).collect::<Vec<_>>(), [("error", 1)]);
    assert_eq!(told.line.shown, 0);
    let prompt = told.prompts.iter().find(|prompt| prompt.id == "sent_first").expect("the prompt's record");
    assert!(prompt.waits.iter().any(|wait| wait.reason == "recovery_first"), "{prompt:?}");
}
