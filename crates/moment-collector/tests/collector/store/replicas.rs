//! Replicas: put, replaced, told apart.

use moment_collector::store::{Change, Replica, Store};

use super::{on_every_store, replica};

fn put(store: &dyn Store, trial: &str, replicas: &[Replica]) {
    let change = |replica: &Replica| Change::Replica { trial: trial.into(), replica: replica.clone() };
    store.commit(&replicas.iter().map(change).collect::<Vec<_>>()).unwrap();
}

/// The replicas of a trial by number, for a store may tell them in any order.
fn kept(store: &dyn Store, trial: &str) -> Vec<Replica> {
    let mut replicas = store.replicas(trial).unwrap();
    replicas.sort_by_key(|replica| replica.replica);
    replicas
}

#[test]
fn a_replica_comes_back_as_it_was_put() {
    on_every_store(|store, _| {
        let bytes: Vec<u8> = (0..=255).collect();
        let full = Replica { beacon: bytes, received_ms: u64::from(u32::MAX) * 1000, signed: true, ..replica(1, "") };
        put(store, "t_1", &[full.clone(), replica(0, "")]);
        assert_eq!(kept(store, "t_1"), [replica(0, ""), full]);
    });
}

#[test]
fn numbers_of_replicas_use_all_64_bits() {
    on_every_store(|store, _| {
        let all = [0, 1, u64::MAX >> 1, 1 << 63, u64::MAX].map(|number| replica(number, "state"));
        put(store, "t_1", &all);
        assert_eq!(kept(store, "t_1"), all);
    });
}

#[test]
fn a_new_state_replaces_that_of_its_replica_and_no_other() {
    on_every_store(|store, _| {
        put(store, "t_1", &[replica(1, "old"), replica(2, "other")]);
        put(store, "t_2", &[replica(1, "another trial")]);
        put(store, "t_1", &[replica(1, "new")]);
        assert_eq!(kept(store, "t_1"), [replica(1, "new"), replica(2, "other")]);
        assert_eq!(kept(store, "t_2"), [replica(1, "another trial")]);
    });
}

#[test]
fn of_two_states_in_one_batch_the_later_counts() {
    on_every_store(|store, _| {
        put(store, "t_1", &[replica(1, "first"), replica(1, "second")]);
        assert_eq!(kept(store, "t_1"), [replica(1, "second")]);
    });
}

#[test]
fn ids_that_differ_in_case_are_two_trials() {
    on_every_store(|store, _| {
        put(store, "t_a", &[replica(1, "small")]);
        put(store, "t_A", &[replica(1, "great")]);
        assert_eq!(kept(store, "t_a"), [replica(1, "small")]);
    });
}
