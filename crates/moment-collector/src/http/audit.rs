//! `GET /v1/audit`: who changed what.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use moment_wire::report::{AuditLineV1, AuditV1};

use crate::app::Parts;
use crate::http::auth::Admin;
use crate::http::page::{Params, next_of};
use crate::http::problem::Problem;
use crate::store::people::Entry;

/// A page of the log, the newest entry first.
pub async fn list(
    _: Admin,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
) -> Result<Json<AuditV1>, Problem> {
    let Query(params) = params?;
    let (limit, before) = params.numbered()?;
    let mut found = parts.ask(move |store| store.desk().audit(before, limit + 1)).await?;
    let next = next_of(&mut found, limit, |(seq, _)| seq.to_string());
    let line = |(_, Entry { at_ms, who, what, about })| AuditLineV1 { at_ms, who, what, about };
    Ok(Json(AuditV1 { entries: found.into_iter().map(line).collect(), next }))
}
