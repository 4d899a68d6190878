//! `GET /v1/start`: the playbook and what the trial's other replicas know, in one answer that a browser can revalidate.

use std::time::{Duration, UNIX_EPOCH};

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use httpdate::fmt_http_date;
use moment_core::event::Outcome;
use moment_core::summary::Summary;
use moment_core::time::second_of;
use moment_wire::beacon::is_id;
use moment_wire::held::{HELD, held};
use moment_wire::hex::hex;
use moment_wire::reply::{REPLIES, REPLIES_MAX};
use moment_wire::start::StartV3;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::app::Parts;
use crate::http::origin::{admit, readable, replica};
use crate::http::problem::Problem;
use crate::http::replies::{Whose, whose_replies};
use crate::judge::{Whole, read};
use crate::limits::Limits;
use crate::store::reply::OPEN_MS;
use crate::store::{Replica, Store, Stored};

/// The address's query.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// The public key.
    #[serde(default)]
    key: String,
    /// The trial's id.
    #[serde(default)]
    trial: String,
    /// Sixteen hexadecimal digits.
    #[serde(default)]
    replica: String,
    /// A language, such as `de-CH`.
    #[serde(default)]
    locale: String,
    /// The account's id that was signed.
    #[serde(default)]
    account: String,
    /// Sixty-four hexadecimal digits: with the vendor's signature the replies of the whole trial are counted, without it those
    /// to what was written in this replica.
    signature: Option<String>,
}

/// Tells a browser what it needs to start. `no-cache` makes it ask each time, and its own conditional request, which
/// needs no preflight, is answered with 304 while nothing has changed.
#[utoipa::path(get, path = "/v1/start", tag = "browser", params(Params),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "Nothing has changed")))]
pub async fn get(
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let answer = start(&parts, params, &headers).await.map(|Told { body, held, pending, open }| {
        let etag = format!("\"{}\"", hex(&Sha256::digest(&body)[..12]));
        // The browser counts on from the collector's clock, so that nobody ends a cooldown by setting his own.
        let date = fmt_http_date(UNIX_EPOCH + Duration::from_millis((parts.clock)()));
        let common = [
            (ETAG, etag.clone()),
            (CACHE_CONTROL, "private, no-cache".into()),
            (DATE, date),
            // A header, because it changes with each beacon and the rest does not.
            (HeaderName::from_static(HELD), format!("{held:016x}")),
            (HeaderName::from_static(REPLIES), format!("{pending} {open}")),
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

/// The start message, and what its headers say.
struct Told {
    body: Vec<u8>,
    held: u64,
    pending: usize,
    open: u64,
}

async fn start(
    parts: &Parts,
    params: Result<Query<Params>, QueryRejection>,
    headers: &HeaderMap,
) -> Result<Told, Problem> {
    let Query(params) = params?;
    let key = admit(parts, &params.key, headers)?;
    if !is_id(&params.trial) {
        return Err(Problem::bad_request(
            "expected ?trial= with 1 to 64 characters out of a-z A-Z 0-9 _ . : | + = ~ -",
        ));
    }
    let replica = replica(&params.replica)?;
    parts.limit(Limits::trial, &params.trial)?;
    let signature = params.signature.as_deref();
    let Whose { trial, replica: told } = whose_replies(key, params.trial, &params.account, signature, replica)?;
    let since_ms = (parts.clock)().saturating_sub(OPEN_MS);
    let id = trial.clone();
    let (paused, others, held, pending, open) = parts
        .read(Some(&id), move |store| {
            let pending = store.desk().pending(&trial, told, REPLIES_MAX)?.len();
            let open = store.desk().open_comments(&trial, told, since_ms)?;
            let (own, others): (Vec<_>, Vec<_>) =
                store.replicas(&trial)?.into_iter().partition(|known| known.replica == replica);
            let others = whole_of(store, &trial, &others)?;
            Ok((store.is_paused()?, others, own.first().map_or(0, held_of), pending, open))
        })
        .await?;
    let playbook = parts.playbook.for_locale(&params.locale).clone();
    Ok(Told { body: StartV3 { paused, playbook, others }.encode(), held, pending, open })
}

/// The merged state of these replicas of a trial, and what the vendor's backend told of its end.
fn whole_of(store: &dyn Store, trial: &str, replicas: &[Replica]) -> Stored<Option<Summary>> {
    let whole = Whole::of(replicas).map(|whole| whole.summary);
    let Some((standing, Some(ending))) = store.trial(trial)? else { return Ok(whole) };
    let outcome =
        Outcome::named(&ending.outcome).map(|outcome| (second_of(standing.started_ms, ending.at_ms), outcome));
    Ok(Some(Summary { outcome, ..whole.unwrap_or_default() }))
}

/// The number of the state that is held of a replica.
fn held_of(replica: &Replica) -> u64 {
    read(replica).map_or(0, |beacon| held(&beacon.summary))
}
