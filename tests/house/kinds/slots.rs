//! A prompt that stands in a slot of the page's own, and moves nothing if the slot has its height.

use serde_json::json;

use super::METER;
use super::acts::Prompting;
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

/// Adds up how far things are shifted in a page, from its beginning.
pub(crate) const SHIFTS: &str = "
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) shifted += value;
    }).observe({ type: 'layout-shift', buffered: true });
";

/// The sum so far: what is shifted in one frame is told after it.
pub(crate) const SHIFTED: &str = "
    const frame = () => new Promise(requestAnimationFrame);
    return frame().then(frame).then(() => new Promise((wake) => setTimeout(wake))).then(() => shifted)";

/// A slot above everything else in the page.
const SLOT: (&str, &str) = ("<main class=\"page\"", "<div data-sm-slot=\"meter\"></div>\n<main class=\"page\"");
const STYLE: (&str, &str) = (
    "<link rel=\"stylesheet\" href=\"/www/demo/pages.css\">",
    "<link rel=\"stylesheet\" href=\"/www/demo/pages.css\">\n<link rel=\"stylesheet\" href=\"/www/demo/slot.css\">",
);

/// Shows the meter in a slot that is dressed so; gives how far the page was shifted by it.
async fn shift_by_the_meter(css: &'static str) -> f64 {
    let files: &[_] = vec![("slot.css", css)].leak();
    let house = House::open(Plan { page: &[SLOT, STYLE], files, ..METER }).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(SHIFTS).await;
    customer.visit("/invoices").await;
    customer.runs().await;
    let height = "return document.querySelector('[data-sm-slot=meter]').offsetHeight";
    let before = customer.eval(height).await;
    customer.eval("window.shifted = 0; secondMoment('limit', 'invoices', { used: 4, of: 5, hard: true })").await;
    assert_eq!(customer.sees_prompt().await, "One invoice left in the trial");
    assert_eq!(customer.count("[data-sm-slot=meter] > second-moment-prompt").await, 1);
    assert_eq!(customer.in_prompt("find('[part=meter]').getAttribute('aria-valuenow')").await, json!("4"));
    settles_at("the exposure", 1, async || customer.record("invoices_left").await.shown.total()).await;
    let shifted = customer.eval(SHIFTED).await.as_f64().expect("a sum");
    if shifted == 0.0 {
        assert_eq!(customer.eval(height).await, before);
    }
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    shifted
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meter_in_a_slot_with_its_height_moves_nothing() {
    let shifted = shift_by_the_meter("[data-sm-slot=meter] { min-block-size: 20rem }").await;
    assert!(shifted == 0.0, "{shifted}");
    // Without the height it would be noticed.
    let shifted = shift_by_the_meter("[data-sm-slot=meter] { min-block-size: 0 }").await;
    assert!(shifted > 0.0, "{shifted}");
}
