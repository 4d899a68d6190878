//! Wherever the tag stands and however it came there, it counts once; and in frames, what a frame allows.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

const GUESTS: Plan = Plan { folder: "tests/house/pages/guest", ..Plan::DEMO };

const TAG: &str = "<script async src=\"{{collector}}/sm.js\" data-key=\"{{key}}\" data-trial=\"{{trial}}\" \
    data-account=\"{{account}}\" data-started=\"{{started}}\" data-signature=\"{{signature}}\" \
    data-locale=\"{{locale}}\"></script>";

/// Begins and ends the tag as it stands in the page.
const BEGIN: &str = "<script async src=\"{{collector}}";
const END: &str = "data-locale=\"{{locale}}\"></script>";

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_the_page_waits_for_counts() {
    counts_once(&[(BEGIN, "<script src=\"{{collector}}")], "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_stands_there_twice_counts_once() {
    counts_once(&[("</body>", TAG), ("</main>", TAG)], "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_is_written_counts() {
    const WRITTEN: &str = "document.write(document.querySelector('template').innerHTML)";
    let house = House::open(Plan {
        page: &[
            (BEGIN, "<template><script src=\"{{collector}}"),
            (END, "data-locale=\"{{locale}}\"></script></template><script src=\"/www/demo/write.js\"></script>"),
        ],
        files: &[("write.js", WRITTEN)],
        ..GUESTS
    })
    .await;
    let customer = Customer::arrives(&house).await;
    counts(&house, &customer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_is_taken_away_when_it_has_run_counts() {
    let gone = "addEventListener('load', ({ target }) => target.dataset?.trial && target.remove(), true)";
    counts_once(&[], gone).await;
}

/// An element of the page may have the script's name; whoever can put elements into a page is not to load modules.
#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_is_named_as_the_current_script_is_not_obeyed() {
    const IMAGE: &str = "<img name=\"currentScript\" src=\"/evil/sm.js\"><script async src=\"{{collector}}";
    let house = House::open(Plan { page: &[(BEGIN, IMAGE)], ..GUESTS }).await;
    let customer = Customer::arrives(&house).await;
    let tag = format!("{}/sm.js", house.collector);
    assert_eq!(customer.eval(&format!("return performance.getEntriesByName('{tag}').length")).await, 1);
    assert_eq!(
        customer.eval("return secondMoment.on ?? null").await,
        Value::Null,
        "the loader took the image for itself"
    );
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

async fn counts_once(page: &'static [(&'static str, &'static str)], before: &str) {
    let house = House::open(Plan { page, ..GUESTS }).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(before).await;
    customer.visit("/").await;
    counts(&house, &customer).await;
}

/// One widget runs, and counts.
async fn counts(house: &House, customer: &Customer<'_>) {
    customer.has_used("template_saved", 0).await;
    customer.click("use").await;
    customer.has_used("template_saved", 1).await;
    let starts = house.heard_of_customers().iter().filter(|line| line.starts_with("GET /v1/start")).count();
    assert_eq!(starts, 1);
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

/// A page of another origin, with the product in a frame.
async fn around(product: &str, attributes: &str) -> String {
    let door = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = format!("http://{}", door.local_addr().expect("an address"));
    let page =
        format!("<!doctype html><title>Around</title><iframe {attributes} src=\"{product}/\" width=900 height=500>");
    let router = Router::new().route("/", get(async move || Html(page)));
    tokio::spawn(async move { axum::serve(door, router).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_in_a_frame_of_another_origin_is_counted() {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    customer.go(&around(&house.product, "").await).await;
    customer.client.enter_frame(0).await.expect("the frame");
    counts(&house, &customer).await;
}

/// Without an origin of its own a frame has no storage, no locks and no name that the collector knows.
#[tokio::test(flavor = "multi_thread")]
async fn a_frame_without_an_origin_hears_no_error() {
    let house = House::open(Plan { folder: GUESTS.folder, ..Plan::WITNESSED }).await;
    let customer = Customer::waits(&house).await;
    customer.go(&around(&house.product, "sandbox=allow-scripts").await).await;
    customer.client.enter_frame(0).await.expect("the frame");
    settles_at("the widget runs", Value::Bool(true), async || {
        customer.eval("let heard = false; secondMoment('readiness', () => heard = true); return heard").await
    })
    .await;
    customer.click("use").await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    assert_eq!(customer.texts("seen.refused").await, [""; 0]);
    customer.leaves().await;
    settles_at("a summary was sent", true, async || {
        house.heard_of_customers().iter().any(|line| line.starts_with("POST /v1/beacon"))
    })
    .await;
}
