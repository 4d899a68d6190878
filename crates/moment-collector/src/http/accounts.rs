//! `GET /v1/accounts`: companies, each the set of its trials.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use moment_core::readiness::Band;
use moment_wire::sums::{AccountLineV1, AccountsV1};
use serde::Deserialize;

use crate::app::Parts;
use crate::http::auth::Reader;
use crate::http::page::{limit, next_of};
use crate::http::problem::Problem;
use crate::http::table::Wanted;
use crate::store::account::{Account, AccountsQuery};

/// The address's query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// At most so many, 50 if it is not said, 200 at most.
    limit: Option<usize>,
    /// What the page before gave as `next`.
    cursor: Option<String>,
    /// Only accounts whose id contains this.
    q: Option<String>,
    /// Only simulated trials, or only real ones.
    simulated: Option<bool>,
}

/// A page of accounts, by id. Trials without an account are in none.
#[utoipa::path(get, path = "/v1/accounts", tag = "reading", params(Params), security(("token" = ["viewer"])),
    responses((status = 200, content((AccountsV1), (String = "text/csv")))))]
pub async fn list(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Query(params) = params?;
    let limit = limit(params.limit);
    let query = AccountsQuery {
        limit: limit + 1,
        after: params.cursor.filter(|cursor| !cursor.is_empty()),
        search: params.q.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
        simulated: params.simulated,
    };
    let mut found = parts.read(None, move |store| store.desk().accounts(&query)).await?;
    let next = next_of(&mut found, limit, |last| last.account.clone());
    let page = AccountsV1 { accounts: found.into_iter().map(line).collect(), next: next.clone() };
    wanted.answer(page, |page| &page.accounts[..], next.as_deref())
}

fn line(account: Account) -> AccountLineV1 {
    let Account { account, trials, simulated, activated, upgraded, score, band, started_ms, last_seen_ms } = account;
    let band = Band::ALL.get(usize::from(band)).map_or("cold", |band| band.name()).into();
    AccountLineV1 { account, trials, simulated, activated, upgraded, score, band, started_ms, last_seen_ms }
}
