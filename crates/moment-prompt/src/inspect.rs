//! What `secondMoment('inspect', fn)` tells: read out of the very bytes that are kept, were sent, and would be sent now.

pub mod beacon;
pub mod json;
pub mod summary;

use js_sys::{Date, JSON, Object, Reflect, Uint8Array};
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::{CommentV1, CommentsV1};
use moment_wire::hex::hex;
use moment_wire::saved::SavedV4;
use wasm_bindgen::{JsCast, JsValue};

use json::Json;

use crate::replies;

/// Reads what the first module hands over and tells it as a plain object.
pub(crate) fn inspect(facts: &Object) -> JsValue {
    let fact = |name: &str| Reflect::get(facts, &JsValue::from_str(name)).unwrap_or_default();
    let bytes = |name: &str| fact(name).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    let consent = fact("consent").as_string().unwrap_or_default();
    let text = tell(&consent, ["kept", "sent", "next", "comments"].map(bytes).each_ref().map(Vec::as_slice), iso);
    let told = JSON::parse(&text).unwrap_or_default();
    let _ = Reflect::set(&told, &"server".into(), &fact("server"));
    let _ = Reflect::set(&told, &"replies".into(), &replies::told());
    told
}

/// Such as `2026-11-10T09:00:00.000Z`; empty for what no date can be.
#[expect(clippy::cast_precision_loss, reason = "an instant is far smaller than 2 to the 53")]
fn iso(ms: u64) -> String {
    Date::new(&(ms as f64).into()).to_json().into()
}

/// The whole answer but the collector's address. Bytes that nobody can read are told by their number.
#[must_use]
pub fn tell(consent: &str, [kept, sent, next, comments]: [&[u8]; 4], instant: fn(u64) -> String) -> String {
    let mut json = Json::new(instant);
    json.record();
    if let Ok(head) = BeaconV4::decode(next) {
        beacon::head(&mut json, &head);
        json.name("budget").text(summary::budget(head.summary.budget.choice));
    }
    json.name("consent").text(consent);
    json.name("kept");
    saved(&mut json, kept);
    json.name("sent");
    message(&mut json, sent, "last_at");
    json.name("will_send");
    message(&mut json, if consent == "granted" { next } else { &[] }, "at");
    json.name("comments").list();
    for comment in CommentsV1::decode(comments).map(|message| message.comments).unwrap_or_default() {
        tell_comment(&mut json, &comment);
    }
    json.end(']');
    json.end('}');
    json.finish()
}

/// What the customer wrote and the collector has not said to have.
fn tell_comment(json: &mut Json, CommentV1 { id, at_ms, words, about }: &CommentV1) {
    json.record();
    json.name("id").text(&hex(id));
    json.name("at").instant(*at_ms);
    json.name("about").text_or_nothing(about.as_deref());
    json.name("words").words(words);
    json.end('}');
}

/// What the browser keeps between two pages.
fn saved(json: &mut Json, bytes: &[u8]) {
    if bytes.is_empty() {
        return json.nothing();
    }
    json.record();
    json.name("bytes").number(bytes.len() as u64);
    if let Ok(SavedV4 { replica, started_ms, summary }) = SavedV4::decode(bytes) {
        beacon::replica(json, replica);
        json.name("started").instant(started_ms);
        summary::tell(json, &summary, started_ms);
    }
    json.end('}');
}

/// A message to the collector, with its instant under the name `at`.
fn message(json: &mut Json, bytes: &[u8], at: &str) {
    if bytes.is_empty() {
        return json.nothing();
    }
    json.record();
    json.name("bytes").number(bytes.len() as u64);
    if let Ok(message) = BeaconV4::decode(bytes) {
        beacon::tell(json, &message, at);
    }
    json.end('}');
}
