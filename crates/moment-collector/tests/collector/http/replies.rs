//! Replies: what the vendor answers reaches the customer who asked, nobody else, and until it was seen.

use std::net::SocketAddr;

use axum::Extension;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use http_body_util::BodyExt as _;
use moment_collector::ingest::sign;
use moment_collector::limits::address::Proxies;
use moment_collector::limits::{Limits, Patience, Rates, Room};
use moment_collector::role::Role;
use moment_wire::comment::CommentsV1;
use moment_wire::hex::{hex, unhex};
use moment_wire::people::AuditV1;
use moment_wire::reply::{REPLY_WORDS_MAX, RepliesV2, ReplyV2, SeenV2};
use moment_wire::report::{CommentsPageV1, ReplyLineV1};
use serde_json::json;
use tower::ServiceExt as _;

use crate::limits::Hand;
use crate::scene::{Answer, COMMENTS, NOW_MS, ORIGIN, SECRET, Scene, Setting, TOKEN};
use crate::told::{STARTED_MS, comments, maker};

const JSON: (&str, &str) = ("content-type", "application/json");
const ADDRESS: &str = "/v1/replies?key=pk_test&trial=t_1&replica=1";

/// A collector that has one comment of replica 1 of `t_1`, and its id.
async fn asked() -> (Scene, String) {
    let scene = Scene::open();
    let message = comments("t_1", &["Where is export?"]);
    assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], message.encode()).await.status, 200);
    let id = hex(&message.comments[0].id);
    (scene, id)
}

async fn reply(scene: &Scene, comment: &str, words: &str) -> Answer {
    let body = json!({"trial": "t_1", "words": words}).to_string();
    scene.ask(&format!("POST /v1/comments/{comment}/reply"), &[TOKEN, JSON], body).await
}

async fn pending(scene: &Scene, query: &str) -> RepliesV2 {
    let answer = scene.ask(&format!("GET {ADDRESS}{query}"), &[("origin", ORIGIN)], "").await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, ORIGIN));
    assert_eq!(answer.header("cache-control"), "no-store");
    RepliesV2::decode(&answer.body).unwrap()
}

fn words(replies: &RepliesV2) -> Vec<&str> {
    replies.replies.iter().map(|reply| reply.words.as_str()).collect()
}

fn signature() -> String {
    format!("&account=a_19&signature={}", hex(&sign(SECRET, "t_1", "a_19")))
}

async fn see(scene: &Scene, replica: u64, signature: Option<[u8; 32]>, ids: &[[u8; 16]]) -> Answer {
    tell(scene, SeenV2 { signature, replica, ids: ids.to_vec(), ..seen() }).await
}

fn seen() -> SeenV2 {
    let (trial, account) = ("t_1".into(), Some("a_19".into()));
    SeenV2 { trial, account, signature: None, replica: 1, ids: Vec::new(), put_off: false }
}

async fn tell(scene: &Scene, seen: SeenV2) -> Answer {
    scene.ask("POST /v1/replies?key=pk_test", &[("origin", ORIGIN)], seen.encode()).await
}

#[tokio::test]
async fn a_reply_is_pending_until_it_was_seen_and_stands_by_its_comment() {
    let (scene, comment) = asked().await;
    assert_eq!(pending(&scene, "").await, RepliesV2 { open: true, replies: Vec::new() });
    let answer = reply(&scene, &comment, "  Under <b>Reports</b> 🙂 ").await;
    assert_eq!(answer.status, 201);
    let line: ReplyLineV1 = answer.json();
    assert_eq!((line.words.as_str(), line.at_ms, line.seen_ms), ("Under <b>Reports</b> 🙂", NOW_MS, None));
    reply(&scene, &comment, "And by mail").await;
    let told = pending(&scene, "").await;
    assert!(!told.open);
    assert_eq!(words(&told), ["Under <b>Reports</b> 🙂", "And by mail"]);
    assert_eq!(hex(&told.replies[0].id), line.id);
    assert_eq!(hex(&told.replies[0].comment), comment);
    let ReplyV2 { asked, asked_ms, by, .. } = &told.replies[0];
    assert_eq!((asked.as_str(), *asked_ms, by.as_str()), ("Where is export?", STARTED_MS, ""), "a token has no name");

    let (first, second) = (told.replies[0].id, told.replies[1].id);
    for _ in 0..2 {
        assert_eq!(see(&scene, 1, None, &[first]).await.status, 204);
        assert_eq!(words(&pending(&scene, "").await), ["And by mail"]);
    }
    assert_eq!(see(&scene, 1, None, &[first, second]).await.status, 204);
    assert_eq!(pending(&scene, "").await, RepliesV2 { open: false, replies: Vec::new() });
    let page: CommentsPageV1 = scene.read("/v1/comments").await;
    let kept: Vec<_> = page.comments[0].replies.iter().map(|line| (line.words.as_str(), line.seen_ms)).collect();
    assert_eq!(kept, [("Under <b>Reports</b> 🙂", Some(NOW_MS)), ("And by mail", Some(NOW_MS))]);
    let audit: AuditV1 = scene.read("/v1/audit").await;
    assert_eq!((audit.entries[0].what.as_str(), &audit.entries[0].about), ("comment.replied", &comment));
}

