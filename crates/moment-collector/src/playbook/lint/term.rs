//! A term: readings, and the numbers that each of them can still be, all at once.

use moment_core::reading::Reading;
use moment_core::rule::Comparison;

use crate::playbook::lint::interval::Interval;
use crate::playbook::lint::knowledge::Knowledge;

/// Every bound that is found is implied by those that are there, so stopping early errs on the side of silence.
const ROUNDS_MAX: usize = 8;

/// A set of readings with their intervals; one without readings is possible in every state.
#[derive(Debug, Clone, Default)]
pub struct Term {
    parts: Vec<(Reading, Interval)>,
}

impl Term {
    /// The term of one comparison; `None` if it is impossible.
    pub fn of(reading: Reading, comparison: Comparison, number: i32, knowledge: &Knowledge) -> Option<Self> {
        let mut interval = knowledge.range(reading);
        interval.keep(comparison, number);
        (!interval.is_empty()).then(|| Self { parts: vec![(reading, interval)] })
    }

    /// Both together; `None` if that is impossible.
    pub fn and(&self, other: &Self, knowledge: &Knowledge) -> Option<Self> {
        let mut both = self.clone();
        for (reading, interval) in &other.parts {
            match both.parts.iter_mut().find(|(known, _)| known == reading) {
                Some((_, known)) => known.meet(interval),
                None => both.parts.push((*reading, interval.clone())),
            }
        }
        both.is_possible(knowledge).then_some(both)
    }

    /// Lets the readings narrow each other. False once one of them has no number left.
    fn is_possible(&mut self, knowledge: &Knowledge) -> bool {
        for _ in 0..ROUNDS_MAX {
            let mut narrowed = false;
            for at in 1..self.parts.len() {
                let (before, rest) = self.parts.split_at_mut(at);
                let Some((reading, interval)) = rest.first_mut() else { continue };
                for (other, known) in before {
                    narrowed |= knowledge.relate(*other, known, *reading, interval);
                    narrowed |= knowledge.relate(*reading, interval, *other, known);
                }
            }
            if self.parts.iter().any(|(_, interval)| interval.is_empty()) {
                return false;
            }
            if !narrowed {
                break;
            }
        }
        true
    }
}
