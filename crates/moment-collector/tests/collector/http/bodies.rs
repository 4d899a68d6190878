//! Messages in JSON: what says that it is none, is too long, or does not come.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use moment_collector::limits::{Limits, Patience};
use moment_collector::role::Role;

use crate::scene::{Answer, Scene, Setting, TOKEN};

const JSON: (&str, &str) = ("content-type", "application/json");
const SECRET: (&str, &str) = ("authorization", "Bearer sk_test");

/// Who may open a door.
#[derive(Clone, Copy)]
enum Who {
    Anybody,
    Backend,
    Token,
    Person,
}

/// Every door that takes JSON.
const DOORS: [(&str, Who); 10] = [
    ("POST /v1/session", Who::Anybody),
    ("POST /v1/invitation", Who::Anybody),
    ("POST /v1/outcomes", Who::Backend),
    ("PUT /v1/pause", Who::Token),
    ("POST /v1/people", Who::Token),
    ("PATCH /v1/people/ada", Who::Token),
    ("PUT /v1/session/password", Who::Person),
    ("POST /v1/webhooks", Who::Token),
    ("PATCH /v1/webhooks/wh_1", Who::Token),
    ("POST /v1/comments/00/reply", Who::Token),
];

async fn ask(scene: &Scene, line: &str, who: Who, more: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let session = scene.signed_in(Role::Admin);
    let headers = match who {
        Who::Anybody => vec![],
        Who::Backend => vec![SECRET],
        Who::Token => vec![TOKEN],
        Who::Person => session.iter().map(|(name, value)| (*name, value.as_str())).collect(),
    };
    scene.ask(line, &[&headers, more].concat(), body).await
}

#[tokio::test]
async fn what_does_not_say_that_it_is_json_is_refused_as_that() {
    let scene = Scene::open();
    for (line, who) in DOORS {
        for kind in [&[][..], &[("content-type", "text/plain")]] {
            let answer = ask(&scene, line, who, kind, "{}").await;
            answer.check_problem(415, "not-json", line);
        }
    }
}

#[tokio::test]
async fn what_is_too_long_for_any_message_is_refused_as_that() {
    let scene = Scene::open();
    for (line, who) in DOORS {
        let answer = ask(&scene, line, who, &[JSON], " ".repeat(32 * 1024 + 1)).await;
        answer.check_problem(413, "too-long", line);
    }
}

#[tokio::test]
async fn what_does_not_come_to_its_end_is_not_waited_for() {
    let patience = Patience { body: Duration::from_millis(20), ..Patience::USUAL };
    let limits = Limits::none().with_patience(patience);
    let scene = Scene::with(Setting { limits, ..Setting::default() });
    for (line, who) in DOORS {
        let body = Body::from_stream(futures_util::stream::pending::<Result<Bytes, Infallible>>());
        let answer = ask(&scene, line, who, &[JSON], body).await;
        answer.check_problem(408, "too-slow", line);
    }
}
