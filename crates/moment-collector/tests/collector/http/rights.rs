//! No door opens without the right that it needs: the list is the `OpenAPI` document, so no door is forgotten.

use moment_collector::role::Role;
use moment_wire::report::ProblemV1;
use serde_json::Value;

use crate::scene::{Answer, SECRET, Scene};

/// One operation of the document.
#[derive(Debug)]
struct Door {
    /// Such as `GET /v1/trials`.
    line: String,
    /// The ways in, each by its name and least role.
    ways: Vec<(String, Option<Role>)>,
    tag: String,
}

async fn doors(scene: &Scene) -> Vec<Door> {
    let document: Value = scene.ask("GET /openapi.json", &[], "").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut doors = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let way = |way: &Value| {
                let (name, scopes) = way.as_object().unwrap().iter().next()?;
                Some((name.clone(), scopes[0].as_str().map(|role| Role::named(role).unwrap())))
            };
            let ways = operation["security"].as_array().map(|ways| ways.iter().filter_map(way).collect());
            doors.push(Door {
                line: format!("{} {}", method.to_uppercase(), path.replace("{id}", "t_1")),
                ways: ways.unwrap_or_default(),
                tag: operation["tags"][0].as_str().unwrap().to_owned(),
            });
        }
    }
    doors
}

async fn ask(scene: &Scene, door: &Door, bearer: Option<&str>) -> Answer {
    let json = ("content-type", "application/json");
    match bearer {
        Some(bearer) => scene.ask(&door.line, &[("authorization", bearer), json], "{}").await,
        None => scene.ask(&door.line, &[json], "{}").await,
    }
}

#[tokio::test]
async fn no_door_opens_without_the_right_that_it_needs() {
    let scene = Scene::open();
    let doors = doors(&scene).await;
    assert!(doors.len() > 30, "{}", doors.len());
    let secret = format!("Bearer {SECRET}");
    for door in &doors {
        let line = &door.line;
        let role = door.ways.iter().find(|(name, _)| name == "token").and_then(|(_, role)| *role);
        let by_secret = door.ways.iter().any(|(name, _)| name == "secret");
        for nobody in [Some("Bearer tok_unknown"), Some("Bearer "), Some("Basic tok_admin")] {
            let answer = ask(&scene, door, nobody).await;
            let is_refused = [400, 401, 403, 404, 413].contains(&answer.status);
            assert!(is_refused, "{line} opens for {nobody:?}: {}", answer.status);
            assert!(door.ways.is_empty() || answer.status == 401, "{line}: {}", answer.status);
        }
        let answer = ask(&scene, door, None).await;
        let expected = match door.line.as_str() {
            // It wants a signature, and is not there without a secret.
            "POST /v1/stripe" => 404,
            // What they want stands in the body.
            "POST /v1/session" | "POST /v1/invitation" => 400,
            _ => 401,
        };
        assert_eq!(answer.status, expected, "{line}");
        for held in Role::ALL {
            let bearer = scene.bearer(held);
            let status = ask(&scene, door, Some(&bearer)).await.status;
            match role {
                Some(least) if held < least => assert_eq!(status, 403, "{line} as {held:?}"),
                Some(_) => assert!(![401, 403].contains(&status), "{line} as {held:?}: {status}"),
                None => assert!(status >= 400, "{line} as {held:?}: {status}"),
            }
        }
        let status = ask(&scene, door, Some(&secret)).await.status;
        match (by_secret, role) {
            (true, _) => assert!(![401, 403].contains(&status), "{line} by the secret key: {status}"),
            (false, Some(_)) => assert_eq!(status, 401, "{line} by the secret key"),
            (false, None) => assert!(status >= 400, "{line} by the secret key: {status}"),
        }
    }
}

