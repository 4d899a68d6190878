//! What was counted arrives, however the page ends: each use once, and none is lost with the page, the network or the
//! browser.

use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{self, House, Plan};

/// Ten uses in one tick.
const TEN_CALLS: &str = "for (let use = 0; use < 10; use++) secondMoment('track', 'report_viewed');";

/// Ten clicks in one tick.
const TEN_CLICKS: &str = "
    const button = document.createElement('button');
    button.dataset.smFeature = 'report_viewed';
    document.body.append(button);
    for (let use = 0; use < 10; use++) button.click();
";

/// A customer in whose page the widget runs, and the trial's id.
async fn runs_in(house: &House) -> (Customer<'_>, String) {
    let customer = Customer::arrives(house).await;
    let trial = customer.trial().await;
    customer.runs().await;
    (customer, trial)
}

async fn is_cut_off(house: &House, customer: &Customer<'_>) {
    house.shuts(true);
    customer.is_online(false).await;
}

async fn ten_arrive_from_the_next_page(house: &House, customer: &Customer<'_>, trial: &str) {
    house.shuts(false);
    customer.visit("/").await;
    arrive(house, trial, 10).await;
}

/// Waits until the collector knows of so many uses, and no others.
async fn arrive(house: &House, trial: &str, uses: u32) {
    let told = eventually(&format!("{uses} uses at the collector"), async || {
        let told = house.trial(trial).await?;
        let known = world::uses(&told, "report_viewed");
        if known >= uses { Ok(told) } else { Err(format!("{known}")) }
    })
    .await;
    let known: Vec<(&str, u32)> = told.features.iter().map(|used| (used.name.as_str(), used.total)).collect();
    assert_eq!(known, [("report_viewed", uses)]);
    assert_eq!((told.replicas, told.dropped), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_uses_in_one_tick_arrive_whichever_way_the_page_goes_at_once() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let trial = customer.trial().await;
    let ways = [
        "location.href = 'about:blank'",
        "location.replace('about:blank')",
        "location.reload()",
        "location.href = '/missing'",
        "history.go(-1)",
        "const form = document.createElement('form'); form.action = '/'; document.body.append(form); form.submit()",
        "const form = document.createElement('form'); form.action = '/'; document.body.append(form); form.requestSubmit()",
        "const link = document.createElement('a'); link.href = 'about:blank'; document.body.append(link); link.click()",
        "open('about:blank', '_self')",
    ];
    let mut uses = 0;
    for way in ways {
        for counting in [TEN_CALLS, TEN_CLICKS] {
            customer.runs().await;
            customer.eval(&format!("{counting} {way}")).await;
            uses += 10;
            arrive(&house, &trial, uses).await;
            customer.visit("/").await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_uses_in_one_tick_arrive_when_the_tab_is_closed_at_once() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let trial = customer.trial().await;
    let first = customer.client.window().await.expect("a window");
    for (uses, is_closed_by_the_page) in [(10, true), (20, false)] {
        customer.runs().await;
        customer.eval("window.second = open('/')").await;
        // The loader hands the queue over when the widget runs.
        let runs = "return !Array.isArray(window.second.secondMoment?.q ?? [])";
        settles_at("the second tab runs", Value::Bool(true), async || customer.eval(runs).await).await;
        if is_closed_by_the_page {
            let in_second = TEN_CALLS.replace("secondMoment(", "second.secondMoment(");
            customer.eval(&format!("{in_second} second.close()")).await;
        } else {
            let all = customer.client.windows().await.expect("windows");
            let second = all.into_iter().find(|window| *window != first).expect("a second window");
            customer.client.switch_to_window(second).await.expect("the second tab");
            customer.eval(TEN_CALLS).await;
            customer.client.close_window().await.expect("the tab is closed");
            customer.client.switch_to_window(first.clone()).await.expect("the first tab");
        }
        arrive(&house, &trial, uses).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_uses_offline_arrive_after_the_browser_was_closed_and_opened_again() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let (customer, trial) = runs_in(&house).await;
    is_cut_off(&house, &customer).await;
    customer.eval(TEN_CALLS).await;
    let customer = customer.closes_and_opens().await;
    ten_arrive_from_the_next_page(&house, &customer, &trial).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_uses_arrive_after_the_browser_was_killed_half_a_second_later_offline() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let (customer, trial) = runs_in(&house).await;
    is_cut_off(&house, &customer).await;
    // Half a second by the page's own clock: it is what is promised.
    customer.eval(&format!("{TEN_CALLS} await new Promise((wake) => setTimeout(wake, 500))")).await;
    let customer = customer.dies_and_opens().await;
    ten_arrive_from_the_next_page(&house, &customer, &trial).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_uses_of_a_new_browser_survive_that_it_is_killed() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let (customer, trial) = runs_in(&house).await;
    // Both at once: what is sent at the next tick and what is found on the disk is the same replica's.
    customer.eval(&format!("{TEN_CALLS} await new Promise((wake) => setTimeout(wake, 500))")).await;
    let customer = customer.dies_and_opens().await;
    customer.visit("/").await;
    customer.runs().await;
    customer.eval(TEN_CALLS).await;
    customer.leaves().await;
    arrive(&house, &trial, 20).await;
}
