//! What the widget costs the page while nothing is to be told: a click counts in memory, and nothing else happens.

use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// Counts what the widget calls, told from the page by the stack. What the page then has is what it must find again.
const SPY: &str = "
    const isOurs = () => /\\/sm\\/[0-9a-f]+\\/|\\/sm\\.js/.test(new Error().stack);
    const spy = window.spy = { calls: [], listeners: [], observers: new Set() };
    const watch = (owner, name, note) => {
      const was = owner[name];
      owner[name] = function (...all) {
        if (isOurs()) (note || (() => spy.calls.push(name))).call(this, ...all);
        return was.apply(this, all);
      };
    };
    for (const name of ['getItem', 'setItem', 'removeItem']) watch(Storage.prototype, name);
    for (const name of ['put', 'get', 'add', 'delete']) watch(IDBObjectStore.prototype, name);
    watch(IDBFactory.prototype, 'open');
    watch(Navigator.prototype, 'sendBeacon');
    for (const name of ['fetch', 'setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
      watch(window, name);
    }
    watch(JSON, 'stringify');
    watch(XMLHttpRequest.prototype, 'send');
    watch(EventTarget.prototype, 'addEventListener', (kind, _, options) => {
      spy.listeners.push(kind + (options && options.passive === true ? '' : ' that blocks'));
    });
    watch(MutationObserver.prototype, 'observe', function () { spy.observers.add(this); spy.calls.push('observe'); });
    watch(MutationObserver.prototype, 'disconnect', function () { spy.observers.delete(this); });
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
    Object.defineProperty(Document.prototype, 'cookie', {
      configurable: true,
      get() { if (isOurs()) spy.calls.push('cookie'); return cookie.get.call(this); },
      set(text) { if (isOurs()) spy.calls.push('cookie'); cookie.set.call(this, text); },
    });
    const owners = { window, console, history, xhr: XMLHttpRequest.prototype, navigator: Navigator.prototype,
      storage: Storage.prototype, target: EventTarget.prototype, element: Element.prototype };
    const all = () => Object.entries(owners).flatMap(([owner, its]) =>
      ['fetch', 'XMLHttpRequest', 'onerror', 'onunhandledrejection', 'setTimeout', 'Promise', 'log', 'warn', 'error', 'info',
        'debug', 'pushState', 'replaceState', 'open', 'send', 'sendBeacon', 'setItem', 'addEventListener', 'attachShadow']
        .filter((name) => Object.hasOwn(its, name))
        .map((name) => [owner + '.' + name, Object.getOwnPropertyDescriptor(its, name).value]));
    const before = new Map(all());
    spy.touched = () => all().filter(([name, now]) => before.get(name) !== now).map(([name]) => name);
    spy.globals = Object.getOwnPropertyNames(window);
";

/// Clicks that nothing follows from but counting.
const CLICKS: &str = "
    const button = document.createElement('button');
    button.dataset.smFeature = 'report_viewed';
    document.body.append(button);
    spy.calls.length = 0;
    for (let use = 0; use < 20; use++) button.click();
    for (let use = 0; use < 5; use++) secondMoment('track', 'report_viewed');
    return spy.calls;
";

async fn watched(house: &House) -> Customer<'_> {
    let customer = Customer::waits(house).await;
    customer.before_each_page(SPY).await;
    customer.visit("/").await;
    customer.runs().await;
    customer
}

/// Everything that was counted so far is kept, and no save is on its way.
async fn is_quiet(customer: &Customer<'_>) {
    let calls = "return spy.calls.filter((name) => name === 'put').length";
    let mut last = Value::Null;
    eventually("the widget is quiet", async || {
        let now = customer.eval(&format!("await new Promise((wake) => setTimeout(wake, 700)); {calls}")).await;
        if std::mem::replace(&mut last, now.clone()) == now { Ok(()) } else { Err(now.to_string()) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_touches_no_storage_and_no_network_and_many_are_one_write() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = watched(&house).await;
    is_quiet(&customer).await;
    assert_eq!(customer.eval(CLICKS).await, serde_json::json!(["setTimeout"]), "one timer for all of them");
    customer.has_used("report_viewed", 25).await;
    is_quiet(&customer).await;
    let writes = customer.texts("spy.calls.filter((name) => name === 'setItem' || name === 'put')").await;
    assert_eq!(writes, ["setItem", "put"], "one write here, one where it outlives the browser");
    let calls = customer.texts("spy.calls").await;
    let sent = ["fetch", "sendBeacon", "send", "cookie", "stringify"];
    assert!(calls.iter().all(|name| !sent.contains(&name.as_str())), "{calls:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_finds_everything_as_it_was() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = watched(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.texts("spy.touched()").await, [""; 0]);
    let listeners = customer.texts("spy.listeners").await;
    assert!(listeners.len() > 20, "{listeners:?}");
    let bad = |kind: &&String| kind.contains("blocks") || ["unload", "beforeunload"].contains(&kind.as_str());
    assert_eq!(listeners.iter().find(bad), None, "{listeners:?}");
    let calls = customer.texts("spy.calls").await;
    assert!(!calls.contains(&"cookie".to_owned()), "{calls:?}");
    let globals = "Object.getOwnPropertyNames(window).filter((name) => !spy.globals.includes(name))";
    let new = customer.texts(globals).await;
    assert!(new.iter().all(|name| !name.to_lowercase().contains("moment") && !name.contains("wasm")), "{new:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_over_a_click_ends_with_the_first_sign_of_life() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = watched(&house).await;
    is_quiet(&customer).await;
    customer.eval("spy.calls.length = 0").await;
    customer.click("nav-invoices").await;
    let armed = "return spy.calls.includes('observe')";
    settles_at("a click arms the watch", Value::Bool(true), async || customer.eval(armed).await).await;
    settles_at("the page's answer ends it", Value::from(0), async || customer.eval("return spy.observers.size").await)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_out_of_the_cache_goes_on() {
    let house = House::open(Plan { may_be_kept: true, ..Plan::NO_PROMPTS }).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    let trial = customer.trial().await;
    customer.eval("window.mark = 'the same page'; secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
    customer.visit("/www/demo/style.css").await;
    customer.client.back().await.expect("the way back");
    let why = "return window.mark ?? JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)";
    assert_eq!(customer.eval(why).await, "the same page");
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 2).await;
    customer.leaves().await;
    eventually("both uses at the collector", async || {
        let told = house.trial(&trial).await?;
        if told.features.iter().any(|used| used.total == 2) { Ok(()) } else { Err(format!("{:?}", told.features)) }
    })
    .await;
}
