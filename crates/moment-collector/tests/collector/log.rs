//! The log: a line for each request, and in none of them what is never logged (docs/logging.md).

use std::io::{BufRead, BufReader, Read as _};
use std::process::Stdio;

use axum::http::Request;
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::CommentsV1;

use crate::cli::{Guarded, program};
use crate::scene::PLAYBOOK;
use crate::told::{comments, maker};

/// What must not stand in the log, each somewhere in what is sent below.
const SECRETS: [&str; 12] = [
    "t_quitte",
    "a_birne",
    "plan_apfel",
    "kirsche",
    "pk_pflaume",
    "sk_schlehe",
    "tok_traube",
    "198.51.100.77",
    "feige.example",
    "Mispel/1.0",
    "olive",
    "dattel",
];

fn send(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> u16 {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = Request::builder()
        .method(method)
        .uri(format!("{address}{path}"))
        .header("user-agent", "Mispel/1.0")
        .header("x-forwarded-for", "198.51.100.77");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    agent.run(request.body(body).unwrap()).unwrap().status().as_u16()
}

/// Right and wrong requests of every kind, and their statuses.
fn send_all(address: &str) -> Vec<u16> {
    let beacon = BeaconV4 { account: Some("a_birne".into()), plan: Some("plan_apfel".into()), ..maker("t_quitte", 2) };
    let words = CommentsV1 { account: Some("a_birne".into()), ..comments("t_quitte", &["kirsche"]) };
    let outcome = r#"{"trial":"t_quitte","outcome":"upgraded","at":"2026-11-18T09:00:00Z"}"#;
    let json = ("content-type", "application/json");
    let origin = ("origin", "https://feige.example");
    let unsigned = BeaconV4 { signature: Some([7; 32]), ..beacon.clone() };
    let [beacon_at, comments_at] = ["beacon", "comments"].map(|door| format!("/v1/{door}?key=pk_pflaume"));
    let secret = ("authorization", "Bearer sk_schlehe");
    let token = ("authorization", "Bearer tok_traube");
    vec![
        send(address, "POST", &beacon_at, &[origin], beacon.encode()),
        send(address, "POST", &beacon_at, &[origin], unsigned.encode()),
        send(address, "POST", &beacon_at, &[("origin", "https://olive.example")], beacon.encode()),
        send(address, "POST", &beacon_at, &[], b"olive".to_vec()),
        send(address, "POST", "/v1/beacon?key=dattel", &[], beacon.encode()),
        send(address, "POST", &comments_at, &[origin], words.encode()),
        send(address, "POST", "/v1/outcomes", &[secret, json], outcome.into()),
        send(address, "POST", "/v1/outcomes", &[token, json], outcome.into()),
        send(address, "GET", "/v1/start?key=pk_pflaume&trial=t_quitte&replica=1&locale=dattel", &[], Vec::new()),
        send(address, "GET", "/v1/trials/t_quitte", &[token], Vec::new()),
        send(address, "GET", "/olive/t_quitte?q=dattel", &[], Vec::new()),
        send(address, "DELETE", "/v1/trials/t_quitte", &[secret], Vec::new()),
    ]
}

#[test]
fn what_is_never_logged_stands_in_no_line() {
    let folder = tempfile::tempdir().unwrap();
    let playbook = folder.path().join("playbook.toml");
    std::fs::write(&playbook, PLAYBOOK).unwrap();
    let server = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk_pflaume", "--origin", "https://feige.example"])
        .args(["--trusted-proxy", "127.0.0.1", "--log-format", "json", "--log-level", "debug"])
        .arg("--playbook")
        .arg(playbook)
        .arg("--data")
        .arg(folder.path().join("data"))
        .env("SM_SECRET", "sk_schlehe")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut server = Guarded(server);
    let mut address = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let statuses = send_all(address.trim());
    assert_eq!(statuses, [204, 403, 403, 400, 401, 200, 204, 401, 200, 401, 404, 204]);
    server.0.kill().unwrap();
    let mut log = String::new();
    server.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.0.wait().unwrap();

    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let answered: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let logged: Vec<_> = answered.iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(logged, statuses.iter().map(|status| u64::from(*status)).collect::<Vec<_>>(), "a line for each");
    assert_eq!(answered[9]["route"], "/v1/trials/{id}");
    for line in &lines {
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["message"].is_string(), "{line}");
    }
    for secret in SECRETS {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
