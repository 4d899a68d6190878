//! What the growth team reads beside trials: accounts, sums, what customers wrote by its words, and pages of tables.

use moment_core::arm::Arm;
use moment_core::decision::Reason;
use moment_core::exposure::Due;
use moment_core::time::HOUR_S;
use moment_wire::beacon::BeaconV4;
use moment_wire::report::{CommentsPageV1, TrialsV1};
use moment_wire::sums::{AccountsV1, ArmLineV1, JourneyV1, LedgerLineV1, LedgerV1, PromptsV1};
use serde_json::json;

use crate::scene::{Answer, COMMENTS, NOW_MS, ORIGIN, SECRET, Scene, TOKEN};
use crate::told::{beacon, comments, maker};

async fn upgrade(scene: &Scene, trial: &str) {
    let told = json!({"trial": trial, "outcome": "upgraded", "at": "2026-11-18T09:00:00Z"}).to_string();
    let headers = [("authorization", &*format!("Bearer {SECRET}")), ("content-type", "application/json")];
    assert_eq!(scene.ask("POST /v1/outcomes", &headers, told).await.status, 204);
}

async fn csv(scene: &Scene, path: &str) -> Answer {
    let answer = scene.ask(&format!("GET {path}"), &[TOKEN, ("accept", "text/html, text/csv;q=0.9")], "").await;
    assert_eq!((answer.status, answer.header("vary")), (200, "Accept"), "{path}");
    assert!(answer.header("content-type").starts_with("text/csv"), "{path}");
    answer
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

fn of_account(account: Option<&str>, beacon: BeaconV4) -> BeaconV4 {
    BeaconV4 { account: account.map(str::to_owned), ..beacon }
}

#[tokio::test]
async fn an_account_is_the_set_of_its_trials() {
    let scene = Scene::open();
    scene.tell(&of_account(Some("a_1"), maker("t_1", 1))).await;
    scene.tell(&of_account(Some("a_1"), beacon("t_2", |summary| _ = summary.reach("activated", HOUR_S)))).await;
    scene.tell(&of_account(Some("a_2"), BeaconV4 { simulated: true, ..maker("t_3", 5) })).await;
    scene.tell(&of_account(None, maker("t_4", 5))).await;
    scene.tell(&of_account(Some("b_3"), maker("t_5", 5))).await;
    upgrade(&scene, "t_2").await;
    let page: AccountsV1 = scene.read("/v1/accounts").await;
    let line = |at: usize| {
        let line = &page.accounts[at];
        (line.account.as_str(), line.trials, line.simulated, line.activated, line.upgraded, line.band.as_str())
    };
    assert_eq!(page.accounts.len(), 3);
    assert_eq!(line(0), ("a_1", 2, 0, 1, 1, "ready"));
    assert_eq!(line(1), ("a_2", 1, 1, 0, 0, "warming"));
    assert_eq!(page.next, None);
    let ids = async |query: &str| {
        let page: AccountsV1 = scene.read(&format!("/v1/accounts{query}")).await;
        page.accounts.into_iter().map(|line| line.account).collect::<Vec<_>>()
    };
    assert_eq!(ids("?q=A_").await, ["a_1", "a_2"]);
    assert_eq!(ids("?simulated=false").await, ["a_1", "b_3"]);
    let first: AccountsV1 = scene.read("/v1/accounts?limit=2").await;
    assert_eq!(ids(&format!("?limit=2&cursor={}", first.next.unwrap())).await, ["b_3"]);
}

#[tokio::test]
async fn the_journey_says_how_many_come_how_far_and_when() {
    let scene = Scene::open();
    for (trial, made_h, shared_h) in [("t_1", Some(2), Some(10)), ("t_2", Some(4), None), ("t_3", None, Some(30))] {
        let told = beacon(trial, |summary| {
            for (moment, hour) in [("first_made", made_h), ("activated", shared_h)] {
                _ = hour.map(|hour: u32| summary.reach(moment, hour * HOUR_S));
            }
        });
        scene.tell(&told).await;
    }
    scene.tell(&BeaconV4 { simulated: true, ..beacon("t_4", |summary| _ = summary.reach("first_made", 60)) }).await;
    upgrade(&scene, "t_1").await;
    let journey: JourneyV1 = scene.read("/v1/journey?simulated=false").await;
    assert_eq!((journey.trials, journey.as_of_ms), (3, NOW_MS));
    let lines: Vec<_> = journey
        .moments
        .iter()
        .map(|line| (line.moment.as_str(), line.reached, line.from_before, line.upgraded, line.activation))
        .collect();
    assert_eq!(lines, [("first_made", 2, 2, 1, false), ("activated", 2, 1, 1, true)]);
    let hours = journey.moments[1].hours.unwrap();
    assert!((hours - 10.0).abs() < 10.0 / 32.0, "{hours}");
    let all: JourneyV1 = scene.read("/v1/journey").await;
    assert_eq!((all.trials, all.moments[0].reached), (4, 3));
}

#[tokio::test]
async fn prompts_and_ledger_add_up_what_became_of_each_prompt() {
    let scene = Scene::open();
    for (trial, arm, shown) in [("t_1", Arm::Variant(0), 2), ("t_2", Arm::Variant(0), 1), ("t_3", Arm::Holdout, 0)] {
        let told = beacon(trial, |summary| {
            let record = summary.prompt_mut("offer").unwrap();
            record.due = Some(Due { at_s: 60, arm });
            for _ in 0..shown {
                record.shown.add(0, 1);
            }
            record.clicked = u32::from(shown > 1);
            record.step = shown;
            record.add_waits(Reason::QuietTime, 3);
            if shown == 0 {
                record.add_waits(Reason::Holdout, 1);
            }
        });
        scene.tell(&told).await;
    }
    scene.tell(&beacon("t_4", |summary| summary.prompt_mut("gone").unwrap().dismissed = 1)).await;
    upgrade(&scene, "t_1").await;
    let prompts: PromptsV1 = scene.read("/v1/prompts").await;
    let [offer, gone] = &prompts.prompts[..] else { panic!("{prompts:?}") };
    assert_eq!((offer.prompt.as_str(), offer.title.as_str(), offer.known), ("offer", "You made it", true));
    assert_eq!((offer.shown, offer.clicked, offer.trials), (3, 1, 2));
    assert_eq!(offer.steps, [2, 1], "two came to the second page, one to the third");
    let arm = |arm: &str, due, upgraded| ArmLineV1 { arm: arm.into(), due, upgraded };
    assert_eq!(offer.arms, [arm("holdout", 1, 0), arm("shown", 2, 1)]);
    assert_eq!((gone.prompt.as_str(), gone.known, gone.dismissed), ("gone", false, 1));
    let table = text(&csv(&scene, "/v1/prompts").await);
    let arms = r#"[{""arm"":""holdout"",""due"":1,""upgraded"":0},{""arm"":""shown"",""due"":2,""upgraded"":1}]"#;
    let row = format!("\noffer,You made it,true,3,1,0,0,2,\"[2,1]\",\"{arms}\"\n");
    assert!(table.contains(&row) && table.contains(",trials,steps,arms\n"), "{table}");
    let ledger: LedgerV1 = scene.read("/v1/ledger?prompt=offer").await;
    let line =
        |reason: &str, count, trials| LedgerLineV1 { prompt: "offer".into(), reason: reason.into(), count, trials };
    assert_eq!(ledger.lines, [line("quiet_time", 9, 3), line("holdout", 1, 1)]);
    assert_eq!(scene.read::<LedgerV1>("/v1/ledger?prompt=other").await.lines, []);
}

#[tokio::test]
async fn comments_are_found_by_their_words_and_by_whether_they_were_answered() {
    let scene = Scene::open();
    let texts = ["Where is the EXPORT?", "Exporting to Excel fails", "Très cher, \"no\" thanks", "数据导出 fails"];
    for (number, words) in texts.iter().enumerate() {
        let message = comments(&format!("t_{number}"), &[words]);
        assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], message.encode()).await.status, 200);
    }
    let found = async |query: &str| {
        let page: CommentsPageV1 = scene.read(&format!("/v1/comments?{query}")).await;
        let mut trials: Vec<_> = page.comments.into_iter().map(|line| line.trial).collect();
        trials.sort_unstable();
        trials
    };
    let cases = [
        ("q=export", &["t_0", "t_1"][..]),
        ("q=export%20fails", &["t_1"]),
        ("q=fails", &["t_1", "t_3"]),
        ("q=tres", &["t_2"]),
        ("q=%22no%22%20OR%20AND%20NEAR(", &[]),
        ("q=no%2A%29%22", &["t_2"]),
        ("q=words:export", &[]),
        ("q=%2A%2A", &[]),
        ("q=", &["t_0", "t_1", "t_2", "t_3"]),
        ("q=export&trial=t_1", &["t_1"]),
        ("answered=true", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(query).await, expected, "{query}");
    }
    let page: CommentsPageV1 = scene.read("/v1/comments?trial=t_0").await;
    let reply = json!({"trial": "t_0", "words": "Under Reports"}).to_string();
    let line = format!("POST /v1/comments/{}/reply", page.comments[0].id);
    assert_eq!(scene.ask(&line, &[TOKEN, ("content-type", "application/json")], reply).await.status, 201);
    assert_eq!(found("answered=true").await, ["t_0"]);
    assert_eq!(found("answered=false&q=export").await, ["t_1"]);
    // What is erased is found no more.
    assert_eq!(scene.ask("DELETE /v1/trials/t_1", &[TOKEN], "").await.status, 204);
    assert_eq!(found("q=export").await, ["t_0"]);
}

