//! `POST /v1/beacon?key=`: a summary comes in; 204 once it is durable.

use axum::body::{Body, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use moment_wire::beacon::BEACON_BYTES_MAX;

use crate::app::Parts;
use crate::http::origin::{Params, admit, readable};
use crate::http::problem::Problem;
use crate::ingest::{Refusal, check};
use crate::keeper::Wish;
use crate::limits::Limits;

/// Takes one beacon in.
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
    let body = to_bytes(body, BEACON_BYTES_MAX).await.map_err(|_| Refusal::TooLong)?;
    let now_ms = (parts.clock)();
    let accepted = check(&body, key, parts.playbook.source.require_signature, now_ms)?;
    parts.limit(Limits::trial, &accepted.beacon.trial)?;
    parts.keeper.keep(Wish::Beacon(Box::new(accepted), now_ms)).await?;
    Ok(())
}
