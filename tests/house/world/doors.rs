//! The doors of a house: what stands between a browser and the servers behind them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse as _, Response};
use http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use http::{HeaderValue, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The largest body that the ear takes in.
const BODY_BYTES_MAX: usize = 1 << 20;

/// A request that came to the collector.
#[derive(Clone)]
pub(crate) struct Heard {
    /// Method, path and query.
    pub(crate) line: String,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn serve(door: TcpListener, router: Router) {
    tokio::spawn(async move { axum::serve(door, router).await });
}

pub(super) fn with_policy(shop: Router, policy: Option<fn(&str, &str) -> String>, collector: String) -> Router {
    let Some(policy) = policy else { return shop };
    shop.layer(map_response(move |mut response: Response| {
        let collector = collector.clone();
        async move {
            if let Some(old) = response.headers_mut().get_mut(CONTENT_SECURITY_POLICY) {
                let new = policy(old.to_str().expect("a policy is text"), &collector);
                assert_ne!(*old, new, "the policy is the demo's");
                *old = new.try_into().expect("a policy");
            }
            response
        }
    }))
}

pub(super) fn with_caching(shop: Router, may_be_kept: bool) -> Router {
    if !may_be_kept {
        return shop;
    }
    shop.layer(map_response(|mut response: Response| async move {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }))
}

/// Somebody's hand at the door, which adds to a file: a line of script, or a section without a meaning. The result is as
/// good as it was, but for its hash.
pub(super) fn with_hand(collector: Router, tampered: Option<&'static str>) -> Router {
    let Some(file) = tampered else { return collector };
    let more = if Path::new(file).extension().is_some_and(|ending| ending == "js") {
        "globalThis.tampered = true;"
    } else {
        "\0\x02\x01x"
    };
    collector.layer(from_fn(move |mut request: Request, next: Next| async move {
        let is_meant = request.uri().path().ends_with(file);
        request.headers_mut().remove(ACCEPT_ENCODING);
        let response = next.run(request).await;
        if !is_meant {
            return response;
        }
        let (head, body) = response.into_parts();
        let mut body = to_bytes(body, BODY_BYTES_MAX).await.expect("a file of ours").to_vec();
        body.extend_from_slice(more.as_bytes());
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(CONTENT_TYPE, head.headers[CONTENT_TYPE].clone());
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        response
    }))
}

/// A slow network: a file is on its way as long as the gate has no place and is not closed.
pub(super) fn with_delay(collector: Router, held: Option<&'static str>, gate: &Arc<Semaphore>) -> Router {
    let Some(file) = held else { return collector };
    let gate = gate.clone();
    collector.layer(from_fn(move |request: Request, next: Next| {
        let gate = gate.clone();
        async move {
            if request.uri().path().ends_with(file) {
                let _ = gate.acquire().await;
            }
            next.run(request).await
        }
    }))
}

pub(super) fn with_ear(collector: Router, log: &Arc<Mutex<Vec<Heard>>>, is_shut: &Arc<AtomicBool>) -> Router {
    let (log, is_shut) = (log.clone(), is_shut.clone());
    collector.layer(from_fn(move |request: Request, next: Next| {
        let (log, is_shut) = (log.clone(), is_shut.clone());
        async move {
            if is_shut.load(Ordering::SeqCst) {
                return StatusCode::BAD_GATEWAY.into_response();
            }
            let (head, body) = request.into_parts();
            let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
            log.lock().unwrap_or_else(PoisonError::into_inner).push(Heard {
                line: format!("{} {}", head.method, head.uri),
                headers: format!("{:?}", head.headers),
                body: body.to_vec(),
            });
            next.run(Request::from_parts(head, Body::from(body))).await
        }
    }))
}
