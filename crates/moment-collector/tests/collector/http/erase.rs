//! `DELETE /v1/trials/{id}`: whoever asks to be forgotten is, for good, and nobody else is.

use moment_collector::ingest::sign;
use moment_collector::limits::address::Proxies;
use moment_collector::limits::{Limits, Rates};
use moment_collector::store::{Change, Ending};
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::CommentsV1;
use moment_wire::hex::hex;
use moment_wire::report::{CommentsPageV1, OverviewV1, TrialV1, TrialsV1};

use crate::limits::Hand;
use crate::scene::{Answer, BEACON, COMMENTS, ORIGIN, SECRET, Scene, Setting, TOKEN};
use crate::told::{comments, maker};

const FROM_PAGE: [(&str, &str); 1] = [("origin", ORIGIN)];

async fn erase(scene: &Scene, query: &str) -> Answer {
    scene.ask(&format!("DELETE /v1/trials/t_1?key=pk_test&{query}"), &FROM_PAGE, "").await
}

/// Two replicas of a trial, of which `second` made three things, another trial, and how the first ended.
async fn two_trials(scene: &Scene) {
    scene.tell(&maker("t_1", 1)).await;
    scene.tell(&BeaconV4 { replica: 0xab, ..maker("t_1", 3) }).await;
    scene.tell(&BeaconV4 { replica: 0xcd, ..maker("t_2", 2) }).await;
    let ending = Ending { outcome: "upgraded".into(), at_ms: 5, value: None };
    scene.store.commit(&[Change::Ending { trial: "t_1".into(), ending }]).unwrap();
}

fn replicas(scene: &Scene, trial: &str) -> Vec<u64> {
    scene.store.replicas(trial).unwrap().into_iter().map(|replica| replica.replica).collect()
}

fn signature(trial: &str, account: &str) -> String {
    hex(&sign(SECRET, trial, account))
}

#[tokio::test]
async fn a_browser_that_knows_its_number_erases_its_own_replica_and_the_trial_is_judged_anew() {
    let scene = Scene::open();
    two_trials(&scene).await;
    let before: TrialV1 = scene.read("/v1/trials/t_1").await;
    let answer = erase(&scene, "replica=00000000000000ab").await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, ORIGIN));
    let after: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!((before.features[0].total, after.features[0].total), (4, 1));
    assert_eq!((before.line.score, after.line.score), (40, 20));
    assert_eq!((after.replicas, after.line.outcome.as_deref()), (1, Some("upgraded")));
    assert_eq!(replicas(&scene, "t_2"), [0xcd]);
}

#[tokio::test]
async fn with_its_last_replica_a_trial_disappears() {
    let scene = Scene::open();
    two_trials(&scene).await;
    for replica in ["1", "ab"] {
        assert_eq!(erase(&scene, &format!("replica={replica}")).await.status, 204);
    }
    scene.ask("GET /v1/trials/t_1", &[TOKEN], "").await.check_problem(404, "not-found", "the trial is gone");
    let list: TrialsV1 = scene.read("/v1/trials").await;
    assert_eq!(list.trials.iter().map(|line| line.trial.as_str()).collect::<Vec<_>>(), ["t_2"]);
    let overview: OverviewV1 = scene.read("/v1/overview").await;
    assert_eq!((overview.trials, overview.upgraded), (1, 0));
}

#[tokio::test]
async fn a_late_beacon_brings_nothing_back_and_a_new_replica_may_begin() {
    let scene = Scene::open();
    // One is known, and of the other the first beacon comes after the wish to be forgotten.
    scene.tell(&maker("t_1", 1)).await;
    for number in [1, 0xee] {
        assert_eq!(erase(&scene, &format!("replica={number:x}")).await.status, 204);
        let late = BeaconV4 { replica: number, ..maker("t_1", 9) }.encode();
        for _ in 0..2 {
            let answer = scene.ask(BEACON, &FROM_PAGE, late.clone()).await;
            answer.check_problem(410, "erased", "a late beacon");
            assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
        }
        scene.check_empty("a late beacon");
    }
    scene.tell(&BeaconV4 { replica: 2, ..maker("t_1", 2) }).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!((page.features[0].total, page.replicas), (2, 1));
}

