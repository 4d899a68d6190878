//! What waits in the inbox: which letters of which trial, and whose turn it is. The letters themselves stand in the store.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::store::{Change, Letter, Store, Stored};

/// What a letter weighs beside the bytes of its beacon: its row, and its place in here.
const LETTER_BYTES: usize = 256;

/// The numbers of some letters of one trial, the oldest first.
pub(super) type Pile = (Arc<str>, Vec<u64>);

/// Which letters wait. It follows what is kept, so it is never ahead of the store.
#[derive(Debug, Default)]
pub struct Inbox(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    trials: HashMap<Arc<str>, Waiting>,
    /// The trials by whose turn it is.
    turns: BTreeMap<Turn, Arc<str>>,
    /// The number of the last letter.
    last: u64,
    letters: usize,
    weight: usize,
}

/// How often a trial was put off, and the number of its first letter when it came.
type Turn = (u32, u64);

/// What waits of one trial.
#[derive(Debug)]
struct Waiting {
    turn: Turn,
    since: Instant,
    /// Number and weight.
    letters: Vec<(u64, usize)>,
}

impl Inbox {
    /// What waits in a store.
    pub(super) fn of(store: &dyn Store) -> Stored<Self> {
        let inbox = Self::default();
        inbox.read_anew(store)?;
        Ok(inbox)
    }

    /// Looks into the store: after a commit that failed nobody knows whether it is durable all the same.
    pub(super) fn read_anew(&self, store: &dyn Store) -> Stored<()> {
        let (waiting, now) = (store.inbox()?, Instant::now());
        let mut state = self.state();
        let before = std::mem::take(&mut *state);
        state.last = before.last;
        for (number, trial, bytes) in waiting {
            let known = before.trials.get(trial.as_str());
            state.add(&trial, number, bytes, known.map_or((0, now), |known| (known.turn.0, known.since)));
        }
        Ok(())
    }

    /// How many letters wait.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.state().letters
    }

    /// Since when the trial waits whose turn it is: no letter has waited longer, unless to join it has failed.
    #[must_use]
    pub fn oldest(&self) -> Option<Instant> {
        let state = self.state();
        let (_, trial) = state.turns.first_key_value()?;
        state.trials.get(trial).map(|waiting| waiting.since)
    }

    /// Whether anything waits of this trial, or of any.
    #[must_use]
    pub fn holds(&self, trial: Option<&str>) -> bool {
        let state = self.state();
        trial.map_or(state.letters > 0, |trial| state.trials.contains_key(trial))
    }

    /// What all of it weighs.
    pub(super) fn weight(&self) -> usize {
        self.state().weight
    }

    /// The number of the next letter: all that wait have lower ones.
    pub(super) fn next(&self) -> u64 {
        self.state().last + 1
    }

    /// All letters of lower numbers are joined.
    pub(super) fn joined_to(&self) -> u64 {
        let state = self.state();
        let put_off = state.turns.range((1, 0)..).map(|(turn, _)| turn);
        let first = state.turns.first_key_value().map(|(turn, _)| turn);
        put_off.chain(first).map(|(_, number)| *number).min().unwrap_or(u64::MAX)
    }

    /// Everything that waits of a trial.
    pub(super) fn pile(&self, trial: &str) -> Option<Pile> {
        self.state().pile(trial, usize::MAX)
    }

    /// The piles whose turn it is, of so many letters in all, and at least one.
    pub(super) fn piles(&self, most: usize) -> Vec<Pile> {
        let state = self.state();
        let (mut piles, mut left) = (Vec::new(), most);
        for trial in state.turns.values() {
            if left == 0 {
                break;
            }
            let Some(pile) = state.pile(trial, left) else { continue };
            left -= pile.1.len();
            piles.push(pile);
        }
        piles
    }

    /// Keeps up with changes that are kept.
    pub(super) fn follow(&self, changes: &[Change]) {
        let mut state = self.state();
        for change in changes {
            match change {
                Change::Received(Letter { number, trial, replica }) => {
                    state.add(trial, *number, replica.beacon.len(), (0, Instant::now()));
                }
                Change::Joined { trial, numbers } => state.remove(trial, numbers),
                _ => {}
            }
        }
    }

    /// The turn of a trial comes after those of all that were not put off.
    pub(super) fn put_off(&self, trial: &str) {
        let mut state = self.state();
        let State { trials, turns, .. } = &mut *state;
        let Some(waiting) = trials.get_mut(trial) else { return };
        if let Some(trial) = turns.remove(&waiting.turn) {
            waiting.turn.0 = waiting.turn.0.saturating_add(1);
            turns.insert(waiting.turn, trial);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn pile(&self, trial: &str, most: usize) -> Option<Pile> {
        let (trial, waiting) = self.trials.get_key_value(trial)?;
        Some((trial.clone(), waiting.letters.iter().take(most).map(|(number, _)| *number).collect()))
    }

    fn add(&mut self, trial: &str, number: u64, bytes: usize, (put_off, since): (u32, Instant)) {
        let letter = (number, bytes + LETTER_BYTES);
        self.last = self.last.max(number);
        self.letters += 1;
        self.weight += letter.1;
        if let Some(waiting) = self.trials.get_mut(trial) {
            waiting.letters.push(letter);
            return;
        }
        let trial: Arc<str> = trial.into();
        let turn = (put_off, number);
        self.turns.insert(turn, trial.clone());
        self.trials.insert(trial, Waiting { turn, since, letters: vec![letter] });
    }

    /// Numbers are those of a pile, so all before the last of them go.
    fn remove(&mut self, trial: &str, numbers: &[u64]) {
        let (Some(waiting), Some(last)) = (self.trials.get_mut(trial), numbers.last()) else { return };
        let before = waiting.letters.len();
        let gone = waiting.letters.extract_if(.., |(number, _)| *number <= *last);
        self.weight -= gone.map(|(_, weight)| weight).sum::<usize>();
        self.letters -= before - waiting.letters.len();
        if waiting.letters.is_empty() {
            self.turns.remove(&waiting.turn);
            self.trials.remove(trial);
        }
    }
}
