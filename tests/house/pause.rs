//! The one button that pauses everything.

use crate::customer::Customer;
use crate::eventually::eventually;
use crate::growth_team::GrowthTeam;
use crate::world::{House, Plan};

/// A playbook older than the widget's ten seconds is confirmed before a prompt is shown.
const CONFIRMED_AFTER_MS: f64 = 11_000.0;

/// How long ago the page was told its playbook.
const PLAYBOOK_AGE_MS: &str = "
    const asked = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/start'));
    return asked.length > 0 ? performance.now() - asked.at(-1).responseEnd : 0;";

#[tokio::test(flavor = "multi_thread")]
async fn while_everything_is_paused_no_prompt_is_shown() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    let team = team_that_knows(&house, &customer).await;
    team.pauses().await;

    // The page was told that prompts are running; before it shows one it asks again.
    eventually("a playbook that has to be confirmed", async || {
        let age_ms = customer.eval(PLAYBOOK_AGE_MS).await.as_f64().unwrap_or_default();
        if age_ms > CONFIRMED_AFTER_MS { Ok(()) } else { Err(format!("{age_ms} ms")) }
    })
    .await;
    customer.sends_it("accounts@northwind.example").await;
    customer.is_decided("kill_switch").await;
    assert!(!customer.has_prompt().await);
    assert_eq!(customer.texts("seen.prompts").await, [""; 0]);

    team.resumes().await;
    customer.client.refresh().await.expect("a reload");
    assert_eq!(customer.sees_prompt().await, "Your first invoice is on its way");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_prompt_is_withdrawn_when_everything_is_paused() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    let team = team_that_knows(&house, &customer).await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;

    team.pauses().await;
    customer.sees_no_prompt().await;
    customer.is_decided("kill_switch").await;
    customer.leaves().await;
    let told = eventually("the exposure at the collector", async || {
        let told = house.trial(&id).await?;
        if told.line.shown == 1 { Ok(told) } else { Err(format!("{told:?}")) }
    })
    .await;
    assert_eq!((told.line.clicked, told.line.dismissed), (0, 0), "what was withdrawn was not answered");
}

/// Somebody at the console, once the console knows of the customer: before the first trial there is nothing to pause.
async fn team_that_knows<'a>(house: &'a House, customer: &Customer<'_>) -> GrowthTeam<'a> {
    let id = customer.trial().await;
    eventually("the first moment at the collector", async || house.trial(&id).await).await;
    GrowthTeam::signs_in(house).await
}
