//! `POST /v1/stripe`: Stripe's webhook endpoint. What says nothing of a trial is acknowledged, so that it is not sent again.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use moment_wire::webhook::IgnoredV1;

use crate::app::Parts;
use crate::http::body::read as read_body;
use crate::http::problem::Problem;
use crate::keeper::Wish;
use crate::stripe::{Refusal, Told, check, read};

/// The longest event. Stripe's have some kilobytes; one with many items has more.
pub const BYTES_MAX: usize = 256 * 1024;

/// Keeps what an event says; 204 once it is durable, 200 with the reason if there is nothing to keep.
#[utoipa::path(post, path = "/v1/stripe", tag = "backend",
    params(("stripe-signature" = String, Header, description = "`t=…,v1=…`, by the endpoint's signing secret")),
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses((status = 204, description = "It is durable"), (status = 200, body = IgnoredV1)))]
pub async fn post(State(parts): State<Parts>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    if parts.links.stripe_secrets.is_empty() {
        return Err(Problem::not_found("no Stripe secret is configured: see --stripe-secret"));
    }
    let body = read_body(&parts, body, BYTES_MAX, || Problem::too_long(BYTES_MAX)).await?;
    let signature = headers.get("stripe-signature").and_then(|header| header.to_str().ok()).unwrap_or_default();
    check(&body, signature, &parts.links.stripe_secrets, (parts.clock)() / 1000)?;
    match read(&body, &parts.links.stripe_field)? {
        Told::Nothing(why) => Ok(Json(IgnoredV1 { ignored: why.into() }).into_response()),
        Told::Ending { trial, ending } => {
            parts.keeper.keep(Wish::Ending { trial, ending, told_ms: (parts.clock)() }).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unsigned => Self::not_from_stripe("expected the header Stripe-Signature: t=…,v1=…"),
            Refusal::Stale => Self::not_from_stripe("the signature is more than five minutes old, or of the future"),
            Refusal::WrongSignature => {
                Self::not_from_stripe("no secret of --stripe-secret makes this signature of exactly these bytes")
            }
            Refusal::Malformed => Self::bad_request("the body is no event of Stripe's"),
        }
    }
}
