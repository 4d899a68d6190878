//! Existing instrumentation: what the product tells the real libraries is counted once, and nothing of theirs changes.

mod acts;
mod shelf;

use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

const ALL: &str = "data-listen=\"segment posthog amplitude mixpanel gtag datalayer\"";

/// The snippets stand inline in real products, and the libraries send to the product's own server here.
const PLAN: Plan = Plan {
    playbook: &[("status = \"running\"", "status = \"draft\"")],
    folder: "tests/house/pages/listen",
    tag: ALL,
    policy: Some(|policy, _| policy.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'")),
    doors: Some(shelf::shelf),
    ..Plan::DEMO
};

/// In names and properties of events that are no features' uses.
const SECRETS: [&str; 3] = ["Quittenmus", "Wolkenbruch", "Amselruf"];

#[tokio::test(flavor = "multi_thread")]
async fn segment_is_heard() {
    is_heard("segment").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn posthog_is_heard() {
    is_heard("posthog").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amplitude_is_heard() {
    is_heard("amplitude").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mixpanel_is_heard() {
    is_heard("mixpanel").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gtag_is_heard() {
    is_heard("gtag").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_layer_is_heard() {
    is_heard("datalayer").await;
}

/// Whenever a library comes, and whatever it does to its stub, each event is one use. Listed alone or as one of all: no
/// two libraries hear the same event twice.
async fn is_heard(library: &str) {
    let alone = format!("data-listen=\"{library}\"");
    for tag in [alone.leak(), ALL] {
        let house = House::open(Plan { tag, ..PLAN }).await;
        let customer = Customer::waits(&house).await;

        // It was there before us.
        customer.opens(&format!("await libraries.{library}.stub(); await libraries.{library}.load()")).await;
        customer.tells(library, "invoice_created").await;
        customer.tells(library, "Invoice Created").await;
        customer.tells(library, "Quittenmus").await;
        customer.tells(library, "gtm.Quittenmus").await;
        customer.has_used("invoice_created", 2).await;

        // It comes after us, and is told in answer to a click.
        customer.opens("").await;
        customer.eval(&format!("return libraries.{library}.stub().then(libraries.{library}.load)")).await;
        customer.tells_by_click(library, " Invoice - Sent").await;
        customer.tells_by_click(library, "Amselruf@secret.example").await;
        customer.has_used("invoice_sent", 1).await;

        // It takes its stub's place after us. Some waits in the stub since before us, some since after.
        customer.opens(&format!("await libraries.{library}.stub(); tell('{library}', 'invoice_paid')")).await;
        customer.tells(library, "invoice_paid").await;
        customer.eval(&format!("const {{ owner, method }} = libraries.{library}; window.old = owner()[method]")).await;
        customer.eval(&format!("return libraries.{library}.load()")).await;
        customer.tells_by_click(library, "invoice_paid").await;
        // Whoever kept the first function goes on calling it.
        customer.eval(&format!("tell('{library}', 'invoice_edited', old)")).await;
        customer.has_used("invoice_paid", 3).await;
        customer.has_used("invoice_edited", 1).await;

        let uses = [("invoice_created", 2), ("invoice_edited", 1), ("invoice_paid", 3), ("invoice_sent", 1)];
        customer.is_known_for(&house, &uses).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_librarys_call_is_changed() {
    let house = House::open(PLAN).await;
    let customer = Customer::waits(&house).await;
    for library in ["segment", "posthog", "amplitude", "mixpanel", "gtag", "datalayer"] {
        let first = format!(
            "await libraries.{library}.stub(); await libraries.{library}.load(); window.spied = spy('{library}')"
        );
        customer.opens(&first).await;
        assert_eq!(customer.texts(&format!("changes('{library}', spied)")).await, [""; 0], "{library}");
        assert_eq!(customer.texts("seen.errors").await, [""; 0], "{library}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_counts_though_the_library_throws() {
    let house = House::open(PLAN).await;
    let customer = Customer::waits(&house).await;
    customer.opens("window.analytics = { track() { throw new Error('Amselruf') } }").await;
    let caught = "try { analytics.track('invoice_sent') } catch (error) { return error.message }";
    assert_eq!(customer.eval(caught).await, "Amselruf");
    customer.has_used("invoice_sent", 1).await;
    customer.is_known_for(&house, &[("invoice_sent", 1)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_comes_without_a_sign_is_noticed_soon() {
    let house = House::open(PLAN).await;
    let customer = Customer::waits(&house).await;
    customer.opens("").await;
    for (place, owner, method) in [
        (1, "analytics", "track"),
        (2, "posthog", "capture"),
        (3, "amplitude", "track"),
        (4, "amplitude", "logEvent"),
        (5, "mixpanel", "track"),
    ] {
        // No script is loaded and nothing is clicked.
        customer.eval(&format!("window.bare = () => {{}}; window.{owner} = {{ {method}: bare }}")).await;
        settles_at("another function", true.into(), async || {
            customer.eval(&format!("return {owner}.{method} !== bare")).await
        })
        .await;
        // Amplitude's and Segment's events may be objects.
        let event = if owner == "amplitude" { "{ event_type: 'invoice_sent' }" } else { "'invoice_sent'" };
        customer.eval(&format!("{owner}.{method}({event})")).await;
        customer.has_used("invoice_sent", place).await;
        // What several libraries are told at once would be one use.
        customer.passes_a_tick().await;
    }
    customer.is_known_for(&house, &[("invoice_sent", 5)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_that_several_libraries_are_told_of_is_one() {
    let house = House::open(PLAN).await;
    let customer = Customer::waits(&house).await;
    let names = ["segment", "posthog", "amplitude", "mixpanel", "gtag", "datalayer"];
    let list = format!("{names:?}");
    // What waits in their stubs, what waits for the playbook, and what is told when all is there.
    let first = format!("for (const name of {list}) {{ await libraries[name].stub(); tell(name, 'invoice_created') }}");
    customer.opens(&first).await;
    customer.has_used("invoice_created", 1).await;
    customer.eval(&format!("for (const name of {list}) tell(name, 'invoice_sent')")).await;
    customer.eval(&format!("return Promise.all({list}.map((name) => libraries[name].load()))")).await;
    customer.eval(&format!("act = () => {{ for (const name of {list}) {{ tell(name, 'Invoice Paid'); }} }}")).await;
    customer.click("acts").await;
    customer.click("acts").await;
    // Each alone tells of uses of its own.
    customer.eval("tell('segment', 'invoice_edited'); tell('mixpanel', 'invoice_exported')").await;
    customer.has_used("invoice_exported", 1).await;
    let uses = [
        ("invoice_created", 1),
        ("invoice_edited", 1),
        ("invoice_exported", 1),
        ("invoice_paid", 2),
        ("invoice_sent", 1),
    ];
    customer.is_known_for(&house, &uses).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_others_wrapped_too_is_heard_once() {
    let house = House::open(PLAN).await;
    let customer = Customer::waits(&house).await;
    customer.opens("window.analytics = { track() {} }").await;
    for (place, how) in (1..).zip(["inner.apply(this, said)", "queueMicrotask(() => inner.apply(this, said))"]) {
        customer
            .eval(&format!(
                "const inner = analytics.track; window.outer = function (...said) {{ return {how} }};
                 analytics.track = outer"
            ))
            .await;
        settles_at("another function", true.into(), async || customer.eval("return analytics.track !== outer").await)
            .await;
        // What is told at once might be what a library repeats.
        customer.passes_a_tick().await;
        customer.tells("segment", "invoice_sent").await;
        customer.has_used("invoice_sent", place).await;
    }
    customer.is_known_for(&house, &[("invoice_sent", 2)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_library_repeats_of_its_stubs_queue_counts_no_second_time() {
    let house = House::open(PLAN).await;
    let customer = Customer::waits(&house).await;
    customer.opens("await libraries.segment.stub(); tell('segment', 'invoice_sent')").await;
    customer.tells("segment", "invoice_sent").await;
    customer.has_used("invoice_sent", 2).await;
    // It is noticed before it has repeated what it was told, and the customer clicks on.
    let replaces = "const queue = analytics.splice(0).filter(([method]) => method === 'track');
        window.analytics = { track() {}, isReal: true };
        window.repeated = 0;
        for (const [, event] of queue) setTimeout(() => { analytics.track(event); repeated++; });
        act = () => { if (analytics.isReal) tell('segment', 'invoice_sent'); };
        document.body.click();";
    customer.eval(replaces).await;
    settles_at("it repeated the queue", 2.into(), async || customer.eval("return repeated").await).await;
    customer.has_used("invoice_sent", 3).await;
    customer.click("acts").await;
    customer.has_used("invoice_sent", 4).await;
    customer.is_known_for(&house, &[("invoice_sent", 4)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_has_fixed_is_left_alone() {
    let house = House::open(Plan { tag: "data-listen=\"segment, posthog mixpanel heap\" data-debug", ..PLAN }).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page("window.said = []; console.warn = (...words) => said.push(words.join(' '))").await;
    let first = "window.bare = () => 7; window.analytics = new (class { get track() { return bare } })();
                 window.posthog = Object.defineProperty({}, 'capture', { value: bare });
                 window.mixpanel = Object.defineProperty({}, 'track', { get: () => bare, configurable: true })";
    customer.opens(first).await;
    let are_as_before = "return [analytics.track, posthog.capture, mixpanel.track].every((call) => call === bare)";
    assert_eq!(customer.eval(are_as_before).await, true);
    let said = customer.texts("said").await;
    for words in ["knows segment", "analytics cannot", "posthog cannot", "mixpanel cannot"] {
        assert_eq!(said.iter().filter(|line| line.contains(words)).count(), 1, "{words}: {said:?}");
    }
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_before_consent_is_never_counted() {
    let tag = "data-consent=\"required\" data-listen=\"segment datalayer\"";
    let house = House::open(Plan { tag, ..PLAN }).await;
    let customer = Customer::waits(&house).await;
    let first =
        "for (const name of ['segment', 'datalayer']) { await libraries[name].stub(); tell(name, 'invoice_sent') }";
    customer.opens(first).await;
    customer.tells("segment", "invoice_sent").await;
    customer.tells("datalayer", "invoice_sent").await;
    customer.eval("secondMoment('consent', 'granted')").await;
    customer.tells("datalayer", "invoice_paid").await;
    customer.has_used("invoice_paid", 1).await;
    customer.is_known_for(&house, &[("invoice_paid", 1)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_names_the_libraries_too() {
    let house = House::open(Plan { tag: "", ..PLAN }).await;
    let customer = Customer::waits(&house).await;
    customer.visit("/?first=window.without='data-trial'").await;
    let start = "secondMoment('start', { ...document.querySelector('[data-trial]').dataset, listen: 'posthog' })";
    customer.eval(start).await;
    customer.eval("window.bare = () => {}; window.posthog = { capture: bare }").await;
    settles_at("another function", true.into(), async || customer.eval("return posthog.capture !== bare").await).await;
    customer.tells("posthog", "invoice_sent").await;
    customer.has_used("invoice_sent", 1).await;
    customer.is_known_for(&house, &[("invoice_sent", 1)]).await;
}
