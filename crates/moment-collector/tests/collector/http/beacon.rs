//! `POST /v1/beacon`: what is acknowledged shows on every page, and how often or in which order it came does not.

use moment_collector::ingest::{BEACON_JSON_BYTES_MAX, sign};
use moment_core::decision::Reason;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::summary::{BudgetChoice, Summary};
use moment_core::time::{DAY_S, HOUR_S};
use moment_wire::beacon::BeaconV4;
use moment_wire::beacon_json::BeaconJsonV1;
use moment_wire::hex::hex;
use moment_wire::report::{
    BandsV1, ContributionV1, FeatureV1, FrictionV1, LimitV1, MomentCountV1, MomentV1, OverviewV1, ProblemV1,
    PromptRecordV1, ReadinessV1, TrialLineV1, TrialV1, TrialsV1, WaitV1,
};

use crate::scene::{BEACON, NOW_MS, ORIGIN, PLAYBOOK, SECRET, Scene, Setting};
use crate::told::{STARTED_MS, beacon, maker};

/// A trial of which something of every kind is known.
fn busy(summary: &mut Summary) {
    summary.touch(HOUR_S);
    summary.use_feature("made", HOUR_S, 2);
    summary.touch(2 * DAY_S);
    summary.use_feature("made", 2 * DAY_S, 1);
    summary.use_feature("shared", 2 * DAY_S, 5);
    summary.reach("activated", 2 * DAY_S);
    summary.set_limit("seats", LimitUse { at_s: HOUR_S, used: 4, of: 5, hard: true });
    summary.add_friction(FrictionKind::RageClick, 2 * HOUR_S);
    summary.engaged.add(0, 150);
    summary.choose_budget(BudgetChoice::Fewer, DAY_S);
    summary.dropped = 3;
    let offer = summary.prompt_mut("offer").unwrap();
    offer.expose(2 * DAY_S);
    offer.dismissed = 1;
    offer.add_waits(Reason::QuietTime, 2);
    offer.add_waits(Reason::TriggerNotFired, 9);
}

/// The line of [`busy`]: 40 points for three things made and 60 for the activation, less 60, are odds of four to one.
fn busy_line() -> TrialLineV1 {
    TrialLineV1 {
        trial: "t_1".into(),
        account: Some("a_19".into()),
        plan: Some("team".into()),
        started_ms: STARTED_MS,
        length_days: 14,
        last_seen_ms: NOW_MS,
        score: 100,
        band: "urgent".into(),
        probability: 0.8,
        top_reason: Some("activated".into()),
        activated_ms: Some(at_ms(2 * DAY_S)),
        shown: 1,
        clicked: 0,
        dismissed: 1,
        outcome: None,
        outcome_at_ms: None,
        outcome_value: None,
        simulated: false,
        signed: false,
    }
}

fn at_ms(second: u32) -> u64 {
    STARTED_MS + u64::from(second) * 1000
}

#[tokio::test]
async fn a_limit_is_called_as_the_playbook_calls_it() {
    let playbook = PLAYBOOK.replace("name = \"seats\"", "name = \"seats\"\nlabel = \"Seats of the team\"");
    let scene = Scene::with(Setting { playbook, ..Setting::default() });
    scene.tell(&beacon("t_1", busy)).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!((page.limits[0].name.as_str(), page.limits[0].label.as_str()), ("seats", "Seats of the team"));
}

#[tokio::test]
async fn what_is_missing_is_no_reason_though_it_adds_to_the_score() {
    let weight = |reading: &str, label: &str, bins: &str, points: &str, mean: i32| {
        format!(
            "[[readiness.weights]]\nreading = \"{reading}\"\nlabel = \"{label}\"\nbins = [{bins}]\npoints = [{points}]\nmean = {mean}\n\n"
        )
    };
    let more = weight("friction", "Trouble", "1", "0, -6", -2) + &weight("recency_hours", "Just here", "1", "1, 0", 0);
    let playbook = PLAYBOOK.replace("[[prompts]]", &(more + "[[prompts]]"));
    let scene = Scene::with(Setting { playbook, ..Setting::default() });
    scene.tell(&beacon("t_1", |summary| summary.touch(HOUR_S))).await;
    scene.tell(&maker("t_2", 3)).await;
    let list: TrialsV1 = scene.read("/v1/trials").await;
    let told: Vec<_> = list.trials.iter().map(|line| (line.trial.as_str(), line.top_reason.as_deref())).collect();
    assert_eq!(told, [("t_2", Some("Makes things")), ("t_1", Some("Just here"))]);
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    let trouble = page.readiness.contributions.iter().find(|part| part.label == "Trouble").unwrap();
    assert_eq!((trouble.value, trouble.points), (0, 2), "the page tells all parts, each with its number");
}

