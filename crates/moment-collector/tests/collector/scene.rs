//! A collector on a folder of its own, asked without a socket.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use moment_collector::app::{Clock, Parts, World, app};
use moment_collector::assets::Assets;
use moment_collector::bell::Bell;
use moment_collector::courier::Courier;
use moment_collector::http::session::csrf_of;
use moment_collector::keeper::{Keeper, Pace};
use moment_collector::keys::{Key, hash, random};
use moment_collector::limits::Limits;
use moment_collector::links::Links;
use moment_collector::password::Lock;
use moment_collector::playbook::Playbook;
use moment_collector::role::Role;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::people::{Invitation, PeopleChange, Session, Token};
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Store};
use moment_wire::beacon::BeaconV4;
use moment_wire::people::CSRF;
use moment_wire::report::ProblemV1;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::told::STARTED_MS;

/// The collector's clock, which stands still: ten days after the trials began.
pub(crate) const NOW_MS: u64 = STARTED_MS + 10 * 24 * 3_600_000;

pub(crate) const ORIGIN: &str = "https://app.example.com";
pub(crate) const SECRET: &str = "sk_test";
pub(crate) const TOKEN: (&str, &str) = ("authorization", "Bearer tok_test");
pub(crate) const BEACON: &str = "POST /v1/beacon?key=pk_test";
pub(crate) const COMMENTS: &str = "POST /v1/comments?key=pk_test";

/// Nothing is -60 points and score 0; one thing made adds 20, three add 40, the activation adds 60; all of it is 40
/// points and score 100. 20 points double the odds.
pub(crate) const PLAYBOOK: &str = r#"
name = "Test"
holdout_percent = 0

[[features]]
name = "made"
label = "Things made"

[[features]]
name = "shared"

[[limits]]
name = "seats"

[[moments]]
name = "activated"
label = "Got the value"
stage = "value"
activation = true
when = "shared"

[[moments]]
name = "first_made"
stage = "first_use"
when = "made"

[readiness]
base = -60
bands = { warming = 25, ready = 50, urgent = 75 }

[[readiness.weights]]
reading = "made"
label = "Makes things"
bins = [1, 3]
points = [0, 20, 40]
mean = 10

[[readiness.weights]]
reading = "activated"
bins = [1]
points = [0, 60]
mean = 20

[[prompts]]
id = "offer"
kind = "card"
status = "running"
when = "activated"

[prompts.words.en]
accept = "See the plans"
decline = "Not now"
steps = [{ title = "You made it", body = "There is more." }]

[prompts.words.de]
accept = "Tarife ansehen"
decline = "Jetzt nicht"
steps = [{ title = "Geschafft", body = "Es gibt noch mehr." }]
"#;

/// The usual pace, but readers wait as long as it takes: a machine may be busy.
pub(crate) const PATIENT: Pace = Pace { readers_patience: Duration::from_mins(1), ..Pace::USUAL };

/// The playbook of this text.
pub(crate) fn playbook(text: &str) -> Arc<Playbook> {
    Arc::new(Playbook::read(text).unwrap())
}

/// A collector and the folder that it keeps everything in.
pub(crate) struct Scene {
    pub(crate) parts: Parts,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) keeper: Keeper,
    /// The collector's clock, [`NOW_MS`] at first.
    pub(crate) clock_ms: Arc<AtomicU64>,
    /// Wakes those who wait for replies.
    pub(crate) bell: Bell,
    app: Router,
    _courier: Option<Courier>,
    folder: TempDir,
}

/// What differs from the usual collector.
pub(crate) struct Setting {
    pub(crate) playbook: String,
    pub(crate) origins: Vec<String>,
    pub(crate) assets: Assets,
    pub(crate) links: Links,
    /// Whether webhooks are told.
    pub(crate) has_courier: bool,
    pub(crate) limits: Limits,
    /// How long the keeper waits for what.
    pub(crate) pace: Pace,
    /// Stands between the collector and its store.
    pub(crate) wrap: Box<dyn FnOnce(SqliteStore) -> Arc<dyn Store>>,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            playbook: PLAYBOOK.into(),
            origins: vec![ORIGIN.into()],
            assets: Assets::default(),
            links: Links::default(),
            has_courier: false,
            limits: Limits::none(),
            pace: PATIENT,
            wrap: Box::new(|store| Arc::new(store)),
        }
    }
}

impl Scene {
    /// The usual collector, empty.
    pub(crate) fn open() -> Self {
        Self::with(Setting::default())
    }

