//! `POST /v1/outcomes`: the vendor's backend tells how a trial ended. Telling it twice changes nothing.

use axum::extract::State;
use axum::http::StatusCode;
use moment_core::event::Outcome;
use moment_wire::beacon::is_id;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::app::Parts;
use crate::http::auth::Vendor;
use crate::http::body::Told;
use crate::http::problem::{IN_SECONDS, Problem};
use crate::ingest::{AHEAD_MS_MAX, EARLIEST_MS};
use crate::keeper::Wish;
use crate::store::Ending;

/// What the backend tells.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeTold {
    /// The trial's id.
    trial: String,
    /// `upgraded`, `cancelled` or `expired`.
    outcome: String,
    /// When, as RFC 3339 has it.
    #[serde(deserialize_with = "text")]
    #[schema(format = DateTime)]
    at: String,
    /// What it is worth, in the vendor's currency.
    #[serde(default)]
    value: Option<f64>,
}

/// A text. Errors: something else, such as a number: nobody knows whether it is of seconds or milliseconds.
fn text<'de, D: Deserializer<'de>>(told: D) -> Result<String, D::Error> {
    match Value::deserialize(told)? {
        Value::String(text) => Ok(text),
        other => Err(D::Error::custom(format!("`at` is `{other}`; {AN_INSTANT}"))),
    }
}

/// What `at` is to be.
const AN_INSTANT: &str = "expected an instant as RFC 3339 has it, in quotes, such as \"2026-11-10T09:00:00Z\"";

/// Keeps the outcome; 204 once it is durable.
#[utoipa::path(post, path = "/v1/outcomes", tag = "backend", request_body = OutcomeTold, security(("secret" = [])),
    responses((status = 204, description = "It is durable")))]
pub async fn post(
    _: Vendor,
    State(parts): State<Parts>,
    told: Result<Told<OutcomeTold>, Problem>,
) -> Result<StatusCode, Problem> {
    let Told(told) = told?;
    let told_ms = (parts.clock)();
    parts.keeper.keep(wish(told, told_ms)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn wish(told: OutcomeTold, told_ms: u64) -> Result<Wish, Problem> {
    if !is_id(&told.trial) {
        return Err(Problem::bad_request("`trial` is no trial id"));
    }
    let outcome = Outcome::named(&told.outcome)
        .ok_or_else(|| Problem::bad_request("`outcome` is none of upgraded, cancelled, expired"))?;
    let wrong = |_| Problem::bad_request(format!("`at` is `{}`; {AN_INSTANT}", told.at));
    let at: jiff::Timestamp = told.at.parse().map_err(wrong)?;
    let at_ms = u64::try_from(at.as_millisecond()).map_err(|_| Problem::bad_request("`at` lies before 1970"))?;
    if at_ms < EARLIEST_MS {
        return Err(Problem::bad_request(format!("`at` lies in 1970 or soon after: {}; {IN_SECONDS}", told.at)));
    }
    // One of the future would count over all that is told until then.
    if at_ms > told_ms.saturating_add(AHEAD_MS_MAX) {
        return Err(Problem::bad_request("`at` lies in the future; an outcome is told when it has happened"));
    }
    let ending = Ending { outcome: outcome.name().into(), at_ms, value: told.value };
    Ok(Wish::Ending { trial: told.trial, ending, told_ms })
}
