//! What is known of a trial is found again: after a reload, and in the customer's other browser.

use moment_wire::report::{PromptRecordV1, TrialV1};

use crate::customer::Customer;
use crate::world::{House, Plan, uses};

/// Without a pause between prompts nothing but what is known of it keeps a prompt from being shown again.
const NO_COOLDOWN: Plan = Plan { playbook: &[("cooldownPeriod = \"2m\" ", "cooldownPeriod = \"0s\" ")], ..Plan::DEMO };

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_finds_the_trial_again() {
    let house = House::open(NO_COOLDOWN).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Café Olé").await;
    customer.sends_it("hola@cafe-ole.example").await;
    customer.sees_prompt().await;
    let before = customer.kept().await.expect("a kept trial");

    customer.client.refresh().await.expect("a reload");
    customer.is_decided("trigger_not_fired").await;
    customer.creates_invoice("Studio Halden").await;
    customer.has_used("invoice_created", 2).await;
    assert!(!customer.has_prompt().await);
    let after = customer.kept().await.expect("a kept trial");
    assert_eq!(after.moments, before.moments, "a moment is reached once");
    assert_eq!(customer.texts("seen.moments").await, [""; 0]);
    let id = customer.trial().await;
    customer.leaves().await;

    let told = house.told_when(&id, |told| uses(told, "invoice_created") == 2).await;
    assert_eq!((told.replicas, told.sessions), (1, 1));
    assert_eq!(uses(&told, "invoice_sent"), 1);
    let prompt = record(&told);
    assert_eq!(prompt.shown, 1, "one exposure");
    assert!(prompt.waits.iter().any(|wait| wait.reason == "already_seen"), "{prompt:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_browser_knows_what_the_first_one_showed() {
    let house = House::open(NO_COOLDOWN).await;
    let at_work = Customer::arrives(&house).await;
    let id = at_work.trial().await;
    at_work.creates_invoice("Café Olé").await;
    at_work.sends_it("hola@cafe-ole.example").await;
    at_work.sees_prompt().await;
    at_work.answers("decline").await;
    at_work.sees_no_prompt().await;
    house.told_when(&id, |told| told.line.dismissed == 1).await;

    let at_home = Customer::waits(&house).await;
    at_home.is_also(&at_work).await;
    at_home.visit("/").await;
    at_home.is_decided("trigger_not_fired").await;
    at_home.creates_invoice("Studio Halden").await;
    at_home.has_used("invoice_created", 1).await;
    assert_eq!(at_home.trial().await, id);
    assert!(!at_home.has_prompt().await);
    at_home.leaves().await;

    let told = house.told_when(&id, |told| told.replicas == 2 && uses(told, "invoice_created") == 2).await;
    let prompt = record(&told);
    assert_eq!((prompt.shown, prompt.dismissed), (1, 1));
    assert!(prompt.waits.iter().any(|wait| wait.reason == "already_seen"), "{prompt:?}");
}

fn record(told: &TrialV1) -> &PromptRecordV1 {
    told.prompts.iter().find(|prompt| prompt.id == "sent_first").expect("the prompt's record")
}
