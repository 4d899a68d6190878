//! Consent as one table: what the tag asks, what the browser signals, what the customer said before, and whether then
//! anything is kept and sent.

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// In this order the columns of the table stand: the customer's earlier word is none, `granted`, `denied`.
const WORDS: [&str; 3] = ["", "granted", "denied"];

/// Tag, signal, and whether is counted by the customer's earlier word.
const TABLE: [(&str, &str, [bool; 3]); 16] = [
    ("", "", [true, true, false]),
    ("", "gpc", [false, true, false]),
    ("", "dnt", [false, true, false]),
    ("", "gpc,dnt", [false, true, false]),
    ("granted", "", [true, true, false]),
    ("granted", "gpc", [false, true, false]),
    ("granted", "dnt", [false, true, false]),
    ("granted", "gpc,dnt", [false, true, false]),
    ("required", "", [false, true, false]),
    ("required", "gpc", [false, true, false]),
    ("required", "dnt", [false, true, false]),
    ("required", "gpc,dnt", [false, true, false]),
    ("denied", "", [false, true, false]),
    ("denied", "gpc", [false, true, false]),
    ("denied", "dnt", [false, true, false]),
    ("denied", "gpc,dnt", [false, true, false]),
];

/// The page's address says what the browser signals and the tag asks. The tag is changed as soon as the page has it,
/// before its script is there.
const AS_THE_ADDRESS_SAYS: &str = "
    const asked = new URLSearchParams(location.search);
    const signals = (asked.get('signal') ?? '').split(',');
    const says = (name, value) => Object.defineProperty(Navigator.prototype, name, { get: () => value });
    if (signals.includes('gpc')) says('globalPrivacyControl', true);
    if (signals.includes('dnt')) says('doNotTrack', '1');
    new MutationObserver((_, observer) => {
      const tag = document.querySelector('script[data-trial]');
      if (!tag) return;
      observer.disconnect();
      if (asked.get('tag')) tag.dataset.consent = asked.get('tag');
    }).observe(document, { childList: true, subtree: true });
";

/// Answers when it is gone.
const NO_DATABASE: &str = "return new Promise((gone) => {
    indexedDB.deleteDatabase('secondMoment').onsuccess = () => gone(true);
})";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_and_sent_follows_from_tag_signal_and_word() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(AS_THE_ADDRESS_SAYS).await;
    customer.visit("/").await;
    let id = customer.trial().await;
    let name = format!("sm.{}.{id}", house.key());
    let mut used = 0;
    for (tag, signal, counted) in TABLE {
        for (word, is_counted) in WORDS.into_iter().zip(counted) {
            let row = format!("tag `{tag}`, signal `{signal}`, word `{word}`");
            // A page of the same origin without the tag.
            customer.visit("/www/demo/icon.svg").await;
            let set = format!("if ('{word}') localStorage.setItem('{name}.consent', '{word}')");
            customer.eval(&format!("localStorage.clear(); sessionStorage.clear(); {set}")).await;
            customer.eval(NO_DATABASE).await;
            let before = house.heard_of_customers().len();
            customer.visit(&format!("/?tag={tag}&signal={signal}")).await;
            customer.is_heard().await;
            customer.eval("secondMoment('track', 'report_viewed')").await;
            if is_counted {
                customer.has_used("report_viewed", 1).await;
                used += 1;
                let told = async || {
                    house.trial(&id).await.map(|trial| trial.features.iter().map(|used| used.total).sum::<u32>())
                };
                customer.leaves().await;
                settles_at(&row, Ok(used), told).await;
            } else {
                // A whole tick, in which the widget would keep and send.
                customer.passes_a_tick().await;
                let word = if word.is_empty() { vec![] } else { vec![format!("{name}.consent={word}")] };
                assert_eq!(customer.everything_kept().await, word, "{row}");
                customer.leaves().await;
                customer.visit("/www/demo/icon.svg").await;
                assert_eq!(house.heard_of_customers().len(), before, "{row}");
            }
        }
    }
    assert_eq!(used, 16 + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_takes_the_open_prompt_away() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;
    eventually("the trial at the collector", async || house.trial(&id).await).await;
    customer.eval("secondMoment('consent', 'denied')").await;
    customer.sees_no_prompt().await;
    eventually("the word and the note of it", async || {
        let kept = customer.everything_kept().await;
        let is_word = kept.len() == 2 && kept[0].contains(".consent=denied") && kept[1] == "database secondMoment";
        if is_word { Ok(()) } else { Err(format!("{kept:?}")) }
    })
    .await;
    assert_eq!(customer.noted().await, format!("sm.{}.{id} \u{101}denied1", house.key()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_survives_that_the_browser_is_killed_half_a_second_later() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let trial = customer.trial().await;
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
    customer.eval("secondMoment('consent', 'denied'); await new Promise((wake) => setTimeout(wake, 500))").await;
    let customer = customer.dies_and_opens().await;
    let before = house.heard_of_customers().len();
    customer.visit("/").await;
    customer.is_heard().await;
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.passes_a_tick().await;
    let kept = customer.everything_kept().await;
    assert!(kept.len() == 2 && kept[0].contains(".consent=denied"), "{kept:?}");
    customer.leaves().await;
    customer.visit("/").await;
    assert_eq!(house.heard_of_customers().len(), before);

    // An agreement that local storage knows is newer than the refusal that is noted.
    customer.eval("secondMoment('consent', 'granted')").await;
    customer.writes_down(&format!("sm.{}.{trial} \u{101}denied1", house.key())).await;
    customer.visit("/").await;
    customer.runs().await;
    customer.eval("secondMoment('track', 'report_viewed')").await;
    customer.has_used("report_viewed", 1).await;
}
