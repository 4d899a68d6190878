//! `GET /metrics`: what the collector counts, for Prometheus; and the counting of requests.

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::app::Parts;
use crate::http::auth::Reader;
use crate::http::problem::Problem;

/// The text that Prometheus reads, for the bearer of a token.
pub async fn get(_: Reader, State(parts): State<Parts>) -> Result<Response, Problem> {
    let totals = parts.ask(|store| store.totals()).await?;
    let text = parts.metrics.text(&parts.keeper, &totals);
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}

/// Counts a request by its route and status, never by its address: that may hold ids.
pub async fn count(State(parts): State<Parts>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let began = Instant::now();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let (status, spent) = (response.status().as_u16(), began.elapsed());
    parts.metrics.answered(method.as_str(), route, status, spent);
    tracing::debug!(%method, route, status, spent_us = spent.as_micros(), "answered");
    response
}
