//! `POST /v1/beacon?key=`: a summary comes in, in bytes or as JSON; 204 once it is durable.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use moment_wire::beacon::BEACON_BYTES_MAX;
use moment_wire::beacon_json::BeaconJsonV1;

use crate::app::Parts;
use crate::http::body::{is_json, read};
use crate::http::origin::{Params, admit, readable};
use crate::http::problem::Problem;
use crate::ingest::{Accepted, BEACON_JSON_BYTES_MAX, Refusal, check, check_json};
use crate::keeper::Wish;
use crate::keys::Key;
use crate::limits::Limits;

type Check = fn(&[u8], &Key, bool, u64) -> Result<Accepted, Refusal>;

/// Takes one beacon in.
#[utoipa::path(post, path = "/v1/beacon", tag = "browser", params(Params),
    request_body(content((Vec<u8> = "application/octet-stream"), (BeaconJsonV1 = "application/json"))),
    responses((status = 204, description = "It is durable")))]
pub async fn post(
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let answer = keep(&parts, params, &headers, body).await;
    readable(&headers, answer.map(|()| StatusCode::NO_CONTENT))
}

async fn keep(
    parts: &Parts,
    params: Result<Query<Params>, QueryRejection>,
    headers: &HeaderMap,
    body: Body,
) -> Result<(), Problem> {
    let Query(params) = params?;
    let key = admit(parts, &params.key, headers)?;
    // Bytes come without a content type, so that no browser asks for leave first.
    let (check, bytes_max): (Check, usize) =
        if is_json(headers) { (check_json, BEACON_JSON_BYTES_MAX) } else { (check, BEACON_BYTES_MAX) };
    let body = read(parts, body, bytes_max, || Refusal::TooLong.into()).await?;
    let now_ms = (parts.clock)();
    let accepted = check(&body, key, parts.playbook.source.require_signature, now_ms)?;
    parts.limit(Limits::trial, &accepted.beacon.trial)?;
    parts.keeper.keep(Wish::beacon(accepted, now_ms)).await?;
    Ok(())
}