    /// A collector that differs from the usual one.
    pub(crate) fn with(setting: Setting) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inner = SqliteStore::open(folder.path()).unwrap();
        inner.commit(&[Change::Token(hash("tok_test"))]).unwrap();
        let store = (setting.wrap)(inner);
        let playbook = playbook(&setting.playbook);
        let (keeper, _) = Keeper::start_at(setting.pace, store.clone(), playbook.clone()).unwrap();
        let clock_ms = Arc::new(AtomicU64::new(NOW_MS));
        let clock: Clock = {
            let clock_ms = clock_ms.clone();
            Arc::new(move || clock_ms.load(Ordering::Relaxed))
        };
        let courier =
            setting.has_courier.then(|| Courier::start(store.clone(), clock.clone(), &setting.links).unwrap());
        let key = Key { public: "pk_test".into(), secret: SECRET.into(), origins: setting.origins };
        let bell = Bell::default();
        let parts = Parts::from(World {
            store: store.clone(),
            keeper: keeper.clone(),
            playbook,
            keys: Arc::new([key]),
            assets: Arc::new(setting.assets),
            lock: Lock::default(),
            census: Arc::default(),
            bell: bell.clone(),
            links: Arc::new(setting.links),
            clock,
            limits: Arc::new(setting.limits),
            metrics: Arc::default(),
        });
        Self { parts: parts.clone(), store, keeper, clock_ms, bell, app: app(parts), _courier: courier, folder }
    }

    /// Sends a request whose first line is `line`, such as `GET /v1/trials`.
    pub(crate) async fn ask(&self, line: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        answer(self.app.clone(), line, headers, body.into()).await
    }

    /// Reads with the console's token.
    pub(crate) async fn read<T: DeserializeOwned>(&self, path: &str) -> T {
        let answer = self.ask(&format!("GET {path}"), &[TOKEN], "").await;
        assert_eq!(answer.status, 200, "{path}: {:?}", answer.body);
        answer.json()
    }

    /// The header of somebody who has this role.
    pub(crate) fn bearer(&self, role: Role) -> String {
        let token = format!("tok_{}", role.name());
        let kept = Token { hash: hash(&token), name: role.name().into(), role, made_ms: NOW_MS };
        self.store.commit(&[Change::Desk(DeskChange::People(PeopleChange::Token(kept)))]).unwrap();
        format!("Bearer {token}")
    }

    /// Somebody who has this role is signed in: the headers of cookie, and against forged requests.
    pub(crate) fn signed_in(&self, role: Role) -> [(&'static str, String); 2] {
        let (name, cookie, password) = (role.name().to_owned(), random("ses_").unwrap(), "a hash".to_owned());
        let invitation = Invitation { hash: hash(&cookie), name: Some(name.clone()), until_ms: NOW_MS + 1 };
        let session = Session { hash: hash(&cookie), name: name.clone(), until_ms: NOW_MS + 1 };
        let mut changes = vec![
            PeopleChange::Awaited { name: name.clone(), role, made_ms: NOW_MS },
            PeopleChange::Invited(invitation),
            PeopleChange::Joined { invitation: hash(&cookie), name, password: password.clone(), at_ms: NOW_MS },
        ];
        if self.store.desk().person(role.name()).unwrap().is_some() {
            // Signed in once more.
            changes.clear();
        }
        changes.push(PeopleChange::SignedIn(session, password));
        let changes: Vec<_> = changes.into_iter().map(|change| Change::Desk(DeskChange::People(change))).collect();
        self.store.commit(&changes).unwrap();
        [("cookie", format!("sm_session={cookie}")), (CSRF, csrf_of(&cookie))]
    }

    /// The folder in which everything is kept.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sends a beacon that is taken in, and waits until it is joined with its trial.
    pub(crate) async fn tell(&self, beacon: &BeaconV4) {
        let answer = self.ask(BEACON, &[("origin", ORIGIN)], beacon.encode()).await;
        assert_eq!(answer.status, 204, "{:?}", answer.body);
        self.settle().await;
    }

    /// Waits until what was acknowledged is joined, for those who ask the store and not the collector.
    pub(crate) async fn settle(&self) {
        self.keeper.settle(None).await.unwrap();
    }

    /// Whether a word stands anywhere in the store's files.
    pub(crate) fn files_hold(&self, word: &str) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut contents = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        contents.any(|bytes| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
    }

    /// Expects that nothing at all is kept.
    pub(crate) fn check_empty(&self, why: &str) {
        assert_eq!(self.store.totals().unwrap().trials, 0, "{why}");
        assert_eq!(self.store.trial_ids("", 10).unwrap(), [""; 0], "{why}");
        assert!(self.store.replicas("t_1").unwrap().is_empty(), "{why}");
        assert_eq!(self.store.inbox().unwrap(), [], "{why}");
    }

    /// The doors, for requests that run beside others.
    pub(crate) fn app(&self) -> Router {
        self.app.clone()
    }
}

/// Sends one request to `app`.
pub(crate) async fn answer(app: Router, line: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let (method, path) = line.split_once(' ').unwrap();
    let request = headers
        .iter()
        .fold(Request::builder().method(method).uri(path), |request, (name, value)| request.header(*name, *value));
    let response = app.oneshot(request.body(body).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: head.status.as_u16(), headers: head.headers, body }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// A header's text; empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Expects a problem document of this status and kind.
    pub(crate) fn check_problem(&self, status: u16, slug: &str, why: &str) {
        assert_eq!(self.status, status, "{why}: {:?}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json", "{why}");
        let problem: ProblemV1 = self.json();
        assert_eq!(problem.kind, format!("urn:second-moment:problem:{slug}"), "{why}");
        assert_eq!(problem.status, status, "{why}");
        assert!(!problem.title.is_empty() && !problem.detail.is_empty(), "{why}");
    }
}
