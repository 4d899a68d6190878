//! Which pages may talk to us: the key in the address, the origin of the page, and what browsers want to be told.

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::keys::Key;
use crate::limits::Limits;

/// The time, what is held of a replica, whether there are replies, and when to come again: a page may read no header that is not named here.
const READ_BY_THE_WIDGET: &str = "Date, Moment-Held, Moment-Replies, Retry-After";

/// The query of an address that a page sends to.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// The public key.
    #[serde(default)]
    pub key: String,
}

/// Finds the key and checks the page's origin. Errors: the key is unknown, or not for this page, or too much comes with it.
pub fn admit<'a>(parts: &'a Parts, key: &str, headers: &HeaderMap) -> Result<&'a Key, Problem> {
    let key = parts.keys.iter().find(|known| known.public == key).ok_or_else(Problem::unknown_key)?;
    let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or("an origin that is no text"));
    if !key.allows(origin) {
        return Err(Problem::wrong_origin(origin.unwrap_or_default()));
    }
    parts.limit(Limits::key, &key.public)?;
    Ok(key)
}

/// Lets the page that asked read the answer, be it good or bad: an error that a developer cannot see helps nobody.
pub fn readable(headers: &HeaderMap, response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let answer = response.headers_mut();
    answer.append(VARY, HeaderValue::from_static("Origin"));
    answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READ_BY_THE_WIDGET));
    if let Some(origin) = headers.get(ORIGIN) {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    response
}
