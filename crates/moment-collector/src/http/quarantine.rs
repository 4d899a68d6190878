//! `GET /v1/quarantine`: replicas whose state cannot be true, kept apart from their trials, and why.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use moment_wire::report::{QuarantineV1, QuarantinedV1};

use crate::app::Parts;
use crate::http::auth::Reader;
use crate::http::origin::number;
use crate::http::page::{Params, after, limit, next_of};
use crate::http::problem::Problem;
use crate::http::table::Wanted;
use crate::store::quarantine::Quarantined;

/// A page of the list, those received last first.
#[utoipa::path(get, path = "/v1/quarantine", tag = "reading", params(Params), security(("token" = ["viewer"])),
    responses((status = 200, content((QuarantineV1), (String = "text/csv")))))]
pub async fn list(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Query(params) = params?;
    let limit = limit(params.limit);
    let after = after(params.cursor.as_deref(), cursor_from)?;
    // One more than asked tells whether there is a next page.
    let (mut found, totals) =
        parts.read(None, move |store| Ok((store.quarantined(limit + 1, after.as_ref())?, store.totals()?))).await?;
    let next = next_of(&mut found, limit, cursor_after);
    let (all, dropped) = (totals.quarantined, totals.quarantine_dropped);
    let page = QuarantineV1 { all, dropped, replicas: found.into_iter().map(line).collect(), next: next.clone() };
    wanted.answer(page, |page| &page.replicas[..], next.as_deref())
}

/// A cursor is when the last one on the page before was received, its number, and its trial, which may hold full stops.
fn cursor_after(last: &Quarantined) -> String {
    format!("{}.{:x}.{}", last.replica.received_ms, last.replica.replica, last.trial)
}

fn cursor_from(cursor: &str) -> Option<(u64, String, u64)> {
    let mut parts = cursor.splitn(3, '.');
    let received_ms = parts.next()?.parse().ok()?;
    let replica = number(parts.next()?)?;
    Some((received_ms, parts.next()?.to_owned(), replica))
}

fn line(kept: Quarantined) -> QuarantinedV1 {
    let Quarantined { trial, replica, reason, times } = kept;
    QuarantinedV1 {
        trial,
        replica: format!("{:016x}", replica.replica),
        reason,
        times,
        received_ms: replica.received_ms,
        skew_ms: replica.skew_ms,
        signed: replica.signed,
    }
}
