//! Which pages may talk to us: the key in the address, the origin of the page, and what browsers want to be told.

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use moment_wire::hex::unhex;
use serde::Deserialize;

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::ingest::is_signature;
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

/// The number of a replica as an address has it. Errors: it is none.
pub fn replica(digits: &str) -> Result<u64, Problem> {
    number(digits).ok_or_else(|| Problem::bad_request("expected &replica= with up to sixteen hexadecimal digits"))
}

/// The number that up to sixteen hexadecimal digits say; `None` if there is anything else, as a sign.
pub fn number(digits: &str) -> Option<u64> {
    let are_digits = digits.len() <= 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    are_digits.then(|| u64::from_str_radix(digits, 16).ok()).flatten()
}

/// The signature that stands in the tag, as an address has it. Errors: it is none.
pub fn signature(digits: Option<&str>) -> Result<Option<Vec<u8>>, Problem> {
    digits.map(|digits| unhex(digits).ok_or_else(Problem::wrong_signature)).transpose()
}

/// Whether the vendor vouches for whoever speaks of this trial. Errors: the signature is not the vendor's.
pub fn is_vouched_for(key: &Key, trial: &str, account: &str, signature: Option<&[u8]>) -> Result<bool, Problem> {
    match signature {
        None => Ok(false),
        Some(bytes) if is_signature(key, trial, account, bytes) => Ok(true),
        Some(_) => Err(Problem::wrong_signature()),
    }
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
