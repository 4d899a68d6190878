//! What other services are to be told of a batch: worked out beside it, and kept in its transaction.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Whole;
use crate::keys::random;
use crate::playbook::Playbook;
use crate::store::desk::DeskChange;
use crate::store::hook::{HookChange, Telling};
use crate::store::{Change, Comment, Ending, Replica, Store, StoreError, Stored};
use crate::tell::{News, of_comment, of_ending, of_trial};

/// What a batch found of the trials that it touches, and what of it is told already.
#[derive(Default)]
pub(super) struct Gazette {
    /// Each touched trial as it was.
    was: BTreeMap<String, Option<Whole>>,
    endings: BTreeMap<String, Option<Ending>>,
    comments: BTreeSet<(String, [u8; 16])>,
}

impl Gazette {
    /// The replicas of a trial, before this batch changes them.
    pub(super) fn was(&mut self, trial: &str, replicas: &[Replica]) {
        self.was.insert(trial.to_owned(), Whole::of(replicas));
    }

    /// How a trial ended is no longer known.
    pub(super) fn unended(&mut self, trial: &str) {
        self.endings.insert(trial.to_owned(), None);
    }

    /// What there is to tell of a trial as it now is.
    pub(super) fn trial(&self, playbook: &Playbook, trial: &str, whole: &Whole) -> Stored<Vec<Change>> {
        let was = self.was.get(trial).and_then(Option::as_ref);
        of_trial(playbook, was, whole).into_iter().map(|news| told(news, whole.last_seen_ms)).collect()
    }

    /// What there is to tell of a comment, if it was not known.
    pub(super) fn comment(&mut self, store: &dyn Store, comment: &Comment) -> Stored<Option<Change>> {
        let is_new = self.comments.insert((comment.trial.clone(), comment.id));
        if !is_new || store.desk().has_comment(&comment.trial, &comment.id)? {
            return Ok(None);
        }
        told(of_comment(comment), comment.received_ms).map(Some)
    }

    /// What there is to tell of an ending.
    pub(super) fn ending(
        &mut self,
        store: &dyn Store,
        trial: &str,
        ending: &Ending,
        told_ms: u64,
    ) -> Stored<Option<Change>> {
        if !self.endings.contains_key(trial) {
            self.endings.insert(trial.to_owned(), store.desk().ending(trial)?);
        }
        let Some(known) = self.endings.get_mut(trial) else { return Ok(None) };
        let news = of_ending(trial, known.as_ref(), ending);
        if known.as_ref().is_none_or(|known| ending.counts_over(known)) {
            *known = Some(ending.clone());
        }
        news.map(|news| told(news, told_ms)).transpose()
    }
}

fn told(News { kind, trial, data }: News, at_ms: u64) -> Stored<Change> {
    let event = random("evt_").map_err(|error| StoreError::other(error.to_string()))?;
    let telling = Telling { event, kind: kind.into(), trial, at_ms, data };
    Ok(Change::Desk(DeskChange::Hook(HookChange::Told(telling, None))))
}