#[tokio::test]
async fn a_table_has_the_filters_of_its_list_and_names_the_next_page_in_its_head() {
    let scene = Scene::open();
    scene.tell(&BeaconV4 { plan: Some("=team".into()), ..maker("t_1", 1) }).await;
    scene.tell(&maker("t_2", 5)).await;
    let trials = csv(&scene, "/v1/trials?limit=1&plan=team").await;
    assert!(text(&trials).starts_with("trial,account,plan,started_ms,"), "{}", text(&trials));
    assert!(text(&trials).contains("\nt_2,a_19,team,1794301200000,14,"), "{}", text(&trials));
    assert_eq!(trials.header("link"), "");
    let first = csv(&scene, "/v1/trials?limit=1").await;
    assert_eq!(
        first.header("link"),
        format!("</v1/trials?limit=1&cursor={}.t_2>; rel=\"next\"", score(&scene, "t_2").await)
    );
    let second = csv(&scene, first.header("link")[1..].split('>').next().unwrap()).await;
    assert!(text(&second).contains("\nt_1,a_19,'=team,"), "{}", text(&second));
}

async fn score(scene: &Scene, trial: &str) -> u8 {
    let page: TrialsV1 = scene.read(&format!("/v1/trials?q={trial}")).await;
    page.trials[0].score
}