#[tokio::test]
async fn a_reply_that_is_put_off_is_pending_again() {
    let (scene, comment) = asked().await;
    reply(&scene, &comment, "Under Reports").await;
    let id = pending(&scene, "").await.replies[0].id;
    see(&scene, 1, None, &[id]).await;
    let put_off = |replica| SeenV2 { replica, ids: vec![id], put_off: true, ..seen() };
    assert_eq!(tell(&scene, put_off(2)).await.status, 204);
    assert!(pending(&scene, "").await.replies.is_empty(), "another browser has nothing to put off");
    assert_eq!(tell(&scene, put_off(1)).await.status, 204);
    assert_eq!(words(&pending(&scene, "").await), ["Under Reports"]);
    let page: CommentsPageV1 = scene.read("/v1/comments").await;
    assert_eq!(page.comments[0].replies[0].seen_ms, None);
}

#[tokio::test]
async fn another_browser_is_told_with_the_signature_only() {
    let (scene, comment) = asked().await;
    reply(&scene, &comment, "Under Reports").await;
    let elsewhere = ADDRESS.replace("replica=1", "replica=2");
    let ask = async |more: &str| scene.ask(&format!("GET {elsewhere}{more}"), &[], "").await;
    assert_eq!(RepliesV2::decode(&ask("").await.body), Ok(RepliesV2 { open: false, replies: Vec::new() }));
    let told = RepliesV2::decode(&ask(&signature()).await.body).unwrap();
    assert_eq!(words(&told), ["Under Reports"]);
    for wrong in ["&account=a_19&signature=00", "&signature=zz", &signature().replace("a_19", "a_1")] {
        ask(wrong).await.check_problem(403, "wrong-signature", wrong);
    }
    // Nor does it say what was seen.
    let id = told.replies[0].id;
    assert_eq!(see(&scene, 2, None, &[id]).await.status, 204);
    see(&scene, 2, Some([1; 32]), &[id]).await.check_problem(403, "wrong-signature", "seen");
    assert_eq!(words(&pending(&scene, "").await), ["Under Reports"]);
    assert_eq!(see(&scene, 2, Some(sign(SECRET, "t_1", "a_19")), &[id]).await.status, 204);
    assert!(pending(&scene, "").await.replies.is_empty());
}

async fn stream(scene: &Scene) -> axum::http::Response<Body> {
    stream_to(scene, "192.0.2.1", "t_1").await
}

/// A stream of this trial to this address.
async fn stream_to(scene: &Scene, peer: &str, trial: &str) -> axum::http::Response<Body> {
    let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
    let address = ADDRESS.replace("t_1", trial);
    let request = Request::get(address).header("accept", "text/event-stream").header("origin", ORIGIN);
    let app = scene.app().layer(Extension(ConnectInfo(peer)));
    app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// The next message of a stream; `None` at its end.
async fn next(body: &mut Body) -> Option<RepliesV2> {
    let frame = tokio::time::timeout(std::time::Duration::from_mins(1), body.frame()).await.expect("it says something");
    let text = String::from_utf8(frame?.unwrap().into_data().unwrap().to_vec()).unwrap();
    assert!(text.lines().any(|line| line == "event: replies"), "{text}");
    let data = text.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
    Some(RepliesV2::decode(&unhex(data).unwrap()).unwrap())
}

#[tokio::test]
async fn a_stream_tells_what_is_pending_then_what_is_new_and_ends_when_the_collector_stops() {
    let (scene, comment) = asked().await;
    reply(&scene, &comment, "one").await;
    let answer = stream(&scene).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"text/event-stream".parse().unwrap())
    );
    assert_eq!(answer.headers()["access-control-allow-origin"], ORIGIN);
    let mut body = answer.into_body();
    assert_eq!(words(&next(&mut body).await.unwrap()), ["one"]);
    let other = comments("t_2", &["Something else"]);
    scene.ask(COMMENTS, &[("origin", ORIGIN)], other.encode()).await;
    let elsewhere = json!({"trial": "t_2", "words": "not yours"}).to_string();
    let line = format!("POST /v1/comments/{}/reply", hex(&other.comments[0].id));
    assert_eq!(scene.ask(&line, &[TOKEN, JSON], elsewhere).await.status, 201);
    reply(&scene, &comment, "two").await;
    assert_eq!(words(&next(&mut body).await.unwrap()), ["two"]);
    scene.bell.close();
    assert_eq!(next(&mut body).await, None);
    assert_eq!(stream(&scene).await.status(), 503);
}

