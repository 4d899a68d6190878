//! What the growth team reads, with a token only.

use moment_wire::beacon::BeaconV4;
use moment_wire::report::TrialsV1;

use crate::scene::{Scene, TOKEN};
use crate::told::{beacon, maker};

#[tokio::test]
async fn every_page_needs_a_token() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 1)).await;
    let doors =
        ["GET /v1/overview", "GET /v1/trials", "GET /v1/trials/t_1", "GET /v1/trials/t_unknown", "GET /v1/pause"];
    let wrong = ["", "Bearer", "Bearer ", "Bearer tok_tes", "Bearer sk_test", "Basic tok_test", "tok_test"];
    for door in doors {
        scene.ask(door, &[], "").await.check_problem(401, "unauthorized", door);
        for header in wrong {
            let answer = scene.ask(door, &[("authorization", header)], "").await;
            answer.check_problem(401, "unauthorized", &format!("{door} with `{header}`"));
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        assert_ne!(scene.ask(door, &[TOKEN], "").await.status, 401, "{door}");
        // The name of the scheme has no case: RFC 9110, 11.1.
        assert_ne!(scene.ask(door, &[("authorization", "bearer tok_test")], "").await.status, 401, "{door}");
    }
}

#[tokio::test]
async fn a_page_of_the_list_names_the_next_until_the_last() {
    let scene = Scene::open();
    // Five trials of one score with every character that an id may have, and two above them.
    for trial in ["t_1.2", "t:+|", "t=~-", "t_a", "T_a"] {
        scene.tell(&maker(trial, 1)).await;
    }
    for trial in ["t_top", "t_high"] {
        scene.tell(&maker(trial, 5)).await;
    }
    let whole: TrialsV1 = scene.read("/v1/trials").await;
    let ids = |page: &TrialsV1| page.trials.iter().map(|line| line.trial.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&whole), ["t_high", "t_top", "T_a", "t:+|", "t=~-", "t_1.2", "t_a"].map(String::from));
    assert_eq!(whole.next, None);
    for limit in 1..=8 {
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page: TrialsV1 = scene.read(&format!("/v1/trials?limit={limit}&cursor={cursor}")).await;
            assert!(page.trials.len() <= limit && !page.trials.is_empty(), "limit {limit}");
            paged.extend(ids(&page));
            let Some(next) = page.next else { break };
            cursor = next.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02x}"));
        }
        assert_eq!(paged, ids(&whole), "limit {limit}");
    }
}

#[tokio::test]
async fn the_list_takes_filters_and_refuses_what_it_does_not_know() {
    let scene = Scene::open();
    scene.tell(&maker("t_made", 5)).await;
    scene.tell(&BeaconV4 { simulated: true, ..maker("t_simulated", 1) }).await;
    scene.tell(&beacon("t_active", |summary| _ = summary.reach("activated", 60))).await;
    let cases = [
        ("", &["t_active", "t_made", "t_simulated"][..]),
        ("?limit=0", &["t_active"]),
        ("?limit=9999", &["t_active", "t_made", "t_simulated"]),
        ("?band=warming", &["t_made"]),
        ("?band=", &["t_active", "t_made", "t_simulated"]),
        ("?band=urgent", &[]),
        ("?simulated=true", &["t_simulated"]),
        ("?activated=true", &["t_active"]),
        ("?activated=false&simulated=false", &["t_made"]),
        ("?q=MADE", &["t_made"]),
        ("?q=%20a_19%20", &["t_active", "t_made", "t_simulated"]),
        ("?q=%20", &["t_active", "t_made", "t_simulated"]),
        ("?q=%27%3B--", &[]),
    ];
    for (query, expected) in cases {
        let page: TrialsV1 = scene.read(&format!("/v1/trials{query}")).await;
        assert_eq!(page.trials.iter().map(|line| line.trial.as_str()).collect::<Vec<_>>(), expected, "{query}");
    }
    for query in ["?band=hot", "?limit=-1", "?limit=x", "?simulated=maybe", "?cursor=x", "?cursor=300.t", "?score=1"] {
        let answer = scene.ask(&format!("GET /v1/trials{query}"), &[TOKEN], "").await;
        answer.check_problem(400, "bad-request", query);
    }
}

#[tokio::test]
async fn health_and_readiness_need_no_token() {
    let scene = Scene::open();
    for door in ["GET /healthz", "GET /readyz"] {
        assert_eq!(scene.ask(door, &[], "").await.status, 204, "{door}");
    }
}