#[tokio::test]
async fn what_was_written_in_a_replica_is_erased_with_it_and_no_late_comment_brings_it_back() {
    let scene = Scene::open();
    let [mine, other] = [7, 8].map(|replica| CommentsV1 { replica, ..comments("t_1", &[&format!("of {replica}")]) });
    for message in [&mine, &other] {
        assert_eq!(scene.ask(COMMENTS, &FROM_PAGE, message.encode()).await.status, 200);
    }
    // No beacon of it was ever heard: a comment is sent at once, and what was counted later.
    assert_eq!(erase(&scene, "replica=7").await.status, 204);
    let late = scene.ask(COMMENTS, &FROM_PAGE, mine.encode()).await;
    late.check_problem(410, "erased", "a late comment");
    let page: CommentsPageV1 = scene.read("/v1/comments").await;
    assert_eq!(page.comments.iter().map(|comment| comment.words.as_str()).collect::<Vec<_>>(), ["of 8"]);
    let answer = scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await;
    assert_eq!(answer.status, 204);
    let page: CommentsPageV1 = scene.read("/v1/comments").await;
    assert!(page.comments.is_empty());
}

#[tokio::test]
async fn to_erase_twice_or_what_nobody_knows_is_to_erase() {
    let scene = Scene::open();
    for _ in 0..3 {
        assert_eq!(erase(&scene, "replica=ab").await.status, 204);
        assert_eq!(erase(&scene, &format!("signature={}", signature("t_1", ""))).await.status, 204);
    }
    scene.check_empty("nothing was there");
}

#[tokio::test]
async fn the_signature_of_the_tag_erases_the_whole_trial_and_no_other() {
    let scene = Scene::open();
    two_trials(&scene).await;
    let query = format!("replica=77&account=a_19&signature={}", signature("t_1", "a_19"));
    assert_eq!(erase(&scene, &query).await.status, 204);
    assert_eq!((replicas(&scene, "t_1"), replicas(&scene, "t_2")), (vec![], vec![0xcd]));
    for number in [1, 0xab, 0x77] {
        let late = BeaconV4 { replica: number, ..maker("t_1", 9) }.encode();
        scene.ask(BEACON, &FROM_PAGE, late).await.check_problem(410, "erased", "each of its replicas");
    }
    // How it ended is gone too.
    scene.tell(&BeaconV4 { replica: 3, ..maker("t_1", 1) }).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!(page.line.outcome, None);
}

#[tokio::test]
async fn the_vendors_people_erase_a_whole_trial_and_one_replica_where_they_name_it() {
    for bearer in [TOKEN, ("authorization", "Bearer sk_test")] {
        let scene = Scene::open();
        two_trials(&scene).await;
        assert_eq!(scene.ask("DELETE /v1/trials/t_1?replica=ab", &[bearer], "").await.status, 204);
        assert_eq!(replicas(&scene, "t_1"), [1]);
        assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[bearer], "").await.status, 204);
        assert_eq!((replicas(&scene, "t_1"), replicas(&scene, "t_2")), (vec![], vec![0xcd]));
    }
}

