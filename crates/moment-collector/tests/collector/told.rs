//! What a browser tells: the one place where test beacons and comments are made.

use moment_core::summary::Summary;
use moment_core::time::HOUR_S;
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::{CommentV1, CommentsV1};

/// When every test trial began: 2026-11-10T09:00:00Z.
pub(crate) const STARTED_MS: u64 = 1_794_301_200_000;

/// A beacon of replica 1 of the trial, unsigned, with what `tell` puts into its summary.
pub(crate) fn beacon(trial: &str, tell: impl FnOnce(&mut Summary)) -> BeaconV4 {
    let mut summary = Summary::default();
    tell(&mut summary);
    BeaconV4 {
        trial: trial.into(),
        account: Some("a_19".into()),
        plan: Some("team".into()),
        locale: Some("en".into()),
        started_ms: STARTED_MS,
        length_days: 14,
        replica: 1,
        sent_ms: STARTED_MS + u64::from(summary.last_s) * 1000,
        playbook: 7,
        simulated: false,
        signature: None,
        summary,
    }
}

/// A trial that made so many things, one an hour.
pub(crate) fn maker(trial: &str, count: u32) -> BeaconV4 {
    beacon(trial, |summary| {
        for hour in 1..=count {
            summary.touch(hour * HOUR_S);
            summary.use_feature("made", hour * HOUR_S, 1);
        }
    })
}

/// Comments of the trial, unsigned; each id follows from trial and words.
pub(crate) fn comments(trial: &str, words: &[&str]) -> CommentsV1 {
    let comment = |words: &&str| {
        let mut id = [0; 16];
        for (place, byte) in trial.bytes().chain(words.bytes()).enumerate() {
            id[place % 16] ^= byte.rotate_left(u32::try_from(place / 16).unwrap());
        }
        CommentV1 { id, at_ms: STARTED_MS, words: (*words).to_owned(), about: None }
    };
    CommentsV1 {
        trial: trial.into(),
        account: Some("a_19".into()),
        signature: None,
        replica: 1,
        comments: words.iter().map(comment).collect(),
    }
}
