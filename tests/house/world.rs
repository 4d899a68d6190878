//! A house to test: the product and the collector on free ports of this machine, on data of their own, with an ear at
//! the collector's door that keeps every byte which came in.

mod doors;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use moment_collector::app::{Clock, Parts, app};
use moment_collector::assets::Assets;
use moment_collector::demo::access::Access;
use moment_collector::demo::product::{Product, product};
use moment_collector::demo::visitors::{Crowd, send_crowd};
use moment_collector::keys::Key;
use moment_collector::limits::Limits;
use moment_collector::links::Links;
use moment_collector::playbook::Playbook;
use moment_collector::retention::Retention;
use moment_collector::server::{GRACE, Running, Setup};
use moment_collector::store::Change;
use moment_wire::report::{OverviewV1, TrialV1};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::browser::WITNESS;
use crate::eventually::eventually;
pub(crate) use crate::world::doors::{Heard, serve};
use crate::world::doors::{with_caching, with_delay, with_ear, with_hand, with_policy};

/// The demo's playbook for tests: a page settles sooner, and of its prompts only the two that sell come by themselves.
const EDITS: [(&str, &str); 2] =
    [("settle = \"5s\" ", "settle = \"1s\" "), ("\"running\"            # tour", "\"draft\" # tour")];

/// How a house differs from the demo's.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Texts of the playbook and what stands in their place.
    pub(crate) playbook: &'static [(&'static str, &'static str)],
    /// The product's folder within the repository; empty for the demo's.
    pub(crate) folder: &'static str,
    /// More attributes of the tag.
    pub(crate) tag: &'static str,
    /// Texts of the page and what stands in their place.
    pub(crate) page: &'static [(&'static str, &'static str)],
    /// More files of the product, in `/www/demo/`.
    pub(crate) files: &'static [(&'static str, &'static str)],
    /// Browsers may keep the product's pages whole, to show them again on the way back.
    pub(crate) may_be_kept: bool,
    /// The product's content security policy, made from the demo's and the collector's address.
    pub(crate) policy: Option<fn(&str, &str) -> String>,
    /// More doors of the product's server.
    pub(crate) doors: Option<fn() -> Router>,
    /// A file of the widget's to which somebody added what does no harm.
    pub(crate) tampered: Option<&'static str>,
    /// A file of the widget's that is on its way until [`House::lets_arrive`].
    pub(crate) held: Option<&'static str>,
    /// Prompts in place of the demo's.
    pub(crate) prompts: Option<fn() -> String>,
    /// Nobody listens at the collector's address.
    pub(crate) is_without_collector: bool,
}

impl Plan {
    /// As the demo is, but for what suits tests.
    pub(crate) const DEMO: Self = Self {
        playbook: &[],
        folder: "",
        tag: "",
        page: &[],
        files: &[],
        may_be_kept: false,
        policy: None,
        doors: None,
        tampered: None,
        held: None,
        prompts: None,
        is_without_collector: false,
    };

    /// No prompt gets in the way of what is counted.
    pub(crate) const NO_PROMPTS: Self =
        Self { playbook: &[("status = \"running\"", "status = \"draft\"")], ..Self::DEMO };

    /// The page itself loads what listens to the widget: not every browser lets a test put it there.
    pub(crate) const WITNESSED: Self = Self {
        page: &[("<script async src=", "<script src=\"/www/demo/witness.js\"></script>\n<script async src=")],
        files: &[("witness.js", WITNESS)],
        ..Self::DEMO
    };
}

