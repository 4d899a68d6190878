//! Who may read and change things: console tokens, and vendors' secret keys.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request;

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::keys::hash;

/// A request that carries a console token.
#[derive(Debug, Clone, Copy)]
pub struct Reader;

impl FromRequestParts<Parts> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(request: &mut request::Parts, parts: &Parts) -> Result<Self, Problem> {
        let hash = hash(bearer(request).ok_or_else(Problem::unauthorized)?);
        let is_known = parts.ask(move |store| store.has_token(&hash)).await?;
        if is_known { Ok(Self) } else { Err(Problem::unauthorized()) }
    }
}

/// A request that carries a vendor's secret key.
#[derive(Debug, Clone, Copy)]
pub struct Vendor;

impl FromRequestParts<Parts> for Vendor {
    type Rejection = Problem;

    async fn from_request_parts(request: &mut request::Parts, parts: &Parts) -> Result<Self, Problem> {
        let secret = bearer(request).ok_or_else(Problem::unauthorized)?;
        if parts.keys.iter().any(|key| key.is_secret(secret)) { Ok(Self) } else { Err(Problem::unauthorized()) }
    }
}

fn bearer(request: &request::Parts) -> Option<&str> {
    let (scheme, token) = request.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}
