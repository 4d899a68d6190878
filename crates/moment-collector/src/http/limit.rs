//! The rate of one address, before anything else of a request is looked at.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::Parts;
use crate::http::origin::readable;
use crate::http::problem::Problem;

/// Passes a request on, or answers 429. A request without a connection, which only tests make, has no address.
pub async fn by_address(State(parts): State<Parts>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let checked = peer.map_or(Ok(()), |peer| parts.limits.address(parts.limits.client(peer, request.headers())));
    match checked {
        Ok(()) => next.run(request).await,
        Err(too_much) => {
            parts.metrics.limited(too_much.limit);
            readable(request.headers(), Problem::too_many_requests(too_much))
        }
    }
}