#[tokio::test]
async fn what_was_acknowledged_is_in_the_list_with_the_very_numbers() {
    let scene = Scene::open();
    scene.tell(&beacon("t_1", busy)).await;
    let list: TrialsV1 = scene.read("/v1/trials").await;
    assert_eq!(list, TrialsV1 { trials: vec![busy_line()], next: None });
}

#[tokio::test]
async fn a_beacon_in_json_counts_as_one_in_bytes() {
    let scene = Scene::open();
    let json = serde_json::to_vec(&BeaconJsonV1::from(&beacon("t_1", busy))).unwrap();
    let headers = [("origin", ORIGIN), ("content-type", "application/json; charset=utf-8")];
    let answer = scene.ask(BEACON, &headers, json.clone()).await;
    assert_eq!(answer.status, 204, "{:?}", answer.body);
    let list: TrialsV1 = scene.read("/v1/trials").await;
    assert_eq!(list, TrialsV1 { trials: vec![busy_line()], next: None });
    scene.tell(&beacon("t_1", busy)).await;
    let list: TrialsV1 = scene.read("/v1/trials").await;
    assert_eq!(list, TrialsV1 { trials: vec![busy_line()], next: None }, "it is the same replica");
    let as_bytes = scene.ask(BEACON, &[("origin", ORIGIN)], json).await;
    as_bytes.check_problem(400, "beacon-version", "JSON that does not say so");
    assert!(as_bytes.json::<ProblemV1>().detail.contains("application/json"));
}

