//! What a customer types stays in the page: every byte that left the browser is searched for it.

use fantoccini::key::Key;
use moment_wire::beacon::BeaconV2;

use crate::customer::Customer;
use crate::eventually::eventually;
use crate::world::{House, Plan};

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
    assert!(stored.iter().all(|beacon| BeaconV2::decode(beacon).is_ok()) && stored.len() == 1);
    let heard = house.heard();
    assert!(heard.iter().filter(|heard| heard.line.starts_with("POST /v1/beacon")).count() >= 2);
    let sent = heard.into_iter().flat_map(|heard| [heard.line.into_bytes(), heard.headers.into_bytes(), heard.body]);
    let places: Vec<Vec<u8>> = sent.chain(stored).chain([kept]).collect();

    // The search finds what is there: a feature's name, in each of the three places.
    assert!(places.iter().filter(|bytes| holds(bytes, b"search_used")).count() >= 3);
    for secret in SECRETS {
        for spelling in spellings(secret) {
            assert!(!places.iter().any(|bytes| holds(bytes, &spelling)), "{secret} left the page");
        }
    }
}

/// As bytes, as UTF-16, and backwards; all of it in small letters.
pub(crate) fn spellings(secret: &str) -> [Vec<u8>; 3] {
    let small = secret.to_lowercase();
    let wide = small.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [small.clone().into_bytes(), wide, small.chars().rev().collect::<String>().into_bytes()]
}

pub(crate) fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.to_ascii_lowercase().windows(wanted.len()).any(|window| window == wanted)
}
