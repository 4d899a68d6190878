//! Replicas that are kept apart: the newest of each trial and of all, never more than there is a bound for.

use moment_collector::store::quarantine::{IN_ALL_MAX, OF_TRIAL_MAX};
use moment_collector::store::{Change, Replica, Store};

use super::on_every_store;
use crate::told::STARTED_MS;

/// A replica of this trial is kept apart, received so many milliseconds after the first.
fn apart(trial: &str, number: u64, after_ms: u64) -> Change {
    let received_ms = STARTED_MS + after_ms;
    let replica = Replica { replica: number, beacon: b"told".into(), received_ms, signed: false, skew_ms: 0 };
    Change::Quarantined { trial: trial.into(), replica, reason: "a reason" }
}

fn numbers(store: &dyn Store, trial: &str) -> Vec<u64> {
    let mut numbers = store.quarantined_of(trial).unwrap();
    numbers.sort_unstable();
    numbers
}

/// How many there are, and how many were dropped.
fn sums(store: &dyn Store) -> (u64, u64) {
    let totals = store.totals().unwrap();
    (totals.quarantined, totals.quarantine_dropped)
}

#[test]
fn of_one_trial_those_heard_of_longest_ago_are_dropped_and_counted() {
    let most = u64::from(OF_TRIAL_MAX);
    on_every_store(|store, _| {
        store.commit(&[apart("t_2", 1, 0)]).unwrap();
        let all: Vec<Change> = (1..=most).map(|number| apart("t_1", number, number)).collect();
        store.commit(&all).unwrap();
        assert_eq!(sums(store), (most + 1, 0));
        // The first one is heard of again, so the second is the oldest.
        store.commit(&[apart("t_1", 1, most + 1), apart("t_1", most + 1, most + 2)]).unwrap();
        let expected: Vec<u64> = std::iter::once(1).chain(3..=most + 1).collect();
        assert_eq!((numbers(store, "t_1"), sums(store)), (expected, (most + 1, 1)));
        assert_eq!(numbers(store, "t_2"), [1], "no other trial is touched");
    });
}

#[test]
fn in_all_those_heard_of_longest_ago_are_dropped_and_counted() {
    let most = u64::from(IN_ALL_MAX);
    on_every_store(|store, _| {
        let all: Vec<Change> = (0..most).map(|number| apart(&format!("t_{number}"), number, number)).collect();
        store.commit(&all).unwrap();
        assert_eq!(sums(store), (most, 0));
        store.commit(&[apart("t_new", 1, most), apart("t_new", 2, most)]).unwrap();
        assert_eq!(sums(store), (most, 2));
        assert_eq!((numbers(store, "t_0"), numbers(store, "t_1"), numbers(store, "t_2")), (vec![], vec![], vec![2]));
        assert_eq!(numbers(store, "t_new"), [1, 2]);
    });
}

#[test]
fn what_comes_just_now_is_kept_whatever_its_clock_says() {
    on_every_store(|store, _| {
        for number in 1..=u64::from(OF_TRIAL_MAX) {
            store.commit(&[apart("t_1", number, 1_000)]).unwrap();
        }
        // The collector's own clock was set back.
        store.commit(&[apart("t_1", 1_000, 0)]).unwrap();
        assert!(numbers(store, "t_1").contains(&1_000), "it is about to be acknowledged");
        assert_eq!(sums(store), (u64::from(OF_TRIAL_MAX), 1));
    });
    let most = u64::from(IN_ALL_MAX);
    on_every_store(|store, _| {
        let all: Vec<Change> = (0..most).map(|number| apart(&format!("t_{number}"), number, 1_000)).collect();
        store.commit(&all).unwrap();
        store.commit(&[apart("t_new", 1, 0)]).unwrap();
        assert_eq!((numbers(store, "t_new"), sums(store)), (vec![1], (most, 1)));
    });
}
