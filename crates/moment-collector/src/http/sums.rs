//! `GET /v1/journey`, `/v1/prompts` and `/v1/ledger`: sums over what trials told, counted when they are asked for.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use moment_wire::sums::{JourneyV1, LedgerV1, PromptsV1};
use serde::Deserialize;

use crate::app::Parts;
use crate::census::Which;
use crate::http::auth::Reader;
use crate::http::problem::Problem;
use crate::http::table::Wanted;
use crate::tally::Tally;

/// Which trials are summed up.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// Only simulated trials, or only real ones.
    simulated: Option<bool>,
}

/// Which lines of the ledger are wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LedgerParams {
    /// Only simulated trials, or only real ones.
    simulated: Option<bool>,
    /// Only this prompt.
    prompt: Option<String>,
}

/// How far trials come, moment by moment.
#[utoipa::path(get, path = "/v1/journey", tag = "reading", params(Params), security(("token" = ["viewer"])),
    responses((status = 200, content((JourneyV1), (String = "text/csv")))))]
pub async fn journey(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let (tally, as_of_ms) = count(&parts, params?.0.simulated).await?;
    wanted.answer(tally.journey(&parts.playbook, as_of_ms), |journey| &journey.moments[..], None)
}

/// What becomes of each prompt, and of the trials in each of its arms.
#[utoipa::path(get, path = "/v1/prompts", tag = "reading", params(Params), security(("token" = ["viewer"])),
    responses((status = 200, content((PromptsV1), (String = "text/csv")))))]
pub async fn prompts(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let (tally, as_of_ms) = count(&parts, params?.0.simulated).await?;
    wanted.answer(tally.prompts(&parts.playbook, as_of_ms), |prompts| &prompts.prompts[..], None)
}

/// Why prompts wait.
#[utoipa::path(get, path = "/v1/ledger", tag = "reading", params(LedgerParams), security(("token" = ["viewer"])),
    responses((status = 200, content((LedgerV1), (String = "text/csv")))))]
pub async fn ledger(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<LedgerParams>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Query(params) = params?;
    let (tally, as_of_ms) = count(&parts, params.simulated).await?;
    wanted.answer(tally.ledger(params.prompt.as_deref(), as_of_ms), |ledger| &ledger.lines[..], None)
}

async fn count(parts: &Parts, simulated: Option<bool>) -> Result<(Tally, u64), Problem> {
    let (census, playbook, now_ms) = (parts.census.clone(), parts.playbook.clone(), (parts.clock)());
    parts.read(None, move |store| census.take(store, &playbook, Which::of(simulated), now_ms)).await
}
