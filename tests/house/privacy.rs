//! What a customer types stays in the page: every byte that left the browser is searched for it.

pub(crate) mod spellings;

use std::collections::BTreeSet;

use fantoccini::key::Key;
use moment_core::friction::FrictionKind;
use moment_wire::beacon::BeaconV4;
use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::eventually;
use crate::world::{House, Plan};
use spellings::{holds, of_text, of_word};

/// Typed into fields, one each. None is a part of another, and none could stand anywhere by chance.
const SECRETS: [&str; 6] =
    ["Zanzibarlicht", "quittenmus77", "Hokuspokus-Ltd", "fluestern.9", "Wolkenbruch", "amselruf42"];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_leaves_the_page() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    let [client, item, notes, address, search, path] = SECRETS;
    customer.click("new-invoice").await;
    customer.fill("client", client).await;
    customer.fill("item-description", item).await;
    customer.fill("item-price", "80").await;
    customer.fill("notes", notes).await;
    customer.click("save-template").await;
    customer.click("save-invoice").await;
    customer.sends_it(&format!("{address}@secret.example")).await;
    customer.sees_prompt().await;
    customer.answers("decline").await;
    customer.click("nav-invoices").await;
    customer.fill("search", search).await;
    customer.press(Key::Enter, false).await;
    customer.has_used("search_used", 1).await;
    // In the address and the title too, and in an error's message.
    customer
        .eval(&format!(
            "history.pushState(null, '', '/invoices/{path}?q={path}#{path}'); document.title = '{path}';
             dispatchEvent(new ErrorEvent('error', {{ message: '{path}', error: new Error('{path}') }}))"
        ))
        .await;
    eventually("the error is kept", async || {
        let kept = customer.kept().await?;
        if kept.open_friction_s(u32::MAX).is_some() { Ok(()) } else { Err(format!("{kept:?}")) }
    })
    .await;

    let kept = customer.eval("return Object.entries(localStorage).filter(([name]) => name.startsWith('sm.'))").await;
    let kept: Vec<(String, String)> = serde_json::from_value(kept).expect("what is kept");
    assert_eq!(kept.len(), 1);
    let kept: Vec<u8> = kept[0].1.chars().map(|char| u8::try_from(char).expect("one character a byte")).collect();
    customer.leaves().await;
    eventually("all of it at the collector", async || {
        let told = house.trial(&id).await?;
        if told.friction.is_empty() { Err(format!("{told:?}")) } else { Ok(()) }
    })
    .await;

    let stored: Vec<Vec<u8>> =
        house.parts.store.replicas(&id).expect("replicas").into_iter().map(|replica| replica.beacon).collect();
    assert!(stored.iter().all(|beacon| BeaconV4::decode(beacon).is_ok()) && stored.len() == 1);
    let heard = house.heard();
    assert!(heard.iter().filter(|heard| heard.line.starts_with("POST /v1/beacon")).count() >= 2);
    let sent = heard.into_iter().flat_map(|heard| [heard.line.into_bytes(), heard.headers.into_bytes(), heard.body]);
    let places: Vec<Vec<u8>> = sent.chain(stored).chain([kept]).collect();

    // The search finds what is there: a feature's name, in each of the three places.
    assert!(places.iter().filter(|bytes| holds(bytes, b"search_used")).count() >= 3);
    nowhere(&SECRETS.map(str::to_owned), &places);
}

/// The page's own folder; and a prompt that is due as soon as the page is settled.
const SECRET_PAGE: Plan = Plan { folder: "tests/house/pages/secrets", ..Plan::DEMO };

/// What the page is full of, as it stands in its files and as a person would type.
const TYPED: [&str; 3] = ["zqvorname81", "zqpasswort82", "zqanmerkung83"];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_page_full_of_secrets_leaves_it_or_is_kept() {
    let house = House::open(SECRET_PAGE).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page("window.isTimed = true").await;
    customer.visit("/zqherkunft84?zqreferenz85").await;
    customer.eval("location.assign('/?zqankunft86')").await;
    customer.has_used("search_used", 0).await;
    let id = customer.trial().await;
    let mut texts = is_driven(&customer).await;
    texts.extend(customer.texts("texts()").await);
    assert!(texts.iter().filter(|text| text.contains("zq")).count() >= 12, "{texts:?}");

    let kept = customer.everything_kept().await;
    assert!(kept.len() >= 2, "the state and the arrival: {kept:?}");
    let inspected = customer.eval("return JSON.stringify(seen.told)").await.to_string();
    assert!(inspected.contains("rage_click"), "{inspected}");
    customer.leaves().await;
    let told = eventually("every kind of trouble at the collector", async || {
        let told = house.trial(&id).await?;
        if told.friction.len() == 6 { Ok(told) } else { Err(format!("{:?}", told.friction)) }
    })
    .await;
    assert!(told.dropped >= 3, "improper names were told, and dropped: {}", told.dropped);

    let replicas = house.parts.store.replicas(&id).expect("replicas");
    let sent =
        house.heard().into_iter().flat_map(|heard| [heard.line.into_bytes(), heard.headers.into_bytes(), heard.body]);
    let kept = kept.into_iter().map(|kept| kept.chars().map(|char| u8::try_from(char).unwrap_or(b'?')).collect());
    let stored = replicas.into_iter().map(|replica| replica.beacon);
    let places: Vec<Vec<u8>> = sent.chain(stored).chain(kept).chain([inspected.into_bytes()]).collect();
    let words = words();
    assert!(words.len() >= 70, "{words:?}");
    nowhere(&words, &places);
    for text in texts.iter().filter(|text| text.contains("zq")) {
        for form in of_text(text) {
            assert!(!places.iter().any(|bytes| holds(bytes, &form)), "a hash of {text} left the page");
        }
    }
}

