//! What is refused, with a problem that says why, and of which nothing is kept.

use moment_collector::ingest::EARLIEST_MS;
use moment_core::time::HOUR_S;
use moment_wire::beacon::{BEACON_BYTES_MAX, BeaconV4};

use crate::scene::{BEACON, NOW_MS, ORIGIN, Scene, TOKEN};
use crate::told::{beacon, maker};

const FROM_PAGE: [(&str, &str); 1] = [("origin", ORIGIN)];

/// Sends each body as a beacon and expects that it is refused, readably for the page, and that nothing is kept.
async fn check(cases: impl IntoIterator<Item = (String, Vec<u8>, u16, &'static str)>) {
    let scene = Scene::open();
    for (why, body, status, slug) in cases {
        let answer = scene.ask(BEACON, &FROM_PAGE, body).await;
        answer.check_problem(status, slug, &why);
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{why}");
        scene.check_empty(&why);
    }
}

/// A good beacon, made wrong.
fn wrong(why: &str, spoil: impl FnOnce(&mut BeaconV4)) -> (String, Vec<u8>, u16, &'static str) {
    let mut beacon = maker("t_1", 2);
    spoil(&mut beacon);
    (why.to_owned(), beacon.encode(), 400, "beacon-implausible")
}

#[tokio::test]
async fn a_beacon_cut_short_anywhere_is_refused() {
    let whole = maker("t_1", 2).encode();
    let cut = |len| (format!("the first {len} bytes"), whole[..len].to_vec(), 400, "beacon-malformed");
    check((0..whole.len()).map(cut)).await;
}

#[tokio::test]
async fn bytes_that_are_no_beacon_are_refused() {
    let good = || maker("t_1", 2).encode();
    let with_version = |version| [&[version], &good()[1..]].concat();
    let malformed = "beacon-malformed";
    check([
        ("a byte too many".into(), [good(), vec![0]].concat(), 400, malformed),
        ("two beacons".into(), [good(), good()].concat(), 400, malformed),
        ("version 0".into(), with_version(0), 400, malformed),
        ("a version to come".into(), with_version(99), 400, "beacon-version"),
        ("a version far off".into(), with_version(255), 400, "beacon-version"),
        ("words".into(), b"trial=t_1".to_vec(), 400, "beacon-version"),
        ("zeros, as long as may be".into(), vec![0; BEACON_BYTES_MAX], 400, malformed),
        ("a list that claims to be endless".into(), vec![1, 255, 255, 255, 255, 15], 400, malformed),
        ("longer than may be".into(), vec![1; BEACON_BYTES_MAX + 1], 413, "beacon-too-long"),
    ])
    .await;
}

#[tokio::test]
async fn a_beacon_that_cannot_be_true_is_refused() {
    let improper = |name: &'static str| move |beacon: &mut BeaconV4| beacon.summary.features[0].name = name.into();
    check([
        wrong("an e-mail address for a trial", |beacon| beacon.trial = "bob@example.com".into()),
        wrong("no trial", |beacon| beacon.trial.clear()),
        wrong("a trial id that is too long", |beacon| beacon.trial = "t".repeat(65)),
        wrong("an account with a space", |beacon| beacon.account = Some("a 19".into())),
        wrong("an address of a page for a plan", |beacon| beacon.plan = Some("/plans".into())),
        wrong("a language with quotes", |beacon| beacon.locale = Some("\"en\"".into())),
        wrong("a trial of no days", |beacon| beacon.length_days = 0),
        wrong("a sentence for a feature", improper("made a thing")),
        wrong("a feature without a name", improper("")),
        wrong("a feature twice", |beacon| {
            let twice = beacon.summary.features[0].clone();
            beacon.summary.features.push(twice);
        }),
    ])
    .await;
}

#[tokio::test]
async fn a_trial_that_begins_in_the_future_is_refused_but_a_clock_may_be_an_hour_ahead() {
    const HOUR_MS: u64 = HOUR_S as u64 * 1000;
    let future = |started_ms| (format!("{started_ms}"), BeaconV4 { started_ms, ..maker("t_1", 1) }.encode(), 400);
    let cases = [NOW_MS + HOUR_MS + 1, NOW_MS + 365 * 24 * HOUR_MS, u64::MAX].map(future);
    check(cases.map(|(why, body, status)| (why, body, status, "beacon-implausible"))).await;
    let scene = Scene::open();
    scene.tell(&BeaconV4 { started_ms: NOW_MS + HOUR_MS, ..maker("t_1", 1) }).await;
    scene.tell(&BeaconV4 { started_ms: EARLIEST_MS, ..maker("t_2", 1) }).await;
    assert_eq!(scene.store.totals().unwrap().trials, 2);
}

#[tokio::test]
async fn who_may_not_send_is_told_so_readably() {
    let scene = Scene::open();
    let cases = [
        ("POST /v1/beacon", ORIGIN, 401, "unknown-key"),
        ("POST /v1/beacon?key=", ORIGIN, 401, "unknown-key"),
        ("POST /v1/beacon?key=pk_other", ORIGIN, 401, "unknown-key"),
        ("POST /v1/beacon?key=pk_test&key=pk_test", ORIGIN, 400, "bad-request"),
        (BEACON, "https://evil.example", 403, "wrong-origin"),
        (BEACON, "http://app.example.com", 403, "wrong-origin"),
        (BEACON, "https://app.example.com.evil.example", 403, "wrong-origin"),
        (BEACON, "null", 403, "wrong-origin"),
        ("GET /v1/start?key=pk_other&trial=t_1&replica=1", ORIGIN, 401, "unknown-key"),
        ("GET /v1/start?key=pk_test&trial=t_1&replica=1", "https://evil.example", 403, "wrong-origin"),
    ];
    for (line, origin, status, slug) in cases {
        let why = format!("{line} from {origin}");
        let answer = scene.ask(line, &[("origin", origin)], maker("t_1", 1).encode()).await;
        answer.check_problem(status, slug, &why);
        assert_eq!(answer.header("access-control-allow-origin"), origin, "{why}");
        assert!(answer.header("vary").contains("Origin"), "{why}");
        scene.check_empty(&why);
    }
}

#[tokio::test]
async fn a_request_that_names_no_origin_comes_from_no_page_and_is_taken() {
    let scene = Scene::open();
    let answer = scene.ask(BEACON, &[], beacon("t_1", |_| ()).encode()).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, ""));
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_method_are_problems_too() {
    let scene = Scene::open();
    let cases = [
        ("GET /", 404, "not-found"),
        ("GET /v1/nothing", 404, "not-found"),
        ("GET /v1/trials/t_1/nothing", 404, "not-found"),
        ("GET /v1/trials/t_unknown", 404, "not-found"),
        ("GET /v1/trials/%FF", 400, "bad-request"),
        ("GET /v1/beacon?key=pk_test", 405, "method-not-allowed"),
        ("DELETE /v1/pause", 405, "method-not-allowed"),
    ];
    for (line, status, slug) in cases {
        scene.ask(line, &[TOKEN], "").await.check_problem(status, slug, line);
    }
}