#[tokio::test]
async fn who_may_not_erase_is_told_so_and_nothing_is_erased() {
    let scene = Scene::open();
    two_trials(&scene).await;
    let other = signature("t_2", "a_19");
    let right = signature("t_1", "a_19");
    let signed = |query: &str| format!("DELETE /v1/trials/t_1?key=pk_test&{query}");
    let cases = [
        ("DELETE /v1/trials/t_1".to_owned(), FROM_PAGE[0], 401, "unauthorized"),
        ("DELETE /v1/trials/t_1?key=pk_other&replica=1".into(), FROM_PAGE[0], 401, "unknown-key"),
        (signed("replica=1"), ("origin", "https://evil.example"), 403, "wrong-origin"),
        (signed(""), FROM_PAGE[0], 400, "bad-request"),
        (signed("replica=xyz"), FROM_PAGE[0], 400, "bad-request"),
        (signed("replica=%2B1f"), FROM_PAGE[0], 400, "bad-request"),
        (signed("replica=00000000000000001"), FROM_PAGE[0], 400, "bad-request"),
        (signed("replica="), FROM_PAGE[0], 400, "bad-request"),
        (signed("replica=1&trial=t_2"), FROM_PAGE[0], 400, "bad-request"),
        (signed(&format!("replica=1&account=a_19&signature={other}")), FROM_PAGE[0], 403, "wrong-signature"),
        (signed(&format!("account=a_20&signature={right}")), FROM_PAGE[0], 403, "wrong-signature"),
        (signed(&format!("account=a_19&signature={}", &right[..62])), FROM_PAGE[0], 403, "wrong-signature"),
        (signed("replica=1&account=a_19&signature="), FROM_PAGE[0], 403, "wrong-signature"),
        (signed("replica=1&account=a_19&signature=é"), FROM_PAGE[0], 403, "wrong-signature"),
        ("DELETE /v1/trials/t_1".into(), ("authorization", "Bearer tok_other"), 401, "unauthorized"),
        (signed("replica=1"), ("authorization", "Bearer tok_other"), 401, "unauthorized"),
        ("DELETE /v1/trials/bob@example.com?key=pk_test&replica=1".into(), FROM_PAGE[0], 400, "bad-request"),
    ];
    for (line, header, status, slug) in cases {
        let line = line.replace('é', "%C3%A9");
        scene.ask(&line, &[header], "").await.check_problem(status, slug, &line);
        assert_eq!((replicas(&scene, "t_1"), replicas(&scene, "t_2")), (vec![1, 0xab], vec![0xcd]), "{line}");
    }
}

#[tokio::test]
async fn a_browser_that_asks_whether_it_may_is_answered() {
    let scene = Scene::open();
    let ask = async |key: &str, origin: &str| {
        let headers = [("origin", origin), ("access-control-request-method", "DELETE")];
        scene.ask(&format!("OPTIONS /v1/trials/t_1?key={key}&replica=ab"), &headers, "").await
    };
    let answer = ask("pk_test", ORIGIN).await;
    assert_eq!(answer.status, 204);
    let said = ["origin", "methods"].map(|what| answer.header(&format!("access-control-allow-{what}")).to_owned());
    assert_eq!(said, [ORIGIN, "DELETE"]);
    assert!(answer.header("vary").contains("Origin"));
    ask("pk_other", ORIGIN).await.check_problem(401, "unknown-key", "a key that is not known");
    ask("pk_test", "https://evil.example").await.check_problem(403, "wrong-origin", "a page that may not");
}

#[tokio::test]
async fn erasing_counts_for_the_trial() {
    let rates = Rates { trial: 1, ..Rates::NONE };
    let limits = Limits::new(rates, Proxies::default(), Hand::default().ticks());
    let scene = Scene::with(Setting { limits, ..Setting::default() });
    for number in 0..10 {
        assert_eq!(erase(&scene, &format!("replica={number}")).await.status, 204);
    }
    erase(&scene, "replica=10").await.check_problem(429, "too-many-requests", "the eleventh");
    assert!(!scene.store.is_erased(10).unwrap());
}

#[tokio::test]
async fn a_browser_that_only_wrote_and_did_not_count_is_erased_with_the_trial_for_good() {
    let scene = Scene::open();
    let written = CommentsV1 { replica: 7, ..comments("t_1", &["words"]) };
    assert_eq!(scene.ask(COMMENTS, &FROM_PAGE, written.encode()).await.status, 200);
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    let late = scene.ask(COMMENTS, &FROM_PAGE, written.encode()).await;
    late.check_problem(410, "erased", "a late comment");
    let late = BeaconV4 { replica: 7, ..maker("t_1", 1) }.encode();
    scene.ask(BEACON, &FROM_PAGE, late).await.check_problem(410, "erased", "a late beacon");
}
