//! What holds for every message: it comes back as it went, it keeps its bound, and no other bytes pass for it.

use moment_core::arm::Arm;
use moment_core::decision::Reason;
use moment_core::exposure::Due;
use moment_core::feature::FEATURES_MAX;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, day_of};
use moment_wire::beacon::{BEACON_BYTES_MAX, BeaconV4, is_id};
use moment_wire::comment::{COMMENTS_MAX, CommentV1, CommentsV1, WORDS_MAX};
use moment_wire::fault::DecodeError;
use moment_wire::prompt::PromptV3;
use moment_wire::reply::{REPLIES_MAX, RepliesV2, SEEN_BYTES_MAX, SeenV2};
use moment_wire::saved::SavedV4;
use moment_wire::start::StartV3;
use proptest::prelude::*;

use crate::sample;

/// A summary as events make it: each number chooses what happens and when.
pub(crate) fn summary_of(events: &[(u8, u32, u32)]) -> Summary {
    let mut summary = Summary::default();
    for (what, at, count) in events {
        let (name, at) = (format!("n{}", what % 80), at % (200 * DAY_S));
        match what % 8 {
            0 | 1 => summary.use_feature(&name, at, *count),
            2 => _ = summary.reach(&name, at),
            3 => _ = summary.set_limit(&name, LimitUse { at_s: at, used: *count, of: 9, hard: *what > 90 }),
            4 if *what > 120 => summary.react(&name, at, (count % 7) as u8),
            4 => summary.add_friction(FrictionKind::ALL[usize::from(what % 6)], at),
            5 => summary.touch(at),
            6 => summary.engaged.add(day_of(at), *count),
            _ => {
                if let Some(record) = summary.prompt_mut(&name) {
                    record.expose(at);
                    record.due.get_or_insert(Due {
                        at_s: at,
                        arm: [Arm::Holdout, Arm::Control, Arm::Variant(2)][*count as usize % 3],
                    });
                    record.add_waits(Reason::ALL[usize::from(what % 23)], *count);
                }
            }
        }
    }
    summary
}

