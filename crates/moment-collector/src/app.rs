//! The collector as a function of its world: parts in, router out. No socket, no clock of its own.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, patch, post};

use crate::assets::Assets;
use crate::http::problem::Problem;
use crate::http::{
    assets, audit, beacon, comments, erase, limit, metrics, outcomes, overview, pause, quarantine, ready, start,
    stripe, trials, webhooks,
};
use crate::keeper::Keeper;
use crate::keys::Key;
use crate::limits::{Limits, TooMuch};
use crate::links::Links;
use crate::metrics::Metrics;
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
    /// Other services.
    pub links: Arc<Links>,
    /// The time.
    pub clock: Clock,
    /// How much may come.
    pub limits: Arc<Limits>,
    /// What is counted for the operator.
    pub metrics: Arc<Metrics>,
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

/// All doors of the collector.
pub fn app(parts: Parts) -> Router {
    Router::new()
        .route("/sm.js", get(assets::widget))
        .route("/sm/{*path}", get(assets::widget))
        .route("/console", get(assets::console))
        .route("/console/", get(assets::console))
        .route("/console/{*path}", get(assets::console))
        .route("/v1/start", get(start::get))
        .route("/v1/beacon", post(beacon::post))
        .route("/v1/comments", get(comments::list).post(comments::post))
        .route("/v1/outcomes", post(outcomes::post))
        .route("/v1/stripe", post(stripe::post))
        .route("/v1/overview", get(overview::get))
        .route("/v1/trials", get(trials::list))
        .route("/v1/trials/{id}", get(trials::one).delete(erase::delete).options(erase::preflight))
        .route("/v1/pause", get(pause::get).put(pause::put))
        .route("/v1/audit", get(audit::list))
        .route("/v1/webhooks", get(webhooks::list).post(webhooks::create))
        .route("/v1/webhooks/{id}", patch(webhooks::change).delete(webhooks::remove))
        .route("/v1/webhooks/{id}/rotate", post(webhooks::rotate))
        .route("/v1/webhooks/{id}/test", post(webhooks::test))
        .route("/v1/webhooks/{id}/deliveries", get(webhooks::deliveries))
        .route("/v1/quarantine", get(quarantine::list))
        .route("/metrics", get(metrics::get))
        .fallback(|| async { Problem::not_found("nothing is at this address") })
        .method_not_allowed_fallback(|| async { Problem::wrong_method() })
        .layer(from_fn_with_state(parts.clone(), limit::by_address))
        // Supervisors and balancers ask often, and all from one address.
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .route("/readyz", get(ready::get))
        .layer(from_fn_with_state(parts.clone(), metrics::count))
        .with_state(parts)
}
