//! A preview shows, and that is all: it takes nothing away, tells nobody for whom it is, and says why it shows nothing.

use serde_json::json;

use super::CHECKLIST;
use super::acts::Prompting;
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

impl Customer<'_> {
    /// Waits until the widget has said this to whoever debugs.
    pub(super) async fn hears(&self, words: &str) {
        eventually(words, async || {
            let said = self.texts("seen.said").await;
            if said.iter().any(|line| line.contains(words)) { Ok(()) } else { Err(format!("{said:?}")) }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_does_not_take_an_open_prompt_away() {
    let house = House::open(Plan { tag: "data-debug", ..CHECKLIST }).await;
    let customer = Customer::arrives(&house).await;
    assert_eq!(customer.sees_prompt().await, "Get paid in four steps");
    customer.eval("secondMoment('preview', 'trial_ends')").await;
    customer.hears("no preview while a prompt is open").await;
    assert_eq!(customer.sees_prompt().await, "Get paid in four steps");
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    settles_at("it is answered as ever", 1, async || customer.record("way_in").await.dismissed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_why_it_shows_nothing() {
    let house = House::open(Plan { tag: "data-debug", ..Plan::NO_PROMPTS }).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    customer.eval("secondMoment('preview', 'nothing_like_it')").await;
    customer.hears("there is no such prompt to preview").await;
    // What it points at is on another page.
    customer.eval("secondMoment('preview', 'find_export')").await;
    customer.hears("not_found").await;
    assert!(!customer.has_prompt().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_a_preview_tells_nobody_for_whom_it_is() {
    let house = House::open(Plan { tag: "data-consent=\"required\"", ..Plan::NO_PROMPTS }).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('preview', 'trial_ends')").await;
    customer.sees_prompt().await;
    assert_eq!(customer.in_prompt("find('.box').getAttribute('role')").await, json!("region"));
    let told: Vec<String> = house.heard_of_customers();
    assert!(told.iter().any(|line| line.contains("/v1/start")), "{told:?}");
    assert!(!told.iter().any(|line| line.contains(&id)), "{told:?}");
    assert!(told.iter().all(|line| line.contains("replica=0000000000000000")), "{told:?}");
}
