//! Lists as tables: every door of the document that answers with a list gives the same lines as CSV.

use std::collections::BTreeSet;

use moment_collector::store::Change;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::hook::{Attempt, HookChange, Verdict};
use moment_core::decision::Reason;
use moment_core::time::{DAY_S, HOUR_S};
use moment_wire::beacon::BeaconV4;
use moment_wire::webhook::WebhookSecretV1;
use serde_json::{Map, Value, json};

use crate::scene::{COMMENTS, NOW_MS, ORIGIN, SECRET, Scene, TOKEN};
use crate::told::{beacon, comments, maker};

const JSON: (&str, &str) = ("content-type", "application/json");

/// Begins like a formula, and needs quotes.
const WORDS: &str = "=HYPERLINK(\"https://evil.example\")\nsecond, line";

/// A collector in which no list is empty, and the id of its webhook.
async fn filled() -> (Scene, String) {
    let scene = Scene::open();
    let waiting = beacon("t_1", |summary| {
        summary.touch(HOUR_S);
        summary.use_feature("made", HOUR_S, 1);
        let record = summary.prompt_mut("offer").unwrap();
        record.shown.add(0, 1);
        record.add_waits(Reason::QuietTime, 3);
    });
    scene.tell(&BeaconV4 { plan: Some("=team".into()), ..waiting }).await;
    scene.tell(&maker("t_2", 5)).await;
    let yet_to_come = beacon("t_2", |summary| summary.touch(30 * DAY_S));
    scene.tell(&BeaconV4 { replica: 2, sent_ms: NOW_MS - 5_000, ..yet_to_come }).await;
    let message = comments("t_1", &[WORDS]).encode();
    assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], message).await.status, 200);
    let told = json!({"trial": "t_2", "outcome": "upgraded", "at": "2026-11-18T09:00:00Z", "value": 19.5});
    let secret = format!("Bearer {SECRET}");
    let answer = scene.ask("POST /v1/outcomes", &[("authorization", &secret), JSON], told.to_string()).await;
    assert_eq!(answer.status, 204);
    let body = json!({"name": "ada@example.com", "role": "editor"}).to_string();
    assert_eq!(scene.ask("POST /v1/people", &[TOKEN, JSON], body).await.status, 201);
    let hook = webhook(&scene).await;
    (scene, hook)
}

/// A webhook that was sent one event, without success, and has another to send.
async fn webhook(scene: &Scene) -> String {
    let body = json!({"url": "https://crm.example.com/moments", "events": ["trial.ready", "trial.upgraded"]});
    let made = scene.ask("POST /v1/webhooks", &[TOKEN, JSON], body.to_string()).await;
    let id = made.json::<WebhookSecretV1>().webhook.id;
    for _ in 0..2 {
        assert_eq!(scene.ask(&format!("POST /v1/webhooks/{id}/test"), &[TOKEN], "").await.status, 202);
    }
    let seq = scene.store.desk().due(&id, NOW_MS, 1).unwrap()[0].seq;
    let attempt = Attempt { at_ms: NOW_MS, took_ms: 7, status: Some(502), error: Some("-no".into()) };
    let tried = HookChange::Tried { hook: id.clone(), seq, attempt, verdict: Verdict::Again(NOW_MS + 1) };
    scene.store.commit(&[Change::Desk(DeskChange::Hook(tried))]).unwrap();
    id
}

/// The name of the only array of records in a schema that has nothing deeper beside it: then it is a list.
fn list_of<'a>(document: &Value, schema: &'a Value) -> Option<&'a String> {
    let fields = schema["properties"].as_object()?;
    let is_deep = |field: &Value| field["$ref"].is_string() || field["items"].is_object();
    let mut deep = fields.iter().filter(|(_, field)| is_deep(field));
    let (name, field) = deep.next()?;
    let is_of_records = described(document, &field["items"])["properties"].is_object();
    (deep.next().is_none() && is_of_records).then_some(name)
}

/// A schema, or the one that it refers to.
fn described<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        Some(name) => &document["components"]["schemas"][name],
        None => schema,
    }
}

#[tokio::test]
async fn every_door_of_the_document_that_answers_with_a_list_has_its_lines_as_csv_too() {
    let (scene, hook) = filled().await;
    let document: Value = scene.ask("GET /openapi.json", &[], "").await.json();
    let mut lists = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let content = &operations["get"]["responses"]["200"]["content"];
        let schema = described(&document, &content["application/json"]["schema"]);
        let Some(name) = list_of(&document, schema) else {
            assert!(content["text/csv"].is_null(), "{path}");
            continue;
        };
        assert_eq!(content["text/csv"]["schema"]["type"], "string", "{path} is described without CSV");
        check_table(&scene, &path.replace("{id}", &hook), name).await;
        lists.insert(path.as_str());
    }
    let known = [
        "/v1/accounts",
        "/v1/audit",
        "/v1/comments",
        "/v1/journey",
        "/v1/ledger",
        "/v1/people",
        "/v1/prompts",
        "/v1/quarantine",
        "/v1/trials",
        "/v1/webhooks",
        "/v1/webhooks/{id}/deliveries",
    ];
    assert_eq!(lists, BTreeSet::from(known));
}

