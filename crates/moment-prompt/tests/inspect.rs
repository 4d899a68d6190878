//! `inspect` leaves nothing out: each number, name and flag of a beacon is told.

use std::collections::BTreeSet;

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::DaySet;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{Due, PromptRecord};
use moment_core::feature::FeatureUse;
use moment_core::friction::FrictionKind;
use moment_core::limit::{Limit, LimitUse};
use moment_core::moment::Reached;
use moment_core::reaction::Reaction;
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};
use moment_prompt::inspect::tell;
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::{CommentV1, CommentsV1};
use moment_wire::saved::SavedV4;
use serde_json::{Value, json};

const STARTED_MS: u64 = 1_794_301_200_000;

/// Each number is another one, so that none passes for another.
fn fullest() -> BeaconV4 {
    let counts = |total, day, count| DayCounts::from_parts(total, [(day, count)]);
    let mut friction: [Friction; FrictionKind::ALL.len()] = Default::default();
    friction[FrictionKind::DeadClick as usize] =
        Friction { counts: counts(40_002, 12, 40_001), last_s: Some(1_040_003) };
    let due = Some(Due { at_s: 1_050_003, arm: Arm::Variant(211) });
    let summary = Summary {
        last_s: 1_090_001,
        features: vec![FeatureUse {
            name: "exported".into(),
            counts: counts(10_002, 11, 10_001),
            first_s: 1_010_003,
            last_s: 1_010_004,
        }],
        moments: vec![Reached { name: "activated".into(), at_s: 1_020_001 }],
        limits: vec![Limit {
            name: "seats".into(),
            standing: LimitUse { at_s: 1_030_001, used: 30_002, of: 30_003, hard: true },
        }],
        friction,
        active_days: DaySet::from_words(vec![1 << 21 | 1 << 37]),
        sessions: 60_001,
        engaged: counts(70_002, 13, 70_001),
        prompts: vec![PromptRecord {
            id: "offer".into(),
            shown: counts(50_002, 14, 50_001),
            last_shown_s: Some(1_050_004),
            clicked: 50_005,
            completed: 50_006,
            dismissed: 50_007,
            step: 241,
            snoozed: 50_008,
            snoozed_until_s: 1_050_009,
            answered_s: Some(1_050_010),
            due,
            waits: vec![(Reason::QuietTime, 50_011)],
        }],
        budget: BudgetSetting { at_s: 1_080_001, choice: BudgetChoice::Fewer },
        reactions: vec![Reaction { name: "first_made".into(), at_s: 1_080_002, score: 4 }],
        recovered_s: 1_080_003,
        outcome: Some((1_080_004, Outcome::Upgraded)),
        dropped: 80_005,
    };
    BeaconV4 {
        trial: "t_8f3a".into(),
        account: Some("a_19".into()),
        plan: Some("team".into()),
        locale: Some("pt-BR".into()),
        started_ms: STARTED_MS,
        length_days: 14_001,
        replica: 0x0123_4567_89ab_cdef,
        sent_ms: STARTED_MS + 9_000_001,
        playbook: 90_002,
        simulated: true,
        signature: Some([0xab; 32]),
        summary,
    }
}

fn told(consent: &str, [kept, sent, next]: [&[u8]; 3]) -> Value {
    all_told(consent, [kept, sent, next, &[]])
}

fn all_told(consent: &str, bytes: [&[u8]; 4]) -> Value {
    let text = tell(consent, bytes, |ms| format!("at {ms}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Every leaf, as a text.
fn leaves(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| leaves(item, all)),
        Value::Object(fields) => fields.values().for_each(|field| leaves(field, all)),
        Value::String(text) => _ = all.insert(text.clone()),
        other => _ = all.insert(other.to_string()),
    }
}

/// What the beacon's own description says, which names each of its fields and is made by the compiler: the numbers and
/// the words in it.
fn described(beacon: &BeaconV4) -> Vec<String> {
    let text = format!("{beacon:?}").replace(&format!("{:?}", [0xab_u8; 32]), "");
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    let parts = text.split(|char| !is_part(char)).filter(|part| !part.is_empty());
    let is_quoted = |part: &str| text.contains(&format!("\"{part}\""));
    parts.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()) || is_quoted(part)).map(str::to_owned).collect()
}

