//! The collector as a function of its world: parts in, router out. No socket, no clock of its own.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Json, Router};

use crate::assets::Assets;
use crate::bell::Bell;
use crate::census::Census;
use crate::http::problem::Problem;
use crate::http::ready::Ready;
use crate::http::{assets, gate, metrics, openapi};
use crate::keeper::Keeper;
use crate::keys::Key;
use crate::limits::{Limits, TooMuch};
use crate::links::Links;
use crate::metrics::Metrics;
use crate::password::Lock;
use crate::playbook::Playbook;
use crate::store::{Store, Stored};

/// Tells milliseconds since the Unix epoch.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What the collector is made of, for all who answer to share: every request has it several times over, from each layer that
/// it goes through, and this way a copy is one number that grows and not a dozen.
#[derive(Clone)]
pub struct Parts(Arc<World>);

/// What the collector is made of.
pub struct World {
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
    /// How much may come.
    pub limits: Arc<Limits>,
    /// What is counted for the operator.
    pub metrics: Arc<Metrics>,
}

impl From<World> for Parts {
    fn from(world: World) -> Self {
        Self(Arc::new(world))
    }
}

impl Deref for Parts {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl Parts {
    /// Asks the store for what beacons told, of one trial or of all: after what was acknowledged before is joined, or, where
    /// that takes too long or cannot be done, for what there is.
    pub async fn read<T: Send + 'static>(
        &self,
        trial: Option<&str>,
        question: impl FnOnce(&dyn Store) -> Stored<T> + Send + 'static,
    ) -> Result<T, Problem> {
        if let Err(error) = self.keeper.settle(trial).await {
            tracing::debug!(?error, "somebody reads before everything is joined");
        }
        self.ask(question).await
    }

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

impl Parts {
    /// One more request against a limit. Errors: too many came.
    pub fn limit(&self, limit: fn(&Limits, &str) -> Result<(), TooMuch>, whose: &str) -> Result<(), Problem> {
        limit(&self.limits, whose).map_err(|too_much| {
            self.metrics.limited(too_much.limit);
            Problem::too_many_requests(too_much)
        })
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
        .route("/metrics", get(metrics::get))
        .fallback(|| async { Problem::not_found("nothing is at this address") })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .layer(from_fn_with_state(parts.clone(), gate::pass))
        .merge(supervised(&parts))
        .with_state(parts)
}

/// The doors for those who watch over the program.
fn supervised(parts: &Parts) -> Router<Parts> {
    let ready = Ready::default();
    Router::new()
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/readyz", get(move |State(parts): State<Parts>| ready.get(parts)))
        .layer(from_fn_with_state(parts.clone(), gate::count))
}
