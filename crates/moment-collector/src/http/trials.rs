//! `GET /v1/trials` and `/v1/trials/{id}`: the list by readiness, and all that is known of one trial.

pub mod page;

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use moment_core::event::Outcome;
use moment_core::readiness::Band;
use moment_wire::report::{TrialLineV1, TrialV1, TrialsV1};
use serde::Deserialize;

use crate::app::Parts;
use crate::http::auth::Reader;
use crate::http::page::{after, limit, next_of};
use crate::http::problem::Problem;
use crate::http::table::Wanted;
use crate::judge::Whole;
use crate::store::{Ending, Standing, Store, TrialsQuery};

/// The address's query.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// At most so many, 50 if it is not said, 200 at most.
    limit: Option<usize>,
    /// What the page before gave as `next`.
    cursor: Option<String>,
    /// Only this band: `cold`, `warming`, `ready` or `urgent`.
    band: Option<String>,
    /// Only those whose trial or account id contains this.
    q: Option<String>,
    /// Only simulated ones, or only real ones.
    simulated: Option<bool>,
    /// Only those that reached the activation, or only those that did not.
    activated: Option<bool>,
    /// Only those of this account.
    account: Option<String>,
    /// Only those of this plan.
    plan: Option<String>,
    /// Only those that ended so: `upgraded`, `cancelled` or `expired`.
    outcome: Option<String>,
}

/// A page of the list, the readiest first.
#[utoipa::path(get, path = "/v1/trials", tag = "reading", params(Params), security(("token" = ["viewer"])),
    responses((status = 200, content((TrialsV1), (String = "text/csv")))))]
pub async fn list(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Query(params) = params?;
    let mut query = query(params)?;
    let limit = query.limit;
    // One more than asked tells whether there is a next page.
    query.limit += 1;
    let mut found = parts.read(None, move |store| store.trials(&query)).await?;
    let next = next_of(&mut found, limit, |(last, _)| cursor_after(last));
    let trials = found.iter().map(|(standing, ending)| line(standing, ending.as_ref())).collect();
    wanted.answer(TrialsV1 { trials, next: next.clone() }, |page| &page.trials[..], next.as_deref())
}

/// All that is known of one trial.
#[utoipa::path(get, path = "/v1/trials/{id}", tag = "reading", params(("id" = String, Path, description = "The trial's id")),
    security(("token" = ["viewer"])), responses((status = 200, body = TrialV1)))]
pub async fn one(
    _: Reader,
    State(parts): State<Parts>,
    trial: Result<Path<String>, PathRejection>,
) -> Result<Json<TrialV1>, Problem> {
    let Path(trial) = trial?;
    let id = trial.clone();
    let both = move |store: &dyn Store| Ok((store.trial(&id)?, store.replicas(&id)?));
    let (found, replicas) = parts.read(Some(&trial), both).await?;
    let whole = Whole::of(&replicas);
    match (found, whole) {
        (Some((standing, ending)), Some(whole)) => {
            Ok(Json(page::page(&parts.playbook, line(&standing, ending.as_ref()), &whole)))
        }
        _ => Err(Problem::not_found(format!("no trial is called `{trial}`"))),
    }
}

fn query(params: Params) -> Result<TrialsQuery, Problem> {
    let band = match params.band.as_deref().filter(|band| !band.is_empty()) {
        None => None,
        Some(name) => {
            let band = Band::ALL.into_iter().find(|band| band.name() == name);
            Some(band.ok_or_else(|| Problem::bad_request("`band` is none of cold, warming, ready, urgent"))? as u8)
        }
    };
    let is_said = |text: &String| !text.is_empty();
    let outcome = params.outcome.filter(is_said);
    if outcome.as_deref().is_some_and(|name| Outcome::named(name).is_none()) {
        return Err(Problem::bad_request("`outcome` is none of upgraded, cancelled, expired"));
    }
    let after = after(params.cursor.as_deref(), cursor_from)?;
    Ok(TrialsQuery {
        limit: limit(params.limit),
        after,
        band,
        search: params.q.filter(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned()),
        simulated: params.simulated,
        activated: params.activated,
        account: params.account.filter(is_said),
        plan: params.plan.filter(is_said),
        outcome,
    })
}

/// A cursor is the score and id of the last trial on the page before: `73.t_8f3a`.
fn cursor_after(last: &Standing) -> String {
    format!("{}.{}", last.score, last.trial)
}

fn cursor_from(cursor: &str) -> Option<(u8, String)> {
    let (score, trial) = cursor.split_once('.')?;
    Some((score.parse().ok()?, trial.to_owned()))
}

fn line(standing: &Standing, ending: Option<&Ending>) -> TrialLineV1 {
    TrialLineV1 {
        trial: standing.trial.clone(),
        account: standing.account.clone(),
        plan: standing.plan.clone(),
        started_ms: standing.started_ms,
        length_days: standing.length_days,
        last_seen_ms: standing.last_seen_ms,
        score: standing.score,
        band: Band::ALL.get(usize::from(standing.band)).map_or("cold", |band| band.name()).into(),
        probability: standing.probability,
        top_reason: standing.top_reason.clone(),
        activated_ms: standing.activated_ms,
        shown: standing.shown,
        clicked: standing.clicked,
        dismissed: standing.dismissed,
        outcome: ending.map(|ending| ending.outcome.clone()),
        outcome_at_ms: ending.map(|ending| ending.at_ms),
        outcome_value: ending.and_then(|ending| ending.value),
        simulated: standing.simulated,
        signed: standing.signed,
    }
}
