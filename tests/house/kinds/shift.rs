//! A prompt moves nothing of the page's.

use serde_json::json;

use super::acts::Prompting;
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// All shifts of the layout, which the browser tells observers only: how far, and of what.
const WATCH: &str = "seen.shifts = [];
    const tell = ({ value, sources }) => `${value} ${sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.nodeName)}`;
    seen.note = (entries) => entries.forEach((entry) => seen.shifts.push(tell(entry)));
    seen.watching = new PerformanceObserver((list) => seen.note(list.getEntries()));
    seen.watching.observe({ type: 'layout-shift', buffered: true })";

/// Those that were told, and those that are still to be.
const SHIFTS: &str = "seen.note(seen.watching.takeRecords()); return seen.shifts";

#[tokio::test(flavor = "multi_thread")]
async fn no_prompt_over_the_page_shifts_it() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.runs().await;
    customer.eval(WATCH).await;
    for prompt in [
        "sent_first",
        "limit_near",
        "find_export",
        "trial_ends",
        "how_was_sending",
        "stuck",
        "tell_a_friend",
        "answered",
        "way_in",
    ] {
        customer.eval("seen.watching.takeRecords(); seen.shifts = []; seen.frames = 0").await;
        customer.eval(&format!("secondMoment('preview', '{prompt}')")).await;
        settles_at(prompt, json!(true), async || {
            customer.in_prompt("!find('.box').getAnimations().some(({ playState }) => playState === 'running')").await
        })
        .await;
        frames(&customer).await;
        customer.answers("close").await;
        customer.sees_no_prompt().await;
        frames(&customer).await;
        assert_eq!(customer.eval(SHIFTS).await, json!([]), "{prompt}");
    }
    // The same measure sees what does shift.
    customer
        .eval("const line = document.createElement('div'); line.style.height = '90px'; document.body.prepend(line)")
        .await;
    eventually("a shift", async || {
        let shifts = customer.eval(SHIFTS).await;
        if shifts.as_array().is_some_and(|shifts| !shifts.is_empty()) { Ok(()) } else { Err(shifts.to_string()) }
    })
    .await;
}

/// The page keeps the room of the list from the first.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_in_its_slot_shifts_nothing_either() {
    let house = House::open(super::CHECKLIST).await;
    let customer = Customer::arrives(&house).await;
    let height = "return document.querySelector('[data-sm-slot]').offsetHeight";
    let before = customer.eval(height).await;
    customer.eval(WATCH).await;
    customer.sees_prompt().await;
    frames(&customer).await;
    assert_eq!(customer.eval(height).await, before);
    // What stands under it; the page puts itself together before.
    let shifts = customer.eval(SHIFTS).await.to_string();
    assert!(!shifts.contains("card empty"), "{shifts}");
    let list = customer.in_prompt("find('.box').offsetHeight").await.as_f64().unwrap_or_default();
    let room = before.as_f64().unwrap_or_default();
    assert!((0.0..60.0).contains(&(room - list)), "{list} px in {room}");
}

/// Waits until a few frames were painted.
async fn frames(customer: &Customer<'_>) {
    customer.eval("seen.frames = 0; const count = () => { if (++seen.frames < 5) requestAnimationFrame(count) }; requestAnimationFrame(count)").await;
    settles_at("frames", json!(5), async || customer.eval("return seen.frames").await).await;
}
