//! Every door by which the growth team changes something, while the store breaks off: it refuses, and changes nothing; the
//! next try works.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use moment_collector::role::Role;
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::sqlite::fault::Fault;
use moment_wire::hex::hex;
use moment_wire::people::{AuditV1, InvitationV1};
use moment_wire::reply::SeenV2;
use moment_wire::webhook::WebhookSecretV1;
use serde_json::{Value, json};

use super::dump;
use crate::scene::{Answer, COMMENTS, ORIGIN, Scene, Setting, TOKEN};
use crate::told::{comments, maker};

const PASSWORD: &str = "correct horse battery";

/// A collector whose store can be made to fail.
struct Weak {
    scene: Scene,
    store: Arc<SqliteStore>,
    /// The doors that were tried, as the document has them.
    tried: Mutex<BTreeSet<String>>,
}

impl Weak {
    fn open() -> Self {
        let (put, taken) = std::sync::mpsc::channel();
        let wrap = move |inner: SqliteStore| -> Arc<dyn moment_collector::store::Store> {
            let store = Arc::new(inner);
            put.send(store.clone()).unwrap();
            store
        };
        let scene = Scene::with(Setting { wrap: Box::new(wrap), ..Setting::default() });
        Self { scene, store: taken.recv().unwrap(), tried: Mutex::default() }
    }

    /// Knocks at a door again and again, while the store breaks off ever later, until it opens. `door` is its line in the
    /// document and `id` what stands there for `{id}`.
    async fn knock(&self, door: &str, id: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        self.tried.lock().unwrap().insert(door.split('?').next().unwrap().to_owned());
        let (line, body) = (door.replace("{id}", id), body.into());
        for (refused, after_steps) in std::iter::successors(Some(0), |steps| Some(2 * steps + 1)).enumerate() {
            let before = dump(self.scene.folder());
            self.store.set_fault(Some(Fault::BrokenOffAfter(after_steps))).unwrap();
            let answer = self.scene.ask(&line, headers, body.clone()).await;
            self.store.set_fault(None).unwrap();
            let after = dump(self.scene.folder());
            if answer.status < 300 {
                assert_ne!(before, after, "{line}: {} says that something was kept", answer.status);
                assert!(refused > 3, "{line}: only {refused} writes failed");
                return answer;
            }
            let why = format!("{line}, broken off after {after_steps} steps");
            answer.check_problem(503, "unavailable", &why);
            assert_eq!(before, after, "{why}");
        }
        unreachable!("the steps have no end")
    }

    /// The same with the console's token, and JSON.
    async fn send(&self, door: &str, id: &str, body: &Value) -> Answer {
        self.knock(door, id, &[TOKEN, ("content-type", "application/json")], body.to_string()).await
    }

    /// The doors that change something, as the document has them.
    async fn doors(&self) -> BTreeSet<String> {
        let document: Value = self.scene.ask("GET /openapi.json", &[], "").await.json();
        let paths = document["paths"].as_object().unwrap().iter();
        let lines = paths.flat_map(|(path, operations)| {
            let methods = operations.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        });
        lines.filter(|line| !line.starts_with("GET ") && !line.starts_with("OPTIONS ")).collect()
    }
}

async fn replies(weak: &Weak) {
    let asked = comments("t_1", &["Too dear?"]);
    assert_eq!(weak.scene.ask(COMMENTS, &[("origin", ORIGIN)], asked.encode()).await.status, 200);
    let id = hex(&asked.comments[0].id);
    weak.send("POST /v1/comments/{id}/reply", &id, &json!({"trial": "t_1", "words": "No."})).await;
    let pending = weak.scene.store.desk().pending("t_1", None, 9).unwrap();
    let seen = SeenV2 {
        trial: "t_1".into(),
        account: None,
        signature: None,
        replica: 1,
        ids: pending.iter().map(|pending| pending.reply.id).collect(),
        put_off: false,
    };
    weak.knock("POST /v1/replies?key=pk_test", "", &[("origin", ORIGIN)], seen.encode()).await;
    assert!(weak.scene.store.desk().pending("t_1", None, 9).unwrap().is_empty());
    weak.send("PUT /v1/pause", "", &json!({"paused": true})).await;
}

async fn erasure(weak: &Weak) {
    weak.scene.tell(&maker("t_2", 1)).await;
    weak.scene.keeper.settle(None).await.unwrap();
    weak.knock("DELETE /v1/trials/{id}", "t_2", &[TOKEN], "").await;
    assert_eq!(weak.scene.store.trial("t_2").unwrap(), None);
    let audit: AuditV1 = weak.scene.read("/v1/audit").await;
    assert_eq!(audit.entries.iter().filter(|entry| entry.what == "trial.erased").count(), 1);
}

async fn hooks(weak: &Weak) {
    let made: WebhookSecretV1 =
        weak.send("POST /v1/webhooks", "", &json!({"url": "https://example.com/"})).await.json();
    let id = made.webhook.id;
    weak.send("PATCH /v1/webhooks/{id}", &id, &json!({"events": ["trial.ready"]})).await;
    weak.send("POST /v1/webhooks/{id}/rotate", &id, &json!({})).await;
    weak.send("POST /v1/webhooks/{id}/test", &id, &json!({})).await;
    weak.send("DELETE /v1/webhooks/{id}", &id, &json!({})).await;
}

async fn people(weak: &Weak) {
    let scene = &weak.scene;
    scene.signed_in(Role::Admin);
    let invited = weak.send("POST /v1/people", "", &json!({"name": "ada", "role": "viewer"})).await;
    let code = invited.json::<InvitationV1>().code;
    weak.send("POST /v1/invitation", "", &json!({"code": code, "password": PASSWORD})).await;
    weak.send("PATCH /v1/people/{id}", "ada", &json!({"role": "editor"})).await;
    let signed_in = weak.send("POST /v1/session", "", &json!({"name": "ada", "password": PASSWORD})).await;
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let csrf = signed_in.json::<moment_wire::people::SessionV1>().csrf;
    let hers = [("cookie", cookie.as_str()), ("x-csrf-token", &csrf), ("content-type", "application/json")];
    let passwords = json!({"old": PASSWORD, "new": "another horse battery"}).to_string();
    weak.knock("PUT /v1/session/password", "", &hers, passwords).await;
    weak.knock("DELETE /v1/session", "", &hers, "").await;
    assert_eq!(scene.ask("GET /v1/session", &hers, "").await.status, 401);
    weak.send("DELETE /v1/people/{id}", "ada", &json!({})).await;
}

#[tokio::test]
async fn every_door_refuses_while_the_store_breaks_off_and_the_next_try_works() {
    let weak = Weak::open();
    replies(&weak).await;
    erasure(&weak).await;
    hooks(&weak).await;
    people(&weak).await;
    // What browsers and backends send is broken off elsewhere, at every step.
    let elsewhere = ["POST /v1/beacon", "POST /v1/comments", "POST /v1/outcomes", "POST /v1/stripe"];
    let mut tried = weak.tried.lock().unwrap().clone();
    tried.extend(elsewhere.map(str::to_owned));
    assert_eq!(weak.doors().await, tried, "a door was forgotten");
}
