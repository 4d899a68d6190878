//! What a prompt points at is not there, or is there more than once: nothing is shown or counted, and who asks hears why.

use moment_core::decision::Reason;
use serde_json::json;

use super::SPOTLIGHT;
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn a_spotlight_without_one_visible_element_counts_nothing_and_says_why() {
    let cases = [
        ("", Reason::AnchorNotFound, "not_found", "'#none'"),
        ("", Reason::AnchorNotFound, "multiple", "'.nav a'"),
        ("document.querySelector('.skip').hidden = true", Reason::AnchorNotVisible, "not_visible", "'.skip'"),
    ];
    for (prepare, reason, detail, selector) in cases {
        let house = House::open(Plan { tag: "data-debug", ..SPOTLIGHT.with_anchor(selector) }).await;
        let customer = Customer::arrives(&house).await;
        customer.eval("secondMoment('on', 'decision', (told) => { if (told.detail) seen.unpainted = told })").await;
        customer.eval(prepare).await;
        customer.creates_invoice("Northwind Bakery").await;
        customer.waited("find_export", reason).await;
        let told = json!({ "reason": reason.name(), "about": "find_export", "detail": detail });
        settles_at("what the page hears", told, async || customer.eval("return seen.unpainted").await).await;
        customer.hears(&format!("find_export could not be painted: {detail}")).await;
        assert!(!customer.has_prompt().await, "{selector}");
        assert_eq!(customer.record("find_export").await.shown.total(), 0, "{selector}");
    }
}