/// A house that runs until the test's runtime ends.
pub(crate) struct House {
    pub(crate) product: String,
    pub(crate) collector: String,
    pub(crate) token: String,
    pub(crate) parts: Parts,
    heard: Arc<Mutex<Vec<Heard>>>,
    is_shut: Arc<AtomicBool>,
    gate: Arc<Semaphore>,
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
        let playbook = playbook(&plan);
        let parts = collector(playbook.clone(), data.path(), &access, &key);
        let shop = product(Product {
            folder: product_folder(&data, &plan),
            collector: at_collector.clone(),
            key: key.clone(),
            clock: clock(),
            holdout: (playbook.rules.salt.clone(), playbook.rules.holdout_percent),
        });
        let shop = plan.doors.map_or(shop.clone(), |doors| shop.merge(doors()));
        serve(product_door, with_caching(with_policy(shop, plan.policy, at_collector.clone()), plan.may_be_kept));
        let heard = Arc::default();
        let is_shut = Arc::default();
        let gate = Arc::new(Semaphore::new(0));
        if !plan.is_without_collector {
            let collector = with_delay(with_hand(app(parts.clone()), plan.tampered), plan.held, &gate);
            serve(collector_door, with_ear(collector, &heard, &is_shut));
        }
        Self {
            product: at_product,
            collector: at_collector,
            token: access.token,
            parts,
            heard,
            is_shut,
            gate,
            playbook,
            key,
            _data: data,
        }
    }

    /// Shuts the collector's door, or opens it: behind a shut one nobody hears anything.
    pub(crate) fn shuts(&self, is_shut: bool) {
        self.is_shut.store(is_shut, Ordering::SeqCst);
    }

    /// What was held arrives.
    pub(crate) fn lets_arrive(&self) {
        self.gate.close();
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

    /// What the API tells of a trial as soon as it is so.
    pub(crate) async fn told_when(&self, id: &str, is_so: impl Fn(&TrialV1) -> bool) -> TrialV1 {
        eventually("the collector knows", async || {
            let told = self.trial(id).await?;
            if is_so(&told) { Ok(told) } else { Err(format!("{told:?}")) }
        })
        .await
    }

    /// The public key of the tag.
    pub(crate) fn key(&self) -> &str {
        &self.key.public
    }

    /// The vendor's people erase a trial.
    pub(crate) async fn erases(&self, id: &str) {
        let address = format!("{}/v1/trials/{id}", self.collector);
        let bearer = format!("Bearer {}", self.token);
        let erased = tokio::task::spawn_blocking(move || ureq::delete(address).header("authorization", bearer).call());
        assert_eq!(erased.await.expect("the wish is told").expect("it is done").status(), 204);
    }

    /// Somebody of the vendor's people does something by the API.
    pub(crate) async fn tell(&self, path: &str, what: serde_json::Value) {
        let address = format!("{}{path}", self.collector);
        let bearer = format!("Bearer {}", self.token);
        let told =
            tokio::task::spawn_blocking(move || ureq::post(address).header("authorization", bearer).send_json(what));
        let answer = told.await.expect("it is told").unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(answer.status(), 201, "{path}");
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

/// How often a feature was used, as the API tells it.
pub(crate) fn uses(told: &TrialV1, feature: &str) -> u32 {
    told.features.iter().find(|used| used.name == feature).map_or(0, |used| used.total)
}

/// A collector with what is built, which keeps its data in this folder.
pub(crate) fn collector(playbook: Playbook, data: &Path, access: &Access, key: &Key) -> Parts {
    let assets = Assets::from_folder(&root().join("pkg/dist")).unwrap_or_default();
    assert!(assets.get("sm.js").is_some(), "nothing is built in pkg/dist: run `cargo xtask build` first");
    let setup = Setup {
        playbook,
        data: data.to_owned(),
        keys: vec![key.clone()],
        assets,
        links: Links::default(),
        clock: clock(),
        grace: GRACE,
        limits: Limits::none(),
        retention: Retention::USUAL,
    };
    let parts = Running::start(setup).expect("the collector starts").parts;
    parts.store.commit(&[Change::Token(access.token_hash())]).expect("the token is kept");
    parts
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

fn playbook(plan: &Plan) -> Playbook {
    let text = fs::read_to_string(root().join("playbook.toml")).expect("playbook.toml");
    let edited = EDITS.iter().chain(plan.playbook).fold(text, |text, (old, new)| {
        assert!(text.contains(old), "playbook.toml does not hold `{old}` any more");
        text.replace(old, new)
    });
    let edited = plan.prompts.map_or(edited.clone(), |prompts| {
        let (before, rest) = edited.split_once("[[prompts]]").expect("playbook.toml has prompts");
        let (_, after) = rest.split_once("[theme]").expect("playbook.toml has a theme after them");
        format!("{before}{}[theme]{after}", prompts())
    });
    Playbook::read(&edited).unwrap_or_else(|faults| panic!("the playbook is wrong: {faults:?}"))
}

/// The product's own folder, or a copy with the plan's changes.
fn product_folder(data: &TempDir, plan: &Plan) -> PathBuf {
    let original = root().join(plan.folder);
    if plan.tag.is_empty() && plan.page.is_empty() && plan.files.is_empty() {
        return original;
    }
    let copy = data.path().join("product");
    copy_folder(&original.join("www/demo"), &copy.join("www/demo"));
    for (name, content) in plan.files {
        fs::write(copy.join("www/demo").join(name), content).expect("a file of the product");
    }
    let key = "data-key=\"{{key}}\"";
    let tag = (key, &*format!("{key} {}", plan.tag));
    let page = fs::read_to_string(original.join("index.html")).expect("index.html");
    let page = plan.page.iter().chain([&tag]).fold(page, |page, (old, new)| {
        assert!(page.contains(old), "index.html does not hold `{old}`");
        page.replace(old, new)
    });
    fs::write(copy.join("index.html"), page).expect("a page");
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
