//! `POST /v1/outcomes`: the vendor's backend tells how a trial ended.

use moment_wire::report::{OverviewV1, ProblemV1, TrialLineV1, TrialV1, TrialsV1};

use crate::scene::{SECRET, Scene, TOKEN};
use crate::told::maker;

const UPGRADED: &str = r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-18T09:00:00Z","value":19.5}"#;

async fn tell(scene: &Scene, secret: &str, body: &str) -> crate::scene::Answer {
    let secret = format!("Bearer {secret}");
    let headers = [("authorization", secret.as_str()), ("content-type", "application/json")];
    scene.ask("POST /v1/outcomes", &headers, body.to_owned()).await
}

#[tokio::test]
async fn an_outcome_told_twice_counts_once_and_the_newest_wins_with_its_instant_and_value() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    let early = r#"{"trial":"t_1","outcome":"cancelled","at":"2026-11-17T10:00:00+01:00"}"#;
    for body in [UPGRADED, UPGRADED, early] {
        assert_eq!(tell(&scene, SECRET, body).await.status, 204, "{body}");
    }
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    let told = |line: &TrialLineV1| (line.outcome.clone(), line.outcome_at_ms, line.outcome_value);
    let upgraded = (Some("upgraded".to_owned()), Some(1_794_992_400_000), Some(19.5));
    assert_eq!(told(&page.line), upgraded);
    let list: TrialsV1 = scene.read("/v1/trials").await;
    assert_eq!(told(&list.trials[0]), upgraded);
    let table = scene.ask("GET /v1/trials", &[TOKEN, ("accept", "text/csv")], "").await;
    let table = String::from_utf8(table.body.to_vec()).unwrap();
    assert!(table.contains(",outcome,outcome_at_ms,outcome_value,simulated,"), "{table}");
    assert!(table.contains(",upgraded,1794992400000,19.5,false,"), "{table}");
    let overview: OverviewV1 = scene.read("/v1/overview").await;
    assert_eq!((overview.trials, overview.upgraded), (1, 1));
}

#[tokio::test]
async fn an_outcome_without_a_value_has_its_instant_and_none_has_neither() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    scene.tell(&maker("t_2", 1)).await;
    let expired = r#"{"trial":"t_1","outcome":"expired","at":"2026-11-18T10:00:00+01:00"}"#;
    assert_eq!(tell(&scene, SECRET, expired).await.status, 204);
    let line = scene.read::<TrialV1>("/v1/trials/t_1").await.line;
    assert_eq!((line.outcome_at_ms, line.outcome_value), (Some(1_794_992_400_000), None));
    let line = scene.read::<TrialV1>("/v1/trials/t_2").await.line;
    assert_eq!((line.outcome, line.outcome_at_ms, line.outcome_value), (None, None, None));
}

#[tokio::test]
async fn an_outcome_that_cannot_be_is_refused() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    let wrong = [
        "",
        "upgraded",
        "[]",
        r#"{"trial":"t_1","outcome":"upgraded"}"#,
        r#"{"trial":"t_1","outcome":"won","at":"2026-11-18T09:00:00Z"}"#,
        r#"{"trial":"bob@example.com","outcome":"upgraded","at":"2026-11-18T09:00:00Z"}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"yesterday"}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-18T09:00:00"}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"1969-11-18T09:00:00Z"}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-20T10:00:01Z"}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"9999-12-31T23:59:59Z"}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":1794301200000}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-18T09:00:00Z","valeu":1}"#,
        r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-18T09:00:00Z","value":1e999}"#,
    ];
    for body in wrong {
        tell(&scene, SECRET, body).await.check_problem(400, "bad-request", body);
        assert_eq!(scene.store.trial("t_1").unwrap().unwrap().1, None, "{body}");
    }
}

#[tokio::test]
async fn a_backend_whose_clock_is_an_hour_ahead_is_believed() {
    let scene = Scene::open();
    let body = r#"{"trial":"t_1","outcome":"upgraded","at":"2026-11-20T10:00:00Z"}"#;
    assert_eq!(tell(&scene, SECRET, body).await.status, 204);
}

#[tokio::test]
async fn only_the_secret_key_tells_outcomes() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    for secret in ["", "pk_test", "sk_tes", "sk_test1", "tok_test"] {
        tell(&scene, secret, UPGRADED).await.check_problem(401, "unauthorized", secret);
    }
    let answer = scene.ask("POST /v1/outcomes", &[("content-type", "application/json")], UPGRADED).await;
    answer.check_problem(401, "unauthorized", "no header");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    assert_eq!(scene.store.trial("t_1").unwrap().unwrap().1, None);
}

#[tokio::test]
async fn an_instant_in_seconds_is_refused_with_a_word_about_it() {
    let scene = Scene::open();
    // Ten digits are seconds; and as milliseconds they are a day of January 1970.
    let cases = [
        ("1794301200", "`at` is `1794301200`; expected an instant as RFC 3339 has it"),
        ("\"1794301200\"", "`at` is `1794301200`; expected an instant as RFC 3339 has it"),
        ("\"1970-01-21T18:25:01.200Z\"", "were seconds since the Unix epoch taken for milliseconds?"),
        ("\"1973-03-03T09:46:39.999Z\"", "were seconds since the Unix epoch taken for milliseconds?"),
    ];
    for (at, told) in cases {
        let body = format!(r#"{{"trial":"t_1","outcome":"upgraded","at":{at}}}"#);
        let answer = tell(&scene, SECRET, &body).await;
        answer.check_problem(400, "bad-request", at);
        let detail = answer.json::<ProblemV1>().detail;
        assert!(detail.contains(told), "{detail}");
    }
    let oldest = r#"{"trial":"t_1","outcome":"upgraded","at":"1973-03-03T09:46:40Z"}"#;
    assert_eq!(tell(&scene, SECRET, oldest).await.status, 204);
}
