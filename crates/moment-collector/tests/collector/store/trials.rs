//! The list of trials: its order, its pages, its filters.

use moment_collector::store::{Standing, Store, TrialsQuery};

use super::{ending, on_every_store, put, standing};
use crate::told::STARTED_MS;

/// The ids that a query finds.
fn ids(store: &dyn Store, query: &TrialsQuery) -> Vec<String> {
    store.trials(query).unwrap().into_iter().map(|(standing, _)| standing.trial).collect()
}

fn all() -> TrialsQuery {
    TrialsQuery { limit: 100, ..TrialsQuery::default() }
}

#[test]
fn an_empty_store_lists_nothing() {
    on_every_store(|store, _| assert_eq!(ids(store, &all()), [""; 0]));
}

#[test]
fn the_highest_score_comes_first_and_equal_scores_go_by_id() {
    on_every_store(|store, _| {
        put(store, [("t_c", 40), ("t_a", 40), ("t_z", 100), ("t_b", 0), ("t_B", 40)].map(|(id, at)| standing(id, at)));
        assert_eq!(ids(store, &all()), ["t_z", "t_B", "t_a", "t_c", "t_b"]);
    });
}

#[test]
fn a_line_holds_the_standing_and_the_ending_but_not_the_moments() {
    on_every_store(|store, _| {
        let ended = Standing { account: Some("a_1".into()), signed: true, ..standing("t_1", 40) };
        put(store, [Standing { moments: vec!["first".into()], ..ended.clone() }, standing("t_2", 30)]);
        store.commit(&[ending("t_1", "upgraded", 5)]).unwrap();
        let lines = store.trials(&all()).unwrap();
        assert_eq!(lines[0].0, ended);
        assert_eq!(lines[0].1.as_ref().map(|ending| ending.outcome.as_str()), Some("upgraded"));
        assert_eq!(lines[1], (standing("t_2", 30), None));
    });
}

#[test]
fn pages_of_every_size_lose_no_trial_and_tell_none_twice() {
    on_every_store(|store, _| {
        let scores = [0, 40, 40, 100, 40, 7, 7, 100, 40, 0, 40, 93];
        put(store, (0..).zip(scores).map(|(number, score)| standing(&format!("t_{number}"), score)));
        let whole = ids(store, &all());
        assert_eq!(whole.len(), scores.len());
        for limit in 1..=scores.len() + 1 {
            let mut paged = Vec::new();
            let mut after = None;
            loop {
                let page = store.trials(&TrialsQuery { limit, after, ..all() }).unwrap();
                assert!(page.len() <= limit);
                let Some((last, _)) = page.last() else { break };
                after = Some((last.score, last.trial.clone()));
                paged.extend(page.into_iter().map(|(standing, _)| standing.trial));
            }
            assert_eq!(paged, whole, "pages of {limit}");
        }
    });
}

#[test]
fn each_filter_keeps_what_it_names_and_together_they_keep_what_all_name() {
    on_every_store(|store, _| {
        let activated_ms = Some(STARTED_MS);
        put(
            store,
            [
                Standing { account: Some("Acme".into()), activated_ms, ..standing("t_Red", 80) },
                Standing { simulated: true, activated_ms, ..standing("t_green", 60) },
                Standing { account: Some("other_%".into()), ..standing("t_blue", 30) },
                Standing { simulated: true, ..standing("t_grey", 10) },
            ],
        );
        let search = |text: &str| TrialsQuery { search: Some(text.into()), ..all() };
        let cases = [
            (all(), &["t_Red", "t_green", "t_blue", "t_grey"][..]),
            (TrialsQuery { limit: 2, ..all() }, &["t_Red", "t_green"]),
            (TrialsQuery { band: Some(3), ..all() }, &["t_Red"]),
            (TrialsQuery { band: Some(0), ..all() }, &["t_grey"]),
            (TrialsQuery { simulated: Some(true), ..all() }, &["t_green", "t_grey"]),
            (TrialsQuery { simulated: Some(false), ..all() }, &["t_Red", "t_blue"]),
            (TrialsQuery { activated: Some(true), ..all() }, &["t_Red", "t_green"]),
            (TrialsQuery { activated: Some(false), ..all() }, &["t_blue", "t_grey"]),
            (search("gre"), &["t_green", "t_grey"]),
            (search("RED"), &["t_Red"]),
            (search("acme"), &["t_Red"]),
            (search("%"), &["t_blue"]),
            (search("'; DROP TABLE trial; --"), &[]),
            (TrialsQuery { simulated: Some(true), activated: Some(false), ..search("gre") }, &["t_grey"]),
            (TrialsQuery { after: Some((60, "t_green".into())), simulated: Some(true), ..all() }, &["t_grey"]),
        ];
        for (query, expected) in cases {
            assert_eq!(ids(store, &query), expected, "{query:?}");
        }
    });
}
