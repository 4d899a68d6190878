//! The gate that every request goes through, in one layer: each layer costs every beacon, for it is copied with the
//! request and boxed.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::Parts;
use crate::http::metrics::Count;
use crate::http::{limit, private};

/// Lets a request in or answers 429, keeps private answers out of caches, and counts.
pub async fn pass(State(parts): State<Parts>, mut request: Request, next: Next) -> Response {
    let count = Count::begin(&request);
    let response = match limit::let_in(&parts, &mut request) {
        Ok(()) => private::answer(request, next).await,
        Err(response) => response,
    };
    count.end(&parts, &response);
    response
}

/// Only counts: supervisors and balancers ask often, and all from one address.
pub async fn count(State(parts): State<Parts>, request: Request, next: Next) -> Response {
    let count = Count::begin(&request);
    let response = next.run(request).await;
    count.end(&parts, &response);
    response
}
