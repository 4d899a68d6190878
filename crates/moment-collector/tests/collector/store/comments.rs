//! Comments: kept once each, listed with the newest first.

use moment_collector::store::{Change, Comment, CommentsQuery, Store};

use super::on_every_store;

fn comment(trial: &str, id: u8, received_ms: u64) -> Comment {
    Comment {
        trial: trial.into(),
        replica: 1,
        id: [id; 16],
        words: format!("{trial} {id}"),
        about: id.is_multiple_of(2).then(|| "activated".into()),
        at_ms: u64::from(id),
        received_ms,
        signed: id.is_multiple_of(3),
    }
}

fn ids(store: &dyn Store, query: &CommentsQuery) -> Vec<u8> {
    store.comments(query).unwrap().iter().map(|comment| comment.id[0]).collect()
}

#[test]
fn comments_are_listed_newest_first_and_page_by_page() {
    on_every_store(|store, _| {
        let all = [("t_1", 1, 10), ("t_1", 200, 10), ("t_2", 3, 30), ("t_1", 4, 20), ("t_1", 5, 20)];
        let changes = all.map(|(trial, id, at)| Change::Comment(comment(trial, id, at)));
        store.commit(&changes).unwrap();
        let everything = CommentsQuery { limit: 9, ..CommentsQuery::default() };
        assert_eq!(ids(store, &everything), [3, 5, 4, 200, 1]);
        assert_eq!(ids(store, &CommentsQuery { limit: 2, ..everything.clone() }), [3, 5]);
        assert_eq!(ids(store, &CommentsQuery { after: Some((20, [5; 16])), ..everything.clone() }), [4, 200, 1]);
        let of_one = CommentsQuery { trial: Some("t_1".into()), ..everything };
        assert_eq!(ids(store, &of_one), [5, 4, 200, 1]);
        assert_eq!(store.comments(&of_one).unwrap()[1], comment("t_1", 4, 20));
        let since = [0, 10, 11, 20, 21].map(|since| store.comments_since("t_1", None, since).unwrap());
        assert_eq!(since, [4, 4, 2, 2, 0]);
    });
}

#[test]
fn a_comment_is_kept_as_it_came_first() {
    on_every_store(|store, _| {
        let first = comment("t_1", 1, 10);
        let later = Comment { words: "other words".into(), received_ms: 99, ..first.clone() };
        store.commit(&[Change::Comment(first.clone()), Change::Comment(later.clone())]).unwrap();
        store.commit(&[Change::Comment(later)]).unwrap();
        assert_eq!(store.comments(&CommentsQuery { limit: 9, ..CommentsQuery::default() }).unwrap(), [first]);
    });
}
