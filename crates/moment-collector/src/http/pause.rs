//! `GET` and `PUT /v1/pause`: the one button that pauses everything.

use axum::Json;
use axum::extract::State;
use moment_wire::report::PauseV1;

use crate::app::Parts;
use crate::http::auth::{AtLeast, Editor, Reader};
use crate::http::body::Told;
use crate::http::problem::Problem;
use crate::keeper::Wish;

/// Whether everything is paused.
#[utoipa::path(get, path = "/v1/pause", tag = "steering", security(("token" = ["viewer"])),
    responses((status = 200, body = PauseV1)))]
pub async fn get(_: Reader, State(parts): State<Parts>) -> Result<Json<PauseV1>, Problem> {
    let paused = parts.ask(|store| store.is_paused()).await?;
    Ok(Json(PauseV1 { paused }))
}

/// Pauses everything, or goes on. Browsers ask before they show a prompt, and every 15 seconds while one is open.
#[utoipa::path(put, path = "/v1/pause", tag = "steering", request_body = PauseV1, security(("token" = ["editor"])),
    responses((status = 200, body = PauseV1)))]
pub async fn put(
    AtLeast(caller): Editor,
    State(parts): State<Parts>,
    wanted: Result<Told<PauseV1>, Problem>,
) -> Result<Json<PauseV1>, Problem> {
    let Told(wanted) = wanted?;
    let what = if wanted.paused { "prompts.paused" } else { "prompts.resumed" };
    parts.keeper.keep(caller.wishes(Wish::Pause(wanted.paused), what, "", (parts.clock)())).await?;
    tracing::info!(paused = wanted.paused, "prompts were paused or resumed");
    Ok(Json(wanted))
}
