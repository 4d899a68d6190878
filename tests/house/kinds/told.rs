//! What a prompt tells of itself: why it is there, how many there may be, what is known. It is true, and stays so.

use serde_json::json;

use super::acts::Prompting;
use super::{BANNER, HELP, METER, only};
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

/// What the panel of this name says.
fn lines(panel: &str) -> String {
    format!(
        "all('[part={panel}-list] > *').filter((line) => line.checkVisibility()).map((line) => line.textContent)[0]"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_counts_the_prompt_that_shows_it() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.answers("fewer").await;
    let expected = json!(["At most 2 offers in 1 day; 1 left now.", "At most 4 offers in 7 days; 3 left now."]);
    settles_at("one less", expected, async || {
        customer.in_prompt("all('[part=budget]').map((line) => line.textContent)").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_want_as_many_as_before_is_no_refusal() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.eval("secondMoment('budget', 'fewer')").await;
    customer.sees_prompt().await;
    customer.answers("fewer").await;
    let shown = "all('[part=fewer-list] [part]').filter((part) => part.checkVisibility()).map((part) => part.getAttribute('part'))";
    assert_eq!(customer.in_prompt(shown).await, json!(["budget", "budget-normal", "budget-none"]));
    customer.answers("budget-normal").await;
    let expected = json!(["budget", "budget", "budget-fewer", "budget-none"]);
    settles_at("the usual budget", expected, async || customer.in_prompt(shown).await).await;
    settles_at("the focus", "title".to_owned(), async || customer.focused().await).await;
    let record = customer.record("trial_ends").await;
    assert_eq!((record.shown.total(), record.dismissed), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sort_of_fact_is_told_and_what_comes_meanwhile_too() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.eval("secondMoment('limit', 'invoices', { used: 3, of: 5 })").await;
    customer.sees_prompt().await;
    customer.answers("data").await;
    customer.eval("secondMoment('track', 'invoice_created', { count: 3 })").await;
    let told =
        "all('[part=data-list] li').map(({ children: [name, value] }) => `${name.textContent}: ${value.textContent}`)";
    for row in [
        "Invoices created: 3",
        "Made the first invoice: done",
        "Invoices in the trial: 3 of 5",
        "Days of use: 1",
        "Visits: 1",
        "Minutes of use: 0",
        "Signs of trouble: 0",
        "Messages like this one, shown: 1",
        "Messages like this one, answered: 0",
    ] {
        settles_at(row, json!(true), async || customer.in_prompt(&format!("{told}.includes('{row}')")).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_readiness_has_no_part_in_does_not_speak_of_it() {
    const SCORED: Plan = only(&[
        super::PAUSED,
        ("\"draft\" # tour\npriority = 8", "\"running\"\nscore_min = 1\npriority = 8"),
        ("when = \"trial_progress >= 70 and activated\"", "when = \"invoice_created >= 3\""),
    ]);
    for (plan, expected) in [
        (HELP, "Something did not go as it should just now."),
        (METER, "A limit of the trial is near or reached."),
        (SCORED, "What you did here that speaks for it:"),
    ] {
        let house = House::open(plan).await;
        let customer = Customer::arrives(&house).await;
        for client in ["Northwind Bakery", "Café Olé", "Studio Halden"] {
            customer.creates_invoice(client).await;
        }
        customer.sees_prompt().await;
        customer.answers("why").await;
        assert_eq!(customer.in_prompt(&lines("why")).await, json!(expected));
    }
}
