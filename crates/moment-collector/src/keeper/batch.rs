//! What a batch of wishes comes to: each replica joined with its kept state, what is erased taken out, each touched trial
//! judged anew.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use moment_core::merge::join;
use moment_wire::beacon::BeaconV2;

use super::gazette::Gazette;
use super::{Fate, Wish};
use crate::ingest::Accepted;
use crate::ingest::plausible::Doubt;
use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::desk::DeskChange;
use crate::store::people::PeopleChange;
use crate::store::{Change, Comment, Replica, Store, Stored};

/// How many replicas may be kept apart. Whoever makes more of them up is refused: nothing true is lost by it.
const QUARANTINED_MAX: u64 = 10_000;

/// Wishes that are committed at once.
pub(super) struct Batch<'a> {
    store: &'a dyn Store,
    playbook: &'a Playbook,
    changes: Vec<Change>,
    /// The replicas of each touched trial as they now are.
    touched: BTreeMap<String, Vec<Replica>>,
    erased: BTreeSet<u64>,
    /// What other services are to be told, if any wants to know.
    news: Option<Gazette>,
    /// Replicas that are kept apart, by trial and number.
    apart: BTreeSet<(String, u64)>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(store: &'a dyn Store, playbook: &'a Playbook) -> Stored<Self> {
        let news = store.desk().has_hooks()?.then(Gazette::default);
        Ok(Self {
            store,
            playbook,
            changes: Vec::new(),
            touched: BTreeMap::new(),
            erased: BTreeSet::new(),
            news,
            apart: BTreeSet::new(),
        })
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
            Wish::Beacon(accepted, received_ms) => return self.join(accepted, *received_ms),
        }
        Ok(Fate::Kept)
    }

    /// All changes, with each touched trial as it now stands.
    pub(super) fn finish(self) -> Stored<Vec<Change>> {
        let mut changes = self.changes;
        for (trial, replicas) in self.touched {
            match Whole::of(&replicas) {
                Some(whole) => {
                    if let Some(news) = &self.news {
                        changes.extend(news.trial(self.playbook, &trial, &whole)?);
                    }
                    changes.push(Change::Standing(whole.standing(self.playbook)));
                }
                None if replicas.is_empty() => changes.push(Change::Vanished { trial }),
                None => {}
            }
        }
        Ok(changes)
    }

    fn replicas(&mut self, trial: &str) -> Stored<&mut Vec<Replica>> {
        Ok(match self.touched.entry(trial.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let replicas = self.store.replicas(trial)?;
                if let Some(news) = &mut self.news {
                    news.was(trial, &replicas);
                }
                new.insert(replicas)
            }
        })
    }

    fn join(&mut self, accepted: &Accepted, received_ms: u64) -> Stored<Fate> {
        let Accepted { beacon, signed, skew_ms, doubt } = accepted;
        let (signed, skew_ms, doubt) = (*signed, *skew_ms, *doubt);
        let (trial, number) = (beacon.trial.clone(), beacon.replica);
        if let Some(doubt) = doubt {
            let replica = Replica { replica: number, beacon: beacon.encode(), received_ms, signed, skew_ms };
            return self.keep_apart(trial, replica, doubt);
        }
        let replicas = self.replicas(&trial)?;
        let known = replicas.iter().position(|replica| replica.replica == number);
        let new = match known {
            Some(place) => Replica { skew_ms, ..joined(&replicas.swap_remove(place), beacon, signed, received_ms) },
            // What is kept was not erased, so only the first beacon of a replica has to ask.
            None if self.is_erased(number)? => return Ok(Fate::Erased),
            None => Replica { replica: number, beacon: beacon.encode(), received_ms, signed, skew_ms },
        };
        self.apart.remove(&(trial.clone(), number));
        self.replicas(&trial)?.push(new.clone());
        self.changes.push(Change::Replica { trial, replica: new });
        Ok(Fate::Kept)
    }

    /// What cannot be true is kept, for the operator to see, and is no part of its trial.
    fn keep_apart(&mut self, trial: String, replica: Replica, doubt: Doubt) -> Stored<Fate> {
        let number = replica.replica;
        if self.is_erased(number)? {
            return Ok(Fate::Erased);
        }
        let is_new =
            !self.apart.contains(&(trial.clone(), number)) && !self.store.quarantined_of(&trial)?.contains(&number);
        if is_new && self.store.totals()?.quarantined + self.apart.len() as u64 >= QUARANTINED_MAX {
            return Ok(Fate::Implausible(doubt));
        }
        self.apart.insert((trial.clone(), number));
        self.changes.push(Change::Quarantined { trial, replica, reason: doubt.words() });
        Ok(Fate::Kept)
    }

    /// A trial that was heard of meanwhile stays.
    fn retire(&mut self, trials: &[String], before_ms: u64) -> Stored<()> {
        for trial in trials {
            let replicas = self.replicas(trial)?;
            if replicas.iter().all(|replica| replica.received_ms < before_ms) {
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
            gone.extend(replicas.iter().map(|replica| replica.replica));
        }
        replicas.retain(|replica| !gone.contains(&replica.replica));
        let left = replicas.clone();
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

/// A kept replica and a beacon of it: the newer head, and the least state that holds both, so that a late, repeated or
/// reordered beacon changes nothing.
fn joined(kept: &Replica, beacon: &BeaconV2, signed: bool, received_ms: u64) -> Replica {
    let joined = match BeaconV2::decode(&kept.beacon) {
        Ok(old) => {
            let summary = join(&old.summary, &beacon.summary);
            BeaconV2 { summary, ..newer(old, beacon.clone()) }
        }
        Err(_) => beacon.clone(),
    };
    Replica {
        replica: kept.replica,
        beacon: joined.encode(),
        received_ms: received_ms.max(kept.received_ms),
        skew_ms: kept.skew_ms,
        // Signed means that everything in it was.
        signed: signed && kept.signed,
    }
}

fn newer(old: BeaconV2, new: BeaconV2) -> BeaconV2 {
    if new.sent_ms >= old.sent_ms { new } else { old }
}
