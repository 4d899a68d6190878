//! Which pages may talk to us: the key in the address, the origin of the page, and what browsers want to be told.

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::keys::Key;

/// A page that may use a key.
#[derive(Debug, Clone)]
pub struct Caller<'a> {
    /// The key.
    pub key: &'a Key,
    origin: Option<HeaderValue>,
}

/// Finds the key and checks the page's origin. Errors: neither page nor key is ours to answer.
pub fn admit<'a>(parts: &'a Parts, key: &str, headers: &HeaderMap) -> Result<Caller<'a>, Problem> {
    let key = parts.keys.iter().find(|known| known.public == key).ok_or_else(Problem::unknown_key)?;
    let origin = headers.get(ORIGIN).cloned();
    let text = origin.as_ref().map(|origin| origin.to_str().unwrap_or("an origin that is no text"));
    if key.allows(text) { Ok(Caller { key, origin }) } else { Err(Problem::wrong_origin(text.unwrap_or_default())) }
}

/// Lets the page that asked read the answer, be it good or bad: an error that a developer cannot see helps nobody.
pub fn readable(headers: &HeaderMap, response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let answer = response.headers_mut();
    answer.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = headers.get(ORIGIN) {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    response
}

impl Caller<'_> {
    /// Whether the request comes from a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.origin.is_some()
    }
}
