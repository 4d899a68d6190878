//! What the widget leaves in a page, and what it asks of it: next to nothing.

use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

const GUESTS: Plan = Plan { folder: "tests/house/pages/guest", ..Plan::DEMO };

/// Notes each listener that our modules add, and each name that the window had before them.
const NOTES: &str = "
    window.before = new Set(Object.getOwnPropertyNames(window));
    window.added = [];
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (kind, act, options) {
      const module = /\\/(core|prompt)\\.js/.exec(new Error().stack);
      if (module) added.push([module[1], kind, options?.passive === true]);
      return addEventListener.apply(this, arguments);
    };
";

#[tokio::test(flavor = "multi_thread")]
async fn no_listener_blocks_anything() {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(NOTES).await;
    customer.visit("/").await;
    customer.has_used("invoice_sent", 0).await;
    customer.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    customer.sees_prompt().await;
    customer.answers("why").await;

    let listeners = customer.eval("return added").await;
    let listeners: Vec<(String, String, bool)> = serde_json::from_value(listeners).expect("listeners");
    let has = |module: &str, kind: &str| listeners.iter().any(|one| one.0 == module && one.1 == kind);
    assert!(has("core", "click") && has("core", "pagehide") && has("core", "wheel"), "{listeners:?}");
    assert!(has("prompt", "click"), "{listeners:?}");
    for (module, kind, is_passive) in &listeners {
        assert!(!["unload", "beforeunload"].contains(&kind.as_str()), "{kind}");
        let may_block = ["wheel", "mousewheel", "scroll", "touchstart", "touchmove"].contains(&kind.as_str());
        assert!(*is_passive || (module == "prompt" && !may_block), "{kind} of {module} is not passive");
    }
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    let left = customer.eval("return document.documentElement.outerHTML").await;
    assert!(!left.as_str().unwrap_or_default().contains("second-moment"), "the prompt has left: {left}");
    assert_eq!(customer.count("head > div").await, 0, "nothing that fetched the modules is left");
}

/// Seen by the engine's own means, because the driver's leave names of their own.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_gets_one_name() {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page("delete window.secondMoment").await;
    customer.before_each_page(NOTES).await;
    customer.moves_to(&format!("{}/", house.product)).await;
    let runs = "typeof secondMoment === 'function' && !!secondMoment.q && secondMoment.q.length === undefined";
    settles_at("the widget runs", Value::Bool(true), async || customer.sees(runs).await).await;
    customer.sees("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    settles_at("a prompt", Value::Bool(true), async || {
        customer.sees("document.querySelector('second-moment-prompt') !== null").await
    })
    .await;
    let names = "Object.getOwnPropertyNames(window).filter((name) => !before.has(name)).join()";
    assert_eq!(customer.sees(names).await, "before,added,secondMoment", "and the first two are the test's");
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

#[tokio::test(flavor = "multi_thread")]
async fn calls_with_what_cannot_be_are_told_to_the_developer() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    customer
        .eval(
            "window.said = [];
             console.warn = (...words) => said.push(words.join(' '));
             secondMoment('debug', true);
             secondMoment('track', 'report viewed');
             secondMoment('track', 'none', { count: 0 });
             secondMoment('track', 'text', { count: 'three' });
             secondMoment('track', 'nothing', { count: NaN });
             secondMoment('limit', 'all seats', { used: 1, of: 5 });
             secondMoment('limit', 'seats', { used: 'one', of: 5 });
             secondMoment('track', 'fine');
             secondMoment('track', 'three', { count: 3 });
             secondMoment('track', 'one', { count: undefined });
             secondMoment('limit', 'seats', { used: 1, of: 5 });",
        )
        .await;
    let refused =
        ["track report viewed", "track none", "track text", "track nothing", "limit all seats", "limit seats"];
    let lines = refused.map(|call| format!("secondMoment: a call was not understood: {call}"));
    assert_eq!(customer.texts("said").await, lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_of_consent_that_is_not_known_is_no_agreement() {
    for (tag, why) in [
        ("data-debug data-consent=\"require\"", "data-consent is none of required, granted and denied"),
        ("data-debug data-length-days=\"x\"", "data-length-days is no whole number of days"),
    ] {
        let house = House::open(Plan { tag, ..Plan::NO_PROMPTS }).await;
        let customer = Customer::waits(&house).await;
        customer.before_each_page("window.said = []; console.warn = (...words) => said.push(words.join(' '))").await;
        customer.visit("/").await;
        let line = vec![format!("secondMoment: {why}")];
        settles_at("the developer is told", line, async || customer.texts("said").await).await;
        customer.eval("secondMoment('track', 'report_viewed')").await;
        customer.passes_a_tick().await;
        assert!(customer.everything_kept().await.is_empty());
        assert_eq!(house.heard_of_customers(), [""; 0]);
    }
}
