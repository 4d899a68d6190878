//! Endings: the newest counts, told twice or in any order.

use moment_collector::store::{Change, Ending, Store};

use super::{ending, on_every_store, put, standing};

fn outcome(store: &dyn Store) -> Option<String> {
    store.trial("t_1").unwrap().unwrap().1.map(|ending| ending.outcome)
}

#[test]
fn the_ending_that_happened_last_counts_in_whatever_order_they_are_told() {
    let early = || ending("t_1", "cancelled", 5);
    let late = || ending("t_1", "upgraded", 9);
    for order in [vec![early(), late()], vec![late(), early()], vec![late(), early(), late(), early()]] {
        on_every_store(|store, _| {
            put(store, [standing("t_1", 50)]);
            for change in &order {
                store.commit(std::slice::from_ref(change)).unwrap();
            }
            assert_eq!(outcome(store).as_deref(), Some("upgraded"), "{order:?}");
        });
    }
}

#[test]
fn an_ending_told_twice_is_one_ending() {
    on_every_store(|store, _| {
        put(store, [standing("t_1", 50)]);
        let told = Ending { outcome: "upgraded".into(), at_ms: 9, value: Some(19.5) };
        let change = Change::Ending { trial: "t_1".into(), ending: told.clone() };
        store.commit(&[change.clone(), change.clone()]).unwrap();
        store.commit(&[change]).unwrap();
        assert_eq!(store.trial("t_1").unwrap(), Some((standing("t_1", 50), Some(told))));
        assert_eq!(store.totals().unwrap().upgraded, 1);
    });
}

#[test]
fn an_ending_may_come_before_the_first_beacon_and_counts_from_then_on() {
    on_every_store(|store, _| {
        store.commit(&[ending("t_1", "upgraded", 9)]).unwrap();
        assert!(store.trial("t_1").unwrap().is_none());
        assert_eq!(store.totals().unwrap().upgraded, 0, "more trials upgraded than there are");
        put(store, [standing("t_1", 50)]);
        assert_eq!(outcome(store).as_deref(), Some("upgraded"));
        assert_eq!(store.totals().unwrap().upgraded, 1);
    });
}

#[test]
fn a_new_standing_leaves_the_ending_alone() {
    on_every_store(|store, _| {
        store.commit(&[ending("t_1", "expired", 9)]).unwrap();
        put(store, [standing("t_1", 50)]);
        put(store, [standing("t_1", 10)]);
        assert_eq!(outcome(store).as_deref(), Some("expired"));
    });
}

#[test]
fn of_two_endings_at_one_instant_the_same_counts_in_either_order() {
    let worth =
        |value| Change::Ending { trial: "t_1".into(), ending: Ending { outcome: "upgraded".into(), at_ms: 9, value } };
    let cases = [
        ([ending("t_1", "upgraded", 9), ending("t_1", "cancelled", 9)], ("cancelled", None)),
        ([ending("t_1", "upgraded", 9), ending("t_1", "expired", 9)], ("expired", None)),
        ([worth(Some(19.5)), worth(None)], ("upgraded", Some(19.5))),
        ([worth(Some(19.5)), worth(Some(20.0))], ("upgraded", Some(20.0))),
    ];
    for ([one, other], (outcome, value)) in cases {
        for order in [[&one, &other], [&other, &one]] {
            on_every_store(|store, _| {
                put(store, [standing("t_1", 50)]);
                store.commit(&order.map(Clone::clone)).unwrap();
                let kept = store.trial("t_1").unwrap().unwrap().1.unwrap();
                assert_eq!((kept.outcome.as_str(), kept.value), (outcome, value), "{order:?}");
            });
        }
    }
}
