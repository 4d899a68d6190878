//! The keeper's thread: it keeps what comes, and joins what waits in the inbox when there is time or somebody reads.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot::Sender;
use tokio::time::timeout;

use super::batch::Batch;
use super::health::Health;
use super::inbox::{Inbox, Pile};
use super::{Errand, Fate, Kept, Pace, Waiting, Wish};
use crate::playbook::Playbook;
use crate::store::trouble::Trouble;
use crate::store::{Change, Store, StoreError, Stored};

/// Errands that are done at once.
const BATCH_MAX: usize = 256;

/// Letters that are joined at once: a beacon that comes meanwhile waits for some 20 ms.
const SLICE: usize = 256;

/// While wishes keep coming, letters are joined in one part of so many of the time, so that a load that leaves no moment
/// of quiet, yet does not fill the machine, leaves no letters behind either.
const PARTS: u32 = 8;

/// How long nothing is joined after it failed, unless somebody asks for it.
const REST: Duration = Duration::from_secs(1);

/// How long the thread goes on to join letters when it is to end. What is left is joined at the next start.
const LAST: Duration = Duration::from_secs(3);

/// What the thread works with.
pub(super) struct Work<'a> {
    store: &'a dyn Store,
    playbook: &'a Playbook,
    inbox: &'a Inbox,
    health: &'a Health,
    pace: Pace,
    /// When the last wish came.
    heard: Instant,
    /// When letters were joined last, and how long that took.
    joined: (Instant, Duration),
    /// Until when it rests after trouble.
    rests: Instant,
    /// Whether the inbox is perhaps not what stands in the store: see [`Inbox::read_anew`].
    is_unsure: bool,
    /// Who waits for all letters of lower numbers.
    readers: Vec<(u64, Sender<Kept>)>,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        store: &'a dyn Store,
        playbook: &'a Playbook,
        inbox: &'a Inbox,
        health: &'a Health,
        pace: Pace,
    ) -> Self {
        let now = Instant::now();
        let joined = (now, Duration::ZERO);
        Self {
            store,
            playbook,
            inbox,
            health,
            pace,
            heard: now,
            joined,
            rests: now,
            is_unsure: false,
            readers: Vec::new(),
        }
    }

    /// Works until nobody is left who could wish for anything.
    pub(super) fn go_on(mut self, clock: &Runtime, mut errands: Receiver<Waiting>) {
        let mut batch = Vec::new();
        while self.wait(clock, &mut errands, &mut batch) {
            if !batch.is_empty() {
                self.heard = Instant::now();
                self.run_errands(batch.drain(..));
            }
            if self.due().is_some_and(|due| due <= Instant::now()) {
                let joined = self.join_slice();
                self.answer_readers(&joined);
            }
        }
        let end = Instant::now() + LAST;
        while self.inbox.holds(None) && Instant::now() < end && self.join_slice().is_ok() {}
    }

    /// Joins all letters and says how many that were. What cannot be joined by itself stays.
    pub(super) fn settle_all(mut self) -> Stored<usize> {
        let all = self.inbox.letters();
        loop {
            let before = self.inbox.letters();
            let joined = self.join_slice();
            joined.or_else(|error| if error.trouble.is_of_the_machine() { Err(error) } else { Ok(()) })?;
            if self.inbox.letters() == before {
                return Ok(all - before);
            }
        }
    }

    /// Waits for errands, or until letters are due. False if nobody is left.
    fn wait(&self, clock: &Runtime, errands: &mut Receiver<Waiting>, batch: &mut Vec<Waiting>) -> bool {
        let Some(due) = self.due() else { return clock.block_on(errands.recv_many(batch, BATCH_MAX)) > 0 };
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() {
            batch.extend(std::iter::from_fn(|| errands.try_recv().ok()).take(BATCH_MAX));
            return !batch.is_empty() || !errands.is_closed();
        }
        // That the time is up is no end.
        clock.block_on(async { timeout(left, errands.recv_many(batch, BATCH_MAX)).await }).unwrap_or(1) > 0
    }

    /// When letters are to be joined next, if any wait.
    fn due(&self) -> Option<Instant> {
        let oldest = self.inbox.oldest()?;
        if !self.readers.is_empty() {
            return Some(self.heard);
        }
        if self.inbox.weight() >= self.pace.room {
            return Some(self.heard.max(self.rests));
        }
        let (ended, spent) = self.joined;
        let share = (oldest + self.pace.quiet).max(ended + spent * (PARTS - 1));
        let due = (self.heard + self.pace.quiet).min(share).min(oldest + self.pace.latest);
        Some(due.max(self.rests))
    }

    fn run_errands(&mut self, errands: impl Iterator<Item = Waiting>) {
        let (mut wishes, mut told) = (Vec::new(), Vec::new());
        let (mut of_one, mut of_all) = (Vec::new(), Vec::new());
        for (errand, done) in errands {
            match errand {
                Errand::Keep(wish) => {
                    wishes.push(wish);
                    told.push(done);
                }
                Errand::Settle(Some(trial)) => of_one.push((trial, done)),
                Errand::Settle(None) => of_all.push(done),
            }
        }
        if !wishes.is_empty() {
            let began = Instant::now();
            self.health.begin(began);
            let fates = self.keep_all(&wishes);
            self.health.end(began.elapsed(), &fates);
            for (fate, done) in fates.into_iter().zip(told) {
                // Whoever asked may have gone; the wish is kept all the same.
                let _ = done.send(fate);
            }
        }
        let trials: BTreeSet<&String> = of_one.iter().map(|(trial, _)| trial).collect();
        let piles: Vec<Pile> = trials.into_iter().filter_map(|trial| self.inbox.pile(trial)).collect();
        let joined = self.join(&piles);
        for (_, done) in of_one {
            let _ = done.send(joined.clone().map(|()| Fate::Kept));
        }
        let goal = self.inbox.next();
        self.readers.extend(of_all.into_iter().map(|done| (goal, done)));
        self.answer_readers(&Ok(()));
    }

    /// Tells readers that what they wait for is joined, or that it cannot be.
    fn answer_readers(&mut self, joined: &Stored<()>) {
        let joined_to = self.inbox.joined_to();
        let is_answered =
            |(goal, done): &(u64, Sender<Kept>)| joined.is_err() || *goal <= joined_to || done.is_closed();
        for (_, done) in self.readers.extract_if(.., |reader| is_answered(reader)) {
            let _ = done.send(joined.clone().map(|()| Fate::Kept));
        }
    }

    /// Joins the letters whose turn it is.
    fn join_slice(&mut self) -> Stored<()> {
        let joined = self.join(&self.inbox.piles(SLICE));
        if joined.is_err() {
            self.rests = Instant::now() + REST;
        }
        joined
    }

    /// Joins letters. If that fails for something in them, each trial's are tried alone, so that what cannot be joined holds
    /// nothing else up. Errors: that of the last that could not be joined.
    fn join(&mut self, piles: &[Pile]) -> Stored<()> {
        let mut joined = self.join_at_once(piles);
        if piles.len() > 1 && joined.as_ref().is_err_and(|error| !error.trouble.is_of_the_machine()) {
            joined = Ok(());
            for pile in piles.chunks(1) {
                joined = self.join_at_once(pile).and(joined);
            }
        }
        joined
    }

    /// Joins letters in one transaction with their leaving the inbox.
    fn join_at_once(&mut self, piles: &[Pile]) -> Stored<()> {
        if let Some(error) = self.health.incurable() {
            return Err(error);
        }
        if piles.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        self.health.begin(began);
        let joined = self.keep(piles, &[]).map(|_| ());
        self.joined = (Instant::now(), began.elapsed());
        self.health.joined(began.elapsed(), piles.iter().map(|(_, numbers)| numbers.len()).sum(), &joined);
        if let (Err(_), [(trial, _)]) = (&joined, piles) {
            self.inbox.put_off(trial);
        }
        joined
    }

    /// Keeps all in one transaction. If that fails for something in them, each is tried alone, so that one that cannot be
    /// kept takes no other with it.
    fn keep_all(&mut self, wishes: &[Wish]) -> Vec<Kept> {
        let count = wishes.len();
        if let Some(error) = self.health.incurable() {
            return vec![Err(error); count];
        }
        let error = match self.keep(&[], wishes) {
            Ok(fates) => return fates.into_iter().map(Ok).collect(),
            Err(error) => error,
        };
        let is_known = |known: StoreError| known.trouble == error.trouble;
        if error.trouble != Trouble::Overtaken && !self.health.trouble().is_some_and(is_known) {
            // Once, and not for each batch of a trouble that lasts.
            tracing::error!(%error, trouble = error.trouble.name(), wishes = count, "nothing was kept");
        }
        if count == 1 || error.trouble.is_of_the_machine() {
            return vec![Err(error); count];
        }
        wishes
            .iter()
            .map(|wish| self.keep(&[], std::slice::from_ref(wish)).map(|fates| fates[0]))
            .inspect(|kept| {
                if let Err(error) = kept
                    && error.trouble != Trouble::Overtaken
                {
                    tracing::error!(%error, trouble = error.trouble.name(), "one wish cannot be kept");
                }
            })
            .collect()
    }

    /// Joins letters and keeps wishes in one transaction, and says what became of each wish.
    fn keep(&mut self, piles: &[Pile], wishes: &[Wish]) -> Stored<Vec<Fate>> {
        if self.is_unsure {
            self.inbox.read_anew(self.store)?;
        }
        let kept = self.commit(piles, wishes);
        self.is_unsure = kept.is_err() && self.inbox.read_anew(self.store).is_err();
        kept
    }

    fn commit(&self, piles: &[Pile], wishes: &[Wish]) -> Stored<Vec<Fate>> {
        let (mut changes, mut fates) = (Vec::new(), Vec::new());
        self.store.together(&mut || {
            (changes, fates) = self.changes(piles, wishes)?;
            Ok(())
        })?;
        self.store.commit(&changes)?;
        self.inbox.follow(&changes);
        self.health.kept(&changes);
        Ok(fates)
    }

    fn changes(&self, piles: &[Pile], wishes: &[Wish]) -> Stored<(Vec<Change>, Vec<Fate>)> {
        let mut batch = Batch::new(self.store, self.playbook, self.inbox)?;
        for pile in piles {
            batch.open(pile)?;
        }
        // What has no room in the inbox is joined at once, so whoever sends waits for that.
        let is_full = self.inbox.weight() >= self.pace.room;
        for trial in wishes.iter().flat_map(|wish| wish.trials(is_full)) {
            batch.touch(trial, self.inbox.pile(trial))?;
        }
        let fates = wishes.iter().map(|wish| batch.take(wish)).collect::<Stored<_>>()?;
        Ok((batch.finish()?, fates))
    }
}
