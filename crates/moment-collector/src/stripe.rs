//! Stripe's webhooks as outcomes: whether a message is Stripe's, and what it says of a trial. Pure.
//!
//! The signature is that of <https://docs.stripe.com/webhooks#verify-manually>; the objects are those of
//! <https://docs.stripe.com/api/events>. An outcome happened when Stripe made the event, so deliveries that are repeated,
//! late or out of order come to the same ending.

use hmac::{Hmac, KeyInit, Mac};
use moment_core::event::Outcome;
use moment_wire::beacon::is_id;
use moment_wire::hex::unhex;
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use crate::store::Ending;

/// How far the instant in a signature may be from ours, as Stripe's own libraries have it: five minutes.
pub const TOLERANCE_S: u64 = 300;

/// How many signatures of one message are looked at: one for each secret, of which there are two during a rotation.
const SIGNATURES_MAX: usize = 8;

/// Currencies without a minor unit: <https://docs.stripe.com/currencies#zero-decimal>.
const WITHOUT_DECIMALS: [&str; 16] =
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"];

/// Currencies with three decimals: <https://docs.stripe.com/currencies#three-decimal>.
const WITH_THREE_DECIMALS: [&str; 5] = ["bhd", "jod", "kwd", "omr", "tnd"];

/// Why a message is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no signature in the form `t=…,v1=…`.
    Unsigned,
    /// It was signed too long ago, or in the future.
    Stale,
    /// No secret of ours makes this signature.
    WrongSignature,
    /// It is signed, and no event.
    Malformed,
}

/// What an event comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A trial ended.
    Ending {
        /// The trial.
        trial: String,
        /// How.
        ending: Ending,
    },
    /// It says nothing of a trial's end, and why.
    Nothing(&'static str),
}

/// Whether `header`, the request's `Stripe-Signature`, is Stripe's of `body`, by one of our secrets. `now_s` is the
/// collector's clock in seconds since the Unix epoch.
pub fn check(body: &[u8], header: &str, secrets: &[String], now_s: u64) -> Result<(), Refusal> {
    let mut at = None;
    let mut signatures = Vec::new();
    for (name, value) in header.split(',').filter_map(|part| part.trim().split_once('=')) {
        match name {
            "t" => at = Some(value),
            "v1" if signatures.len() < SIGNATURES_MAX => signatures.extend(unhex(value)),
            _ => {}
        }
    }
    let at = at.ok_or(Refusal::Unsigned)?;
    let at_s: u64 = at.parse().map_err(|_| Refusal::Unsigned)?;
    if signatures.is_empty() {
        return Err(Refusal::Unsigned);
    }
    let is_right = secrets.iter().any(|secret| signatures.iter().any(|one| is_signature(secret, at, body, one)));
    if !is_right {
        return Err(Refusal::WrongSignature);
    }
    if at_s.abs_diff(now_s) > TOLERANCE_S { Err(Refusal::Stale) } else { Ok(()) }
}

/// Compares in a time that does not depend on where they differ.
#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn is_signature(secret: &str, at: &str, body: &[u8], signature: &[u8]) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length is a key");
    mac.update(at.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.verify_slice(signature).is_ok()
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    /// Seconds since the Unix epoch.
    created: u64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
    /// What an update changed, as it was before.
    #[serde(default)]
    previous_attributes: Value,
}

/// What the event in `body` comes to; `field` is the field of the metadata that names the trial. Errors: it is no event.
pub fn read(body: &[u8], field: &str) -> Result<Told, Refusal> {
    let event: Event = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    let object = &event.data.object;
    let outcome = match event.kind.as_str() {
        "checkout.session.completed" => of_session(object),
        "customer.subscription.created" => of_subscription(object, None),
        "customer.subscription.updated" => match event.data.previous_attributes.get("status").and_then(Value::as_str) {
            Some(before) => of_subscription(object, Some(before)),
            None => Err("the subscription's status did not change"),
        },
        "customer.subscription.deleted" => Ok(Outcome::Cancelled),
        _ => Err("events of this type tell nothing of a trial"),
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(why) => return Ok(Told::Nothing(why)),
    };
    let Some(trial) = object["metadata"].get(field).and_then(Value::as_str) else {
        return Ok(Told::Nothing("the metadata name no trial"));
    };
    if !is_id(trial) {
        return Ok(Told::Nothing("the metadata's trial is no trial id"));
    }
    let value = (outcome == Outcome::Upgraded).then(|| value_of(object)).flatten();
    let at_ms = event.created.saturating_mul(1000);
    Ok(Told::Ending { trial: trial.to_owned(), ending: Ending { outcome: outcome.name().into(), at_ms, value } })
}

/// Whoever has paid has upgraded. A session that only begins a trial is paid later, and its subscription tells so.
fn of_session(session: &Value) -> Result<Outcome, &'static str> {
    match session["payment_status"].as_str() {
        Some("paid") => Ok(Outcome::Upgraded),
        _ => Err("the checkout session is not paid"),
    }
}

/// What it means that a subscription now has its status and had that `before`, or none.
fn of_subscription(subscription: &Value, before: Option<&str>) -> Result<Outcome, &'static str> {
    match (before, subscription["status"].as_str()) {
        // A payment that was late and has come changes nothing: the customer had upgraded before.
        (Some("past_due" | "unpaid"), Some("active")) => Err("the subscription was paid for before"),
        (_, Some("active")) => Ok(Outcome::Upgraded),
        (_, Some("canceled" | "unpaid")) => Ok(Outcome::Cancelled),
        // Stripe pauses a subscription whose trial ended without a way to pay.
        (Some("trialing"), Some("paused")) => Ok(Outcome::Expired),
        _ => Err("the subscription's status tells nothing of a trial's end"),
    }
}

/// What is paid for a session, or for one period of a subscription, in the currency's own unit.
fn value_of(object: &Value) -> Option<f64> {
    let minor = match object["amount_total"].as_f64() {
        Some(total) => total,
        None => object["items"]["data"].as_array()?.iter().map(price_of).sum::<Option<f64>>()?,
    };
    let currency = object["currency"].as_str()?.to_ascii_lowercase();
    let units = match currency.as_str() {
        currency if WITHOUT_DECIMALS.contains(&currency) => 1.0,
        currency if WITH_THREE_DECIMALS.contains(&currency) => 1000.0,
        _ => 100.0,
    };
    let value = minor / units;
    // More than any number can say is no value, and no reason to lose the outcome.
    value.is_finite().then_some(value)
}

/// `None` where the price is not a fixed one for each.
fn price_of(item: &Value) -> Option<f64> {
    Some(item["price"]["unit_amount"].as_f64()? * item["quantity"].as_f64().unwrap_or(1.0))
}