#[tokio::test]
async fn a_session_opens_what_its_role_may_and_changes_nothing_without_the_header_that_other_sites_do_not_know() {
    let scene = Scene::open();
    let doors = doors(&scene).await;
    let of_sessions = |door: &&Door| door.ways.iter().any(|(name, _)| name == "session");
    assert!(doors.iter().filter(of_sessions).count() > 20);
    for (door, held) in doors.iter().flat_map(|door| Role::ALL.map(|held| (door, held))) {
        let why = format!("{} as {held:?}", door.line);
        let least = door.ways.iter().find(|(name, _)| name == "session").and_then(|(_, role)| *role);
        let is_safe = door.line.starts_with("GET ") || door.line.starts_with("OPTIONS ");
        let json = ("content-type", "application/json");

        // Some doors end the session, so each is knocked at by somebody who has just signed in.
        let [(cookie, session), (csrf, token)] = scene.signed_in(held);
        let ours = [(cookie, session.as_str()), (csrf, token.as_str()), json];
        let status = scene.ask(&door.line, &ours, "{}").await.status;
        match least {
            Some(least) if held < least => assert_eq!(status, 403, "{why}"),
            Some(_) => assert!(![401, 403].contains(&status), "{why}: {status}"),
            None => assert!(status >= 400, "{why}: {status}"),
        }

        let [(cookie, session), _] = scene.signed_in(held);
        let without: [&[(&str, &str)]; 2] =
            [&[(cookie, &session), json], &[(cookie, &session), (csrf, "another's"), json]];
        for headers in without {
            let answer = scene.ask(&door.line, headers, "{}").await;
            match least {
                Some(_) if !is_safe => {
                    assert!([401, 403].contains(&answer.status), "{why}, forged: {}", answer.status);
                }
                Some(least) if held < least => assert_eq!(answer.status, 403, "{why}"),
                Some(_) => assert!(![401, 403].contains(&answer.status), "{why}: {}", answer.status),
                None => assert!(answer.status >= 400, "{why}: {}", answer.status),
            }
        }
    }
}

/// Words that a refusal has, and words that it has not.
type Words = (&'static [&'static str], &'static [&'static str]);

#[tokio::test]
async fn who_is_refused_is_told_the_very_credential_that_the_door_wants() {
    let scene = Scene::open();
    let mut kinds = [0; 5];
    let secret = format!("Bearer {SECRET}");
    for door in doors(&scene).await {
        let has = |name: &str| door.ways.iter().any(|(way, _)| way == name);
        // Of each kind: what is told to somebody without anything, and what to somebody with another credential.
        let (kind, other, (said, unsaid)): (usize, &str, Words) = match (has("token"), has("secret"), has("session")) {
            (true, true, _) => (0, "Bearer tok_unknown", (&["secret key", "token", "cookie", "?key="], &[])),
            (false, true, _) => (1, "Bearer tok_test", (&["Authorization: Bearer", "your secret key"], &["cookie"])),
            (true, false, _) => (2, &secret, (&["second-moment token", "signed in"], &["secret key"])),
            (false, false, true) => (3, "Bearer tok_test", (&["session", "POST /v1/session"], &["Bearer", "secret"])),
            (false, false, false) if door.tag == "browser" => (4, &secret, (&["?key=", "public key"], &["Bearer"])),
            // What they want stands in the body, or is Stripe's signature, and its refusal no 401.
            (false, false, false) => continue,
        };
        for bearer in [None, Some(other)] {
            let answer = ask(&scene, &door, bearer).await;
            assert_eq!(answer.status, 401, "{} with {bearer:?}", door.line);
            assert!(!answer.header("www-authenticate").is_empty(), "{}: RFC 9110 wants it", door.line);
            let problem: ProblemV1 = answer.json();
            let told = format!("{}: {}", problem.title, problem.detail);
            assert!(said.iter().all(|word| told.contains(word)), "{}: {told}", door.line);
            assert!(!unsaid.iter().any(|word| told.contains(word)), "{}: {told}", door.line);
        }
        kinds[kind] += 1;
    }
    assert!(kinds.iter().all(|doors| *doors > 0), "{kinds:?}");
}

#[tokio::test]
async fn every_door_says_who_may_open_it() {
    let scene = Scene::open();
    for door in doors(&scene).await {
        let by_body = ["POST /v1/stripe", "POST /v1/session", "POST /v1/invitation"].contains(&door.line.as_str());
        assert_eq!(door.ways.is_empty(), door.tag == "browser" || by_body, "{door:?}");
    }
}
