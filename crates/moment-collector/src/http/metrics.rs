//! `GET /metrics`: what the collector counts, for Prometheus; and the counting of requests.

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method};
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

/// The counting of one request: by its route and status, never by its address, which may hold ids.
pub struct Count {
    route: Option<MatchedPath>,
    method: Method,
    began: Instant,
}

impl Count {
    /// It came.
    #[must_use]
    pub fn begin(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self { route, method: request.method().clone(), began: Instant::now() }
    }

    /// It was answered.
    pub fn end(self, parts: &Parts, response: &Response) {
        let Self { route, method, began } = self;
        let route = route.as_ref().map_or("none", MatchedPath::as_str);
        let (status, spent) = (response.status().as_u16(), began.elapsed());
        parts.metrics.answered(method.as_str(), route, status, spent);
        tracing::debug!(%method, route, status, spent_us = spent.as_micros(), "answered");
    }
}