#[tokio::test]
async fn lists_are_filtered_by_account_plan_and_outcome() {
    let scene = Scene::open();
    scene.tell(&of_account(Some("a_1"), maker("t_1", 1))).await;
    scene.tell(&BeaconV4 { plan: Some("solo".into()), ..maker("t_2", 1) }).await;
    upgrade(&scene, "t_2").await;
    for (query, expected) in
        [("account=a_1", "t_1"), ("plan=solo", "t_2"), ("outcome=upgraded", "t_2"), ("outcome=&plan=team", "t_1")]
    {
        let page: TrialsV1 = scene.read(&format!("/v1/trials?{query}")).await;
        assert_eq!(page.trials.iter().map(|line| line.trial.as_str()).collect::<Vec<_>>(), [expected], "{query}");
    }
    let wrong = scene.ask("GET /v1/trials?outcome=won", &[TOKEN], "").await;
    wrong.check_problem(400, "bad-request", "an outcome that is none");
}

#[tokio::test]
async fn what_is_read_with_a_token_is_kept_by_no_cache() {
    let scene = Scene::open();
    for path in ["/v1/trials", "/v1/comments", "/v1/overview", "/v1/people", "/metrics", "/v1/trials/t_none"] {
        let answer = scene.ask(&format!("GET {path}"), &[TOKEN], "").await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}
