//! `GET /v1/audit`: who changed what.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use moment_wire::people::{AuditLineV1, AuditV1};

use crate::app::Parts;
use crate::http::auth::Admin;
use crate::http::page::{Params, next_of};
use crate::http::problem::Problem;
use crate::http::table::Wanted;
use crate::store::people::Entry;

/// A page of the log, the newest entry first.
#[utoipa::path(get, path = "/v1/audit", tag = "access", params(Params), security(("token" = ["admin"])),
    responses((status = 200, content((AuditV1), (String = "text/csv")))))]
pub async fn list(
    _: Admin,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Query(params) = params?;
    let (limit, before) = params.numbered()?;
    let mut found = parts.ask(move |store| store.desk().audit(before, limit + 1)).await?;
    let next = next_of(&mut found, limit, |(seq, _)| seq.to_string());
    let line = |(_, Entry { at_ms, who, what, about })| AuditLineV1 { at_ms, who, what, about };
    let entries = found.into_iter().map(line).collect();
    wanted.answer(AuditV1 { entries, next: next.clone() }, |page| &page.entries[..], next.as_deref())
}
