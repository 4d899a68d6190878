//! What `secondMoment('inspect', fn)` tells: read out of the very bytes that are kept, were sent, and would be sent now.

pub mod beacon;
pub mod summary;

use js_sys::{Object, Reflect, Uint8Array};
use moment_wire::beacon::BeaconV2;
use moment_wire::saved::SavedV2;
use wasm_bindgen::{JsCast, JsValue};

use crate::told::Told;

/// Reads what the first module hands over and tells it as a plain object.
pub(crate) fn inspect(facts: &Object) -> JsValue {
    let fact = |name: &str| Reflect::get(facts, &JsValue::from_str(name)).unwrap_or_default();
    let bytes = |name: &str| fact(name).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    let text = |name: &str| fact(name).as_string().unwrap_or_default();
    tell(&text("consent"), &text("server"), &bytes("kept"), &bytes("sent"), &bytes("next")).to_js()
}

/// The whole answer. Bytes that nobody can read are told by their number.
pub fn tell(consent: &str, server: &str, kept: &[u8], sent: &[u8], next: &[u8]) -> Told {
    let head = BeaconV2::decode(next).ok();
    let of_head = |tell: fn(&BeaconV2) -> Told| head.as_ref().map_or(Told::Nothing, tell);
    let will_send = if consent == "granted" { message(next, None) } else { Told::Nothing };
    let last_at = BeaconV2::decode(sent).map_or(Told::Nothing, |sent| Told::Instant(sent.sent_ms));
    Told::Record(vec![
        ("trial", of_head(|head| Told::Text(head.trial.clone()))),
        ("account", of_head(|head| Told::text(head.account.as_deref()))),
        ("plan", of_head(|head| Told::text(head.plan.as_deref()))),
        ("locale", of_head(|head| Told::text(head.locale.as_deref()))),
        ("consent", Told::Text(consent.to_owned())),
        ("budget", of_head(|head| summary::budget(head.summary.budget.choice))),
        ("server", Told::Text(server.to_owned())),
        ("kept", saved(kept)),
        ("sent", message(sent, Some(last_at))),
        ("will_send", will_send),
    ])
}

/// What the browser keeps between two pages.
fn saved(bytes: &[u8]) -> Told {
    let size = ("bytes", Told::Number(bytes.len() as u64));
    match SavedV2::decode(bytes) {
        _ if bytes.is_empty() => Told::Nothing,
        Err(_) => Told::Record(vec![size]),
        Ok(SavedV2 { replica, started_ms, summary }) => {
            let mut fields = vec![size, ("replica", beacon::replica(replica)), ("started", Told::Instant(started_ms))];
            fields.extend(summary::fields(&summary, started_ms));
            Told::Record(fields)
        }
    }
}

/// A message to the collector.
fn message(bytes: &[u8], last_at: Option<Told>) -> Told {
    if bytes.is_empty() {
        return Told::Nothing;
    }
    let mut fields: Vec<_> = last_at.into_iter().map(|last_at| ("last_at", last_at)).collect();
    fields.push(("bytes", Told::Number(bytes.len() as u64)));
    fields.extend(BeaconV2::decode(bytes).map(|beacon| beacon::fields(&beacon)).unwrap_or_default());
    Told::Record(fields)
}
