//! `GET /v1/start`: the playbook in the customer's language, and what the other replicas know.

use moment_core::event::Outcome;
use moment_wire::beacon::BeaconV4;
use moment_wire::held::{HELD, held};
use moment_wire::start::StartV3;
use moment_wire::words::{BlockV1, PromptWordsV2, role};

use crate::scene::{ORIGIN, PLAYBOOK, SECRET, Scene, Setting, TOKEN};
use crate::told::maker;

async fn start(scene: &Scene, query: &str) -> StartV3 {
    let answer = scene.ask(&format!("GET /v1/start?key=pk_test&{query}"), &[("origin", ORIGIN)], "").await;
    assert_eq!(answer.status, 200, "{query}: {:?}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    StartV3::decode(&answer.body).unwrap()
}

fn words(start: &StartV3) -> PromptWordsV2 {
    PromptWordsV2::unpack(&start.playbook.words[0][0]).unwrap()
}

/// What stands on the button of this role.
fn label(words: &PromptWordsV2, role: u8) -> &str {
    let buttons = words.pages[0].blocks.iter().find_map(|block| match block {
        BlockV1::Buttons(buttons) => Some(buttons),
        _ => None,
    });
    &buttons.unwrap().iter().find(|button| button.role == role).unwrap().label
}

fn made(start: &StartV3) -> Option<u32> {
    start.others.as_ref()?.feature("made").map(|feature| feature.counts.total())
}

#[tokio::test]
async fn a_browser_is_told_the_playbook() {
    let start = start(&Scene::open(), "trial=t_1&replica=1&locale=en").await;
    assert!(!start.paused && start.others.is_none());
    let names: Vec<_> = start.playbook.rules.features.iter().map(|feature| feature.name.as_str()).collect();
    assert_eq!(names, ["made", "shared"]);
    assert_eq!(label(&words(&start), role::ACCEPT), "See the plans");
}

#[tokio::test]
async fn the_words_are_those_of_the_nearest_language() {
    let scene = Scene::open();
    let cases = [("de", "de"), ("de-AT", "de"), ("DE", "de"), ("en-GB", "en"), ("fr", "en"), ("", "en"), ("%00", "en")];
    for (asked, given) in cases {
        let start = start(&scene, &format!("trial=t_1&replica=1&locale={asked}")).await;
        let words = words(&start);
        assert_eq!(words.locale, given, "{asked}");
        assert_eq!(label(&words, role::DECLINE) == "Jetzt nicht", given == "de", "{asked}");
    }
}

#[tokio::test]
async fn a_prompt_without_words_in_any_fitting_language_comes_without() {
    let playbook = format!("locale = \"it\"\n{PLAYBOOK}");
    let scene = Scene::with(Setting { playbook, ..Setting::default() });
    let start = start(&scene, "trial=t_1&replica=1&locale=fr").await;
    assert_eq!(start.playbook.words[0].len(), 0);
}

#[tokio::test]
async fn others_are_all_replicas_but_the_one_that_asks() {
    let scene = Scene::open();
    for (replica, count) in [(1, 1), (0xab, 2), (u64::MAX, 4)] {
        scene.tell(&BeaconV4 { replica, ..maker("t_1", count) }).await;
    }
    scene.tell(&maker("t_2", 8)).await;
    let cases = [
        ("trial=t_1&replica=1", Some(6)),
        ("trial=t_1&replica=00000000000000AB", Some(5)),
        ("trial=t_1&replica=ffffffffffffffff", Some(3)),
        ("trial=t_1&replica=7", Some(7)),
        ("trial=t_2&replica=1", None),
        ("trial=t_unknown&replica=1", None),
    ];
    for (query, expected) in cases {
        assert_eq!(made(&start(&scene, query).await), expected, "{query}");
    }
}

#[tokio::test]
async fn what_the_backend_told_of_the_end_reaches_every_browser_of_the_trial() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    let secret = format!("Bearer {SECRET}");
    let headers = [("authorization", secret.as_str()), ("content-type", "application/json")];
    let told = r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-10T10:00:00Z"}"#;
    assert_eq!(scene.ask("POST /v1/outcomes", &headers, told).await.status, 204);
    let outcome = |start: StartV3| start.others.and_then(|others| others.outcome);
    for (replica, others) in [(1, None), (2, Some(1))] {
        let start = start(&scene, &format!("trial=t_1&replica={replica}")).await;
        assert_eq!(made(&start), others);
        assert_eq!(outcome(start), Some((3600, Outcome::Upgraded)));
    }
    assert_eq!(outcome(start(&scene, "trial=t_2&replica=1").await), None);
}

