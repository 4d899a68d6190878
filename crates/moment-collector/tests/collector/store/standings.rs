//! Standings: put, replaced, told by id.

use moment_collector::store::{Change, Standing};

use super::{on_every_store, put, replica, standing};
use crate::told::STARTED_MS;

fn full() -> Standing {
    Standing {
        account: Some("a_1".into()),
        plan: Some("team".into()),
        last_seen_ms: STARTED_MS + 99,
        probability: 1.0 / 3.0,
        top_reason: Some("Größter Grund, \"in Worten\"".into()),
        activated_ms: Some(STARTED_MS + 5_000),
        shown: u32::MAX,
        clicked: 2,
        dismissed: 3,
        simulated: true,
        signed: true,
        moments: vec!["activated".into(), "first".into()],
        ..standing("t_1", 100)
    }
}

#[test]
fn an_unknown_trial_has_no_standing() {
    on_every_store(|store, _| {
        assert!(store.trial("t_1").unwrap().is_none());
        assert!(store.replicas("t_1").unwrap().is_empty());
        assert_eq!(store.trial_ids("", 10).unwrap(), [""; 0]);
    });
}

#[test]
fn a_standing_comes_back_as_it_was_put() {
    on_every_store(|store, _| {
        for standing in [full(), standing("t_2", 0)] {
            put(store, [standing.clone()]);
            assert_eq!(store.trial(&standing.trial).unwrap(), Some((standing, None)));
        }
    });
}

#[test]
fn a_new_standing_replaces_the_old_one_with_its_moments() {
    on_every_store(|store, _| {
        put(store, [full(), Standing { moments: vec!["first".into()], ..standing("t_2", 1) }]);
        let new = Standing { moments: vec!["second".into()], ..standing("t_1", 10) };
        put(store, [new.clone()]);
        assert_eq!(store.trial("t_1").unwrap(), Some((new, None)));
        let mut moments = store.totals().unwrap().moments;
        moments.sort();
        assert_eq!(moments, [("first".into(), 1), ("second".into(), 1)]);
    });
}

#[test]
fn ids_come_ascending_and_page_by_page() {
    on_every_store(|store, _| {
        put(store, ["t_b", "t_a", "t_B", "t_10", "t_9"].map(|trial| standing(trial, 50)));
        assert_eq!(store.trial_ids("", 3).unwrap(), ["t_10", "t_9", "t_B"]);
        assert_eq!(store.trial_ids("t_B", 3).unwrap(), ["t_a", "t_b"]);
        assert_eq!(store.trial_ids("t_b", 3).unwrap(), [""; 0]);
    });
}

#[test]
fn a_batch_that_fails_changes_nothing() {
    on_every_store(|store, kind| {
        put(store, [standing("t_1", 10)]);
        let before = store.totals().unwrap();
        let batch = [
            Change::Replica { trial: "t_2".into(), replica: replica(1, "lost") },
            Change::Standing(standing("t_1", 90)),
            Change::Standing(standing("t_2", 20)),
            Change::Paused(true),
            Change::Token([7; 32]),
            Change::JudgedBy(7),
            (kind.unkeepable)(),
        ];
        assert!(store.commit(&batch).is_err());
        assert_eq!(store.totals().unwrap(), before);
        assert_eq!(store.trial("t_1").unwrap(), Some((standing("t_1", 10), None)));
        assert!(store.replicas("t_2").unwrap().is_empty());
        assert!(!store.is_paused().unwrap() && store.desk().token(&[7; 32]).unwrap().is_none());
        assert_eq!(store.judged_by().unwrap(), None);

        let (_, keepable) = batch.split_last().unwrap();
        store.commit(keepable).unwrap();
        assert_eq!(store.totals().unwrap().trials, 2);
    });
}