#[tokio::test]
async fn a_beacon_in_json_that_is_wrong_is_refused_with_the_place() {
    let scene = Scene::open();
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let right = serde_json::to_string(&BeaconJsonV1::from(&beacon("t_1", busy))).unwrap();
    let cases = [
        (r#"{"trial": "t_1"}"#.to_owned(), 400, "beacon-malformed", "missing field `started_ms` at line 1 column 16"),
        (right.replace("\"length_days\"", "\"days\""), 400, "beacon-malformed", "unknown field `days`"),
        (right.replace("rage_click", "rage"), 400, "beacon-implausible", "kind of friction"),
        (" ".repeat(BEACON_JSON_BYTES_MAX + 1), 413, "beacon-too-long", "480000 bytes"),
    ];
    for (body, status, slug, told) in cases {
        let answer = scene.ask(BEACON, &headers, body).await;
        answer.check_problem(status, slug, told);
        let problem: ProblemV1 = answer.json();
        assert!(problem.detail.contains(told), "{}", problem.detail);
    }
    scene.check_empty("nothing of a refused one");
}

#[tokio::test]
async fn a_trial_whose_beginning_is_told_in_seconds_is_refused_with_a_word_about_it() {
    let scene = Scene::open();
    let in_seconds = BeaconV4 { started_ms: STARTED_MS / 1000, ..beacon("t_1", busy) };
    let json = serde_json::to_vec(&BeaconJsonV1::from(&in_seconds)).unwrap();
    let as_json = scene.ask(BEACON, &[("origin", ORIGIN), ("content-type", "application/json")], json).await;
    let as_bytes = scene.ask(BEACON, &[("origin", ORIGIN)], in_seconds.encode()).await;
    for answer in [as_json, as_bytes] {
        answer.check_problem(400, "beacon-implausible", "seconds");
        let detail = answer.json::<ProblemV1>().detail;
        assert!(detail.contains("were seconds since the Unix epoch taken for milliseconds?"), "{detail}");
    }
    scene.check_empty("nothing of a refused one");
}

#[tokio::test]
async fn what_was_acknowledged_is_on_its_own_page_with_the_very_numbers() {
    let scene = Scene::open();
    scene.tell(&beacon("t_1", busy)).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    let contribution = |reading: &str, label: &str, value, points| ContributionV1 {
        reading: reading.into(),
        label: label.into(),
        value,
        points,
    };
    let moment = |name: &str, label: &str, stage: &str, activation, at_ms| MomentV1 {
        name: name.into(),
        label: label.into(),
        stage: stage.into(),
        activation,
        at_ms,
        reaction: None,
    };
    let feature = |name: &str, label: &str, first_s, days: &[(u16, u32)]| FeatureV1 {
        name: name.into(),
        label: label.into(),
        total: days.iter().map(|(_, count)| count).sum(),
        first_ms: at_ms(first_s),
        last_ms: at_ms(2 * DAY_S),
        days: days.to_vec(),
    };
    let wait = |reason: &str, count| WaitV1 { reason: reason.into(), count };
    let expected = TrialV1 {
        line: busy_line(),
        readiness: ReadinessV1 {
            points: 40,
            expected: -30,
            contributions: vec![
                contribution("activated", "activated", 1, 40),
                contribution("made", "Makes things", 3, 30),
            ],
        },
        moments: vec![
            moment("first_made", "first_made", "first_use", false, None),
            moment("activated", "Got the value", "value", true, Some(at_ms(2 * DAY_S))),
        ],
        features: vec![
            feature("shared", "shared", 2 * DAY_S, &[(2, 5)]),
            feature("made", "Things made", HOUR_S, &[(0, 2), (2, 1)]),
        ],
        limits: vec![LimitV1 { name: "seats".into(), label: "seats".into(), used: 4, of: 5, hard: true }],
        friction: vec![FrictionV1 { kind: "rage_click".into(), count: 1, last_ms: at_ms(2 * HOUR_S) }],
        prompts: vec![PromptRecordV1 {
            id: "offer".into(),
            title: "You made it".into(),
            shown: 1,
            clicked: 0,
            dismissed: 1,
            snoozed: 0,
            step: 0,
            last_shown_ms: Some(at_ms(2 * DAY_S)),
            due_ms: None,
            arm: None,
            waits: vec![wait("trigger_not_fired", 9), wait("quiet_time", 2)],
        }],
        active_days: vec![0, 2],
        sessions: 2,
        engaged_minutes: 2,
        replicas: 1,
        dropped: 3,
        budget: "fewer".into(),
    };
    assert_eq!(page, expected);
}

#[tokio::test]
async fn what_was_acknowledged_is_in_the_overview_with_the_very_numbers() {
    let scene = Scene::open();
    scene.tell(&beacon("t_1", busy)).await;
    scene.tell(&BeaconV4 { simulated: true, ..maker("t_2", 1) }).await;
    let overview: OverviewV1 = scene.read("/v1/overview").await;
    let moment = |name: &str, label: &str, stage: &str, activation, trials| MomentCountV1 {
        name: name.into(),
        label: label.into(),
        stage: stage.into(),
        activation,
        trials,
    };
    let expected = OverviewV1 {
        as_of_ms: NOW_MS,
        paused: false,
        trials: 2,
        simulated: 1,
        activated: 1,
        hours_to_value: Some(48.0),
        bands: BandsV1 { cold: 1, urgent: 1, ..BandsV1::default() },
        prompts_shown: 1,
        prompts_clicked: 0,
        prompts_dismissed: 1,
        upgraded: 0,
        moments: vec![
            moment("first_made", "first_made", "first_use", false, 0),
            moment("activated", "Got the value", "value", true, 1),
        ],
    };
    assert_eq!(overview, expected);
}

#[tokio::test]
async fn repeated_reordered_and_late_beacons_change_nothing() {
    let states = [1, 2, 5].map(|count| maker("t_1", count));
    let mut reference: Option<TrialV1> = None;
    for order in [&[0, 1, 2][..], &[2], &[2, 1, 0], &[1, 2, 0, 2], &[0, 0, 1, 1, 2, 2, 2], &[2, 0, 1, 0]] {
        let scene = Scene::open();
        for place in order {
            scene.tell(&states[*place]).await;
        }
        let page: TrialV1 = scene.read("/v1/trials/t_1").await;
        assert_eq!((page.features[0].total, page.replicas), (5, 1), "{order:?}");
        assert_eq!(&page, reference.get_or_insert(page.clone()), "{order:?}");
    }
}

#[tokio::test]
async fn a_late_beacon_does_not_bring_back_what_the_vendor_has_changed_since() {
    let scene = Scene::open();
    let old = BeaconV4 { plan: Some("free".into()), ..maker("t_1", 1) };
    scene.tell(&maker("t_1", 2)).await;
    scene.tell(&old).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!(page.line.plan.as_deref(), Some("team"));
}

#[tokio::test]
async fn two_replicas_of_a_trial_add_up_and_days_unite() {
    let scene = Scene::open();
    scene.tell(&maker("t_1", 2)).await;
    let second = beacon("t_1", |summary| {
        for day in [0, 3] {
            summary.touch(day * DAY_S);
            summary.use_feature("made", day * DAY_S, 3);
        }
    });
    scene.tell(&BeaconV4 { replica: u64::MAX, ..second }).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!((page.replicas, page.features[0].total, page.sessions), (2, 8, 4));
    assert_eq!(page.features[0].days, [(0, 5), (3, 3)]);
    assert_eq!((page.features[0].first_ms, page.features[0].last_ms), (STARTED_MS, at_ms(3 * DAY_S)));
    assert_eq!(page.active_days, [0, 3]);
}

#[tokio::test]
async fn beacons_of_one_batch_all_count() {
    let scene = Scene::open();
    let both = (1..=20).map(|replica| BeaconV4 { replica, ..maker("t_1", 1) });
    let sent: Vec<_> = both
        .map(|beacon| {
            let app = scene.app();
            tokio::spawn(async move { crate::scene::answer(app, BEACON, &[], beacon.encode().into()).await.status })
        })
        .collect();
    for status in sent {
        assert_eq!(status.await.unwrap(), 204);
    }
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!((page.replicas, page.features[0].total), (20, 20));
}

#[tokio::test]
async fn a_signature_is_checked_when_it_is_there_and_asked_for_when_the_playbook_says_so() {
    let good = Some(sign(SECRET, "t_1", "a_19"));
    let cases = [
        // Whether one is required, the signature, the answer, and whether the trial then counts as signed.
        (false, None, 204, Some(false)),
        (false, good, 204, Some(true)),
        (false, Some([0; 32]), 403, None),
        (false, Some(sign("sk_other", "t_1", "a_19")), 403, None),
        (false, Some(sign(SECRET, "t_2", "a_19")), 403, None),
        (false, Some(sign(SECRET, "t_1", "")), 403, None),
        (true, None, 403, None),
        (true, good, 204, Some(true)),
    ];
    for (required, signature, status, signed) in cases {
        let why = format!("required {required}, {:?}", signature.map(|bytes| hex(&bytes)));
        let playbook = format!("require_signature = {required}\n{PLAYBOOK}");
        let scene = Scene::with(Setting { playbook, ..Setting::default() });
        let beacon = BeaconV4 { signature, ..maker("t_1", 1) };
        let answer = scene.ask(BEACON, &[("origin", ORIGIN)], beacon.encode()).await;
        assert_eq!(answer.status, status, "{why}");
        match signed {
            Some(signed) => {
                let page: TrialV1 = scene.read("/v1/trials/t_1").await;
                assert_eq!(page.line.signed, signed, "{why}");
            }
            None => scene.check_empty(&why),
        }
    }
}

#[tokio::test]
async fn a_trial_counts_as_signed_only_while_everything_told_of_it_is() {
    let signed = BeaconV4 { signature: Some(sign(SECRET, "t_1", "a_19")), ..maker("t_1", 2) };
    let cases = [
        (
            "another replica without a signature",
            vec![signed.clone(), BeaconV4 { replica: 2, ..maker("t_1", 1) }],
            false,
        ),
        ("the same replica without a signature", vec![signed.clone(), maker("t_1", 9)], false),
        ("two signed replicas", vec![signed.clone(), BeaconV4 { replica: 2, ..signed.clone() }], true),
    ];
    for (why, beacons, expected) in cases {
        let scene = Scene::open();
        for beacon in &beacons {
            scene.tell(beacon).await;
        }
        let page: TrialV1 = scene.read("/v1/trials/t_1").await;
        assert_eq!(page.line.signed, expected, "{why}");
    }
}

#[tokio::test]
async fn what_the_vendor_vouches_for_is_not_overridden_by_what_anybody_says_later() {
    let scene = Scene::open();
    let signed = BeaconV4 { signature: Some(sign(SECRET, "t_1", "a_19")), ..maker("t_1", 1) };
    let later = BeaconV4 {
        replica: 2,
        account: Some("a_evil".into()),
        plan: Some("free".into()),
        length_days: 300,
        simulated: true,
        ..maker("t_1", 3)
    };
    for order in [[&signed, &later], [&later, &signed]] {
        for beacon in order {
            scene.tell(beacon).await;
        }
        let page: TrialV1 = scene.read("/v1/trials/t_1").await;
        assert_eq!((page.line.account.as_deref(), page.line.plan.as_deref()), (Some("a_19"), Some("team")));
        assert_eq!((page.line.length_days, page.line.simulated, page.line.signed), (14, false, false));
    }
    // Among signed ones the newest counts.
    let newest = BeaconV4 { replica: 3, plan: Some("pro".into()), sent_ms: later.sent_ms + 1, ..signed };
    scene.tell(&newest).await;
    let page: TrialV1 = scene.read("/v1/trials/t_1").await;
    assert_eq!(page.line.plan.as_deref(), Some("pro"));
}
