//! The rate of one address, before anything else of a request is looked at.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::response::Response;

use crate::app::Parts;
use crate::http::origin::readable;
use crate::http::problem::Problem;

/// Where a request comes from, for the limits and nothing else.
#[derive(Clone, Copy)]
pub struct Client(pub IpAddr);

/// Lets a request in. Errors: the answer that it is one too many. A request without a connection, which only tests make, has
/// no address.
#[expect(clippy::result_large_err, reason = "it is the answer")]
pub fn let_in(parts: &Parts, request: &mut Request) -> Result<(), Response> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let Some(client) = peer.map(|peer| parts.limits.client(peer, request.headers())) else { return Ok(()) };
    parts.limits.address(client).map_err(|too_much| {
        parts.metrics.limited(too_much.limit);
        readable(request.headers(), Problem::too_many_requests(too_much))
    })?;
    request.extensions_mut().insert(Client(client));
    Ok(())
}
