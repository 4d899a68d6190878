//! `DELETE /v1/trials/{id}`: somebody is forgotten; 204 once nothing of it is left, whether there was something or not.
//!
//! A browser may erase its own replica: that it knows the random number proves that it is its own. With the signature that
//! stands in its tag, or with a console token, or with the vendor's secret key, the whole trial is erased.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE, AUTHORIZATION, CACHE_CONTROL, HeaderName,
};
use axum::http::{HeaderMap, StatusCode, request};
use axum::response::Response;
use moment_wire::beacon::is_id;
use moment_wire::people::CSRF;
use serde::Deserialize;

use crate::app::Parts;
use crate::http::auth::{AtLeast, Caller, Editor, Vendor};
use crate::http::origin::{self, admit, is_vouched_for, readable};
use crate::http::problem::Problem;
use crate::keeper::Wish;
use crate::limits::Limits;

/// What a browser may do here, as it asks before it does it; it need not ask again for an hour.
const PREFLIGHT: [(HeaderName, &str); 3] =
    [(ACCESS_CONTROL_ALLOW_METHODS, "DELETE"), (ACCESS_CONTROL_MAX_AGE, "3600"), (CACHE_CONTROL, "no-store")];

/// The address's query.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// The public key.
    #[serde(default)]
    key: String,
    /// Up to sixteen hexadecimal digits.
    replica: Option<String>,
    /// The account's id that was signed.
    #[serde(default)]
    account: String,
    /// Sixty-four hexadecimal digits.
    signature: Option<String>,
}

/// What is to be erased of a trial.
struct Extent {
    replica: Option<u64>,
    whole: bool,
}

/// Answers a browser that asks whether it may.
#[utoipa::path(options, path = "/v1/trials/{id}", tag = "browser", params(("id" = String, Path, description = "The trial's id"), Params),
    responses((status = 204, description = "A page may")))]
pub async fn preflight(
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let admitted =
        params.map_err(Problem::from).and_then(|Query(params)| admit(&parts, &params.key, &headers).map(|_| ()));
    readable(&headers, admitted.map(|()| (StatusCode::NO_CONTENT, PREFLIGHT)))
}

/// Erases.
#[utoipa::path(delete, path = "/v1/trials/{id}", tag = "erasure", params(("id" = String, Path, description = "The trial's id"), Params),
    security((), ("token" = ["editor"]), ("secret" = [])),
    responses((status = 204, description = "Nothing of it is left")))]
pub async fn delete(
    State(parts): State<Parts>,
    trial: Result<Path<String>, PathRejection>,
    params: Result<Query<Params>, QueryRejection>,
    request: Request,
) -> Response {
    let (mut request, _) = request.into_parts();
    let headers = request.headers.clone();
    readable(&headers, erase(&parts, trial, params, &mut request).await.map(|()| StatusCode::NO_CONTENT))
}

async fn erase(
    parts: &Parts,
    trial: Result<Path<String>, PathRejection>,
    params: Result<Query<Params>, QueryRejection>,
    request: &mut request::Parts,
) -> Result<(), Problem> {
    let (Path(trial), Query(params)) = (trial?, params?);
    if !is_id(&trial) {
        return Err(Problem::bad_request("the address names no trial id"));
    }
    parts.limit(Limits::trial, &trial)?;
    let at_ms = (parts.clock)();
    let mut answers_for_it = None;
    let Extent { replica, whole } = if request.headers.contains_key(AUTHORIZATION) || request.headers.contains_key(CSRF)
    {
        let is_vendor = Vendor::from_request_parts(request, parts).await.is_ok();
        if !is_vendor {
            answers_for_it = Some(editor(request, parts).await?);
        }
        let replica = number(&params)?;
        Extent { replica, whole: replica.is_none() }
    } else {
        if params.key.is_empty() {
            return Err(Problem::no_eraser());
        }
        extent(parts, &trial, &params, &request.headers)?
    };
    let wish = Wish::Erase { trial, replica, whole, at_ms };
    parts
        .keeper
        .keep(match answers_for_it {
            Some(caller) => caller.wishes(wish, "trial.erased", "", at_ms),
            None => wish,
        })
        .await?;
    // Whose it was is no more to be known.
    tracing::info!(whole, "a trial or a replica was erased");
    Ok(())
}

async fn editor(request: &mut request::Parts, parts: &Parts) -> Result<Caller, Problem> {
    match Editor::from_request_parts(request, parts).await {
        Ok(AtLeast(caller)) => Ok(caller),
        Err(problem) if problem.status() == StatusCode::UNAUTHORIZED => Err(Problem::no_eraser()),
        Err(problem) => Err(problem),
    }
}

/// What a page may erase, by what it knows.
fn extent(parts: &Parts, trial: &str, params: &Params, headers: &HeaderMap) -> Result<Extent, Problem> {
    let key = admit(parts, &params.key, headers)?;
    let replica = number(params)?;
    let signature = origin::signature(params.signature.as_deref())?;
    if signature.is_none() && replica.is_none() {
        let detail = "expected &replica= with the number of a replica, &signature= with that of the tag, or a token";
        return Err(Problem::bad_request(detail));
    }
    Ok(Extent { replica, whole: is_vouched_for(key, trial, &params.account, signature.as_deref())? })
}

fn number(params: &Params) -> Result<Option<u64>, Problem> {
    params.replica.as_deref().map(origin::replica).transpose()
}
