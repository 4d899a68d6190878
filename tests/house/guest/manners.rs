//! What the widget leaves in a page, and what it asks of it: next to nothing.

use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

const GUESTS: Plan = Plan { folder: "tests/house/pages/guest", ..Plan::DEMO };

/// Notes each listener that our files add, and each name that the window had before them.
const NOTES: &str = "
    window.before = new Set(Object.getOwnPropertyNames(window));
    window.added = [];
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (kind, act, options) {
      if (/\\/sm(\\.js|\\/)/.test(new Error().stack)) added.push([kind, options?.passive ?? null, options?.capture ?? null]);
      return addEventListener.apply(this, arguments);
    };
";

#[tokio::test(flavor = "multi_thread")]
async fn the_page_gets_one_name_and_listeners_that_block_nothing() {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(NOTES).await;
    customer.visit("/").await;
    customer.has_used("invoice_sent", 0).await;
    customer.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    customer.sees_prompt().await;
    customer.answers("why").await;

    // The witness has made the queue before, as a page's own snippet does.
    let names = "[...Object.getOwnPropertyNames(window)].filter((name) => !before.has(name) && name !== 'added')";
    assert_eq!(customer.texts(names).await, ["before"], "and this one is the test's");
    let listeners = customer.eval("return added").await;
    let listeners: Vec<(String, Option<bool>, Option<bool>)> = serde_json::from_value(listeners).expect("listeners");
    let kinds: Vec<&str> = listeners.iter().map(|(kind, ..)| kind.as_str()).collect();
    assert!(["click", "pagehide", "wheel"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    assert!(!["unload", "beforeunload"].iter().any(|kind| kinds.contains(kind)), "{kinds:?}");
    let is_scrolling = |kind: &str| ["wheel", "mousewheel", "scroll", "touchstart", "touchmove"].contains(&kind);
    let is_ours = |captures: &Option<bool>| *captures == Some(true);
    for (kind, is_passive, captures) in &listeners {
        assert!(*is_passive == Some(true) || !(is_scrolling(kind) || is_ours(captures)), "{kind} is not passive");
    }
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    let left = customer.eval("return document.documentElement.outerHTML").await;
    assert!(!left.as_str().unwrap_or_default().contains("second-moment"), "the prompt has left: {left}");
    assert_eq!(customer.count("head > div").await, 0, "nothing that fetched the modules is left");
}

/// Without a queue of the page's own, the name is the only thing that is new.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_queue_gets_one_name() {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page("delete window.secondMoment").await;
    customer.before_each_page(NOTES).await;
    customer.visit("/").await;
    customer.click("use").await;
    customer.has_used("template_saved", 1).await;
    let names = "[...Object.getOwnPropertyNames(window)].filter((name) => !before.has(name) && name !== 'added')";
    assert_eq!(customer.texts(names).await, ["before", "secondMoment"]);
}

/// As strict as a policy can be: no inline code, nothing that is not asked for, and every sink of scripts guarded.
fn strict(_: &str, collector: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {collector} 'wasm-unsafe-eval'; connect-src {collector}; \
         style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types second-moment"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_strictest_policy_refuses_nothing_of_ours() {
    let house = House::open(Plan { policy: Some(strict), ..Plan::DEMO }).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;
    customer.answers("why").await;
    customer.answers("accept").await;
    settles_at("the offer is followed", Value::from("/upgrade"), async || {
        customer.eval("return location.pathname").await
    })
    .await;
    customer.has_used("pricing_viewed", 1).await;
    assert_eq!(customer.texts("seen.refused").await, [""; 0]);
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    customer.leaves().await;
    eventually("the exposure at the collector", async || {
        let told = house.trial(&id).await?;
        if (told.line.shown, told.line.clicked) == (1, 1) { Ok(()) } else { Err(format!("{told:?}")) }
    })
    .await;
}

/// A policy that blocks what it forbids tells the page so: here it is seen that this is heard.
#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_refuses_is_heard() {
    let policy = |policy: &str, _: &str| format!("{policy}; require-trusted-types-for 'script'; trusted-types 'none'");
    let house = House::open(Plan { policy: Some(policy), ..GUESTS }).await;
    let customer = Customer::arrives(&house).await;
    settles_at("the refusal", vec!["trusted-types".to_owned()], async || customer.texts("seen.refused").await).await;
}