#[test]
fn a_message_that_is_cut_short_or_too_long_is_malformed() {
    type Message = (&'static str, Vec<u8>, fn(&[u8]) -> Option<DecodeError>);
    let messages: [Message; 7] = [
        ("beacon", sample::beacon().encode(), |bytes| BeaconV4::decode(bytes).err()),
        ("saved", SavedV4::encode(1, 2, &sample::summary()), |bytes| SavedV4::decode(bytes).err()),
        ("start", sample::start().encode(), |bytes| StartV3::decode(bytes).err()),
        ("comments", sample::comments().encode(), |bytes| CommentsV1::decode(bytes).err()),
        ("replies", sample::replies().encode(), |bytes| RepliesV2::decode(bytes).err()),
        ("seen", sample::seen().encode(), |bytes| SeenV2::decode(bytes).err()),
        ("prompt", sample::prompt_bytes(), |bytes| PromptV3::decode(bytes).err()),
    ];
    for (name, bytes, fault) in messages {
        let newest = bytes[0];
        assert_eq!(fault(&[]), Some(DecodeError::Empty), "{name}");
        for len in 1..bytes.len() {
            assert_eq!(fault(&bytes[..len]), Some(DecodeError::Malformed), "{name} cut at {len}");
        }
        let longer: Vec<u8> = bytes.iter().copied().chain([0]).collect();
        assert_eq!(fault(&longer), Some(DecodeError::Malformed), "{name}");
        let future: Vec<u8> = [9].into_iter().chain(bytes[1..].iter().copied()).collect();
        assert_eq!(fault(&future), Some(DecodeError::FutureVersion { found: 9, newest }), "{name}");
    }
}

#[test]
fn names_that_share_nothing_a_little_and_more_than_can_be_said_come_back() {
    let long = "x".repeat(38);
    let mut names = vec!["a".to_owned(), "ab".into(), "abc_a_long_tail_behind".into(), "b".into(), long.clone()];
    names.extend([format!("{long}a"), format!("{long}b"), format!("{long}ba"), "y".into()]);
    let mut summary = Summary::default();
    for name in &names {
        summary.use_feature(name, 5, 1);
    }
    let bytes = SavedV4::encode(1, 2, &summary);
    assert_eq!(SavedV4::decode(&bytes).map(|saved| saved.summary), Ok(summary));
}

#[test]
fn what_no_replica_can_be_is_refused_by_name() {
    let mut twice = sample::summary();
    twice.features.push(twice.features[0].clone());
    let mut improper = sample::summary();
    improper.moments[0].name = "bob@example.com".into();
    for (summary, what) in [(twice, "features"), (improper, "moments")] {
        let bytes = BeaconV4 { summary, ..sample::beacon() }.encode();
        assert_eq!(BeaconV4::decode(&bytes), Err(DecodeError::Implausible(what)));
    }
    let nobody = BeaconV4 { trial: "who is this".into(), ..sample::beacon() };
    assert_eq!(BeaconV4::decode(&nobody.encode()), Err(DecodeError::Implausible("trial id")));
}

#[test]
fn what_no_comment_can_be_is_refused_by_name() {
    let one = |words: &str, about: Option<&str>| {
        let comment = CommentV1 { id: [1; 16], at_ms: 1, words: words.into(), about: about.map(Into::into) };
        CommentsV1 { comments: vec![comment], ..sample::comments() }
    };
    let so_many =
        |count| CommentsV1 { comments: vec![sample::comments().comments[0].clone(); count], ..sample::comments() };
    let longest = "é".repeat(WORDS_MAX);
    for good in [one("x", None), one(&longest, Some("limit_near")), so_many(1), so_many(COMMENTS_MAX)] {
        assert_eq!(CommentsV1::decode(&good.encode()), Ok(good));
    }
    let bad = [
        (one("", None), "length of a comment"),
        (one(" \n\t", None), "length of a comment"),
        (one(&(longest + "x"), None), "length of a comment"),
        (one("x", Some("")), "what a comment is about"),
        (one("x", Some("bob@example.com")), "what a comment is about"),
        (so_many(0), "number of comments"),
        (so_many(COMMENTS_MAX + 1), "number of comments"),
        (CommentsV1 { trial: "bob@example.com".into(), ..sample::comments() }, "trial id"),
        (CommentsV1 { account: Some("a b".into()), ..sample::comments() }, "account id"),
    ];
    for (message, what) in bad {
        assert_eq!(CommentsV1::decode(&message.encode()), Err(DecodeError::Implausible(what)));
    }
}

#[test]
fn nobody_has_seen_no_reply_or_more_than_come_at_once() {
    for (count, is_good) in [(0, false), (1, true), (REPLIES_MAX, true), (REPLIES_MAX + 1, false)] {
        let message = SeenV2 { ids: vec![[1; 16]; count], ..sample::seen() };
        assert_eq!(SeenV2::decode(&message.encode()).is_ok(), is_good, "{count}");
        assert!(message.encode().len() <= SEEN_BYTES_MAX);
    }
    for message in [
        SeenV2 { trial: "bob@example.com".into(), ..sample::seen() },
        SeenV2 { account: Some("a b".into()), ..sample::seen() },
    ] {
        assert!(matches!(SeenV2::decode(&message.encode()), Err(DecodeError::Implausible(_))));
    }
}

#[test]
fn an_id_is_no_address_and_no_sentence() {
    for good in ["t_8f3a", "auth0|507f1f77", "2c1e:b", &"x".repeat(64)] {
        assert!(is_id(good), "{good}");
    }
    for bad in ["", "a b", "bob@example.com", "https://x", "é", &"x".repeat(65)] {
        assert!(!is_id(bad), "{bad}");
    }
}

proptest! {
    #[test]
    fn every_summary_comes_back_as_it_went(events: Vec<(u8, u32, u32)>) {
        let beacon = BeaconV4 { summary: summary_of(&events), ..sample::beacon() };
        let bytes = beacon.encode();
        prop_assert!(bytes.len() <= BEACON_BYTES_MAX);
        prop_assert_eq!(BeaconV4::decode(&bytes), Ok(beacon));
    }

    #[test]
    fn no_bytes_are_read_with_a_panic(version in 1..=4_u8, bytes: Vec<u8>) {
        let message: Vec<u8> = [version].into_iter().chain(bytes).collect();
        let _ = (BeaconV4::decode(&message), SavedV4::decode(&message));
        let _ = CommentsV1::decode(&message);
        let _ = (StartV3::decode(&message), PromptV3::decode(&message));
    }

    #[test]
    fn every_comment_comes_back_as_it_went(id: [u8; 16], at_ms: u64, words in "\\PC{1,200}x", with_about: bool) {
        let about = with_about.then(|| "first_report".into());
        let message = CommentsV1 { comments: vec![CommentV1 { id, at_ms, words, about }], ..sample::comments() };
        prop_assert_eq!(CommentsV1::decode(&message.encode()), Ok(message));
    }

    #[test]
    fn a_bent_beacon_is_read_with_no_panic_and_stays_in_bounds(at: usize, byte: u8) {
        let mut bytes = sample::beacon().encode();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(beacon) = BeaconV4::decode(&bytes) {
            prop_assert!(beacon.summary.features.len() <= FEATURES_MAX);
            prop_assert_eq!(BeaconV4::decode(&beacon.encode()), Ok(beacon));
        }
    }
}
