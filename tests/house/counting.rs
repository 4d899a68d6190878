//! Each way in which a product can tell that a feature was used, and each use counted once.

use fantoccini::key::Key;
use moment_core::limit::LimitUse;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan, uses};

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_tell_a_use_counts_it_once() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;

    // By call.
    customer.creates_invoice("Northwind Bakery").await;
    customer.has_used("invoice_created", 1).await;
    let limit =
        customer.kept().await.expect("a kept trial").limit("invoices").map(|limit| LimitUse { at_s: 0, ..limit });
    assert_eq!(limit, Some(LimitUse { at_s: 0, used: 1, of: 5, hard: true }));

    // By the attribute of a button, and of a button that begins a download.
    customer.click("save-template").await;
    customer.has_used("template_saved", 1).await;
    customer.click("export-invoice").await;
    customer.has_used("invoice_exported", 1).await;

    // By the playbook's selector.
    customer.sends_it("accounts@northwind.example").await;
    customer.click("mark-paid").await;
    customer.has_used("invoice_paid", 1).await;

    // By the attribute of a form: Enter fires `change` and `submit`, and is one use.
    customer.click("nav-invoices").await;
    customer.fill("search", "north").await;
    customer.press(Key::Enter, false).await;
    customer.has_used("search_used", 1).await;

    // By route: the product changes its address without loading a page.
    customer.click("nav-upgrade").await;
    customer.has_used("pricing_viewed", 1).await;
    customer.click("nav-dashboard").await;
    customer.leaves().await;

    let told = eventually("all of it at the collector", async || {
        let told = house.trial(&id).await?;
        if told.features.len() == 7 { Ok(told) } else { Err(format!("{:?}", told.features)) }
    })
    .await;
    let mut uses: Vec<(&str, u32)> = told.features.iter().map(|used| (used.name.as_str(), used.total)).collect();
    uses.sort_unstable();
    let names = [
        "invoice_created",
        "invoice_exported",
        "invoice_paid",
        "invoice_sent",
        "pricing_viewed",
        "search_used",
        "template_saved",
    ];
    assert_eq!(uses, names.map(|name| (name, 1)));
    assert_eq!((told.dropped, told.line.shown), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_without_a_new_page_is_counted_apart() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
    let signs_in = "const { key, started } = document.querySelector('script[data-key]').dataset;
        secondMoment('start', { key, started, trial: 't_second' });
        secondMoment('track', 'report_viewed', { count: 2 });";
    customer.eval(signs_in).await;
    // The page says the same once more.
    customer.eval(signs_in).await;
    customer.leaves().await;
    let used = async |trial: &str, times| house.told_when(trial, |told| uses(told, "report_viewed") == times).await;
    let (first, second) = (used(&id, 1).await, used("t_second", 4).await);
    assert_eq!([first.replicas, second.replicas, first.dropped, second.dropped], [1, 1, 0, 0]);
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_told_each_moment_once() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.has_used("invoice_created", 0).await;
    customer.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    customer.eval("secondMoment('track', 'invoice_sent'); secondMoment('track', 'teammate_invited')").await;
    customer.has_used("teammate_invited", 1).await;
    settles_at("three moments", ["first_invoice", "activated", "team_joined"].map(str::to_owned).into(), async || {
        customer.texts("seen.moments").await
    })
    .await;
}
