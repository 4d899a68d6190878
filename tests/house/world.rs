//! A house to test: the product and the collector on free ports of this machine, on data of their own, with an ear at
//! the collector's door that keeps every byte which came in.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use moment_collector::app::{Clock, Parts, app};
use moment_collector::assets::Assets;
use moment_collector::demo::access::Access;
use moment_collector::demo::product::{Product, product};
use moment_collector::demo::visitors::{Crowd, send_crowd};
use moment_collector::keys::Key;
use moment_collector::playbook::Playbook;
use moment_collector::server::{GRACE, Running, Setup};
use moment_collector::store::Change;
use moment_wire::report::{OverviewV1, TrialV1};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// The demo's playbook for tests: a page settles sooner.
const EDITS: [(&str, &str); 1] = [("settle = \"5s\" ", "settle = \"1s\" ")];

/// The largest body that the ear takes in.
const BODY_BYTES_MAX: usize = 1 << 20;

/// How a house differs from the demo's.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Texts of the playbook and what stands in their place.
    pub(crate) playbook: &'static [(&'static str, &'static str)],
    /// The product's folder within the repository; empty for the demo's.
    pub(crate) folder: &'static str,
    /// More attributes of the tag.
    pub(crate) tag: &'static str,
    /// The product's content security policy, made from the demo's and the collector's address.
    pub(crate) policy: Option<fn(&str, &str) -> String>,
    /// Browsers may keep the product's pages, which the demo forbids.
    pub(crate) may_be_cached: bool,
    /// Nobody listens at the collector's address.
    pub(crate) is_without_collector: bool,
}

impl Plan {
    /// As the demo is, but for what suits tests.
    pub(crate) const DEMO: Self =
        Self { playbook: &[], folder: "", tag: "", policy: None, may_be_cached: false, is_without_collector: false };
}

/// A request that came to the collector.
#[derive(Clone)]
pub(crate) struct Heard {
    /// Method, path and query.
    pub(crate) line: String,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

/// A house that runs until the test's runtime ends.
pub(crate) struct House {
    pub(crate) product: String,
    pub(crate) collector: String,
    pub(crate) token: String,
    pub(crate) parts: Parts,
    heard: Arc<Mutex<Vec<Heard>>>,
    is_shut: Arc<AtomicBool>,
    playbook: Playbook,
    key: Key,
    _data: TempDir,
}

impl House {
    pub(crate) async fn open(plan: Plan) -> Self {
        let data = tempfile::tempdir().expect("a folder for the data");
        let product_door = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let collector_door = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let [at_product, at_collector] =
            [&product_door, &collector_door].map(|door| format!("http://{}", door.local_addr().expect("an address")));

        let access = Access::read_or_make(data.path()).expect("keys and a token");
        let key = access.key(std::slice::from_ref(&at_product));
        let playbook = playbook(plan.playbook);
        let assets = Assets::from_folder(&root().join("pkg/dist")).unwrap_or_default();
        assert!(assets.get("sm.js").is_some(), "nothing is built in pkg/dist: run `cargo xtask build` first");
        let setup = Setup {
            playbook: playbook.clone(),
            data: data.path().to_owned(),
            keys: vec![key.clone()],
            assets,
            clock: clock(),
            grace: GRACE,
        };
        let parts = Running::start(setup).expect("the collector starts").parts;
        parts.store.commit(&[Change::Token(access.token_hash())]).expect("the token is kept");

        let shop = product(Product {
            folder: product_folder(&data, plan.folder, plan.tag),
            collector: at_collector.clone(),
            key: key.clone(),
            clock: clock(),
            holdout: (playbook.rules.salt.clone(), playbook.rules.holdout_percent),
        });
        let shop = if plan.may_be_cached { shop.layer(map_response(without_caching_rules)) } else { shop };
        serve(product_door, with_policy(shop, plan.policy, at_collector.clone()));
        let heard = Arc::default();
        let is_shut = Arc::default();
        if !plan.is_without_collector {
            serve(collector_door, with_ear(app(parts.clone()), &heard, &is_shut));
        }
        Self {
            product: at_product,
            collector: at_collector,
            token: access.token,
            parts,
            heard,
            is_shut,
            playbook,
            key,
            _data: data,
        }
    }

    /// Shuts the collector's door, or opens it: behind a shut one nobody hears anything.
    pub(crate) fn shuts(&self, is_shut: bool) {
        self.is_shut.store(is_shut, Ordering::SeqCst);
    }

