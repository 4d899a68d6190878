//! `GET /readyz`: whether the store answers and what comes is kept. After trouble it tries, so that it says when that is over.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::Parts;
use crate::http::problem::Problem;

/// 204, or a problem that says what the trouble is.
pub async fn get(State(parts): State<Parts>) -> Result<StatusCode, Problem> {
    parts.ask(|store| store.is_paused()).await?;
    parts.keeper.probe().await?;
    Ok(StatusCode::NO_CONTENT)
}
