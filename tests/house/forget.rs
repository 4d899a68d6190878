//! `forget`: nothing is left behind, in this page, in the browser's other pages, and at the collector.

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// A tag without signature: the collector knows a browser by its random number alone.
const UNSIGNED: Plan = Plan { tag: "data-signature=\"\"", ..Plan::DEMO };

const NOTHING: [&str; 0] = [];

#[tokio::test(flavor = "multi_thread")]
async fn forget_leaves_nothing_behind() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('consent', 'granted')").await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;
    is_known(&house, &id).await;
    let kept = customer.everything_kept().await;
    for what in [format!("{id}="), format!("{id}.consent=granted"), "sm.arrived=".into()] {
        assert!(kept.iter().any(|kept| kept.contains(&what)), "{what}: the search finds what is there: {kept:?}");
    }
    let before = customer.saved().await.expect("a kept replica").replica;

    customer.eval("secondMoment('forget')").await;
    customer.sees_no_prompt().await;
    nothing_is_left(&house, &customer, &id).await;

    // What happens in the page from now on is nobody's business.
    let beacons = beacons(&house);
    customer.creates_invoice("Studio Halden").await;
    customer.eval("secondMoment('track', 'report_viewed'); secondMoment('budget', 'none')").await;
    customer
        .eval("secondMoment('limit', 'invoices', { used: 1, of: 5 }); dispatchEvent(new ErrorEvent('error'))")
        .await;
    customer.is_heard().await;
    customer.passes_a_tick().await;
    assert_eq!(customer.everything_kept().await, NOTHING);
    customer.leaves().await;
    customer.visit("/").await;
    assert_eq!(self::beacons(&house), beacons, "a beacon after `forget`");
    assert_eq!(customer.texts("seen.errors").await, NOTHING);

    // The next page is another replica's, which knows nothing.
    customer.has_used("invoice_created", 0).await;
    let after = customer.saved().await.expect("a kept replica");
    assert_ne!(after.replica, before);
    assert!(after.summary.moments.is_empty(), "{:?}", after.summary);
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
    customer.leaves().await;
    let told = eventually("the new replica at the collector", async || house.trial(&id).await).await;
    assert_eq!((told.replicas, told.features.len(), told.features[0].total), (1, 1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn forgotten_in_one_page_is_forgotten_in_the_other() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.opens_another().await;
    customer.eval("for (const page of [window, frames[0]]) page.secondMoment('track', 'invoice_created')").await;
    customer.has_used("invoice_created", 2).await;
    is_known(&house, &id).await;

    customer.eval("frames[0].secondMoment('forget')").await;
    nothing_is_left(&house, &customer, &id).await;
    let beacons = beacons(&house);
    customer.eval("for (const page of [window, frames[0]]) page.secondMoment('track', 'report_viewed')").await;
    customer.is_heard().await;
    customer.passes_a_tick().await;
    assert_eq!(customer.everything_kept().await, NOTHING);
    customer.leaves().await;
    customer.visit("/").await;
    customer.has_used("report_viewed", 0).await;
    assert_eq!(self::beacons(&house), beacons);
}

#[tokio::test(flavor = "multi_thread")]
async fn forgotten_in_one_page_is_no_refusal_in_the_other_where_the_browser_objects() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::waits(&house).await;
    customer
        .before_each_page("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })")
        .await;
    customer.visit("/").await;
    let id = customer.trial().await;
    customer.eval("secondMoment('consent', 'granted')").await;
    customer.runs().await;
    customer.opens_another().await;
    customer.eval("secondMoment('track', 'invoice_created')").await;
    is_known(&house, &id).await;

    customer.eval("frames[0].secondMoment('forget')").await;
    nothing_is_left(&house, &customer, &id).await;
    customer.passes_a_tick().await;
    assert_eq!(customer.everything_kept().await, NOTHING, "nobody has refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wish_waits_until_the_collector_can_be_reached() {
    let house = House::open(UNSIGNED).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'invoice_created')").await;
    is_known(&house, &id).await;
    let replica = customer.saved().await.expect("a kept replica").replica;

    customer.is_online(false).await;
    customer.eval("secondMoment('forget')").await;
    let marker = async || {
        let kept = customer.everything_kept().await;
        let is_marker = kept.len() == 2 && kept[0].ends_with(&format!("{id}.erasing={replica:016x}"));
        if is_marker { Ok(()) } else { Err(format!("{kept:?}")) }
    };
    eventually("one small marker and nothing else", marker).await;
    assert_eq!(customer.noted().await, format!("sm.{}.{id} \u{101}{replica:016x}", house.key()));
    assert!(house.trial(&id).await.is_ok());

    // The page goes before anybody is reached; the next one brings the wish.
    customer.leaves().await;
    customer.is_online(true).await;
    customer.visit("/").await;
    eventually("the replica is erased, and the marker gone", async || {
        let kept = customer.everything_kept().await;
        let replicas = house.parts.store.replicas(&id).map_err(|error| error.to_string())?;
        let is_erased = replicas.iter().all(|kept| kept.replica != replica);
        let is_marked = kept.iter().any(|kept| kept.contains("erasing"));
        if is_erased && !is_marked { Ok(()) } else { Err(format!("{kept:?} {}", replicas.len())) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wish_survives_that_the_browser_is_killed_half_a_second_later() {
    let house = House::open(UNSIGNED).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'invoice_created')").await;
    is_known(&house, &id).await;
    let replica = customer.saved().await.expect("a kept replica").replica;

    house.shuts(true);
    customer.eval("secondMoment('forget'); await new Promise((wake) => setTimeout(wake, 500))").await;
    let customer = customer.dies_and_opens().await;
    house.shuts(false);
    customer.visit("/").await;
    eventually("the replica is erased, and another one begins", async || {
        let replicas = house.parts.store.replicas(&id).map_err(|error| error.to_string())?;
        let is_erased = replicas.iter().all(|kept| kept.replica != replica);
        let saved = customer.saved().await?;
        let is_new = saved.replica != replica && saved.summary.feature("invoice_created").is_none();
        if is_erased && is_new { Ok(()) } else { Err(format!("{} {saved:?}", replicas.len())) }
    })
    .await;
}

/// As where the disk took no state after the wish was carried out.
#[tokio::test(flavor = "multi_thread")]
async fn a_wish_that_was_carried_out_takes_nothing_away_that_was_counted_since() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'invoice_created')").await;
    customer.has_used("invoice_created", 1).await;
    customer.leaves().await;
    is_known(&house, &id).await;
    customer.visit("/www/demo/icon.svg").await;
    customer.writes_down(&format!("sm.{}.{id} \u{101}{:016x}", house.key(), 99)).await;
    customer.visit("/").await;
    customer.runs().await;
    customer.passes_a_tick().await;
    customer.has_used("invoice_created", 1).await;
    assert!(house.heard().iter().all(|heard| !heard.line.starts_with("DELETE ")));
    assert_eq!(house.trial(&id).await.expect("the trial").replicas, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_signature_the_browsers_own_replica_is_erased_and_no_other() {
    let house = House::open(UNSIGNED).await;
    let at_work = Customer::arrives(&house).await;
    let id = at_work.trial().await;
    at_work.eval("secondMoment('track', 'invoice_created')").await;
    is_known(&house, &id).await;
    let at_home = Customer::waits(&house).await;
    at_home.is_also(&at_work).await;
    at_home.visit("/").await;
    at_home.eval("secondMoment('track', 'report_viewed')").await;
    at_home.has_used("report_viewed", 1).await;
    at_home.leaves().await;
    both_are_known(&house, &id).await;

    // Whoever refuses first, and only then asks to be forgotten, is forgotten too.
    at_work.eval("secondMoment('consent', 'denied'); secondMoment('forget')").await;
    let told = eventually("one replica is left", async || {
        let told = house.trial(&id).await?;
        if told.replicas == 1 { Ok(told) } else { Err(format!("{told:?}")) }
    })
    .await;
    assert_eq!(told.features[0].name, "report_viewed");
    settles_at("nothing is kept", NOTHING.map(str::to_owned).into(), async || at_work.everything_kept().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_whose_trial_was_erased_elsewhere_drops_what_it_keeps() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    is_known(&house, &id).await;
    house.erases(&id).await;

    // What it reports next is refused, because it was erased.
    customer.sends_it("accounts@northwind.example").await;
    nothing_is_left(&house, &customer, &id).await;
    assert!(!customer.has_prompt().await);
    customer.visit("/").await;
    customer.has_used("invoice_sent", 0).await;
    assert_eq!(customer.texts("seen.errors").await, NOTHING);
}

/// With a signed tag each would have the whole trial erased, and the other's new counts with it, for ever.
#[tokio::test(flavor = "multi_thread")]
async fn two_browsers_of_a_trial_that_was_forgotten_do_not_erase_what_the_other_counts_anew() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let at_work = Customer::arrives(&house).await;
    let id = at_work.trial().await;
    let at_home = Customer::waits(&house).await;
    at_home.is_also(&at_work).await;
    at_home.visit("/").await;
    for browser in [&at_work, &at_home] {
        browser.eval("secondMoment('track', 'report_viewed')").await;
        browser.has_used("report_viewed", 1).await;
        browser.leaves().await;
    }
    both_are_known(&house, &id).await;
    at_home.visit("/").await;
    at_home.runs().await;

    at_work.visit("/").await;
    at_work.runs().await;
    at_work.eval("secondMoment('forget')").await;
    nothing_is_left(&house, &at_work, &id).await;
    at_work.visit("/").await;
    at_work.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_created')").await;
    at_work.has_used("invoice_created", 2).await;
    is_known(&house, &id).await;

    // The other one hears of it when it has news, and the new replica stays.
    let erasures = || house.heard().iter().filter(|heard| heard.line.starts_with("DELETE ")).count();
    assert_eq!(erasures(), 1);
    at_home.eval("secondMoment('track', 'invoice_created')").await;
    settles_at("nothing is kept at home", NOTHING.map(str::to_owned).into(), async || at_home.everything_kept().await)
        .await;
    at_home.passes_a_tick().await;
    assert_eq!(erasures(), 1, "nobody asks again");
    let told = house.trial(&id).await.expect("the new replica");
    assert_eq!((told.replicas, told.features[0].total), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storage_that_the_page_empties_begins_anew_and_says_so() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    is_known(&house, &id).await;
    let before = customer.saved().await.expect("a kept replica").replica;
    customer.eval("localStorage.clear(); secondMoment('track', 'report_viewed')").await;
    let kept = eventually("another replica", async || {
        let saved = customer.saved().await?;
        if saved.replica == before { Err("the old one".to_owned()) } else { Ok(saved.summary) }
    })
    .await;
    assert_eq!((kept.dropped, kept.feature("invoice_created")), (1, None));
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
}

async fn is_known(house: &House, id: &str) {
    eventually("the trial at the collector", async || house.trial(id).await).await;
}

async fn both_are_known(house: &House, id: &str) {
    eventually("both replicas", async || match house.trial(id).await?.replicas {
        2 => Ok(()),
        other => Err(format!("{other}")),
    })
    .await;
}

async fn nothing_is_left(house: &House, customer: &Customer<'_>, id: &str) {
    eventually("nothing here and nothing at the collector", async || {
        let kept = customer.everything_kept().await;
        house.parts.keeper.settle(Some(id)).await.map_err(|error| format!("{error:?}"))?;
        let replicas = house.parts.store.replicas(id).map_err(|error| error.to_string())?;
        let is_known = house.parts.store.trial(id).map_err(|error| error.to_string())?.is_some();
        let is_gone = kept.is_empty() && replicas.is_empty() && !is_known;
        if is_gone { Ok(()) } else { Err(format!("{kept:?}, {} replicas, {is_known}", replicas.len())) }
    })
    .await;
}

fn beacons(house: &House) -> usize {
    house.heard_of_customers().iter().filter(|line| line.starts_with("POST /v1/beacon")).count()
}
