//! The keeper and the judge: what is joined, what is judged again, and what is kept to the end.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use moment_collector::ingest::Accepted;
use moment_collector::judge::Whole;
use moment_collector::keeper::{Keeper, Wish, rejudge};
use moment_collector::store::sqlite::SqliteStore;
use moment_collector::store::{Change, Replica, Store};
use moment_wire::beacon::BeaconV4;

use crate::scene::{NOW_MS, PLAYBOOK, Scene, playbook};
use crate::told::maker;

fn replica(beacon: &BeaconV4) -> Replica {
    Replica { replica: beacon.replica, beacon: beacon.encode(), received_ms: NOW_MS, signed: false, skew_ms: 0 }
}

fn put(store: &dyn Store, beacons: impl IntoIterator<Item = BeaconV4>) {
    let change = |beacon: BeaconV4| Change::Replica { trial: beacon.trial.clone(), replica: replica(&beacon) };
    store.commit(&beacons.into_iter().map(change).collect::<Vec<_>>()).unwrap();
}

fn score(store: &dyn Store, trial: &str) -> u8 {
    store.trial(trial).unwrap().unwrap().0.score
}

#[tokio::test]
async fn another_playbook_judges_every_trial_again_and_the_same_one_none() {
    let scene = Scene::open();
    let first = playbook(PLAYBOOK);
    for (trial, made) in [("t_1", 1), ("t_2", 3)] {
        scene.tell(&maker(trial, made)).await;
    }
    assert_eq!(rejudge(&*scene.store, &first).unwrap(), 2, "nobody had said by which playbook");
    assert_eq!((score(&*scene.store, "t_1"), score(&*scene.store, "t_2")), (20, 40));
    assert_eq!(rejudge(&*scene.store, &first).unwrap(), 0);

    let strict = playbook(&PLAYBOOK.replace("bins = [1, 3]", "bins = [3, 9]"));
    assert_eq!(rejudge(&*scene.store, &strict).unwrap(), 2);
    assert_eq!((score(&*scene.store, "t_1"), score(&*scene.store, "t_2")), (0, 20));
    assert_eq!(scene.store.judged_by().unwrap(), Some(strict.version()));
    assert_eq!(rejudge(&*scene.store, &first).unwrap(), 2, "a playbook taken back is another one too");
    assert_eq!(score(&*scene.store, "t_2"), 40);
}

#[test]
fn more_trials_than_are_judged_at_once_are_all_judged() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let first = playbook(PLAYBOOK);
    let beacons: Vec<_> = (0..1001).map(|number| maker(&format!("t_{number}"), 1)).collect();
    let standing = |beacon| Change::Standing(Whole::of(&[replica(beacon)]).unwrap().standing(&first));
    store.commit(&beacons.iter().map(standing).collect::<Vec<_>>()).unwrap();
    put(&store, beacons);
    let generous = playbook(&PLAYBOOK.replace("points = [0, 20, 40]", "points = [0, 40, 40]"));
    assert_eq!(rejudge(&store, &generous).unwrap(), 1001);
    for trial in store.trial_ids("", 2000).unwrap() {
        assert_eq!(score(&store, &trial), 40, "{trial}");
    }
}

#[tokio::test]
async fn a_kept_replica_that_cannot_be_read_is_left_out_until_its_browser_speaks_again() {
    let scene = Scene::open();
    let broken = Replica { beacon: vec![1, 2, 3], ..replica(&maker("t_1", 9)) };
    scene.store.commit(&[Change::Replica { trial: "t_1".into(), replica: broken.clone() }]).unwrap();
    assert!(Whole::of(&[broken]).is_none());
    scene.tell(&BeaconV4 { replica: 2, ..maker("t_1", 1) }).await;
    let total = || {
        let whole = Whole::of(&scene.store.replicas("t_1").unwrap()).unwrap();
        (whole.replicas, whole.summary.feature("made").unwrap().counts.total())
    };
    assert_eq!(total(), (1, 1));
    scene.tell(&maker("t_1", 4)).await;
    assert_eq!(total(), (2, 5));
}

#[test]
fn in_which_order_replicas_are_put_together_does_not_matter() {
    let told = [(1, "free"), (2, "team"), (3, "solo")].map(|(number, plan)| {
        let beacon = BeaconV4 { replica: number, plan: Some(plan.into()), ..maker("t_1", 2) };
        replica(&beacon)
    });
    let [a, b, c] = told;
    let whole = |replicas: [&Replica; 3]| {
        let whole = Whole::of(&replicas.map(Replica::clone)).unwrap();
        (whole.head.plan, whole.summary)
    };
    let reference = whole([&a, &b, &c]);
    for order in [[&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
        assert_eq!(whole(order), reference);
    }
}

#[tokio::test]
async fn what_is_queued_is_kept_even_if_everybody_who_asked_has_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(folder.path()).unwrap());
    let (keeper, thread) = Keeper::start(store.clone(), playbook(PLAYBOOK)).unwrap();
    for replica in 1..=60 {
        let beacon = BeaconV4 { replica, ..maker("t_1", 1) };
        let wish = Wish::beacon(Accepted { beacon, signed: false, skew_ms: 0, doubt: None }, NOW_MS);
        // Asked once, and then forgotten.
        let _ = pin!(keeper.keep(wish)).poll(&mut Context::from_waker(Waker::noop()));
    }
    drop(keeper);
    thread.join().unwrap();
    assert_eq!(store.replicas("t_1").unwrap().len(), 60);
    assert_eq!(score(&*store, "t_1"), 40);
}
