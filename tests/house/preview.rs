//! A prompt is looked at by its address, before any customer sees it.

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::kinds::acts::Prompting;
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_shows_a_prompt_and_records_nothing() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::waits(&house).await;
    customer.visit("/invoices#sm-preview=limit_near").await;
    assert_eq!(customer.sees_prompt().await, "Four of five invoices used");
    customer.answers("next").await;
    customer.presses("accept").await;
    customer.sees_no_prompt().await;
    assert_eq!(customer.eval("return location.pathname").await, "/invoices", "a press does nothing");
    customer.is_heard().await;
    let kept = eventually("a kept trial", async || customer.kept().await).await;
    let is_untouched = kept.prompts.iter().all(|record| record.shown.total() == 0 && record.clicked == 0);
    assert!(is_untouched, "{:?}", kept.prompts);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_changes_in_an_open_page_shows_one_prompt_after_the_other() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    assert!(!customer.has_prompt().await);
    for (id, title) in [("limit_near", "Four of five invoices used"), ("way_in", "Get paid in four steps")] {
        customer.eval(&format!("location.hash = 'sm-preview={id}'")).await;
        settles_at(id, title.to_owned(), async || customer.sees_prompt().await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_another_name_shows_nothing_and_says_so_to_the_developer() {
    let house = House::open(Plan { tag: "data-debug", ..Plan::NO_PROMPTS }).await;
    let customer = Customer::waits(&house).await;
    customer.visit("/#sm-preview=no_such_prompt").await;
    eventually("a line in the console", async || {
        let said = customer.texts("seen.said").await;
        if said.iter().any(|line| line.contains("no such prompt")) { Ok(()) } else { Err(format!("{said:?}")) }
    })
    .await;
    assert!(!customer.has_prompt().await);
}