#[tokio::test]
async fn a_stream_is_silent_while_nothing_is_answered_and_there_is_none_without_an_open_comment() {
    let (scene, comment) = asked().await;
    let answer = stream(&scene).await;
    assert_eq!(answer.status(), 200);
    let mut body = answer.into_body();
    let (told, _) = tokio::join!(next(&mut body), reply(&scene, &comment, "Under Reports"));
    let told = told.unwrap();
    assert_eq!(words(&told), ["Under Reports"]);
    see(&scene, 1, None, &[told.replies[0].id]).await;
    assert_eq!(stream(&scene).await.status(), 204);
}

/// A collector on which each of these trials waits for a reply.
async fn waiting(limits: Limits, trials: &[&str]) -> Scene {
    let scene = Scene::with(Setting { limits, ..Setting::default() });
    for trial in trials {
        let message = comments(trial, &["Where is export?"]).encode();
        assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], message).await.status, 200);
    }
    scene
}

#[tokio::test]
async fn a_trial_and_an_address_have_so_many_streams_and_others_have_theirs() {
    let room = Room { streams_of_address: 3, streams_of_trial: 2, ..Room::NONE };
    let scene = waiting(Limits::none().with_room(room), &["t_1", "t_2", "t_3"]).await;
    let ask = async |peer, trial| stream_to(&scene, peer, trial).await;
    let first = ask("192.0.2.1", "t_1").await;
    let second = ask("192.0.2.2", "t_1").await;
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 200));
    let refused = ask("192.0.2.3", "t_1").await;
    assert_eq!(refused.status(), 503, "a third one of the trial");
    assert_eq!(refused.headers()["retry-after"], "2");
    let others = [ask("192.0.2.1", "t_2").await, ask("192.0.2.1", "t_2").await];
    assert!(others.iter().all(|answer| answer.status() == 200), "another trial");
    assert_eq!(ask("192.0.2.1", "t_3").await.status(), 503, "a fourth one to the address");
    assert_eq!(ask("192.0.2.9", "t_3").await.status(), 200, "another address");
    drop(first);
    assert_eq!(ask("192.0.2.9", "t_1").await.status(), 200, "whose stream has ended leaves a place");
}

#[tokio::test]
async fn a_stream_does_not_last_for_ever() {
    let patience = Patience { stream: std::time::Duration::from_millis(20), ..Patience::USUAL };
    let scene = waiting(Limits::none().with_patience(patience), &["t_1"]).await;
    let mut body = stream(&scene).await.into_body();
    assert_eq!(next(&mut body).await, None);
}

#[tokio::test]
async fn asking_for_replies_counts_for_the_trial() {
    let rates = Rates { trial: 1, ..Rates::NONE };
    let scene = waiting(Limits::new(rates, Proxies::default(), Hand::default().ticks()), &[]).await;
    for _ in 0..10 {
        assert_eq!(pending(&scene, "").await.replies, []);
    }
    let line = format!("GET {ADDRESS}");
    scene.ask(&line, &[], "").await.check_problem(429, "too-many-requests", "to ask");
    see(&scene, 1, None, &[[0; 16]]).await.check_problem(429, "too-many-requests", "to have seen");
}

