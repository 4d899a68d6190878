//! What a press leads to, whatever is pressed: a step, help, a moment of the list. And what is not shown to whoever asks.

use moment_core::decision::Reason;
use moment_wire::sums::PromptsV1;
use serde_json::json;

use super::acts::Prompting;
use super::{HELP, PAUSED};
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// Where more prompts are put into the playbook: they come after those that are put away.
const HERE: &str = "# One prompt of each further kind.";

/// A prompt that another one starts: nothing else would.
const OTHER: &str = r#"
[[prompts]]
id = "other"
kind = "card"
status = "running"
commercial = false
when = "teammate_invited >= 9"

[prompts.words.en]
accept = "Fine"
decline = "No"
steps = [{ title = "The other one", body = "It was asked for." }]
"#;

/// A card that comes by itself, with these steps.
fn card(id: &str, steps: &str) -> String {
    format!(
        r#"
[[prompts]]
id = "{id}"
kind = "card"
status = "running"
commercial = false
when = "sessions >= 1"

[prompts.words.en]
accept = "Done"
decline = "No"
steps = [{steps}]
"#
    )
}

/// The two first of them lead somewhere.
const GUIDE: &str = r#"
  { title = "First", body = "Here.", accept = "Show me", action = { focus = "[data-testid='nav-team']", track = "report_viewed" } },
  { title = "Second", body = "There.", accept = "Take me there", action = { url = "/team" } },
  { title = "Third", body = "That was it." },
"#;

/// The first of them starts the other prompt.
const CHAIN: &str = r#"
  { title = "First", body = "Here.", accept = "More", action = { prompt = "other" } },
  { title = "Second", body = "That was it." },
"#;

/// A plan with these prompts and no others.
fn with(prompts: &[&str], more: &[(&'static str, &'static str)]) -> Plan {
    let text = [prompts, &[HERE]].concat().concat();
    let edits = [&[PAUSED, (HERE, text.leak() as &'static str)], more].concat();
    Plan { playbook: edits.leak(), ..Plan::DEMO }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_puts_the_focus_somewhere_and_the_next_leads_to_an_address() {
    let house = House::open(with(&[&card("guide", GUIDE)], &[])).await;
    let customer = Customer::arrives(&house).await;
    assert_eq!(customer.sees_prompt().await, "First");
    customer.answers("next").await;
    settles_at("the focus", "nav-team".to_owned(), async || customer.focused().await).await;
    settles_at("the next step", json!("Second"), async || customer.in_prompt("find('[part=title]').textContent").await)
        .await;
    customer.has_used("report_viewed", 1).await;
    settles_at("how far it was gone through", 1, async || customer.record("guide").await.step).await;
    customer.in_prompt("all('[part=next]').find((button) => button.checkVisibility()).click()").await;
    settles_at("the address", json!("/team"), async || customer.eval("return location.pathname").await).await;
    settles_at("how far it was gone through", 2, async || customer.record("guide").await.step).await;
    let guide = customer.record("guide").await;
    assert_eq!((guide.shown.total(), guide.clicked, guide.dismissed), (1, 0, 0));
    eventually("the growth team reads it", async || {
        let told: PromptsV1 = house.ask("/v1/prompts").await?;
        let guide = told.prompts.into_iter().find(|line| line.prompt == "guide").ok_or("it is not there")?;
        if guide.steps == [1, 1] { Ok(()) } else { Err(format!("{guide:?}")) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_starts_another_prompt_in_its_place() {
    let house = House::open(with(&[&card("chain", CHAIN), OTHER], &[])).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.answers("next").await;
    settles_at("the other one", json!("The other one"), async || {
        customer.in_prompt("find('[part=title]').textContent").await
    })
    .await;
    settles_at("its exposure", 1, async || customer.record("other").await.shown.total()).await;
    assert_eq!(customer.count("second-moment-prompt").await, 1);
    assert_eq!(customer.record("chain").await.clicked, 1, "it was followed");
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    settles_at("a refusal", 1, async || customer.record("other").await.dismissed).await;
}

/// The core would take it away with the next tick; until then it would have stood there, and counted.
#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_may_not_be_shown_is_not_painted_for_whoever_asks_for_it() {
    let held_back = OTHER.replace("status = \"running\"", "status = \"draft\"").leak();
    let house = House::open(with(&[&card("chain", CHAIN), held_back], &[])).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    let count = "seen.stood = []; new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
        addedNodes.forEach((node) => node.localName === 'second-moment-prompt' && seen.stood.push(node))))
      .observe(document.body, { childList: true })";
    customer.eval(count).await;
    customer.answers("next").await;
    customer.sees_no_prompt().await;
    customer.waited("other", Reason::NotRunning).await;
    customer.passes_a_tick().await;
    assert_eq!(customer.eval("return seen.stood.length").await, json!(0));
    assert_eq!(customer.record("other").await.shown.total(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn help_puts_the_focus_where_it_is_and_asks_all_the_same() {
    let edit = (
        "[prompts.words.en]\naccept = \"Open a fresh invoice\"\naccept_url = \"/invoices/new\"",
        "action = { focus = \"[data-testid='nav-team']\" }\n[prompts.words.en]\naccept = \"Show me\"",
    );
    let house = House::open(Plan { playbook: [HELP.playbook, &[edit]].concat().leak(), ..HELP }).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    customer.answers("help").await;
    settles_at("the focus", "nav-team".to_owned(), async || customer.focused().await).await;
    assert_eq!(customer.in_prompt("find('[part=title]').textContent").await, "Did that help?");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_of_the_list_starts_a_prompt_and_the_list_comes_back() {
    let edits = [
        ("\"draft\" # tour\npriority = -10 ", "\"running\"\npriority = -10 "),
        (
            "moment = \"first_invoice\", action = { url = \"/invoices/new\" }",
            "moment = \"first_invoice\", action = { prompt = \"other\" }",
        ),
    ];
    let house = House::open(with(&[OTHER], &edits)).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.presses("follow").await;
    let title = async || customer.in_prompt("find('[part=title]').textContent").await;
    settles_at("the other one", json!("The other one"), title).await;
    customer.answers("decline").await;
    settles_at("the list again", json!("Get paid in four steps"), title).await;
    let list = customer.record("way_in").await;
    assert_eq!((list.clicked, list.dismissed), (0, 0), "it was not answered");
}
