//! The one button that pauses everything.

use crate::customer::Customer;
use crate::eventually::eventually;
use crate::growth_team::GrowthTeam;
use crate::world::{House, Plan};

/// A playbook older than this is confirmed before a prompt is shown.
const CONFIRMED_AFTER_MS: f64 = 10_000.0;

/// How long ago the page asked for its playbook.
const PLAYBOOK_AGE_MS: &str = "
    const asked = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/start'));
    return asked.length > 0 ? performance.now() - asked.at(-1).responseEnd : 0;";

#[tokio::test(flavor = "multi_thread")]
async fn the_pause_button_stops_prompts_and_takes_the_open_one_away() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    let team = GrowthTeam::signs_in(&house).await;
    eventually("a trial in the console", async || {
        customer.leaves().await;
        customer.visit("/").await;
        house.trial(&id).await
    })
    .await;

    // Paused before anything was shown: the page that knew nothing of it asks, and holds back.
    team.pauses().await;
    customer.creates_invoice("Northwind Bakery").await;
    eventually("a playbook that has to be confirmed", async || {
        let age_ms = customer.eval(PLAYBOOK_AGE_MS).await.as_f64().unwrap_or_default();
        if age_ms > CONFIRMED_AFTER_MS + 1_000.0 { Ok(()) } else { Err(format!("{age_ms} ms")) }
    })
    .await;
    customer.sends_it("accounts@northwind.example").await;
    customer.is_decided("kill_switch").await;
    assert!(!customer.has_prompt().await);
    assert_eq!(customer.texts("seen.prompts").await, [""; 0]);

    // Running again: the next page shows it.
    team.resumes().await;
    customer.client.refresh().await.expect("a reload");
    assert_eq!(customer.sees_prompt().await, "Your first invoice is on its way");

    // Paused again: it is withdrawn.
    team.pauses().await;
    customer.sees_no_prompt().await;
    customer.is_decided("kill_switch").await;
    team.resumes().await;
    customer.leaves().await;

    let told = eventually("the exposure at the collector", async || {
        let told = house.trial(&id).await?;
        if told.line.shown == 1 { Ok(told) } else { Err(format!("{told:?}")) }
    })
    .await;
    assert_eq!((told.line.clicked, told.line.dismissed), (0, 0), "what was withdrawn was not answered");
}
