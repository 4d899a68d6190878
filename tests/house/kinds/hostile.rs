//! Prompts in pages that make it hard for them.

use fantoccini::key::Key;
use moment_core::decision::Reason;
use serde_json::json;

use super::acts::Prompting;
use super::{CHECKLIST, SPOTLIGHT};
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// A page that unsets everything, wars with z-indices, transforms its body, and hides what it does not know.
const STYLES: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { all: unset !important } body { transform: scale(0.5) !important; display: block !important }
      body > *:not(.frame) { display: none !important; opacity: 0 !important; pointer-events: none !important }
      .frame { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; display: block !important }`);
    document.adoptedStyleSheets = [sheet]";

/// Whether the point in the middle of the box is the prompt's, its letters are large enough, and it has its colours.
const STANDS: &str = "(() => {
    const area = find('.box').getBoundingClientRect();
    const hit = document.elementFromPoint(area.left + area.width / 2, area.top + area.height / 2);
    const style = getComputedStyle(find('.box'));
    return [hit?.localName, style.backgroundColor, style.fontSize, Math.round(area.width)];
  })()";

#[tokio::test(flavor = "multi_thread")]
async fn no_style_of_the_page_reaches_a_prompt() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    customer.eval(STYLES).await;
    // A card of 26 em, a dialog of 44 with plans in it, and the whole window, at 15 pixels.
    for (prompt, width) in [("sent_first", 390), ("limit_near", 660), ("trial_ends", 1280), ("how_was_sending", 390)] {
        customer.eval(&format!("secondMoment('preview', '{prompt}')")).await;
        let expected = json!(["second-moment-prompt", "rgb(255, 255, 255)", "15px", width]);
        settles_at(&format!("`{prompt}` as ever"), expected, async || customer.in_prompt(STANDS).await).await;
    }
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_yields_to_a_page_that_holds_the_focus_itself() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    customer
        .eval(
            "seen.pulls = 0; document.addEventListener('focusin', ({ target }) => {
        const field = document.querySelector('[data-testid=nav-team]');
        if (target !== field) { seen.pulls++; field.focus() } })",
        )
        .await;
    customer.eval("secondMoment('preview', 'limit_near')").await;
    customer.sees_prompt().await;
    settles_at("the page's own element", "nav-team".to_owned(), async || customer.focused().await).await;
    let pulls = customer.eval("return seen.pulls").await.as_u64();
    assert!(pulls.is_some_and(|pulls| pulls < 10), "{pulls:?} times");
    customer.answers("close").await;
    customer.sees_no_prompt().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_of_the_pages_comes_over_a_prompt_and_has_its_keys() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    customer.eval("secondMoment('preview', 'limit_near')").await;
    customer.sees_prompt().await;
    customer.eval("document.getElementById('start-over').click()").await;
    customer.find("confirm-start-over").await;
    customer.press(Key::Escape, false).await;
    settles_at("the page's dialog is closed", 0, async || customer.count("dialog").await).await;
    assert!(customer.has_prompt().await, "Escape meant the page's own dialog");
    customer.press(Key::Escape, false).await;
    customer.sees_no_prompt().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spotlight_goes_with_its_element_and_finds_it_again_when_it_is_drawn_anew() {
    let house = House::open(SPOTLIGHT).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    customer
        .eval(
            "const old = document.querySelector('[data-testid=export-invoice]'); old.replaceWith(old.cloneNode(true))",
        )
        .await;
    settles_at("beside the new one", json!([false, true]), async || customer.in_prompt(super::acts::BESIDE).await)
        .await;
    customer.eval("document.querySelector('[data-testid=export-invoice]').remove()").await;
    customer.sees_no_prompt().await;
    customer.waited("find_export", Reason::AnchorNotFound).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_stays_makes_room_for_what_comes_before_it_and_returns() {
    const BOTH: Plan = Plan {
        playbook: &[
            ("\"draft\" # tour\npriority = -10 ", "\"running\"\npriority = -10 "),
            ("when = \"activated and invoice_created >= 1\"", "when = \"report_viewed\""),
            ("score_min = 20", "score_min = 0"),
        ],
        ..CHECKLIST
    };
    let house = House::open(BOTH).await;
    let customer = Customer::arrives(&house).await;
    assert_eq!(customer.sees_prompt().await, "Get paid in four steps");
    customer.eval("secondMoment('track', 'report_viewed')").await;
    settles_at("the card", "Your first invoice is on its way".to_owned(), async || customer.sees_prompt().await).await;
    assert_eq!(customer.count("second-moment-prompt").await, 1, "one at a time");
    customer.answers("decline").await;
    settles_at("the list again", "Get paid in four steps".to_owned(), async || customer.sees_prompt().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_during_a_prompt_has_not_answered_it() {
    let house = House::open(SPOTLIGHT).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    customer.click("nav-reports").await;
    customer.sees_no_prompt().await;
    let kept = eventually("the exposure", async || {
        let kept = customer.kept().await?;
        let record = kept.prompt("find_export").cloned().unwrap_or_default();
        if record.shown.total() == 1 { Ok(record) } else { Err(format!("{record:?}")) }
    })
    .await;
    assert_eq!((kept.clicked, kept.dismissed, kept.completed), (0, 0, 0));
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}
