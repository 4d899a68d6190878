//! Bodies: read to their end, within a length and a time.

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::app::Parts;
use crate::http::problem::Problem;

/// The longest message in JSON, in bytes: the longest reply, each of whose characters is written as two escapes.
pub const JSON_BYTES_MAX: usize = 32 * 1024;

/// Reads a body. Errors: it is longer than `bytes_max`, which `too_long` tells; it takes too long; it breaks off.
pub async fn read(
    parts: &Parts,
    body: Body,
    bytes_max: usize,
    too_long: impl FnOnce() -> Problem,
) -> Result<Bytes, Problem> {
    let Ok(read) = timeout(parts.limits.patience().body, to_bytes(body, bytes_max)).await else {
        return Err(Problem::too_slow());
    };
    read.map_err(|error| {
        let is_too_long =
            std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<LengthLimitError>);
        if is_too_long { too_long() } else { Problem::bad_request("the body did not come to its end") }
    })
}

/// Whether the body says that it is JSON.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// A message in JSON. It is read when everything else of the request was found right.
#[derive(Debug)]
pub struct Told<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Parts> for Told<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, parts: &Parts) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::not_json());
        }
        let body = read(parts, request.into_body(), JSON_BYTES_MAX, || Problem::too_long(JSON_BYTES_MAX)).await?;
        let Json(told) = Json::from_bytes(&body).map_err(|rejection| Problem::bad_request(rejection.body_text()))?;
        Ok(Self(told))
    }
}
