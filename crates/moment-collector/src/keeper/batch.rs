//! What a batch of wishes comes to. A beacon of a trial that nothing else is wished of is put into the inbox, and no more.
//! Of the others each replica is joined with its kept state, what is erased taken out, each touched trial judged anew.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::gazette::Gazette;
use super::inbox::{Inbox, Pile};
use super::known::Known;
use super::{Fate, Wish};
use crate::ingest::plausible::{Doubt, is_one_too_many};
use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::desk::DeskChange;
use crate::store::people::PeopleChange;
use crate::store::{Change, Comment, Letter, Replica, Store, Stored};

/// Wishes that are committed at once.
pub(super) struct Batch<'a> {
    store: &'a dyn Store,
    playbook: &'a Playbook,
    changes: Vec<Change>,
    /// The number of the next letter.
    next: u64,
    /// Trials of which nothing is put into the inbox.
    directly: BTreeSet<String>,
    /// The replicas of each touched trial as they now are.
    touched: BTreeMap<String, Vec<Known>>,
    erased: BTreeSet<u64>,
    /// What other services are to be told, if any wants to know.
    news: Option<Gazette>,
    /// Replicas that are kept apart, by trial and number.
    apart: BTreeSet<(String, u64)>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(store: &'a dyn Store, playbook: &'a Playbook, inbox: &Inbox) -> Stored<Self> {
        let news = store.desk().has_hooks()?.then(Gazette::default);
        Ok(Self {
            store,
            playbook,
            changes: Vec::new(),
            next: inbox.next(),
            directly: BTreeSet::new(),
            touched: BTreeMap::new(),
            erased: BTreeSet::new(),
            news,
            apart: BTreeSet::new(),
        })
    }

    /// What waits of a trial in the inbox is joined with it: of each replica all that it told, and then kept once.
    pub(super) fn open(&mut self, (trial, numbers): &Pile) -> Stored<()> {
        let mut told = BTreeSet::new();
        for Letter { replica, .. } in self.store.letters(numbers)? {
            let number = replica.replica;
            if self.join(trial, replica)? == Fate::Kept {
                told.insert(number);
            }
        }
        for number in told {
            self.keep_replica(trial, number);
        }
        self.changes.push(Change::Joined { trial: trial.to_string(), numbers: numbers.clone() });
        Ok(())
    }

    /// More than a beacon is wished of this trial: what waits of it goes first, and nothing more is put beside it.
    pub(super) fn touch(&mut self, trial: &str, waiting: Option<Pile>) -> Stored<()> {
        let is_first = self.directly.insert(trial.to_owned());
        waiting.filter(|_| is_first).map_or(Ok(()), |pile| self.open(&pile))
    }

    /// Takes a wish in and says what becomes of it if the batch is kept.
    pub(super) fn take(&mut self, wish: &Wish) -> Stored<Fate> {
        match wish {
            Wish::Probe => self.changes.push(Change::Probed),
            Wish::Retire { trials, before_ms } => self.retire(trials, *before_ms)?,
            Wish::Pause(paused) => self.changes.push(Change::Paused(*paused)),
            Wish::Comments(comments) => return self.comment(comments),
            Wish::Desk(changes) => self.changes.extend(changes.iter().cloned().map(Change::Desk)),
            Wish::Audited(wish, entry) => {
                let fate = self.take(wish)?;
                self.changes.push(Change::Desk(DeskChange::People(PeopleChange::Audited(entry.clone()))));
                return Ok(fate);
            }
            Wish::Ending { trial, ending, told_ms } => {
                if let Some(news) = &mut self.news {
                    self.changes.extend(news.ending(self.store, trial, ending, *told_ms)?);
                }
                self.changes.push(Change::Ending { trial: trial.clone(), ending: ending.clone() });
            }
            Wish::Erase { trial, replica, whole, at_ms } => self.erase(trial, *replica, *whole, *at_ms)?,
            Wish::Beacon { trial, told, doubt } => return self.beacon(trial, told.clone(), *doubt),
        }
        Ok(Fate::Kept)
    }

    /// All changes, with each touched trial as it now stands.
    pub(super) fn finish(self) -> Stored<Vec<Change>> {
        let mut changes = self.changes;
        for (trial, replicas) in self.touched {
            let is_empty = replicas.is_empty();
            match Whole::of_read(replicas.into_iter().filter_map(Known::into_read)) {
                Some(whole) => {
                    if let Some(news) = &self.news {
                        changes.extend(news.trial(self.playbook, &trial, &whole)?);
                    }
                    changes.push(Change::Standing(whole.standing(self.playbook)));
                }
                None if is_empty => changes.push(Change::Vanished { trial }),
                None => {}
            }
        }
        Ok(changes)
    }

    fn replicas(&mut self, trial: &str) -> Stored<&mut Vec<Known>> {
        Ok(match self.touched.entry(trial.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let replicas = self.store.replicas(trial)?;
                if let Some(news) = &mut self.news {
                    news.was(trial, &replicas);
                }
                new.insert(replicas.into_iter().map(Known::of).collect())
            }
        })
    }

    fn beacon(&mut self, trial: &str, told: Replica, doubt: Option<Doubt>) -> Stored<Fate> {
        if let Some(doubt) = doubt {
            return self.keep_apart(trial.to_owned(), told, doubt);
        }
        if !self.directly.contains(trial) {
            return self.receive(trial.to_owned(), told);
        }
        let number = told.replica;
        let fate = self.join(trial, told)?;
        if fate == Fate::Kept {
            self.keep_replica(trial, number);
        }
        Ok(fate)
    }

    /// Puts a beacon into the inbox.
    fn receive(&mut self, trial: String, replica: Replica) -> Stored<Fate> {
        let number = replica.replica;
        // What is kept was not erased, whatever was erased elsewhere under the same number.
        let is_kept = |known: Vec<Replica>| known.iter().any(|known| known.replica == number);
        if self.is_erased(number)? && !is_kept(self.store.replicas(&trial)?) {
            return Ok(Fate::Erased);
        }
        self.changes.push(Change::Received(Letter { number: self.next, trial, replica }));
        self.next += 1;
        Ok(Fate::Kept)
    }

    /// Joins what was told of a replica with what is known of it, or keeps it apart if it is one too many.
    fn join(&mut self, trial: &str, told: Replica) -> Stored<Fate> {
        let number = told.replica;
        let replicas = self.replicas(trial)?;
        let known = replicas.iter().position(|known| known.number() == number);
        let new = match known {
            Some(place) => replicas.swap_remove(place).joined(Known::of(told)),
            // What is kept was not erased, so only the first beacon of a replica has to ask.
            None if self.is_erased(number)? => return Ok(Fate::Erased),
            None if is_one_too_many(told.signed, self.replicas(trial)?.iter().map(Known::is_signed)) => {
                return self.keep_apart(trial.to_owned(), told, Doubt::MoreReplicasThanAPersonHas);
            }
            None => Known::of(told),
        };
        self.apart.remove(&(trial.to_owned(), number));
        self.replicas(trial)?.push(new);
        Ok(Fate::Kept)
    }

    /// A touched replica is to be kept as it now is.
    fn keep_replica(&mut self, trial: &str, number: u64) {
        let known =
            self.touched.get_mut(trial).and_then(|known| known.iter_mut().find(|known| known.number() == number));
        if let Some(known) = known {
            self.changes.push(Change::Replica { trial: trial.to_owned(), replica: known.written().clone() });
        }
    }

    /// What cannot be true is kept, for the operator to see, and is no part of its trial.
    fn keep_apart(&mut self, trial: String, replica: Replica, doubt: Doubt) -> Stored<Fate> {
        let number = replica.replica;
        if self.is_erased(number)? {
            return Ok(Fate::Erased);
        }
        self.apart.insert((trial.clone(), number));
        self.changes.push(Change::Quarantined { trial, replica, reason: doubt.words() });
        Ok(Fate::Kept)
    }

    /// A trial that was heard of meanwhile stays.
    fn retire(&mut self, trials: &[String], before_ms: u64) -> Stored<()> {
        for trial in trials {
            let replicas = self.replicas(trial)?;
            if replicas.iter().all(|known| known.received_ms() < before_ms) {
                replicas.clear();
                self.changes.push(Change::Retired { trial: trial.clone() });
            }
        }
        if trials.is_empty() {
            self.changes.push(Change::Swept { before_ms });
        }
        Ok(())
    }

    fn is_erased(&self, replica: u64) -> Stored<bool> {
        Ok(self.erased.contains(&replica) || self.store.is_erased(replica)?)
    }

    /// All of one message are of one replica.
    fn comment(&mut self, comments: &[Comment]) -> Stored<Fate> {
        if let Some(comment) = comments.first()
            && self.is_erased(comment.replica)?
        {
            return Ok(Fate::Erased);
        }
        for comment in comments {
            if let Some(news) = &mut self.news {
                self.changes.extend(news.comment(self.store, comment)?);
            }
            self.changes.push(Change::Comment(comment.clone()));
        }
        Ok(Fate::Kept)
    }

    fn erase(&mut self, trial: &str, replica: Option<u64>, whole: bool, at_ms: u64) -> Stored<()> {
        let replicas = self.replicas(trial)?;
        // The one that is named may never have been heard of: its beacon may still be on the way.
        let mut gone: BTreeSet<u64> = replica.into_iter().collect();
        if whole {
            gone.extend(replicas.iter().map(Known::number));
        }
        replicas.retain(|known| !gone.contains(&known.number()));
        let left: Vec<Replica> = replicas.iter_mut().map(|known| known.written().clone()).collect();
        if whole {
            gone.extend(self.store.quarantined_of(trial)?);
            gone.extend(self.store.desk().writers(trial)?);
            let apart = self.apart.iter().filter(|(of, _)| of == trial);
            gone.extend(apart.map(|(_, number)| *number));
        }
        let erased = |replica: &u64| Change::Erased { trial: trial.to_owned(), replica: *replica, at_ms };
        self.changes.extend(gone.iter().map(erased));
        if whole {
            self.changes.push(Change::Unended { trial: trial.to_owned() });
            self.changes.push(Change::Uncommented { trial: trial.to_owned(), at_ms });
        }
        self.erased.extend(gone);
        if let Some(news) = &mut self.news {
            // What is left is no news.
            news.was(trial, &left);
            if whole {
                news.unended(trial);
            }
        }
        Ok(())
    }
}
