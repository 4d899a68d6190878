//! Whatever becomes of the browser's storage, the product works, and the state survives or begins clean and says so.

use moment_core::summary::Summary;
use moment_wire::saved::SavedV4;

use crate::customer::Customer;
use crate::eventually::eventually;
use crate::world::{House, Plan, uses};

/// When the trial of the golden files began, and how the product's cookie says so.
const STARTED_MS: u64 = 1_794_000_000_000;

/// Fills the storage to the last character, as a page does that keeps too much.
const FILL: &str = "
    for (let size = 1 << 22; size > 0; size >>= 1) {
      try { for (let at = 0; ; at++) localStorage.setItem('fill' + size + '.' + at, 'x'.repeat(size)); } catch {}
    }";

const FORBID: &str = "
    for (const storage of ['localStorage', 'sessionStorage']) Object.defineProperty(window, storage, {
      get() { throw new DOMException('storage is forbidden', 'SecurityError') } });";

#[tokio::test(flavor = "multi_thread")]
async fn where_storage_is_forbidden_each_page_is_a_replica_of_its_own_and_says_so() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(FORBID).await;
    let id = uses_in_two_pages(&customer).await;
    let told = house.told_when(&id, |told| uses(told, "report_viewed") == 5).await;
    assert_eq!((told.replicas, told.dropped), (2, 2));
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storage_that_keeps_nothing_and_says_nothing_is_noticed() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page("Storage.prototype.setItem = () => {}").await;
    let id = uses_in_two_pages(&customer).await;
    let told = house.told_when(&id, |told| uses(told, "report_viewed") == 5).await;
    assert_eq!((told.replicas, told.dropped), (2, 2));
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_storage_is_full_nothing_is_lost_at_the_collector_and_it_is_told() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(FILL).await;
    let id = uses_in_two_pages(&customer).await;
    let told = house.told_when(&id, |told| uses(told, "report_viewed") == 5).await;
    assert_eq!((told.replicas, told.dropped), (2, 2));
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storage_that_fills_up_loses_no_count_and_keeps_no_old_state() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
    customer.eval(FILL).await;
    // More names than there is room for beside what is kept.
    customer.eval("for (let at = 0; at < 40; at++) secondMoment('track', 'feature_with_a_long_name_' + at)").await;
    eventually("nothing is kept any more", async || match customer.saved().await {
        Ok(saved) => Err(format!("{saved:?}")),
        Err(_) => Ok(()),
    })
    .await;
    customer.eval("secondMoment('track', 'report_viewed'); for (const name of Object.keys(localStorage)) if (name.startsWith('fill')) localStorage.removeItem(name)").await;
    // There is room again: what the page knows is kept again, under the same number, with all that was counted.
    customer.has_used("report_viewed", 2).await;
    customer.leaves().await;
    let told = house.told_when(&id, |told| uses(told, "report_viewed") == 2).await;
    assert_eq!((told.replicas, told.dropped, told.features.len()), (1, 1, 41));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_cannot_be_read_begins_clean_and_says_so() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let golden = golden(include_str!("../wire/saved_v2.hex"));
    let mut future = golden.clone();
    future[0] = 77;
    let cases = [
        ("cut short", golden[..golden.len() / 2].to_vec()),
        ("of a version to come", future),
        ("words", b"{\"replica\":1}".to_vec()),
    ];
    for (what, bytes) in cases {
        let customer = finds(&house, &bytes).await;
        let kept = began(&customer, what).await;
        assert_eq!((kept.dropped, kept.features.len()), (1, 1), "{what}: {kept:?}");
        customer.leaves().await;
        let id = TRIAL.to_owned();
        house.told_when(&id, |told| told.dropped == 1 && uses(told, "report_viewed") == 1).await;
        house.erases(&id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_of_each_older_version_is_read_and_goes_on() {
    let house = House::open(Plan::NO_PROMPTS).await;
    for golden in [golden(include_str!("../wire/saved_v1.hex")), golden(include_str!("../wire/saved_v2.hex"))] {
        let before = SavedV4::decode(&golden).expect("a golden file");
        assert_eq!(before.started_ms, STARTED_MS);
        let customer = finds(&house, &golden).await;
        let kept = began(&customer, "an older state").await;
        assert_eq!(customer.saved().await.expect("a kept replica").replica, before.replica);
        assert_eq!((kept.dropped, kept.features.len()), (before.summary.dropped, before.summary.features.len() + 1));
        assert!(before.summary.moments.iter().all(|moment| kept.moments.contains(moment)), "{:?}", kept.moments);
        assert_eq!(
            kept.feature("export").map(|used| used.counts.total()),
            before.summary.feature("export").map(|used| used.counts.total())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_crashes_loses_nothing_that_was_kept() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'report_viewed', { count: 7 })").await;
    customer.has_used("report_viewed", 7).await;
    let other = customer.client.new_window(true).await.expect("another tab").handle;
    customer.crashes().await;
    customer.client.switch_to_window(other).await.expect("the other tab");
    customer.visit("/").await;
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 8).await;
    customer.leaves().await;
    let told = house.told_when(&id, |told| uses(told, "report_viewed") == 8).await;
    assert_eq!((told.replicas, told.dropped), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_private_window_counted_is_at_the_collector_when_its_storage_is_gone() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let first = Customer::in_private(&house).await;
    first.visit("/").await;
    let id = first.trial().await;
    first.eval("secondMoment('track', 'report_viewed', { count: 2 })").await;
    first.has_used("report_viewed", 2).await;
    let second = Customer::in_private(&house).await;
    second.is_also(&first).await;
    first.leaves().await;
    house.told_when(&id, |told| uses(told, "report_viewed") == 2).await;
    drop(first);
    second.visit("/").await;
    second.eval("secondMoment('track', 'report_viewed', { count: 3 })").await;
    second.has_used("report_viewed", 3).await;
    second.leaves().await;
    let told = house.told_when(&id, |told| uses(told, "report_viewed") == 5).await;
    assert_eq!((told.replicas, told.dropped), (2, 0));
}

const TRIAL: &str = "t_0a";

/// A customer of the golden files' trial, in whose browser these bytes are kept.
async fn finds<'a>(house: &'a House, bytes: &[u8]) -> Customer<'a> {
    let customer = Customer::waits(house).await;
    customer.has_cookie(&house.product, "demo_trial", &format!("{TRIAL}.{STARTED_MS}")).await;
    // A page of the same origin without our script.
    customer.visit("/www/demo/icon.svg").await;
    let text: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let (key, text) = (house.key(), text.join(","));
    customer.eval(&format!("localStorage.setItem('sm.{key}.{TRIAL}', String.fromCharCode({text}))")).await;
    customer.visit("/").await;
    assert_eq!(customer.trial().await, TRIAL);
    customer
}

/// Waits until the page has counted a use on top of what it found, or of nothing.
async fn began(customer: &Customer<'_>, what: &str) -> Summary {
    customer.eval("secondMoment('track', 'report_viewed')").await;
    eventually(what, async || {
        let kept = customer.kept().await?;
        if kept.feature("report_viewed").is_some() { Ok(kept) } else { Err(format!("{kept:?}")) }
    })
    .await
}

/// Two uses in one page and three in the next; the trial's id.
async fn uses_in_two_pages(customer: &Customer<'_>) -> String {
    customer.visit("/").await;
    let id = customer.trial().await;
    for count in [2, 3] {
        customer.eval(&format!("secondMoment('track', 'report_viewed', {{ count: {count} }})")).await;
        // A decision comes with a tick, and with it the attempt to keep what was counted.
        customer.is_decided("not_running").await;
        customer.visit("/").await;
    }
    id
}

fn golden(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(char::is_ascii_hexdigit).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).expect("digits");
    digits.chunks(2).map(byte).collect()
}
