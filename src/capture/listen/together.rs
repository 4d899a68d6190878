//! One use that is told several times: by one call within another, or by one library after the other.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Who may tell of a use: each library by the call that stands now, and by those that were replaced.
pub(super) const TELLERS: usize = 12;

/// What one library is told, others are told at once or after its answer. Nobody does the same thing twice so fast by
/// two ways.
const TOGETHER_MS: f64 = 1_000.0;

/// The time of what is never old.
pub(super) const FOR_EVER: f64 = f64::INFINITY;

/// How many names are remembered: as many as there may be features.
const NAMES_MAX: usize = 64;

/// The names that were told, each with how often every teller told it lately.
#[derive(Default)]
pub(super) struct Together {
    names: Vec<Told>,
    /// The number of the newest call that stands in no other.
    call: u32,
}

pub(super) struct Told {
    pub(super) name: String,
    at_ms: f64,
    call: u32,
    counts: [u16; TELLERS],
}

impl Told {
    /// How many uses that was, if it waited: tellers repeat one another.
    pub(super) fn uses_waiting(&self) -> u16 {
        if self.at_ms == FOR_EVER { self.uses() } else { 0 }
    }

    fn uses(&self) -> u16 {
        self.counts.iter().copied().max().unwrap_or_default()
    }
}

impl Together {
    /// Another call tells, which stands in no other. Those within it tell after it.
    pub(super) fn begin_call(&mut self) {
        self.call = self.call.wrapping_add(1);
    }

    /// Notes that `teller` tells of `name`, by a call that may be `within` another. Returns whether it is a use that
    /// nobody told before.
    pub(super) fn tell(&mut self, name: &str, teller: usize, is_within: bool, now_ms: f64) -> bool {
        let place = self.names.iter().position(|told| told.name == name).unwrap_or(self.names.len());
        if place == self.names.len() && place < NAMES_MAX {
            let call = self.call.wrapping_sub(1);
            self.names.push(Told { name: name.to_owned(), at_ms: now_ms, call, counts: [0; TELLERS] });
        }
        let Some(told) = self.names.get_mut(place) else { return false };
        if is_within && told.call == self.call {
            return false;
        }
        told.call = self.call;
        if now_ms - told.at_ms >= TOGETHER_MS {
            told.counts = [0; TELLERS];
        }
        told.at_ms = now_ms;
        let uses = told.uses();
        let Some(count) = told.counts.get_mut(teller) else { return false };
        *count = count.saturating_add(1);
        *count > uses
    }

    /// All that was told, which is forgotten here.
    pub(super) fn take(&mut self) -> Vec<Told> {
        core::mem::take(&mut self.names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells in order, as (teller, milliseconds); how many of them were uses.
    fn uses(tells: &[(usize, f64)]) -> usize {
        let mut together = Together::default();
        tells.iter().filter(|(teller, at_ms)| together.tell("export", *teller, false, *at_ms)).count()
    }

    /// How many uses one call is by which these tell, the outermost first.
    fn uses_within(together: &mut Together, chain: &[usize]) -> usize {
        together.begin_call();
        let tells = chain.iter().enumerate();
        tells.filter(|(depth, teller)| together.tell("export", **teller, *depth > 0, 0.0)).count()
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
        assert_eq!(uses_within(&mut together, &[4, 0]), 1);
        assert_eq!(uses_within(&mut together, &[4, 4, 0]), 1, "the next call");
        assert_eq!(together.take()[0].counts[4], 2);
    }

    #[test]
    fn a_call_that_was_replaced_and_is_handed_on_to_takes_nothing_away() {
        let mut together = Together::default();
        assert_eq!(uses_within(&mut together, &[0]), 1, "before");
        assert_eq!(uses_within(&mut together, &[0, 6]), 1, "after");
    }

    #[test]
    fn a_call_that_hands_on_later_tells_of_the_same_use() {
        let mut together = Together::default();
        for _ in 0..3 {
            assert_eq!(uses_within(&mut together, &[0]), 1, "the outer one, which hands on later");
            assert_eq!(uses_within(&mut together, &[6, 6]), 0, "those that it hands on to");
        }
    }

    #[test]
    fn what_only_a_call_within_tells_counts() {
        let mut together = Together::default();
        together.begin_call();
        assert!(together.tell("import", 5, false, 0.0));
        assert!(together.tell("export", 1, true, 0.0));
        assert!(!together.tell("export", 0, true, 0.0), "the next one within");
    }

    #[test]
    fn what_waits_is_never_old() {
        let mut together = Together::default();
        for teller in [0, 0, 1] {
            together.tell("export", teller, false, FOR_EVER);
        }
        together.tell("import", 0, false, 5.0e9);
        let waited: Vec<_> = together.take().iter().map(|told| (told.name.clone(), told.uses_waiting())).collect();
        assert_eq!(waited, [("export".to_owned(), 2), ("import".to_owned(), 0)]);
        assert!(together.take().is_empty());
    }

    #[test]
    fn however_many_names_there_are_only_some_are_remembered() {
        let mut together = Together::default();
        for name in 0..10 * NAMES_MAX {
            together.tell(&name.to_string(), 0, false, FOR_EVER);
        }
        assert_eq!(together.take().len(), NAMES_MAX);
    }
}
