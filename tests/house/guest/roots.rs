//! Uses within shadow roots, one in another, and of what is added later; each is counted once.

use fantoccini::Locator;
use fantoccini::key::Key;

use crate::browser::css;
use crate::customer::Customer;
use crate::world::{House, Plan};

const GUESTS: Plan = Plan { folder: "tests/house/pages/guest", ..Plan::DEMO };

#[tokio::test(flavor = "multi_thread")]
async fn uses_within_open_shadow_roots_are_counted() {
    let house = House::open(GUESTS).await;
    let customer = Customer::arrives(&house).await;
    customer.has_used("template_saved", 0).await;
    customer.click("added").await;
    customer.has_used("template_saved", 1).await;

    let outer = customer.find("outer").await.shadow_root().await.expect("an open root");
    let inner = outer.find(Locator::Css("x-inner")).await.expect("an element in it");
    let inner = inner.shadow_root().await.expect("a root in the root");
    let part = async |testid: &str| inner.find(Locator::Css(&css(testid))).await.expect("a part of the inner root");
    part("inner").await.click().await.expect("a click");
    customer.has_used("template_saved", 2).await;
    // Of these two no event leaves the root.
    part("inner-tick").await.click().await.expect("a tick");
    customer.has_used("search_used", 1).await;
    part("inner-field").await.send_keys("sam@halden.example").await.expect("typing");
    customer.press(Key::Enter, false).await;
    customer.has_used("teammate_invited", 1).await;
    part("inner-tick").await.click().await.expect("another tick");
    customer.has_used("search_used", 2).await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_a_closed_root_stays_there() {
    let house = House::open(GUESTS).await;
    let customer = Customer::arrives(&house).await;
    customer.has_used("template_saved", 0).await;
    customer.click("closed").await;
    customer.click("use").await;
    customer.has_used("template_saved", 1).await;
    assert_eq!(customer.text("answer").await, "2", "both buttons answered");
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

/// Adds elements around a press; the page's policy forbids them to bring code along.
const DOUBLE: &str = "
    document.querySelector('main').insertAdjacentHTML('beforeend', `
      <label data-testid=agree data-sm-feature=search_used><span>Agree</span> <input type=checkbox></label>
      <div data-testid=drop data-sm-feature=invoice_sent>Drop <input type=file hidden></div>
      <x-around><span data-testid=slotted>Export</span></x-around>`);
    const drop = document.querySelector('[data-testid=drop]');
    drop.onclick = ({ target }) => { if (target === drop) drop.firstElementChild.click(); };
    drop.firstElementChild.onclick = (event) => event.preventDefault();
    const button = document.createElement('button');
    button.dataset.smFeature = 'template_saved';
    button.append(document.createElement('slot'));
    document.querySelector('x-around').attachShadow({ mode: 'open' }).append(button);";

#[tokio::test(flavor = "multi_thread")]
async fn a_press_that_comes_as_two_clicks_is_one_use_and_a_slot_is_in_its_button() {
    let house = House::open(GUESTS).await;
    let customer = Customer::arrives(&house).await;
    customer.has_used("template_saved", 0).await;
    customer.eval(DOUBLE).await;
    customer.click("agree").await;
    customer.has_used("search_used", 1).await;
    customer.click("drop").await;
    customer.has_used("invoice_sent", 1).await;
    customer.click("slotted").await;
    customer.has_used("template_saved", 1).await;
    customer.click("agree").await;
    customer.has_used("search_used", 2).await;
    customer.click("drop").await;
    customer.has_used("invoice_sent", 2).await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

/// A field is changed, a form is sent; a click on either is no use of it.
#[tokio::test(flavor = "multi_thread")]
async fn fields_count_when_changed_and_forms_when_sent() {
    let house = House::open(GUESTS).await;
    let customer = Customer::arrives(&house).await;
    customer.has_used("invoice_sent", 0).await;
    customer.click("field").await;
    customer.fill("field", "Northwind").await;
    customer.click("choice").await;
    customer.press(Key::Escape, false).await;
    customer.eval("document.querySelector('[data-testid=choice]').focus()").await;
    customer.press(Key::Down, false).await;
    customer.has_used("report_viewed", 1).await;
    customer.click("tick").await;
    customer.has_used("search_used", 1).await;
    customer.click("send").await;
    customer.has_used("invoice_sent", 1).await;
    let kept = customer.kept().await.expect("a kept trial");
    let uses = |feature| kept.feature(feature).map_or(0, |used| used.counts.total());
    assert_eq!(["report_viewed", "search_used", "invoice_sent"].map(uses), [1, 1, 1]);
}
