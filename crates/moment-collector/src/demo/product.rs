//! The demo product's server: plays the vendor's backend. It knows the collector by its public contracts only.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as UrlPath, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use moment_core::arm;
use moment_wire::hex::hex;
use serde::Deserialize;

use crate::app::Clock;
use crate::assets::content_type;
use crate::ingest::sign;
use crate::keys::{Key, random};

const COOKIE_NAME: &str = "demo_trial=";
const YEAR_S: u32 = 31_536_000;

/// What the product's server is made of.
#[derive(Clone)]
pub struct Product {
    /// Holds `index.html` and `www/demo/`.
    pub folder: PathBuf,
    /// The collector's address.
    pub collector: String,
    /// The vendor's keys.
    pub key: Key,
    /// The time.
    pub clock: Clock,
    /// The playbook's salt and holdout percent. Whoever opens the demonstration wants to see a prompt, so ids that are
    /// held out are not given out here; real vendors give out ids as they come.
    pub holdout: (String, u8),
}

impl Product {
    fn holds_out(&self, trial: &str) -> bool {
        let (salt, percent) = &self.holdout;
        arm::is_in(arm::place(salt, trial, "holdout"), *percent)
    }
}

/// The product's doors.
pub fn product(product: Product) -> Router {
    Router::new()
        .route("/www/demo/{*path}", get(file))
        .route("/demo/upgrade", post(upgrade))
        .route("/demo/reset", post(reset))
        .fallback(get(page))
        .with_state(Arc::new(product))
}

/// A customer on trial, as the vendor's database would know them. Here their cookie is the database.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Customer {
    trial: String,
    started_ms: u64,
}

impl Customer {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers.get(COOKIE)?.to_str().ok()?;
        let value = cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix(COOKIE_NAME))?;
        let (trial, started_ms) = value.split_once('.')?;
        let is_ours = trial.strip_prefix("t_").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        Some(Self { trial: is_ours.then(|| trial.to_owned())?, started_ms: started_ms.parse().ok()? })
    }

    fn new(product: &Product) -> std::io::Result<Self> {
        let mut trial = random("t_")?;
        // Bounded: with a holdout of 100 % there is no other id.
        for _ in 0..20 {
            if !product.holds_out(&trial) {
                break;
            }
            trial = random("t_")?;
        }
        Ok(Self { trial, started_ms: (product.clock)() })
    }

    fn cookie(&self) -> String {
        format!("{COOKIE_NAME}{}.{}; Path=/; HttpOnly; SameSite=Lax; Max-Age={YEAR_S}", self.trial, self.started_ms)
    }

    fn account(&self) -> String {
        format!("a_{}", self.trial.trim_start_matches("t_").get(..8).unwrap_or_default())
    }
}

#[derive(Debug, Default, Deserialize)]
struct PageParams {
    #[serde(default)]
    locale: String,
}

/// Every page of the product is the same document; the tag in it carries who the customer is, signed.
async fn page(
    State(product): State<Arc<Product>>,
    Query(params): Query<PageParams>,
    headers: HeaderMap,
) -> Result<Response, StatusCode> {
    let customer = match Customer::of(&headers) {
        Some(customer) => customer,
        None => Customer::new(&product).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?,
    };
    let path = product.folder.join("index.html");
    let template = std::fs::read_to_string(path).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let cookie = customer.cookie();
    let policy = policy(&product.collector);
    let headers = [(SET_COOKIE, cookie), (CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, Html(fill(&template, &product, &customer, &params.locale))).into_response())
}

/// A strict policy, as a careful vendor would have it: no inline script or style, and one foreign origin.
fn policy(collector: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' {collector} 'wasm-unsafe-eval'; connect-src 'self' {collector}; \
         style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
    )
}

fn fill(template: &str, product: &Product, customer: &Customer, locale: &str) -> String {
    let account = customer.account();
    let started = jiff::Timestamp::from_millisecond(customer.started_ms.cast_signed()).unwrap_or_default();
    let values = [
        ("{{collector}}", product.collector.clone()),
        ("{{key}}", product.key.public.clone()),
        ("{{trial}}", customer.trial.clone()),
        ("{{started}}", started.to_string()),
        ("{{signature}}", hex(&sign(&product.key.secret, &customer.trial, &account))),
        ("{{account}}", account),
        ("{{locale}}", locale.to_owned()),
    ];
    values.iter().fold(template.to_owned(), |page, (name, value)| page.replace(name, &escaped(value)))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// A file of the product.
async fn file(State(product): State<Arc<Product>>, UrlPath(path): UrlPath<String>) -> Result<Response, StatusCode> {
    let relative = Path::new(&path);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(StatusCode::NOT_FOUND);
    }
    let content = std::fs::read(product.folder.join("www/demo").join(relative)).map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(([(CONTENT_TYPE, content_type(&path)), (CACHE_CONTROL, "no-cache")], content).into_response())
}

/// The customer bought a plan: the vendor's backend tells the collector, with its secret key.
async fn upgrade(State(product): State<Arc<Product>>, headers: HeaderMap) -> StatusCode {
    let Some(customer) = Customer::of(&headers) else { return StatusCode::BAD_REQUEST };
    let at = jiff::Timestamp::from_millisecond((product.clock)().cast_signed()).unwrap_or_default();
    let told = tokio::task::spawn_blocking(move || tell_outcome(&product.collector, &product.key, &customer.trial, at));
    match told.await {
        Ok(Ok(())) => StatusCode::NO_CONTENT,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// Tells the collector that a trial upgraded. Errors: it could not be told.
pub(super) fn tell_outcome(
    collector: &str,
    key: &Key,
    trial: &str,
    at: jiff::Timestamp,
) -> Result<(), Box<ureq::Error>> {
    let body = serde_json::json!({ "trial": trial, "outcome": "upgraded", "at": at.to_string() });
    ureq::post(format!("{collector}/v1/outcomes"))
        .header("authorization", format!("Bearer {}", key.secret))
        .send_json(body)
        .map(drop)
        .map_err(Box::new)
}

/// Starts over: the next page makes a new customer.
async fn reset() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, [(SET_COOKIE, format!("{COOKIE_NAME}; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"))])
}
