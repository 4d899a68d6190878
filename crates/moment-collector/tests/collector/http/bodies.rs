//! Messages in JSON: what says that it is none, is too long, or does not come.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use moment_collector::limits::{Limits, Patience};

use crate::scene::{Scene, Setting, TOKEN};

const JSON: (&str, &str) = ("content-type", "application/json");
const SECRET: (&str, &str) = ("authorization", "Bearer sk_test");

/// Every door that takes JSON, and who may open it.
const DOORS: [(&str, &[(&str, &str)]); 10] = [
    ("POST /v1/session", &[]),
    ("POST /v1/invitation", &[]),
    ("POST /v1/outcomes", &[SECRET]),
    ("PUT /v1/pause", &[TOKEN]),
    ("POST /v1/people", &[TOKEN]),
    ("PATCH /v1/people/ada", &[TOKEN]),
    ("PUT /v1/session/password", &[TOKEN]),
    ("POST /v1/webhooks", &[TOKEN]),
    ("PATCH /v1/webhooks/wh_1", &[TOKEN]),
    ("POST /v1/comments/00/reply", &[TOKEN]),
];

fn with<'a>(headers: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [headers, more].concat()
}

#[tokio::test]
async fn what_does_not_say_that_it_is_json_is_refused_as_that() {
    let scene = Scene::open();
    for (line, headers) in DOORS {
        for kind in [&[][..], &[("content-type", "text/plain")]] {
            let answer = scene.ask(line, &with(headers, kind), "{}").await;
            answer.check_problem(415, "not-json", line);
        }
    }
}

#[tokio::test]
async fn what_is_too_long_for_any_message_is_refused_as_that() {
    let scene = Scene::open();
    for (line, headers) in DOORS {
        let answer = scene.ask(line, &with(headers, &[JSON]), " ".repeat(32 * 1024 + 1)).await;
        answer.check_problem(413, "too-long", line);
    }
}

#[tokio::test]
async fn what_does_not_come_to_its_end_is_not_waited_for() {
    let patience = Patience { body: Duration::from_millis(20), ..Patience::USUAL };
    let limits = Limits::none().with_patience(patience);
    let scene = Scene::with(Setting { limits, ..Setting::default() });
    for (line, headers) in DOORS {
        let body = Body::from_stream(futures_util::stream::pending::<Result<Bytes, Infallible>>());
        let answer = scene.ask(line, &with(headers, &[JSON]), body).await;
        answer.check_problem(408, "too-slow", line);
    }
}