#[tokio::test]
async fn nothing_is_sent_again_until_something_has_changed() {
    let scene = Scene::open();
    let line = "GET /v1/start?key=pk_test&trial=t_1&replica=1&locale=en";
    let first = scene.ask(line, &[("origin", ORIGIN)], "").await;
    let etag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "private, no-cache");
    assert_eq!(first.header("content-type"), "application/octet-stream");

    let known = [("origin", ORIGIN), ("if-none-match", etag.as_str())];
    let again = scene.ask(line, &known, "").await;
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, etag.as_str()));
    assert_eq!(again.header("access-control-allow-origin"), ORIGIN);

    // What the browser itself has told does not count as news for it; what another one told does.
    scene.tell(&maker("t_1", 1)).await;
    assert_eq!(scene.ask(line, &known, "").await.status, 304);
    scene.tell(&BeaconV4 { replica: 2, ..maker("t_1", 1) }).await;
    let changed = scene.ask(line, &known, "").await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), etag);
}

#[tokio::test]
async fn a_browser_is_told_what_is_held_of_it() {
    let scene = Scene::open();
    let line = "GET /v1/start?key=pk_test&trial=t_1&replica=1&locale=en";
    let known = |beacon: &BeaconV4| format!("{:016x}", held(&beacon.summary));
    let nothing = scene.ask(line, &[("origin", ORIGIN)], "").await;
    assert_eq!(nothing.header(HELD), "0000000000000000");
    assert_eq!(nothing.header("access-control-expose-headers"), "Date, Moment-Held, Moment-Replies, Retry-After");
    let etag = nothing.header("etag").to_owned();
    for beacon in [maker("t_1", 1), maker("t_1", 3)] {
        scene.tell(&beacon).await;
        // With an answer that nothing else has changed, too.
        let answer = scene.ask(line, &[("origin", ORIGIN), ("if-none-match", &etag)], "").await;
        assert_eq!((answer.status, answer.header(HELD)), (304, known(&beacon).as_str()));
    }
    // A late one takes nothing back, and another replica's is another matter.
    scene.tell(&maker("t_1", 2)).await;
    scene.tell(&BeaconV4 { replica: 2, ..maker("t_1", 9) }).await;
    assert_eq!(scene.ask(line, &[], "").await.header(HELD), known(&maker("t_1", 3)));
}

#[tokio::test]
async fn the_pause_reaches_browsers_with_their_next_question() {
    let scene = Scene::open();
    let json = ("content-type", "application/json");
    for paused in [true, false] {
        let answer = scene.ask("PUT /v1/pause", &[TOKEN, json], format!("{{\"paused\":{paused}}}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(start(&scene, "trial=t_1&replica=1").await.paused, paused);
        let read: moment_wire::report::PauseV1 = scene.read("/v1/pause").await;
        assert_eq!(read.paused, paused);
    }
    scene.ask("PUT /v1/pause", &[TOKEN, json], "paused").await.check_problem(400, "bad-request", "no JSON");
    scene.ask("PUT /v1/pause", &[json], "{\"paused\":true}").await.check_problem(401, "unauthorized", "no token");
    assert!(!scene.store.is_paused().unwrap());
}

#[tokio::test]
async fn a_question_that_is_no_question_is_refused() {
    let scene = Scene::open();
    let long = format!("trial={}&replica=1", "t".repeat(65));
    for query in [
        "replica=1",
        "trial=&replica=1",
        "trial=a%20b&replica=1",
        "trial=bob%40example.com&replica=1",
        &long,
        "trial=t_1",
        "trial=t_1&replica=",
        "trial=t_1&replica=xyz",
        "trial=t_1&replica=10000000000000000",
        "trial=t_1&trial=t_2&replica=1",
    ] {
        let answer = scene.ask(&format!("GET /v1/start?key=pk_test&{query}"), &[("origin", ORIGIN)], "").await;
        answer.check_problem(400, "bad-request", query);
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{query}");
    }
}
