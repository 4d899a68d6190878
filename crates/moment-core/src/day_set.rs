//! The set of days on which the customer was active.

use alloc::vec::Vec;

use crate::time::Day;

/// The last day that the set can hold: almost three years.
pub const LAST_DAY: Day = 1023;

const WORD_BITS: Day = 64;

/// A set of days of the trial, one bit each; days past [`LAST_DAY`] do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaySet {
    words: Vec<u64>,
}

impl DaySet {
    /// A set read from outside: bit `i` of word `w` is day `64 w + i`. Words past the last day are left out.
    #[must_use]
    pub fn from_words(mut words: Vec<u64>) -> Self {
        words.truncate(usize::from((LAST_DAY + 1) / WORD_BITS));
        while words.last() == Some(&0) {
            words.pop();
        }
        Self { words }
    }

    /// The words of [`DaySet::from_words`].
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Puts `day` in. False if it does not fit.
    pub fn insert(&mut self, day: Day) -> bool {
        if day > LAST_DAY {
            return false;
        }
        let word = usize::from(day / WORD_BITS);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (day % WORD_BITS);
        true
    }

    /// Whether `day` is in.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.words.get(usize::from(day / WORD_BITS)).is_some_and(|word| word >> (day % WORD_BITS) & 1 == 1)
    }

    /// How many days are in.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether no day is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many of the last `within` days up to and including `today` are in.
    #[must_use]
    pub fn within(&self, today: Day, within: u8) -> u32 {
        let first = today.saturating_sub(Day::from(within).saturating_sub(1));
        (first..=today).map(|day| u32::from(within > 0 && self.contains(day))).sum()
    }

    /// How many days in a row are in, ending with `today`, or with yesterday when today is not in (yet).
    #[must_use]
    pub fn streak(&self, today: Day) -> u32 {
        let last = if self.contains(today) { today.checked_add(1) } else { Some(today) };
        let before = last.unwrap_or(today);
        let run = (0..before).rev().take_while(|day| self.contains(*day)).count();
        u32::try_from(run).unwrap_or(u32::MAX)
    }

    /// Takes all days of `other` in.
    pub fn unite(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, days) in self.words.iter_mut().zip(&other.words) {
            *word |= days;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(days: &[Day]) -> DaySet {
        let mut set = DaySet::default();
        for day in days {
            assert!(set.insert(*day));
        }
        set
    }

    #[test]
    fn a_streak_survives_a_day_that_has_only_begun() {
        let days = set(&[1, 2, 3, 5, 6]);
        assert_eq!(days.streak(6), 2);
        assert_eq!(days.streak(7), 2);
        assert_eq!(days.streak(8), 0);
        assert_eq!(set(&[0]).streak(0), 1);
    }

    #[test]
    fn a_window_counts_today_as_its_first_day() {
        let days = set(&[0, 63, 64, 65]);
        assert_eq!((days.within(65, 1), days.within(65, 2), days.within(65, 70)), (1, 2, 4));
        assert_eq!(days.len(), 4);
    }

    #[test]
    fn a_day_past_the_last_does_not_fit() {
        assert!(!DaySet::default().insert(LAST_DAY + 1));
        assert!(DaySet::default().insert(LAST_DAY));
    }
}