#[test]
fn every_number_and_word_of_a_beacon_is_told() {
    let beacon = fullest();
    let mut all = BTreeSet::new();
    leaves(&told("granted", [&[], &[], &beacon.encode()])["will_send"], &mut all);
    let days = ["21", "37"];
    let described = described(&beacon);
    assert!(described.len() > 50, "the description is read: {described:?}");
    for part in described {
        let number = part.parse::<u64>().ok();
        // Instants are told as such; the replica's number as digits, and the set of days as days.
        let instant = number.map(|second| format!("at {}", STARTED_MS.saturating_add(second.saturating_mul(1000))));
        let is_told = all.contains(&part)
            || instant.is_some_and(|instant| all.contains(&instant))
            || number.is_some_and(|ms| all.contains(&format!("at {ms}")))
            || number.is_some_and(|number| all.contains(&format!("{number:016x}")))
            || number == Some(1 << 21 | 1 << 37) && days.iter().all(|day| all.contains(*day))
            || number == Some(0);
        assert!(is_told, "{part} is not told: {all:?}");
    }
    for word in ["true", "fewer", "upgraded", "dead_click", "quiet_time", "shown", &"ab".repeat(32)] {
        assert!(all.contains(word), "{word} is not told: {all:?}");
    }
}

#[test]
fn what_is_kept_was_sent_and_would_be_sent_stand_apart() {
    let beacon = fullest();
    let kept = SavedV4::encode(7, STARTED_MS, &beacon.summary);
    let sent = BeaconV4 { sent_ms: STARTED_MS + 5, ..beacon.clone() }.encode();
    let all = told("granted", [&kept, &sent, &beacon.encode()]);
    let heads = ["trial", "account", "plan", "locale", "consent", "budget"].map(|name| all[name].as_str().unwrap());
    assert_eq!(heads, ["t_8f3a", "a_19", "team", "pt-BR", "granted", "fewer"]);
    assert_eq!(all["kept"]["replica"], "0000000000000007");
    assert_eq!(all["kept"]["bytes"], kept.len());
    assert_eq!(
        (&all["sent"]["bytes"], &all["sent"]["last_at"]),
        (&json!(sent.len()), &json!(format!("at {}", STARTED_MS + 5)))
    );
    let summary = |part: &str| {
        let mut fields = all[part].as_object().unwrap().clone();
        fields.retain(|name, _| !["bytes", "replica", "at", "last_at"].contains(&name.as_str()));
        fields
    };
    assert_eq!(summary("sent"), summary("will_send"));
    for (name, value) in summary("kept") {
        assert_eq!(value, all["sent"][&name], "{name}");
    }
}

#[test]
fn without_consent_nothing_would_be_sent_and_what_cannot_be_read_is_told_by_its_size() {
    let next = fullest().encode();
    for consent in ["denied", "required"] {
        let all = told(consent, [&[], &[], &next]);
        assert_eq!(["kept", "sent", "will_send"].map(|part| all[part].is_null()), [true; 3], "{consent}");
        assert_eq!(all["trial"], "t_8f3a");
    }
    let all = told("granted", [&[1, 2, 3], &[9], &[]]);
    assert_eq!((&all["kept"], &all["sent"]), (&json!({ "bytes": 3 }), &json!({ "bytes": 1 })));
    assert!(all["trial"].is_null());
}

#[test]
fn comments_that_wait_are_told_as_they_were_written() {
    let comments = [("He said \"no\" \\ twice\nand\tleft, {[:,]}", Some("first_made")), ("naïve — 日本", None)];
    let message = CommentsV1 {
        trial: "t_8f3a".into(),
        account: None,
        signature: None,
        replica: 1,
        comments: comments
            .map(|(words, about)| CommentV1 {
                id: [7; 16],
                at_ms: 5,
                words: words.into(),
                about: about.map(Into::into),
            })
            .into(),
    };
    let told = all_told("granted", [&[], &[], &[], &message.encode()]);
    assert_eq!(
        told["comments"],
        json!([
            { "id": "07".repeat(16), "at": "at 5", "about": "first_made", "words": "He said \"no\" \\ twice\nand\tleft, {[:,]}" },
            { "id": "07".repeat(16), "at": "at 5", "about": null, "words": "naïve — 日本" },
        ])
    );
    assert_eq!(all_told("granted", [&[]; 4])["comments"], json!([]));
}
