//! What the product's server has beside its pages: the libraries' own files, and an address that takes what they send.

use std::env;
use std::path::{Component, Path, PathBuf};

use axum::Router;
use axum::extract::Path as UrlPath;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use http::StatusCode;
use http::header::CONTENT_TYPE;

/// What Segment's own server says of a source without destinations.
const SETTINGS: &str = r#"{ "integrations": { "Segment.io": { "apiKey": "k" } }, "plan": { "track": {} } }"#;

pub(super) fn shelf() -> Router {
    Router::new()
        .route("/libraries/{*path}", get(async |UrlPath(path): UrlPath<String>| script(&path)))
        .route(
            "/cdn/analytics-next/bundles/{file}",
            get(async |UrlPath(file): UrlPath<String>| script(&format!("@segment/analytics-next/dist/umd/{file}"))),
        )
        .route("/cdn/v1/projects/{key}/settings", get(async || ([(CONTENT_TYPE, "application/json")], SETTINGS)))
        .route("/sink/{*path}", any(async || ([(CONTENT_TYPE, "application/json")], "{}")))
}

/// A file of a package.
fn script(path: &str) -> Result<Response, StatusCode> {
    let relative = Path::new(path);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(StatusCode::NOT_FOUND);
    }
    let text = std::fs::read(packages().join(relative)).map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(([(CONTENT_TYPE, "text/javascript")], text).into_response())
}

/// The folder with a folder for each package.
pub(super) fn packages() -> PathBuf {
    let folder = env::var_os("SM_LIBRARIES").map(PathBuf::from);
    folder.expect("SM_LIBRARIES is not set: `cargo xtask test` installs the libraries and says where they are")
}
