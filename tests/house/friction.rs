//! Friction: each sign of trouble is counted, and what only looks like one is not. All by real clicks and keys.

mod acts;

use std::time::Duration;

use moment_core::friction::FrictionKind;
use moment_core::friction::FrictionKind::{AbandonedForm, DeadClick, Error, QuickBack, RageClick, SlowResponse};

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};
use acts::Act;

const TROUBLE: Plan = Plan { folder: "tests/house/pages/friction", ..Plan::DEMO };

/// Longer than any detector watches a click; and an abandoned form must have been begun by then.
const WATCH_MS: f64 = 1_900.0;
const BEGUN_MS: f64 = 3_200.0;
const QUICK_MS: f64 = 5_200.0;

/// Nobody is at the browser's own button sooner after a press in the page.
const HAND_MS: f64 = 600.0;

#[tokio::test(flavor = "multi_thread")]
async fn a_click_that_nothing_answers_is_dead() {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/").await;
    for (place, testid) in (1..).zip(["dead", "dead-link", "dead-card", "dead-role", "dead-shadow"]) {
        // A page that was held up judges nothing, and this machine may hold it up.
        eventually(&format!("a click on {testid}"), async || {
            customer.clicks(testid, 1).await;
            let met = customer.met("the watch over it").await;
            if met == [(DeadClick, place)] { Ok(()) } else { Err(format!("{met:?}")) }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quick_clicks_on_what_does_not_answer_are_one_burst_of_rage() {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/").await;
    customer.clicks("dead", 5).await;
    customer.has_met("five clicks", &[(RageClick, 1), (DeadClick, 1)]).await;
    // Its words are selected with the second click, which is no answer.
    customer.clicks("dead-role", 3).await;
    customer.has_met("three more elsewhere", &[(RageClick, 2), (DeadClick, 2)]).await;
    // Three in a row, too far apart in time.
    customer.clicks_each("dead", 3, Duration::from_millis(700)).await;
    customer.has_met("three patient ones", &[(RageClick, 2), (DeadClick, 3)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_takes_too_long_is_slow_and_not_dead() {
    let house = House::open(TROUBLE).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page("window.isTimed = true").await;
    customer.visit("/").await;
    customer.has_used("sentinel", 0).await;
    customer.clicks("held-up", 1).await;
    customer.has_met("an answer after 0.8 s", &[(SlowResponse, 1)]).await;
    // The keys that were typed meanwhile waited for the same frame.
    customer.fill("held-keys", "Ada Lovelace").await;
    customer.has_met("a first key that took 0.8 s", &[(SlowResponse, 2)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_left_unsent_is_abandoned() {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/form").await;
    customer.fill("first", "Ada").await;
    customer.passes("the form is begun", BEGUN_MS).await;
    customer.click("go-first").await;
    customer.has_met("another route", &[(AbandonedForm, 1)]).await;
    // By loading another page.
    customer.click("go-form").await;
    customer.fill("last", "Lovelace").await;
    customer.passes("the form is begun", BEGUN_MS).await;
    customer.click("load-second").await;
    customer.has_met("another page", &[(AbandonedForm, 2)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_were_sent_or_never_begun_are_not_abandoned() {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/form").await;
    for (what, field, then) in [
        ("a form that was sent", "first", Some("send")),
        ("a form that code takes care of", "data-first", Some("data-save")),
        ("a search box", "search", None),
        ("filters, which are never sent", "filter", None),
    ] {
        customer.fill(field, "Ada Lovelace").await;
        customer.passes(what, BEGUN_MS).await;
        if let Some(button) = then {
            customer.click(button).await;
        }
        customer.click("go-first").await;
        customer.has_met(what, &[]).await;
        customer.click("go-form").await;
    }
    customer.fill("first", "A").await;
    customer.click("go-first").await;
    customer.has_met("a form that was hardly touched", &[]).await;
    customer.click("go-form").await;
    customer.fill("data-first", "Ada Lovelace").await;
    customer.passes("a form that keys send", BEGUN_MS).await;
    customer.control_enter().await;
    customer.has_met("a form that keys send", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_back_at_once_was_in_the_wrong_place() {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/").await;
    customer.click("go-second").await;
    customer.passes("a hand goes to the browser's button", HAND_MS).await;
    customer.client.back().await.expect("the way back");
    customer.has_met("back to another route", &[(QuickBack, 1)]).await;
    // To go on and back again by the history is to look for something, not to be led astray.
    customer.eval("history.forward()").await;
    customer.eval("setTimeout(() => history.back(), 300)").await;
    customer.has_met("forward and back", &[(QuickBack, 1)]).await;
    // What the page opened it closes by the same way, at the press of its own button.
    customer.click("go-second").await;
    customer.click("close-second").await;
    customer.has_met("closed by the page", &[(QuickBack, 1)]).await;
    customer.click("go-second").await;
    customer.passes("time to read", QUICK_MS).await;
    customer.client.back().await.expect("the way back");
    customer.has_met("back after a while", &[(QuickBack, 1)]).await;
    // By loading another page, which must have been seen to be left.
    eventually("back to another page, sooner than a slow machine loads one", async || {
        customer.click("load-second").await;
        settles_at("the page knows when it was opened", Some(true), async || {
            customer.eval("return sessionStorage.getItem('sm.arrived') >= performance.timeOrigin").await.as_bool()
        })
        .await;
        customer.client.back().await.expect("the way back");
        let met = customer.met("back to another page").await;
        if met == [(QuickBack, 2)] { Ok(()) } else { Err(format!("{met:?}")) }
    })
    .await;
}

const TRAPS: [(&str, Act); 16] = [
    ("words", Act::Clicks(2)),
    ("words", Act::Clicks(3)),
    ("words", Act::Drags),
    ("plus", Act::Clicks(10)),
    ("raise", Act::Clicks(10)),
    ("number", Act::Clicks(10)),
    ("shadow", Act::Clicks(4)),
    ("name", Act::Clicks(4)),
    ("name", Act::Types),
    ("label", Act::Clicks(3)),
    ("tick-label", Act::Clicks(4)),
    ("tick", Act::Clicks(4)),
    ("dead-card", Act::Drags),
    ("on-press", Act::Clicks(4)),
    ("raise-on-press", Act::Clicks(4)),
    ("stepper", Act::Clicks(10)),
];

const ANSWERS: [(&str, Act); 15] = [
    ("later", Act::Clicks(1)),
    ("asks", Act::Declines),
    ("prints", Act::Clicks(1)),
    ("tracks", Act::Clicks(1)),
    ("download", Act::Clicks(1)),
    ("makes-file", Act::Clicks(1)),
    ("mail", Act::Clicks(1)),
    ("fetches", Act::Clicks(1)),
    ("focuses", Act::Clicks(1)),
    ("pops", Act::Clicks(1)),
    ("new-tab", Act::Closes),
    ("scrolls", Act::Clicks(1)),
    ("on-press", Act::Clicks(1)),
    ("raise-on-press", Act::Clicks(1)),
    ("stepper", Act::Clicks(1)),
];

const NOT_OWED: [(&str, Act); 5] = [
    ("disabled", Act::Clicks(4)),
    ("aria-disabled", Act::Clicks(4)),
    ("current", Act::Clicks(1)),
    ("choice", Act::Clicks(1)),
    ("dead", Act::ControlClick),
];

#[tokio::test(flavor = "multi_thread")]
async fn many_clicks_typing_and_dragging_are_no_trouble_by_themselves() {
    are_no_trouble(&TRAPS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_click_is_dead_that_was_answered_in_any_way() {
    are_no_trouble(&ANSWERS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_click_is_dead_where_no_answer_is_owed() {
    are_no_trouble(&NOT_OWED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_keeps_its_errors_and_we_keep_no_word_of_them() {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/").await;
    let id = customer.trial().await;
    customer.clicks("dead", 1).await;
    customer.eval("fail()").await;
    customer.has_met("an error", &[(Error, 1), (DeadClick, 1)]).await;
    let errors = customer.texts("seen.errors").await;
    assert!(errors.len() == 1 && errors[0].contains("Quittenmus"), "the page's own error is all there is: {errors:?}");
    customer.leaves().await;
    eventually("the trouble at the collector", async || {
        let told = house.trial(&id).await?;
        if told.friction.len() == 2 { Ok(()) } else { Err(format!("{told:?}")) }
    })
    .await;
    let sent = house.heard().into_iter().flat_map(|heard| [heard.line.into_bytes(), heard.body]);
    let said: Vec<u8> = sent.flatten().collect();
    assert!(!said.windows(9).any(|window| window.eq_ignore_ascii_case(b"quittenmu")));
}

/// Does one after the other, waits until all detectors have looked, and sees that none has counted.
async fn are_no_trouble(traps: &[(&str, Act)]) {
    let house = House::open(TROUBLE).await;
    let customer = arrives(&house, "/").await;
    for (testid, act) in traps {
        customer.does(testid, *act).await;
        customer.has_met(&format!("{act:?} on {testid}"), &[]).await;
    }
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

/// A new customer on the page of trouble, with the widget listening.
async fn arrives<'a>(house: &'a House, path: &str) -> Customer<'a> {
    let customer = Customer::waits(house).await;
    customer.visit(path).await;
    customer.has_used("sentinel", 0).await;
    customer
}

impl Customer<'_> {
    /// There was so much friction of each kind until now, and none besides.
    async fn has_met(&self, what: &str, wanted: &[(FrictionKind, u32)]) {
        assert_eq!(self.met(what).await, wanted, "after {what}");
    }

    /// Waits until every detector has looked, and then for a use that was counted after that: what there was of
    /// friction until now.
    async fn met(&self, what: &str) -> Vec<(FrictionKind, u32)> {
        self.passes(what, WATCH_MS).await;
        let sentinels = self.kept().await.ok().and_then(|kept| Some(kept.feature("sentinel")?.counts.total()));
        self.eval("secondMoment('track', 'sentinel')").await;
        self.has_used("sentinel", sentinels.unwrap_or_default() + 1).await;
        let kept = self.kept().await.expect("a kept trial");
        FrictionKind::ALL
            .into_iter()
            .map(|kind| (kind, kept.friction[kind as usize].counts.total()))
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}
