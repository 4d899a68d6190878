//! What goes over the wire: an ear at the doors of everybody who is sent something.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::Method;

const BODY_BYTES_MAX: usize = 16 << 20;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A script or a module, or what we ask the collector ourselves.
    File,
    /// Settings, or a playbook.
    Ask,
    /// The browser asks whether it may send.
    Preflight,
    /// Something is told.
    Tell,
}

pub(super) struct Heard {
    pub(super) purpose: Purpose,
    /// What is told: the body, or of a request without any its query.
    pub(super) told: Vec<u8>,
}

/// All requests since they were last taken out.
#[derive(Clone, Default)]
pub(super) struct Traffic(Arc<Mutex<Vec<Heard>>>);

impl Traffic {
    pub(super) fn take(&self) -> Vec<Heard> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A door with an ear.
    pub(super) fn at(&self, door: Router) -> Router {
        let traffic = self.clone();
        door.layer(from_fn(move |request: Request, next: Next| traffic.clone().pass(request, next)))
    }

    async fn pass(self, request: Request, next: Next) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let told = if parts.method == Method::GET { query } else { &body }.to_vec();
        let heard = Heard { purpose: Purpose::of(&parts.method, parts.uri.path(), &told), told };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        next.run(Request::from_parts(parts, Body::from(body))).await
    }
}

impl Purpose {
    fn of(method: &Method, path: &str, told: &[u8]) -> Self {
        let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| path.starts_with(beginning));
        match *method {
            Method::OPTIONS => Self::Preflight,
            // Ours, and PostHog's.
            _ if begins(&["/v1/start", "/array/", "/flags", "/api/surveys"]) => Self::Ask,
            Method::GET if told.is_empty() || is_script(path) => Self::File,
            _ => Self::Tell,
        }
    }
}

pub(super) fn is_script(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "js")
}