/// Everything in which the widget could notice a secret: trouble of each kind, uses, prompts, commands. Returns the texts
/// that stood in the page meanwhile.
async fn is_driven(customer: &Customer<'_>) -> Vec<String> {
    // First the prompt: after trouble none would be shown.
    customer.eval("say(); select()").await;
    customer.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    customer.sees_prompt().await;
    customer.answers("why").await;
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    customer.eval("fail()").await;
    for testid in ["used", "misused", "held-up"] {
        customer.click(testid).await;
    }
    customer.clicks("dead", 4).await;
    has_met(customer, &[FrictionKind::Error, FrictionKind::RageClick, FrictionKind::SlowResponse]).await;
    // One click that nothing answers, and time to see that nothing does.
    eventually("a dead click", async || {
        customer.click("dead").await;
        let begun = customer.eval("return performance.now()").await.as_f64().unwrap_or_default();
        eventually("the watch over it", async || {
            let now = customer.eval("return performance.now()").await.as_f64().unwrap_or_default();
            if now > begun + 1_900.0 { Ok(()) } else { Err(format!("{now}")) }
        })
        .await;
        meets(customer, &[FrictionKind::DeadClick]).await
    })
    .await;
    for (testid, text) in ["first", "last", "notes"].into_iter().zip(TYPED) {
        customer.fill(testid, text).await;
    }
    eventually("the form is begun", async || {
        let script = "window.begun ??= performance.now(); return performance.now() - begun";
        let ms = customer.eval(script).await.as_f64().unwrap_or_default();
        if ms > 3_200.0 { Ok(()) } else { Err(format!("{ms}")) }
    })
    .await;
    customer.eval("select()").await;
    let texts = customer.texts("texts()").await;
    // To another route, where the form is gone, and at once back.
    customer
        .eval("history.pushState(null, '', '/zqweiter87?zqweiterfrage88'); document.querySelector('form').remove()")
        .await;
    has_met(customer, &[FrictionKind::AbandonedForm]).await;
    customer.eval("history.pushState(null, '', '/zqirrweg89')").await;
    customer.eval("history.back()").await;
    has_met(customer, &[FrictionKind::QuickBack]).await;
    customer.eval("secondMoment('inspect', (told) => { seen.told = told })").await;
    eventually("an answer", async || match customer.eval("return seen.told ?? null").await {
        Value::Null => Err("none".to_owned()),
        _ => Ok(()),
    })
    .await;
    texts
}

async fn has_met(customer: &Customer<'_>, kinds: &[FrictionKind]) {
    eventually(&format!("{kinds:?}"), async || meets(customer, kinds).await).await;
}

async fn meets(customer: &Customer<'_>, kinds: &[FrictionKind]) -> Result<(), String> {
    let kept = customer.kept().await?;
    let is_met = |kind: &FrictionKind| kept.friction[*kind as usize].counts.total() > 0;
    if kinds.iter().all(is_met) { Ok(()) } else { Err(format!("{:?}", kept.friction)) }
}

/// Every secret of the page: in its files, and what was typed and gone to.
fn words() -> Vec<String> {
    let files = [
        include_str!("pages/secrets/index.html"),
        include_str!("pages/secrets/www/demo/page.js"),
        include_str!("privacy.rs"),
    ];
    let all = files.join(" ");
    let words = all.split(|char: char| !char.is_ascii_alphanumeric());
    let is_secret =
        |word: &&str| word.len() > 6 && word.starts_with("zq") && word.ends_with(|last: char| last.is_ascii_digit());
    words.filter(is_secret).map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

fn nowhere(words: &[String], places: &[Vec<u8>]) {
    for word in words {
        for form in of_word(word) {
            let place = places.iter().find(|bytes| holds(bytes, &form));
            assert!(place.is_none(), "{word} left the page: {}", String::from_utf8_lossy(place.expect("a place")));
        }
    }
}
