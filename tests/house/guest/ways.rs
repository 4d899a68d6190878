//! Each way to another route of the product is one view: by the path or behind the hash, told by the browser or not.

use crate::customer::Customer;
use crate::world::{House, Plan};

const GUESTS: Plan = Plan {
    folder: "tests/house/pages/guest",
    playbook: &[("routes = [\"/upgrade\"]", "routes = [\"/upgrade\", \"**#/upgrade\"]")],
    ..Plan::DEMO
};

/// What the product does, and how often its prices were then looked at.
const WAYS: [(&str, u32); 9] = [
    ("history.pushState(null, '', '/upgrade')", 1),
    ("history.pushState(null, '', '/upgrade?from=menu#plans')", 1),
    ("history.replaceState(null, '', '/team')", 1),
    ("history.back()", 2),
    ("history.forward()", 2),
    ("location.hash = '#/upgrade'", 3),
    ("location.hash = '#/team'", 3),
    ("history.back()", 4),
    ("history.replaceState(null, '', '/upgrade')", 5),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_way_to_another_route_is_one_view() {
    walks("").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_are_found_where_the_browser_does_not_tell_of_them() {
    walks("Object.defineProperty(window, 'navigation', { value: undefined })").await;
}

async fn walks(before: &str) {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(before).await;
    customer.visit("/").await;
    customer.is_decided("trigger_not_fired").await;
    for ((way, views), sentinels) in WAYS.into_iter().zip(1..) {
        let address = customer.eval("return location.href").await;
        customer.eval(way).await;
        crate::eventually::settles_at(way, true, async || customer.eval("return location.href").await != address).await;
        customer.eval("secondMoment('track', 'sentinel')").await;
        customer.has_used("sentinel", sentinels).await;
        // And once more, when it must have looked.
        customer.passes_a_tick().await;
        customer.has_used("pricing_viewed", views).await;
    }
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}
