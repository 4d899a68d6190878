//! The session by which widgets are compared, and what it may send: 200 clicks, 20 edits of fields, 5 routes, 10 calls.

use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{self, Heard, House, Plan};

/// The budgets of the design. A beacon has its bytes for a playbook of three prompts: each further one has its own lines
/// in the ledger, and the demo shows one of every kind.
const BEACON_BYTES: usize = 400 + 7 * LEDGER_BYTES;
const LEDGER_BYTES: usize = 25;
const BYTES: usize = 4_096;
const REQUESTS: usize = 10;

/// A customer at work, sixty steps a second. Ends with the page as it was.
const SESSION: &str = "
    const names = ['invoice_created', 'invoice_sent', 'invoice_paid', 'invoice_exported', 'search_used', 'report_viewed'];
    const buttons = names.map((name) => {
      const button = document.createElement('button');
      button.dataset.smFeature = name;
      document.body.append(button);
      return button;
    });
    const field = document.createElement('input');
    document.body.append(field);
    const steps = [];
    for (let at = 0; at < 200; at++) {
      steps.push(() => buttons[at % buttons.length].click());
      if (at % 10 === 0) steps.push(() => {
        field.value += 'x';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      });
      if (at % 20 === 0) steps.push(() => secondMoment('track', 'report_viewed', { count: 2 }));
      if (at % 40 === 0) steps.push(() => history.pushState(null, '', '?step=' + at));
    }
    for (const step of steps) {
      step();
      await new Promise(requestAnimationFrame);
    }
";

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_clicks_send_no_more_than_was_promised() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    let trial = customer.trial().await;
    customer.eval(SESSION).await;
    customer.leaves().await;
    eventually("all of it at the collector", async || {
        let told = house.trial(&trial).await?;
        let uses: u32 = told.features.iter().map(|used| used.total).sum();
        if uses == 220 { Ok(()) } else { Err(format!("{uses}")) }
    })
    .await;

    let asked: Vec<Heard> = house.heard().into_iter().filter(|heard| heard.line.contains(" /v1/")).collect();
    let sent: Vec<usize> = asked.iter().map(|heard| heard.body.len()).filter(|len| *len > 0).collect();
    let bytes: usize = sent.iter().sum();
    println!("{} requests, {} of them beacons of {sent:?} bytes, {bytes} in all", asked.len(), sent.len());
    assert!(asked.iter().all(|heard| !heard.line.starts_with("OPTIONS")), "no preflight");
    assert!(asked.len() <= REQUESTS, "{} requests", asked.len());
    assert!(sent.iter().all(|len| *len <= BEACON_BYTES), "{sent:?}");
    assert!(bytes <= BYTES, "{bytes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_not_sent_again() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    let trial = customer.trial().await;
    let beacons = || house.heard_of_customers().iter().filter(|line| line.starts_with("POST /v1/beacon")).count();
    let answered =
        "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/v1/beacon')).length";
    let acknowledges = async |uses| {
        house.told_when(&trial, |told| world::uses(told, "report_viewed") == uses).await;
        settles_at("the page has the answer", Value::from(beacons()), async || customer.eval(answered).await).await;
    };
    let leave = "
        dispatchEvent(new Event('pagehide'));
        document.dispatchEvent(new Event('freeze'));
        dispatchEvent(new Event('pagehide'));
    ";
    // Two ticks and a half: time for what follows from the first use, and for what follows from being seen again.
    let stay = "await new Promise((wake) => setTimeout(wake, 2500)); return document.visibilityState";
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.eval(stay).await;
    customer.eval(leave).await;
    acknowledges(1).await;

    let before = beacons();
    customer.eval("secondMoment('track', 'report_viewed')").await;
    // Hidden, frozen and gone are one leaving.
    customer.eval(leave).await;
    acknowledges(2).await;
    assert_eq!(beacons(), before + 1);
    customer.eval(leave).await;
    // That the customer is back is no news, and goes with what comes next.
    customer.eval("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))").await;
    assert_eq!(customer.eval(stay).await, Value::from("visible"));
    assert_eq!(beacons(), before + 1);
}
