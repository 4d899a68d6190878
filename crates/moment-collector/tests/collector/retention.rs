//! What is kept no longer: trials that nothing is heard of for long, and all that belongs to them.

use std::num::NonZeroU32;

use moment_collector::keeper::Wish;
use moment_collector::retention::forget;
use moment_collector::store::{Change, CommentsQuery, Ending};
use moment_wire::beacon::BeaconV3;

use crate::scene::{NOW_MS, Scene};
use crate::told::{comments, maker};

const DAY_MS: u64 = 24 * 3_600_000;
const DAYS: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// Everything that can be known of a trial, last heard of so many days ago.
async fn known(scene: &Scene, trial: &str, replica: u64, days_ago: u64) {
    let now_ms = NOW_MS - days_ago * DAY_MS;
    let beacon = BeaconV3 { replica, ..maker(trial, 3) };
    let key = &scene.parts.keys[0];
    let accepted = moment_collector::ingest::check(&beacon.encode(), key, false, NOW_MS).unwrap();
    let ending = Ending { outcome: "upgraded".into(), at_ms: now_ms, value: None };
    let words = comments(trial, &["words"]).encode();
    let words = moment_collector::ingest::check_comments(&words, key, false, now_ms).unwrap();
    for wish in [
        Wish::beacon(accepted, now_ms),
        Wish::Ending { trial: trial.into(), ending, told_ms: now_ms },
        Wish::Comments(words),
    ] {
        scene.keeper.keep(wish).await.unwrap();
    }
}

fn comments_of(scene: &Scene, trial: &str) -> usize {
    let query = CommentsQuery { limit: 9, trial: Some(trial.into()), ..CommentsQuery::default() };
    scene.store.comments(&query).unwrap().len()
}

#[tokio::test]
async fn a_trial_that_nothing_was_heard_of_for_long_is_forgotten_and_others_are_not() {
    let scene = Scene::open();
    known(&scene, "t_old", 1, 31).await;
    known(&scene, "t_new", 2, 29).await;
    // One browser of two was seen lately.
    known(&scene, "t_both", 3, 90).await;
    known(&scene, "t_both", 4, 1).await;
    assert_eq!(forget(&scene.parts, DAYS).await.unwrap(), 1);
    assert_eq!(scene.store.trial_ids("", 9).unwrap(), ["t_both", "t_new"]);
    assert!(scene.store.replicas("t_old").unwrap().is_empty());
    assert_eq!(scene.store.replicas("t_both").unwrap().len(), 2);
    assert_eq!((comments_of(&scene, "t_old"), comments_of(&scene, "t_new")), (0, 1));
    let totals = scene.store.totals().unwrap();
    assert_eq!((totals.trials, totals.upgraded), (2, 2));
    assert_eq!(forget(&scene.parts, DAYS).await.unwrap(), 0, "there is nothing left to forget");
}

#[tokio::test]
async fn who_comes_back_is_welcome() {
    let scene = Scene::open();
    known(&scene, "t_old", 1, 31).await;
    forget(&scene.parts, DAYS).await.unwrap();
    scene.tell(&maker("t_old", 3)).await;
    assert_eq!(scene.store.trial("t_old").unwrap().unwrap().0.score, 40);
}

#[tokio::test]
async fn what_belongs_to_no_trial_is_forgotten_by_its_own_age() {
    let scene = Scene::open();
    let ending = |trial: &str, days: u64| Change::Ending {
        trial: trial.into(),
        ending: Ending { outcome: "upgraded".into(), at_ms: NOW_MS - days * DAY_MS, value: None },
    };
    scene.store.commit(&[ending("t_1", 31), ending("t_2", 29)]).unwrap();
    forget(&scene.parts, DAYS).await.unwrap();
    scene.tell(&maker("t_1", 1)).await;
    scene.tell(&maker("t_2", 1)).await;
    assert_eq!(scene.store.totals().unwrap().upgraded, 1);
}
