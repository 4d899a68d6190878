//! The collector of everybody else: it hands out their scripts, answers what they ask, and takes whatever they send.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::traffic::is_script;

/// What all of them take for "kept".
const KEPT: &str = r#"{"status":1,"code":200,"result":"Success","error":null}"#;

/// A project of `PostHog`'s with autocapture of clicks and page views and nothing else switched on.
const SETTINGS: &str = r#"{"token":"phc_bench","supportedCompression":["gzip","gzip-js"],"hasFeatureFlags":false,
"autocapture_opt_out":false,"captureDeadClicks":false,"capturePerformance":false,"autocaptureExceptions":false,
"heatmaps":false,"surveys":false,"analytics":{"endpoint":"/i/v0/e/"},"elementsChainAsString":true,
"sessionRecording":false,"toolbarParams":{},"isAuthenticated":false,"siteApps":[],"defaultIdentifiedOnly":true}"#;

/// The doors, for the scripts in a folder.
pub(super) fn sink(peers: PathBuf) -> Router {
    let peers = Arc::new(peers);
    Router::new().fallback(move |request: Request| {
        let peers = peers.clone();
        async move { answer(&peers, &request) }
    })
}

fn answer(peers: &Path, request: &Request) -> Response {
    let path = request.uri().path();
    let script = |text: String| ([(CONTENT_TYPE, "text/javascript")], text).into_response();
    let json = |text: &'static str| ([(CONTENT_TYPE, "application/json")], text).into_response();
    let mut response = match path {
        _ if request.method() == Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        "/array/phc_bench/config.js" => script(format!(
            "(window._POSTHOG_REMOTE_CONFIG ||= {{}}).phc_bench = {{ config: {SETTINGS}, siteApps: [] }};"
        )),
        "/array/phc_bench/config" => json(SETTINGS),
        _ if path.starts_with("/flags") => json(r#"{"flags":{},"errorsWhileComputingFlags":false,"requestId":"r"}"#),
        _ if is_script(path) => match std::fs::read_to_string(peers.join(path.trim_start_matches('/'))) {
            Ok(text) => script(text),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        },
        _ => json(KEPT),
    };
    response.headers_mut().extend(permissions(request.headers()));
    response
}

/// Any page may send anything, as such a collector says; the browser need not ask again soon.
fn permissions(asked: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    let or = |name: HeaderName, other| asked.get(name).cloned().unwrap_or(HeaderValue::from_static(other));
    [
        ("access-control-allow-origin", or(ORIGIN, "*")),
        ("access-control-allow-headers", or(HeaderName::from_static("access-control-request-headers"), "*")),
        ("access-control-allow-credentials", HeaderValue::from_static("true")),
        ("access-control-allow-methods", HeaderValue::from_static("GET, POST, PUT, OPTIONS")),
        ("access-control-max-age", HeaderValue::from_static("600")),
        (CACHE_CONTROL.as_str(), HeaderValue::from_static("no-store")),
    ]
    .map(|(name, value)| (HeaderName::from_bytes(name.as_bytes()).expect("a name"), value))
    .into()
}
