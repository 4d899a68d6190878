//! Near the limit a dialog comes, and the keyboard is enough for it.

use fantoccini::key::Key;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn near_the_limit_a_dialog_is_read_and_dismissed_by_keyboard() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    for client in ["Northwind Bakery", "Café Olé", "Studio Halden", "Meridian Cycles"] {
        customer.creates_invoice(client).await;
    }
    assert!(!customer.has_prompt().await, "four invoices alone do not make a trial ready");
    customer.sends_it("office@meridian.example").await;

    // Of two prompts that fit, the one with the higher priority is shown.
    assert_eq!(customer.sees_prompt().await, "Four of five invoices used");
    let dialog = customer.prompt_part("prompt").await;
    assert_eq!(dialog.attr("role").await.ok().flatten().as_deref(), Some("dialog"));
    assert_eq!(dialog.attr("aria-modal").await.ok().flatten().as_deref(), Some("true"));
    focus_is_on(&customer, "title").await;

    // Once around: the focus stays inside, and what is hidden on this step is left out.
    for part in ["next", "decline", "why", "snooze", "fewer", "data", "close", "next"] {
        customer.press(Key::Tab, false).await;
        focus_is_on(&customer, part).await;
    }
    customer.press(Key::Tab, true).await;
    focus_is_on(&customer, "close").await;
    customer.press(Key::Tab, false).await;
    customer.press(Key::Enter, false).await;
    settles_at("the second step", "Room for all of them".to_owned(), async || customer.sees_prompt().await).await;
    focus_is_on(&customer, "title").await;
    customer.press(Key::Tab, true).await;
    customer.press(Key::Tab, false).await;
    customer.press(Key::Tab, false).await;
    assert!(customer.prompt_part("accept").await.is_displayed().await.unwrap_or(false));

    customer.press(Key::Escape, false).await;
    customer.sees_no_prompt().await;
    focus_is_on(&customer, "h1").await;
    customer.is_decided("cooldown").await;
    let id = customer.trial().await;
    let told = eventually("the dismissal at the collector", async || {
        let told = house.trial(&id).await?;
        if told.line.dismissed == 1 { Ok(told) } else { Err(format!("{told:?}")) }
    })
    .await;
    let prompt = told.prompts.iter().find(|prompt| prompt.id == "limit_near").expect("the prompt's record");
    assert_eq!((prompt.shown, prompt.clicked, prompt.dismissed), (1, 0, 1));
    assert_eq!(told.limits[0].used, 4);
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

async fn focus_is_on(customer: &Customer<'_>, part: &str) {
    settles_at("the focus", part.to_owned(), async || customer.focused().await).await;
}
