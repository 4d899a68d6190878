//! `GET /sm.js`, `/sm/<hash>/*`, `/console/*`: the built files, precompressed, cached for ever where the name holds a hash.

use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::app::Parts;
use crate::assets::{Asset, Encoding, UNKNOWN_TYPE, content_type};
use crate::http::problem::Problem;

/// The loader is asked for again after five minutes, so that a new version reaches customers soon.
const SOON: &str = "public, max-age=300";
/// A name with a hash in it never means anything else.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What the console's pages may load: their own files and nothing else.
const CONSOLE_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The one page of the console, which names the files with hashes.
const CONSOLE_PAGE: &str = "console/index.html";

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const REFERRER: HeaderName = HeaderName::from_static("referrer-policy");

/// The loader and the modules, for pages of every origin.
pub async fn widget(State(parts): State<Parts>, uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().trim_start_matches('/');
    let Some(asset) = parts.assets.get(name) else {
        return Problem::not_found("this file is not part of this version").into_response();
    };
    let caching = if name == "sm.js" { SOON } else { FOR_EVER };
    let mut response = serve(asset, caching, &headers);
    let answer = response.headers_mut();
    answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}

/// The console. A path without a file of its name is one of its pages.
pub async fn console(State(parts): State<Parts>, uri: Uri, headers: HeaderMap) -> Response {
    if uri.path() == "/console" {
        return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, "/console/")]).into_response();
    }
    let name = uri.path().trim_start_matches('/');
    // The id of a trial may hold a full stop, so a page is what does not end like a built file.
    let is_page = name == CONSOLE_PAGE || content_type(name) == UNKNOWN_TYPE;
    let (name, caching) = if is_page { (CONSOLE_PAGE, "no-cache") } else { (name, FOR_EVER) };
    let Some(asset) = parts.assets.get(name) else {
        return Problem::not_found("this file is not part of this version; was `cargo xtask build` run?")
            .into_response();
    };
    let mut response = serve(asset, caching, &headers);
    let answer = response.headers_mut();
    answer.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONSOLE_POLICY));
    answer.insert(REFERRER, HeaderValue::from_static("no-referrer"));
    response
}

fn serve(asset: &Asset, caching: &'static str, headers: &HeaderMap) -> Response {
    let common = [
        (CACHE_CONTROL, HeaderValue::from_static(caching)),
        (CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (ETAG, asset.etag.clone()),
        (VARY, HeaderValue::from_static("Accept-Encoding")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    if headers.get(IF_NONE_MATCH) == Some(&asset.etag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match asset.best(accepted) {
        (Encoding::Plain, body) => (common, body).into_response(),
        (encoding, body) => (common, [(CONTENT_ENCODING, encoding.name())], body).into_response(),
    }
}
