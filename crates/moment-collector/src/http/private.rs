//! What is answered to somebody who showed who they are stays out of every cache.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, COOKIE};
use axum::middleware::Next;
use axum::response::Response;

/// Answers, with `no-store` if the answer says nothing of caching itself.
pub async fn answer(request: Request, next: Next) -> Response {
    let is_private = request.headers().contains_key(AUTHORIZATION) || request.headers().contains_key(COOKIE);
    let mut response = next.run(request).await;
    if is_private && !response.headers().contains_key(CACHE_CONTROL) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
