//! Totals: sums, and the median of the time to value.

use moment_collector::store::{Standing, Totals};

use super::{ending, on_every_store, put, standing};
use crate::told::STARTED_MS;

#[test]
fn an_empty_store_adds_up_to_nothing() {
    on_every_store(|store, _| assert_eq!(store.totals().unwrap(), Totals::default()));
}

#[test]
fn totals_are_the_sums_over_all_trials() {
    on_every_store(|store, _| {
        let moments = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        put(
            store,
            [
                Standing { shown: 5, clicked: 1, moments: moments(&["first", "second"]), ..standing("t_1", 100) },
                Standing { shown: u32::MAX, dismissed: 2, simulated: true, ..standing("t_2", 80) },
                Standing { moments: moments(&["first"]), activated_ms: Some(STARTED_MS + 7), ..standing("t_3", 30) },
                standing("t_4", 0),
            ],
        );
        store.commit(&[ending("t_1", "upgraded", 1), ending("t_2", "cancelled", 1)]).unwrap();
        let mut totals = store.totals().unwrap();
        totals.moments.sort();
        let expected = Totals {
            trials: 4,
            simulated: 1,
            activated: 1,
            median_to_value_ms: Some(7),
            bands: [1, 1, 0, 2],
            shown: 5 + u64::from(u32::MAX),
            clicked: 1,
            dismissed: 2,
            upgraded: 1,
            moments: vec![("first".into(), 2), ("second".into(), 1)],
            quarantined: 0,
            quarantine_dropped: 0,
        };
        assert_eq!(totals, expected);
    });
}

#[test]
fn the_median_is_the_middle_one_or_the_mean_of_the_two_in_the_middle() {
    // Milliseconds from start to activation; `None` never got there and does not count.
    let cases: [(&[Option<i64>], Option<u64>); 8] = [
        (&[None, None], None),
        (&[Some(5)], Some(5)),
        (&[Some(9), Some(1)], Some(5)),
        (&[Some(9), Some(4)], Some(6)),
        (&[Some(9), None, Some(1), Some(2)], Some(2)),
        (&[Some(100), Some(1), Some(2), None, Some(4)], Some(3)),
        (&[Some(3), Some(3), Some(3), Some(9)], Some(3)),
        // A vendor's clock may put the start behind the activation: no time at all.
        (&[Some(-50), Some(-1), Some(8)], Some(0)),
    ];
    for (times, median) in cases {
        on_every_store(|store, _| {
            put(
                store,
                (0..).zip(times).map(|(number, time)| Standing {
                    activated_ms: time.map(|ms| STARTED_MS.checked_add_signed(ms).unwrap()),
                    ..standing(&format!("t_{number}"), 50)
                }),
            );
            assert_eq!(store.totals().unwrap().median_to_value_ms, median, "{times:?}");
        });
    }
}
