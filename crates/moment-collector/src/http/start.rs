//! `GET /v1/start`: the playbook and what the trial's other replicas know, in one answer that a browser can revalidate.

use std::time::{Duration, UNIX_EPOCH};

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use httpdate::fmt_http_date;
use moment_wire::beacon::{BeaconV2, is_id};
use moment_wire::held::{HELD, held};
use moment_wire::start::StartV3;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::app::Parts;
use crate::http::origin::{admit, readable};
use crate::http::problem::Problem;
use crate::keeper::others;
use crate::keys::hex;
use crate::limits::Limits;
use crate::store::{Store, Stored};

/// The address's query.
#[derive(Debug, Deserialize)]
pub struct Params {
    #[serde(default)]
    key: String,
    #[serde(default)]
    trial: String,
    /// Sixteen hexadecimal digits.
    #[serde(default)]
    replica: String,
    #[serde(default)]
    locale: String,
}

/// Tells a browser what it needs to start. `no-cache` makes it ask each time, and its own conditional request, which
/// needs no preflight, is answered with 304 while nothing has changed.
pub async fn get(
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let answer = start(&parts, params, &headers).await.map(|(body, held)| {
        let etag = format!("\"{}\"", hex(&Sha256::digest(&body)[..12]));
        // The browser counts on from the collector's clock, so that nobody ends a cooldown by setting his own.
        let date = fmt_http_date(UNIX_EPOCH + Duration::from_millis((parts.clock)()));
        let common = [
            (ETAG, etag.clone()),
            (CACHE_CONTROL, "private, no-cache".into()),
            (DATE, date),
            // A header, because it changes with each beacon and the rest does not.
            (HeaderName::from_static(HELD), format!("{held:016x}")),
        ];
        let is_known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
        if is_known {
            (StatusCode::NOT_MODIFIED, common).into_response()
        } else {
            (common, [(CONTENT_TYPE, "application/octet-stream")], body).into_response()
        }
    });
    readable(&headers, answer)
}

async fn start(
    parts: &Parts,
    params: Result<Query<Params>, QueryRejection>,
    headers: &HeaderMap,
) -> Result<(Vec<u8>, u64), Problem> {
    let Query(params) = params?;
    admit(parts, &params.key, headers)?;
    if !is_id(&params.trial) {
        return Err(Problem::bad_request(
            "expected ?trial= with 1 to 64 characters out of a-z A-Z 0-9 _ . : | + = ~ -",
        ));
    }
    let replica = u64::from_str_radix(&params.replica, 16)
        .map_err(|_| Problem::bad_request("expected ?replica= with up to sixteen hexadecimal digits"))?;
    let trial = params.trial;
    parts.limit(Limits::trial, &trial)?;
    let (paused, others, held) = parts
        .ask(move |store| Ok((store.is_paused()?, others(store, &trial, replica)?, held_of(store, &trial, replica)?)))
        .await?;
    let playbook = parts.playbook.for_locale(&params.locale).clone();
    Ok((StartV3 { paused, playbook, others }.encode(), held))
}

/// The number of the state that is held of a replica; 0 if there is none.
fn held_of(store: &dyn Store, trial: &str, replica: u64) -> Stored<u64> {
    let known = store.replicas(trial)?.into_iter().find(|known| known.replica == replica);
    let beacon = known.and_then(|known| BeaconV2::decode(&known.beacon).ok());
    Ok(beacon.map_or(0, |beacon| held(&beacon.summary)))
}
