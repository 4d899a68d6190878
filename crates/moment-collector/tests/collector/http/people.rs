//! People: how they come in, what keeps others out, and what they may do.

use std::future::Future as _;
use std::sync::atomic::Ordering;
use std::task::Poll;

use moment_collector::keys::hash;
use moment_collector::password::Denied;
use moment_collector::role::Role;
use moment_collector::store::Change;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::people::{Invitation, PeopleChange};
use moment_wire::people::{AuditV1, InvitationV1, PeopleV1, SessionV1};
use serde_json::{Value, json};

use crate::scene::{Answer, NOW_MS, Scene, TOKEN};

const JSON: (&str, &str) = ("content-type", "application/json");
pub(super) const PASSWORD: &str = "correct horse battery";

/// Somebody who is signed in.
pub(super) struct SignedIn {
    cookie: String,
    csrf: String,
    role: String,
}

pub(super) fn signed_in(answer: &Answer) -> SignedIn {
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{:?}", answer.body);
    let cookie = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let SessionV1 { csrf, role, .. } = answer.json();
    SignedIn { cookie: cookie.split(';').next().unwrap().to_owned(), csrf, role }
}

pub(super) async fn send(scene: &Scene, line: &str, body: &Value) -> Answer {
    scene.ask(line, &[JSON], body.to_string()).await
}

/// Asks as somebody who is signed in.
pub(super) async fn ask(scene: &Scene, who: &SignedIn, line: &str, body: &Value) -> Answer {
    scene.ask(line, &[JSON, ("cookie", &who.cookie), ("x-csrf-token", &who.csrf)], body.to_string()).await
}

pub(super) async fn sign_in(scene: &Scene, name: &str, password: &str) -> Answer {
    send(scene, "POST /v1/session", &json!({"name": name, "password": password})).await
}

pub(super) async fn invite(scene: &Scene, name: &str, role: &str) -> String {
    let body = json!({"name": name, "role": role}).to_string();
    let answer = scene.ask("POST /v1/people", &[TOKEN, JSON], body).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.json::<InvitationV1>().code
}

pub(super) async fn join(scene: &Scene, code: &str, password: &str) -> Answer {
    send(scene, "POST /v1/invitation", &json!({"code": code, "password": password})).await
}

/// Somebody of this role who has joined.
pub(super) async fn person(scene: &Scene, name: &str, role: &str) -> SignedIn {
    let code = invite(scene, name, role).await;
    signed_in(&join(scene, &code, PASSWORD).await)
}

