//! The collector as a function of its world: parts in, router out. No socket, no clock of its own.

use std::fmt;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};

use crate::assets::Assets;
use crate::bell::Bell;
use crate::census::Census;
use crate::http::problem::Problem;
use crate::http::{assets, openapi};
use crate::keeper::Keeper;
use crate::keys::Key;
use crate::links::Links;
use crate::password::Lock;
use crate::playbook::Playbook;
use crate::store::{Store, Stored};

/// Tells milliseconds since the Unix epoch.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What the collector is made of.
#[derive(Clone)]
pub struct Parts {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Who writes there.
    pub keeper: Keeper,
    /// The vendor's rules.
    pub playbook: Arc<Playbook>,
    /// Who may send.
    pub keys: Arc<[Key]>,
    /// The built files.
    pub assets: Arc<Assets>,
    /// Looks at passwords.
    pub lock: Lock,
    /// Counts all trials.
    pub census: Arc<Census>,
    /// Wakes those who wait for replies.
    pub bell: Bell,
    /// Other services.
    pub links: Arc<Links>,
    /// The time.
    pub clock: Clock,
}

impl Parts {
    /// Asks the store, on a thread where waiting harms nobody.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Store) -> Stored<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = self.store.clone();
        let answer = tokio::task::spawn_blocking(move || question(&*store)).await;
        Ok(answer.map_err(|error| Problem::failed(&error))??)
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("keys", &self.keys).finish_non_exhaustive()
    }
}

/// All doors of the collector. Those of the API, `/v1/…`, stand in `http/openapi.rs`, so that each is in the document.
pub fn app(parts: Parts) -> Router {
    let (api, document) = openapi::router();
    Router::new()
        .route("/sm.js", get(assets::widget))
        .route("/sm/{*path}", get(assets::widget))
        .route("/console", get(assets::console))
        .route("/console/", get(assets::console))
        .route("/console/{*path}", get(assets::console))
        .merge(api)
        .route("/openapi.json", get(move || async move { Json(document) }))
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/readyz", get(ready))
        .fallback(|| async { Problem::not_found("nothing is at this address") })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .with_state(parts)
}

/// Ready means: the store answers and the keeper writes.
async fn ready(State(parts): State<Parts>) -> Result<StatusCode, Problem> {
    parts.ask(|store| store.is_paused()).await?;
    if !parts.keeper.is_running() {
        return Err(Problem::failed(&"the keeper has stopped"));
    }
    Ok(StatusCode::NO_CONTENT)
}
