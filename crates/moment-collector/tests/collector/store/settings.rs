//! What is kept besides trials: the pause, tokens, and which playbook the scores are by.

use moment_collector::store::Change;

use super::on_every_store;

#[test]
fn nothing_is_paused_until_it_is_and_no_longer_when_it_goes_on() {
    on_every_store(|store, _| {
        assert!(!store.is_paused().unwrap());
        for paused in [true, true, false, true] {
            store.commit(&[Change::Paused(paused)]).unwrap();
            assert_eq!(store.is_paused().unwrap(), paused);
        }
    });
}

#[test]
fn only_a_token_that_was_given_out_is_known() {
    on_every_store(|store, _| {
        assert!(store.desk().token(&[1; 32]).unwrap().is_none());
        store.commit(&[Change::Token([1; 32]), Change::Token([2; 32]), Change::Token([1; 32])]).unwrap();
        let known = [0, 1, 2, 3].map(|byte| store.desk().token(&[byte; 32]).unwrap().is_some());
        assert_eq!(known, [false, true, true, false]);
    });
}

#[test]
fn the_playbook_of_the_scores_is_the_one_told_last() {
    on_every_store(|store, _| {
        assert_eq!(store.judged_by().unwrap(), None);
        for version in [7, 0, u32::MAX] {
            store.commit(&[Change::JudgedBy(version)]).unwrap();
            assert_eq!(store.judged_by().unwrap(), Some(version));
        }
    });
}

#[test]
fn an_empty_batch_is_kept_without_fuss() {
    on_every_store(|store, _| store.commit(&[]).unwrap());
}