#[tokio::test]
async fn who_is_invited_chooses_a_password_once_and_signs_in_with_it() {
    let scene = Scene::open();
    let code = invite(&scene, "Ada@example.com", "editor").await;
    for (password, why) in [("too short", "short"), (" ADA@example.com!", "the name"), (&*"x".repeat(257), "long")] {
        join(&scene, &code, password).await.check_problem(400, "bad-request", why);
    }
    assert_eq!(signed_in(&join(&scene, &code, PASSWORD).await).role, "editor");
    join(&scene, &code, PASSWORD).await.check_problem(403, "no-invitation", "twice");
    join(&scene, "inv_no", PASSWORD).await.check_problem(403, "no-invitation", "unknown");
    // A name has no case.
    let ada = signed_in(&sign_in(&scene, " ada@EXAMPLE.com ", PASSWORD).await);
    let told: SessionV1 = ask(&scene, &ada, "GET /v1/session", &json!({})).await.json();
    assert_eq!((told.name.as_str(), &told.csrf), ("Ada@example.com", &ada.csrf));
    assert_eq!(ask(&scene, &ada, "GET /v1/trials", &json!({})).await.status, 200);
    let refused = ask(&scene, &ada, "GET /v1/people", &json!({})).await;
    refused.check_problem(403, "role-needed", "an editor");
    let kept = scene.store.desk().person("ada@example.com").unwrap().unwrap();
    assert!(kept.password.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[tokio::test]
async fn an_invitation_works_for_three_days() {
    let scene = Scene::open();
    let code = invite(&scene, "ada", "viewer").await;
    scene.clock_ms.store(NOW_MS + 3 * 24 * 3_600_000, Ordering::Relaxed);
    join(&scene, &code, PASSWORD).await.check_problem(403, "no-invitation", "too late");
    // A new one takes the place of the one before.
    let (first, second) = (invite(&scene, "ada", "viewer").await, invite(&scene, "ADA", "viewer").await);
    join(&scene, &first, PASSWORD).await.check_problem(403, "no-invitation", "the one before");
    assert_eq!(join(&scene, &second, PASSWORD).await.status, 200);
    assert_eq!(scene.read::<PeopleV1>("/v1/people").await.people.len(), 1);
}

#[tokio::test]
async fn the_first_admin_comes_in_by_a_link_that_works_once_and_not_when_there_is_one() {
    let scene = Scene::open();
    let offer = |code: &str| {
        let invitation = Invitation { hash: hash(code), name: None, until_ms: NOW_MS + 1 };
        scene.store.commit(&[Change::Desk(DeskChange::People(PeopleChange::Invited(invitation)))]).unwrap();
    };
    offer("inv_first");
    join(&scene, "inv_first", PASSWORD).await.check_problem(400, "bad-request", "without a name");
    let told = |code: &str| json!({"code": code, "name": "ada", "password": PASSWORD});
    let ada = signed_in(&send(&scene, "POST /v1/invitation", &told("inv_first")).await);
    assert_eq!(ada.role, "admin");
    offer("inv_second");
    for code in ["inv_first", "inv_second"] {
        send(&scene, "POST /v1/invitation", &told(code)).await.check_problem(403, "no-invitation", code);
    }
}

#[tokio::test]
async fn what_changes_something_needs_the_header_that_no_other_site_knows() {
    let scene = Scene::open();
    let ada = person(&scene, "ada", "editor").await;
    let pause = json!({"paused": true}).to_string();
    let csrf = "x-csrf-token";
    let (one, other) = (ada.cookie.as_str(), person(&scene, "bob", "editor").await);
    for headers in [
        &[JSON, ("cookie", one)][..],
        &[JSON, ("cookie", one), (csrf, "")],
        &[JSON, ("cookie", one), (csrf, &other.csrf)],
    ] {
        scene.ask("PUT /v1/pause", headers, pause.clone()).await.check_problem(403, "forged", "no header of ours");
    }
    assert!(!scene.store.is_paused().unwrap());
    assert_eq!(ask(&scene, &ada, "PUT /v1/pause", &json!({"paused": true})).await.status, 200);
    assert!(scene.store.is_paused().unwrap());
    assert_eq!(ask(&scene, &ada, "DELETE /v1/trials/t_1", &json!({})).await.status, 204);
    let audit: AuditV1 = scene.read("/v1/audit").await;
    let told: Vec<_> = audit.entries.iter().take(2).map(|line| (line.who.as_str(), line.what.as_str())).collect();
    assert_eq!(told, [("ada", "trial.erased"), ("ada", "prompts.paused")]);
}

#[tokio::test]
async fn wrong_guesses_lock_a_name_for_longer_each_time_whether_anybody_has_it_or_not() {
    let scene = Scene::open();
    person(&scene, "ada", "viewer").await;
    for name in ["ada", "nobody"] {
        for guess in 0..5 {
            sign_in(&scene, name, "a wrong password").await.check_problem(
                403,
                "wrong-password",
                &format!("{name} {guess}"),
            );
        }
        let locked = sign_in(&scene, name, PASSWORD).await;
        locked.check_problem(429, "locked", name);
        assert_eq!(locked.header("retry-after"), "60");
    }
    scene.clock_ms.fetch_add(60_000, Ordering::Relaxed);
    sign_in(&scene, "ada", "a wrong password").await.check_problem(403, "wrong-password", "once more");
    scene.clock_ms.fetch_add(60_000, Ordering::Relaxed);
    sign_in(&scene, "ADA", PASSWORD).await.check_problem(429, "locked", "twice as long");
    scene.clock_ms.fetch_add(60_000, Ordering::Relaxed);
    assert_eq!(sign_in(&scene, "ada", PASSWORD).await.status, 200);
    // The right password begins anew.
    for _ in 0..5 {
        sign_in(&scene, "ada", "a wrong password").await.check_problem(403, "wrong-password", "anew");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_looked_at_because_too_many_try_has_not_guessed() {
    let scene = Scene::open();
    person(&scene, "ada", "viewer").await;
    let kept = scene.store.desk().person("ada").unwrap().unwrap().password;
    // As many as may wait, of other names; they have their places before they are waited for.
    let lock = &scene.parts.lock;
    let mut crowd: Vec<_> = (0..32)
        .map(|number| Box::pin(async move { lock.open(&format!("{number}"), PASSWORD.into(), None, NOW_MS).await }))
        .collect();
    for one in &mut crowd {
        let is_pending = std::future::poll_fn(|context| Poll::Ready(one.as_mut().poll(context).is_pending()));
        assert!(is_pending.await);
    }
    for _ in 0..9 {
        let denied = lock.open("ada", "a wrong password".into(), kept.clone(), NOW_MS).await;
        assert_eq!(denied, Err(Denied::Busy));
    }
    for one in crowd {
        assert_eq!(one.await, Err(Denied::Wrong));
    }
    assert_eq!(lock.open("ada", PASSWORD.into(), kept, NOW_MS).await, Ok(()), "it was never guessed");
}

#[tokio::test]
async fn a_session_ends_by_signing_out_by_time_and_with_the_password() {
    let scene = Scene::open();
    let first = person(&scene, "ada", "viewer").await;
    let second = signed_in(&sign_in(&scene, "ada", PASSWORD).await);
    let third = signed_in(&sign_in(&scene, "ada", PASSWORD).await);
    let is_in = async |who: &SignedIn| ask(&scene, who, "GET /v1/session", &json!({})).await.status == 200;
    let out = ask(&scene, &first, "DELETE /v1/session", &json!({})).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").starts_with("sm_session=; ") && out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!((is_in(&first).await, is_in(&second).await), (false, true));

    let other = "staple correct horse";
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    let line = "PUT /v1/session/password";
    ask(&scene, &second, line, &change("wrong", other)).await.check_problem(
        403,
        "wrong-password",
        "the old one is wrong",
    );
    ask(&scene, &second, line, &change(PASSWORD, "short")).await.check_problem(400, "bad-request", "short");
    assert_eq!(ask(&scene, &second, line, &change(PASSWORD, other)).await.status, 204);
    assert_eq!((is_in(&second).await, is_in(&third).await), (true, false));
    sign_in(&scene, "ada", PASSWORD).await.check_problem(403, "wrong-password", "the old one");
    assert_eq!(sign_in(&scene, "ada", other).await.status, 200);

    scene.clock_ms.fetch_add(12 * 3_600_000, Ordering::Relaxed);
    assert!(!is_in(&second).await);
}

#[tokio::test]
async fn an_admin_gives_roles_and_takes_access_away_but_never_the_last_admins() {
    let scene = Scene::open();
    let ada = person(&scene, "ada", "admin").await;
    let bob = person(&scene, "bob", "viewer").await;
    let role = |role: Role| json!({"role": role.name()});
    assert_eq!(ask(&scene, &ada, "PATCH /v1/people/BOB", &role(Role::Editor)).await.status, 204);
    let told: SessionV1 = ask(&scene, &bob, "GET /v1/session", &json!({})).await.json();
    assert_eq!(told.role, "editor", "at once, in an open session");
    let last = "the last admin";
    ask(&scene, &ada, "PATCH /v1/people/ada", &role(Role::Viewer)).await.check_problem(400, "bad-request", last);
    ask(&scene, &ada, "DELETE /v1/people/Ada", &json!({})).await.check_problem(400, "bad-request", last);
    let anew = json!({"name": "ada", "role": "viewer"});
    ask(&scene, &ada, "POST /v1/people", &anew).await.check_problem(400, "bad-request", last);
    ask(&scene, &ada, "DELETE /v1/people/eve", &json!({})).await.check_problem(404, "not-found", "nobody");
    for body in [json!({"name": "eve", "role": "owner"}), json!({"name": " ", "role": "viewer"}), json!({})] {
        ask(&scene, &ada, "POST /v1/people", &body).await.check_problem(400, "bad-request", &body.to_string());
    }
    assert_eq!(ask(&scene, &ada, "DELETE /v1/people/bob", &json!({})).await.status, 204);
    ask(&scene, &bob, "GET /v1/trials", &json!({})).await.check_problem(401, "unauthorized", "bob is gone");
    sign_in(&scene, "bob", PASSWORD).await.check_problem(403, "wrong-password", "bob is gone");
    let audit: AuditV1 = scene.read("/v1/audit").await;
    let told: Vec<_> =
        audit.entries.iter().map(|line| (line.who.as_str(), line.what.as_str(), line.about.as_str())).collect();
    assert_eq!(told[..2], [("ada", "person.removed", "bob"), ("ada", "person.changed", "bob")]);
    assert!(told.contains(&("bob", "person.joined", "")));
}