/// Expects that the table at `path` has a row for each line of its JSON, and in each cell what the line has there.
async fn check_table(scene: &Scene, path: &str, name: &str) {
    let answer = scene.ask(&format!("GET {path}"), &[TOKEN, ("accept", "text/csv")], "").await;
    assert_eq!((answer.status, answer.header("vary")), (200, "Accept"), "{path}");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present", "{path}");
    let mut table = csv::Reader::from_reader(&answer.body[..]);
    let columns = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let whole: Value = scene.read(path).await;
    let lines = whole[name].as_array().unwrap();
    assert!(!lines.is_empty(), "{path} has nothing to compare");
    assert_eq!(rows.len(), lines.len(), "{path}");
    for (row, line) in rows.iter().zip(lines) {
        let line = line.as_object().unwrap();
        let same = columns.iter().zip(row).filter(|(column, cell)| is_same(line, column, cell)).count();
        let others = columns.iter().filter(|column| !line.contains_key(*column)).count();
        assert_eq!(same + others, columns.len(), "{path}: {row:?} is not {line:?}");
        let is_missing = |(field, _): &(&String, &Value)| !columns.iter().any(|column| column == *field);
        assert_eq!(line.iter().find(is_missing), None, "{path} has no column for it");
    }
}

/// Whether a cell says what the line has under this name. Of a list it says how many there are, or names all, or it has the
/// list as JSON.
fn is_same(line: &Map<String, Value>, column: &str, cell: &str) -> bool {
    match line.get(column) {
        Some(Value::Null) => cell.is_empty(),
        Some(Value::Bool(truth)) => cell == truth.to_string(),
        Some(Value::Number(number)) => cell.parse() == Ok(number.as_f64().unwrap()),
        Some(Value::String(text)) if text.starts_with(['=', '-']) => cell == format!("'{text}"),
        Some(Value::String(text)) => cell == text,
        Some(Value::Array(all)) => {
            let names: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            let is_told = cell == all.len().to_string() || (names.len() == all.len() && cell == names.join(" "));
            is_told || serde_json::from_str(cell).is_ok_and(|told: Vec<Value>| told == *all)
        }
        None | Some(Value::Object(_)) => false,
    }
}

#[tokio::test]
async fn what_begins_like_a_formula_is_guarded_in_every_list_and_numbers_are_not() {
    let (scene, hook) = filled().await;
    let told = async |path: &str| {
        let answer = scene.ask(&format!("GET {path}"), &[TOKEN, ("accept", "text/csv")], "").await;
        String::from_utf8(answer.body.to_vec()).unwrap()
    };
    let trials = told("/v1/trials").await;
    assert!(trials.contains("\nt_1,a_19,'=team,"), "{trials}");
    let comments = told("/v1/comments").await;
    assert!(comments.contains(",t_1,\"'=HYPERLINK(\"\"https://evil.example\"\")\nsecond, line\",,"), "{comments}");
    let quarantine = told("/v1/quarantine").await;
    assert!(quarantine.contains(",-5000,false\n"), "{quarantine}");
    let deliveries = told(&format!("/v1/webhooks/{hook}/deliveries")).await;
    assert!(deliveries.contains(&format!(",1,{NOW_MS},502,'-no\n")), "{deliveries}");
    let hooks = told("/v1/webhooks").await;
    assert!(hooks.contains(",trial.ready trial.upgraded,active,,"), "{hooks}");
}

#[tokio::test]
async fn a_table_of_many_pages_names_the_next_in_its_head() {
    let (scene, hook) = filled().await;
    for path in ["/v1/quarantine", &format!("/v1/webhooks/{hook}/deliveries")] {
        let third = beacon("t_3", |summary| summary.touch(30 * DAY_S));
        scene.tell(&BeaconV4 { replica: 3, ..third }).await;
        let page = async |path: &str| scene.ask(&format!("GET {path}"), &[TOKEN, ("accept", "text/csv")], "").await;
        let first = page(&format!("{path}?limit=1")).await;
        let link = first.header("link");
        let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).expect(link);
        let second = page(next).await;
        assert_ne!(first.body, second.body, "{path}");
        assert_eq!((second.status, second.header("link")), (200, ""), "{path}");
    }
}
