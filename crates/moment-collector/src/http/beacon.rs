//! `POST /v1/beacon?key=`: a summary comes in; 204 once it is durable.

use axum::body::{Body, to_bytes};
use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use moment_wire::beacon::BEACON_BYTES_MAX;
use serde::Deserialize;

use crate::app::Parts;
use crate::http::origin::{admit, readable};
use crate::http::problem::Problem;
use crate::ingest::{Form, Refusal, check};
use crate::keeper::Wish;

/// The address's query.
#[derive(Debug, Deserialize)]
pub struct Params {
    #[serde(default)]
    key: String,
}

/// Takes one beacon in.
pub async fn post(
    State(parts): State<Parts>,
    Query(params): Query<Params>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let answer = keep(&parts, &params, &headers, body).await;
    readable(&headers, answer.map(|()| StatusCode::NO_CONTENT))
}

async fn keep(parts: &Parts, params: &Params, headers: &HeaderMap, body: Body) -> Result<(), Problem> {
    let caller = admit(parts, &params.key, headers)?;
    let body = to_bytes(body, BEACON_BYTES_MAX).await.map_err(|_| Refusal::TooLong)?;
    let is_json = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let form = if is_json { Form::Json } else { Form::Bytes };
    let now_ms = (parts.clock)();
    let accepted = check(&body, form, caller.key, parts.playbook.source.require_signature, now_ms)?;
    parts.keeper.keep(Wish::Beacon(Box::new(accepted), now_ms)).await?;
    Ok(())
}
