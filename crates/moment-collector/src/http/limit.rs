//! The rate of one address, before anything else of a request is looked at.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::Parts;
use crate::http::origin::readable;
use crate::http::problem::Problem;

/// Where a request comes from, for the limits and nothing else.
#[derive(Clone, Copy)]
pub struct Client(pub IpAddr);

/// Passes a request on, or answers 429. A request without a connection, which only tests make, has no address.
pub async fn by_address(State(parts): State<Parts>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let client = peer.map(|peer| parts.limits.client(peer, request.headers()));
    match client.map_or(Ok(()), |client| parts.limits.address(client)) {
        Ok(()) => {
            if let Some(client) = client {
                request.extensions_mut().insert(Client(client));
            }
            next.run(request).await
        }
        Err(too_much) => {
            parts.metrics.limited(too_much.limit);
            readable(request.headers(), Problem::too_many_requests(too_much))
        }
    }
}
