//! A page that paints prompts itself: what it is told, what it hears, and what it does not.

use serde_json::{Value, json};

use super::{BANNER, CHECKLIST};
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::House;

/// The page takes each prompt, and notes what it hears.
const TAKES: &str = "seen.hidden = []; seen.updates = [];
    secondMoment('on', 'prompt', (prompt) => {
      seen.own = prompt;
      prompt.hide = () => seen.hidden.push(prompt.id);
      prompt.update = (now) => seen.updates.push(now);
      return false;
    })";

impl Customer<'_> {
    /// The prompt that the page was given to paint.
    async fn is_given(&self) -> Value {
        eventually("the prompt as plain data", async || match self.eval("return seen.own").await {
            Value::Null => Err("none yet".to_owned()),
            told => Ok(told),
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_the_page_paints_hears_what_was_reached_and_its_own_answer_does_not_come_back() {
    let house = House::open(CHECKLIST).await;
    let customer = Customer::arrives(&house).await;
    customer.eval(TAKES).await;
    let told = customer.is_given().await;
    assert_eq!(told["pages"][0]["blocks"][1]["items"][0]["reached"], json!(false));
    customer.eval("seen.own.answer('painted'); secondMoment('track', 'invoice_created')").await;
    settles_at("the first moment", json!(true), async || {
        customer.eval("return seen.updates.at(-1)?.pages[0].blocks[1].items[0].reached").await
    })
    .await;
    customer.eval("seen.own.answer('dismissed')").await;
    settles_at("its answer", 1, async || customer.record("way_in").await.dismissed).await;
    customer.passes_a_tick().await;
    assert_eq!(customer.texts("seen.hidden").await, [""; 0], "who said it knows it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_around_every_prompt_is_told_too_and_a_prompt_that_must_go_says_so() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.eval(TAKES).await;
    let told = customer.is_given().await;
    assert_eq!(told["frame"]["fewer"], "Fewer like this");
    assert_eq!(told["budget"][0], "At most 2 offers in 1 day; 2 left now.");
    assert_eq!(told["why"], "It is shown to everybody at this point of the trial.");
    assert_eq!(told["reasons"], json!([]));
    let rows: Vec<&Value> = told["data"].as_array().into_iter().flatten().map(|row| &row["label"]).collect();
    assert!(rows.contains(&&json!("Visits")), "{rows:?}");
    customer.eval("seen.own.answer('painted'); secondMoment('budget', 'none')").await;
    settles_at("it must go", vec!["trial_ends".to_owned()], async || customer.texts("seen.hidden").await).await;
}