    /// All requests that came to the collector so far.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The requests that are more than fetching a file.
    pub(crate) fn heard_of_customers(&self) -> Vec<String> {
        self.heard().into_iter().map(|heard| heard.line).filter(|line| line.contains(" /v1/")).collect()
    }

    /// What the API tells of a trial, if it knows it.
    pub(crate) async fn trial(&self, id: &str) -> Result<TrialV1, String> {
        self.ask(&format!("/v1/trials/{id}")).await
    }

    pub(crate) async fn overview(&self) -> OverviewV1 {
        self.ask("/v1/overview").await.expect("the overview")
    }

    /// Lets simulated visitors use the product.
    pub(crate) async fn invite(&self, count: u32) {
        let crowd = Crowd {
            count,
            seed: 1,
            playbook: self.playbook.clone(),
            collector: self.collector.clone(),
            origin: self.product.clone(),
            key: self.key.clone(),
        };
        tokio::task::spawn_blocking(move || send_crowd(&crowd)).await.expect("the crowd comes");
    }

    /// What the API answers to whoever has the token.
    pub(crate) async fn ask<T: serde::de::DeserializeOwned + Send + 'static>(&self, path: &str) -> Result<T, String> {
        let address = format!("{}{path}", self.collector);
        let bearer = format!("Bearer {}", self.token);
        let answer = tokio::task::spawn_blocking(move || {
            ureq::get(address).header("authorization", bearer).call()?.body_mut().read_json()
        });
        answer.await.expect("the question is asked").map_err(|error| error.to_string())
    }
}

async fn without_caching_rules(mut response: Response) -> Response {
    response.headers_mut().remove(CACHE_CONTROL);
    response
}

fn serve(door: TcpListener, router: Router) {
    tokio::spawn(async move { axum::serve(door, router).await });
}

/// Where Cargo runs the tests. A path known to the compiler might be that of another clone: what it made is shared.
fn root() -> &'static Path {
    Path::new(".")
}

#[expect(clippy::disallowed_methods, reason = "here the clock is handed in")]
fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

fn playbook(edits: &[(&str, &str)]) -> Playbook {
    let text = fs::read_to_string(root().join("playbook.toml")).expect("playbook.toml");
    let edited = EDITS.iter().chain(edits).fold(text, |text, (old, new)| {
        assert!(text.contains(old), "playbook.toml does not hold `{old}` any more");
        text.replace(old, new)
    });
    Playbook::read(&edited).expect("the playbook is right")
}

/// The product's own folder, or a copy whose page has a tag with `attributes`.
fn product_folder(data: &TempDir, folder: &str, attributes: &str) -> PathBuf {
    let original = root().join(folder);
    if attributes.is_empty() {
        return original;
    }
    let copy = data.path().join("product");
    copy_folder(&original.join("www/demo"), &copy.join("www/demo"));
    let page = fs::read_to_string(original.join("index.html")).expect("index.html");
    let tag = "data-key=\"{{key}}\"";
    assert!(page.contains(tag), "the tag in index.html has no {tag}");
    fs::write(copy.join("index.html"), page.replace(tag, &format!("{tag} {attributes}"))).expect("a page");
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let path = entry.expect("an entry").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).expect("a copy");
        }
    }
}

fn with_policy(shop: Router, policy: Option<fn(&str, &str) -> String>, collector: String) -> Router {
    let Some(policy) = policy else { return shop };
    shop.layer(map_response(move |mut response: Response| {
        let collector = collector.clone();
        async move {
            if let Some(old) = response.headers_mut().get_mut(CONTENT_SECURITY_POLICY) {
                let new = policy(old.to_str().expect("a policy is text"), &collector);
                assert_ne!(*old, new, "the policy is the demo's");
                *old = new.try_into().expect("a policy");
            }
            response
        }
    }))
}

fn with_ear(collector: Router, log: &Arc<Mutex<Vec<Heard>>>, is_shut: &Arc<AtomicBool>) -> Router {
    let (log, is_shut) = (log.clone(), is_shut.clone());
    collector.layer(from_fn(move |request: Request, next: Next| {
        let (log, is_shut) = (log.clone(), is_shut.clone());
        async move {
            if is_shut.load(Ordering::SeqCst) {
                return StatusCode::BAD_GATEWAY.into_response();
            }
            let (head, body) = request.into_parts();
            let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
            log.lock().unwrap_or_else(PoisonError::into_inner).push(Heard {
                line: format!("{} {}", head.method, head.uri),
                headers: format!("{:?}", head.headers),
                body: body.to_vec(),
            });
            next.run(Request::from_parts(head, Body::from(body))).await
        }
    }))
}
