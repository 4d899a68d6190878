//! A checklist that was put aside stays so on the next page, and nothing of it stays behind.

use serde_json::json;

use super::CHECKLIST;
use super::acts::Prompting;
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::House;

const FOLDED: &str = "[find('[part=fold]').ariaExpanded, find('[part=items]').checkVisibility()]";
const KEPT: &str = "return sessionStorage.getItem('sm.folded')";

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_folded_comes_folded_on_the_next_page_until_it_is_unfolded() {
    let house = House::open(CHECKLIST).await;
    let customer = Customer::arrives(&house).await;
    for (at_first, after) in
        [(json!(["true", true]), json!(["false", false])), (json!(["false", false]), json!(["true", true]))]
    {
        customer.sees_prompt().await;
        assert_eq!(customer.in_prompt(FOLDED).await, at_first);
        customer.presses("fold").await;
        settles_at("the list", after.clone(), async || customer.in_prompt(FOLDED).await).await;
        customer.visit("/").await;
        customer.sees_prompt().await;
        assert_eq!(customer.in_prompt(FOLDED).await, after, "on the next page");
    }
    assert_eq!(customer.eval(KEPT).await, json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_forgotten_leaves_no_folded_list_behind() {
    let house = House::open(CHECKLIST).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.presses("fold").await;
    settles_at("it is kept", json!("way_in"), async || customer.eval(KEPT).await).await;
    // On a page that has not fetched what paints.
    customer.visit("/invoices").await;
    customer.runs().await;
    customer.eval("secondMoment('forget')").await;
    settles_at("nothing is kept", json!(null), async || customer.eval(KEPT).await).await;
}
