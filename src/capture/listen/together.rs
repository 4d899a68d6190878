//! One use that is told several times: by one call within another, or by one library after the other.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Who may tell of a use: each library by its call that stands now, and by calls that were replaced.
pub(super) const TELLERS: usize = 12;

/// What one library is told, others are told at once or after its answer. Nobody does the same thing twice so fast by
/// two ways.
const TOGETHER_MS: f64 = 1_000.0;

/// How many names are remembered. What is told beyond them counts, as often as it is told.
const NAMES_MAX: usize = 64;

/// The names that were told lately, each with how often every teller told it.
#[derive(Default)]
pub(super) struct Together(Vec<Told>);

pub(super) struct Told {
    pub(super) name: String,
    at_ms: f64,
    counts: [u16; TELLERS],
    /// Told by a call within the one that still runs.
    is_within: bool,
}

impl Told {
    /// How many uses that was: tellers repeat one another.
    pub(super) fn uses(&self) -> u16 {
        self.counts.iter().copied().max().unwrap_or_default()
    }
}

impl Together {
    /// Notes that `teller` tells of `name`; `is_within` says that another such call is not over yet. Returns whether it
    /// is a use that nobody told before.
    pub(super) fn is_news(&mut self, name: &str, teller: usize, is_within: bool, now_ms: f64) -> bool {
        self.0.retain(|told| now_ms - told.at_ms < TOGETHER_MS);
        if let Some(told) = self.0.iter_mut().find(|told| told.name == name) {
            told.at_ms = now_ms;
            if told.is_within {
                return false;
            }
            told.is_within = is_within;
            let uses = told.uses();
            let count = &mut told.counts[teller % TELLERS];
            *count = count.saturating_add(1);
            return *count > uses;
        }
        if self.0.len() < NAMES_MAX {
            let mut counts = [0; TELLERS];
            counts[teller % TELLERS] = 1;
            self.0.push(Told { name: name.to_owned(), at_ms: now_ms, counts, is_within });
        }
        true
    }

    /// The outermost call is over.
    pub(super) fn end_call(&mut self) {
        for told in &mut self.0 {
            told.is_within = false;
        }
    }

    /// All that was told, which is forgotten here.
    pub(super) fn take(&mut self) -> Vec<Told> {
        core::mem::take(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells in order, as (teller, milliseconds); how many of them were uses.
    fn uses(tells: &[(usize, f64)]) -> usize {
        let mut together = Together::default();
        tells.iter().filter(|(teller, at_ms)| together.is_news("export", *teller, false, *at_ms)).count()
    }

    #[test]
    fn each_library_counts_alone() {
        assert_eq!(uses(&[(0, 0.0), (0, 0.0), (0, 5.0)]), 3);
    }

    #[test]
    fn what_two_libraries_are_told_at_once_is_one_use() {
        assert_eq!(uses(&[(0, 0.0), (1, 0.0), (0, 9.0), (1, 9.0)]), 2, "in turns");
        assert_eq!(uses(&[(0, 0.0), (0, 0.0), (1, 1.0), (1, 1.0)]), 2, "one after the other");
        assert_eq!(uses(&[(0, 0.0), (1, 0.0), (2, 0.0)]), 1, "three of them");
        let busy: Vec<_> = (0..200u16).map(|at| (usize::from(at % 2), f64::from(at) * 99.0)).collect();
        assert_eq!(uses(&busy), 100, "for longer than any pause between them");
    }

    #[test]
    fn what_they_are_told_at_other_times_is_not() {
        assert_eq!(uses(&[(0, 0.0), (1, TOGETHER_MS)]), 2);
    }

    #[test]
    fn a_call_within_another_tells_for_both() {
        let mut together = Together::default();
        assert!(together.is_news("export", 0, true, 0.0));
        assert!(!together.is_news("export", 0, false, 0.0));
        assert!(together.is_news("import", 0, false, 0.0), "another name is another use");
        together.end_call();
        assert!(together.is_news("export", 0, false, 0.0), "the next call");
    }

    #[test]
    fn however_many_names_there_are_only_some_are_remembered() {
        let mut together = Together::default();
        for name in 0..10 * NAMES_MAX {
            assert!(together.is_news(&name.to_string(), 0, false, 0.0));
        }
        assert_eq!(together.take().len(), NAMES_MAX);
        assert!(together.take().is_empty());
    }
}