#[tokio::test]
async fn the_start_message_says_whether_there_is_anything_to_ask_for() {
    let (scene, comment) = asked().await;
    let start = async |trial: &str| {
        let line = format!("GET /v1/start?key=pk_test&trial={trial}&replica=1&locale=en");
        scene.ask(&line, &[("origin", ORIGIN)], "").await
    };
    let answer = start("t_1").await;
    assert_eq!(answer.header("moment-replies"), "0 1");
    assert!(answer.header("access-control-expose-headers").contains("Moment-Replies"));
    let etag = answer.header("etag").to_owned();
    reply(&scene, &comment, "Under Reports").await;
    let answer = start("t_1").await;
    assert_eq!((answer.header("moment-replies"), answer.header("etag")), ("1 0", etag.as_str()));
    assert_eq!(start("t_2").await.header("moment-replies"), "0 0");
    // Another browser is told so with the signature only.
    let elsewhere = async |more: &str| {
        let line = format!("GET /v1/start?key=pk_test&trial=t_1&replica=2&locale=en{more}");
        scene.ask(&line, &[("origin", ORIGIN)], "").await
    };
    assert_eq!(elsewhere("").await.header("moment-replies"), "0 0");
    assert_eq!(elsewhere(&signature()).await.header("moment-replies"), "1 0");
    elsewhere("&signature=00").await.check_problem(403, "wrong-signature", "a wrong signature");
}

#[tokio::test]
async fn a_comment_that_is_erased_takes_its_replies_along() {
    let (scene, comment) = asked().await;
    reply(&scene, &comment, "Under Reports").await;
    let erase = "DELETE /v1/trials/t_1?key=pk_test&replica=1";
    assert_eq!(scene.ask(erase, &[("origin", ORIGIN)], "").await.status, 204);
    assert_eq!(pending(&scene, &signature()).await, RepliesV2 { open: false, replies: Vec::new() });
    reply(&scene, &comment, "Too late").await.check_problem(404, "not-found", "erased");
}

#[tokio::test]
async fn what_no_reply_can_be_is_refused() {
    let (scene, comment) = asked().await;
    let longest = "é".repeat(REPLY_WORDS_MAX);
    for words in ["", " \n ", &format!("{longest}é")] {
        reply(&scene, &comment, words).await.check_problem(400, "bad-request", words);
    }
    reply(&scene, &"0".repeat(32), "x").await.check_problem(404, "not-found", "no such comment");
    reply(&scene, "00", "x").await.check_problem(400, "bad-request", "no id");
    let line = format!("POST /v1/comments/{comment}/reply");
    for body in [json!({"trial": "t_2", "words": "x"}), json!({"trial": "t_1"}), json!({"trial": "", "words": "x"})] {
        let answer = scene.ask(&line, &[TOKEN, JSON], body.to_string()).await;
        assert!([400, 404].contains(&answer.status), "{body}");
    }
    let viewer = scene.bearer(Role::Viewer);
    let body = json!({"trial": "t_1", "words": "x"}).to_string();
    let refused = scene.ask(&line, &[("authorization", &viewer), JSON], body).await;
    refused.check_problem(403, "role-needed", "a viewer");
    assert_eq!(reply(&scene, &comment, &longest).await.status, 201);
    assert_eq!(words(&pending(&scene, "").await), [longest]);
}

#[tokio::test]
async fn nobody_asks_for_replies_without_key_trial_and_replica() {
    let (scene, _) = asked().await;
    let cases = [
        ("GET /v1/replies?key=pk_no&trial=t_1&replica=1", 401, "unknown-key"),
        ("GET /v1/replies?key=pk_test&replica=1", 400, "bad-request"),
        ("GET /v1/replies?key=pk_test&trial=t_1", 400, "bad-request"),
        ("GET /v1/replies?key=pk_test&trial=t_1&replica=x", 400, "bad-request"),
        ("POST /v1/replies?key=pk_no", 401, "unknown-key"),
        ("POST /v1/replies?key=pk_test", 400, "bad-request"),
    ];
    for (line, status, slug) in cases {
        scene.ask(line, &[("origin", ORIGIN)], "").await.check_problem(status, slug, line);
    }
    let elsewhere = scene.ask(&format!("GET {ADDRESS}"), &[("origin", "https://evil.example")], "").await;
    elsewhere.check_problem(403, "wrong-origin", "another origin");
    let long = CommentsV1 { trial: "t".repeat(64), ..comments("t_1", &[&"x".repeat(1_990)]) };
    let answer = scene.ask("POST /v1/replies?key=pk_test", &[], long.encode()).await;
    answer.check_problem(413, "too-long", "too long");
    scene.tell(&maker("t_1", 1)).await;
}
