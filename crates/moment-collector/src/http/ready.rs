//! `GET /readyz`: whether the store answers and what comes is kept. After trouble it tries, so that it says when that is over.

use std::sync::Arc;
use std::time::Instant;

use axum::http::StatusCode;
use tokio::sync::Mutex;

use crate::app::Parts;
use crate::http::problem::Problem;

/// The last answer. Anybody may ask, as often as they like: within a second all get the same, and the store is asked once.
#[derive(Debug, Clone, Default)]
pub struct Ready(Arc<Mutex<Option<Answer>>>);

/// When it was found out, and what.
type Answer = (Instant, Result<(), Problem>);

impl Ready {
    /// 204, or a problem that says what the trouble is. Whoever asks while the store is asked waits for that answer.
    pub async fn get(self, parts: Parts) -> Result<StatusCode, Problem> {
        let mut last = self.0.lock().await;
        let stands = |(at, _): &Answer| at.elapsed() < parts.limits.patience().ready;
        let answer = match last.take().filter(stands) {
            Some(answer) => answer,
            None => (Instant::now(), look(&parts).await),
        };
        last.insert(answer).1.clone().map(|()| StatusCode::NO_CONTENT)
    }
}

async fn look(parts: &Parts) -> Result<(), Problem> {
    parts.ask(|store| store.is_paused()).await?;
    Ok(parts.keeper.probe().await?)
}
