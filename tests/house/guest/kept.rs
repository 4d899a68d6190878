//! A page that the browser keeps whole for the way back, and shows again as it was.

use moment_core::friction::FrictionKind;
use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{self, House, Plan};

const KEPT: Plan = Plan { folder: "tests/house/pages/guest", may_be_kept: true, ..Plan::DEMO };

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_kept_goes_on_counting() {
    let house = House::open(KEPT).await;
    let customer = Customer::waits(&house).await;
    customer.visit("/").await;
    let id = customer.trial().await;
    customer.has_used("template_saved", 0).await;
    customer.click("use").await;
    customer.click("use").await;
    customer.has_used("template_saved", 2).await;

    let mut uses = 2;
    eventually("there and back, sooner than a slow machine loads a page", async || {
        customer.click("second").await;
        settles_at("the second page", Some(true), async || {
            let arrived = "return location.pathname === '/second' && sessionStorage.getItem('sm.arrived') > 0";
            customer.eval(arrived).await.as_bool()
        })
        .await;
        customer.client.back().await.expect("the way back");
        settles_at("the first page, as it was", Some(true), async || {
            customer.eval("return location.pathname === '/' && seen.kept > 0").await.as_bool()
        })
        .await;
        customer.click("use").await;
        uses += 1;
        customer.has_used("template_saved", uses).await;
        let kept = customer.kept().await?;
        let quick = kept.friction[FrictionKind::QuickBack as usize].counts.total();
        if quick == 1 { Ok(()) } else { Err(format!("{quick} quick ones")) }
    })
    .await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    customer.leaves().await;
    let told = house.told_when(&id, |told| world::uses(told, "template_saved") == uses).await;
    assert_eq!((told.replicas, told.sessions), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_kept_with_an_open_prompt_holds_nobody_up() {
    let house = House::open(KEPT).await;
    let customer = Customer::arrives(&house).await;
    customer.has_used("invoice_sent", 0).await;
    customer.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    customer.sees_prompt().await;
    let held = "return navigator.locks.query().then(({ held }) => held.length)";
    assert_eq!(customer.eval(held).await, 1);
    customer.visit("/second").await;
    settles_at("another page may have its turn", Value::from(0), async || customer.eval(held).await).await;
    // The way back is not a quick one, which would be trouble: then nothing is offered.
    let stays = "
        const has_arrived = location.pathname === '/second' && +sessionStorage.getItem('sm.arrived') > performance.timeOrigin - 1;
        if (has_arrived) sessionStorage.setItem('sm.arrived', 0);
        return has_arrived";
    settles_at("the second page is looked at", Some(true), async || customer.eval(stays).await.as_bool()).await;
    customer.client.back().await.expect("the way back");
    settles_at("the first page, as it was", Some(true), async || {
        customer.eval("return location.pathname === '/' && seen.kept > 0").await.as_bool()
    })
    .await;
    customer.sees_prompt().await;
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}
