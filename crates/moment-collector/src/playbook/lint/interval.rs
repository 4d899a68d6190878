//! The whole numbers that a reading can still be.

use moment_core::rule::Comparison;

/// All numbers from `low` to `high`, both included, without the holes. Wider than a reading, so that nothing overflows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The least.
    pub low: i64,
    /// The greatest.
    pub high: i64,
    /// Numbers between them that are left out, ascending.
    holes: Vec<i64>,
}

impl Interval {
    /// All numbers from `low` to `high`.
    #[must_use]
    pub fn new(low: i64, high: i64) -> Self {
        Self { low, high, holes: Vec::new() }
    }

    /// Whether no number is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.low > self.high
    }

    /// Keeps the numbers of which the comparison with `number` holds.
    pub fn keep(&mut self, comparison: Comparison, number: i32) {
        let number = i64::from(number);
        match comparison {
            Comparison::Less => self.at_most(number - 1),
            Comparison::AtMost => self.at_most(number),
            Comparison::Equal => self.at_least(number) | self.at_most(number),
            Comparison::NotEqual => self.leave_out(number),
            Comparison::AtLeast => self.at_least(number),
            Comparison::Greater => self.at_least(number + 1),
        };
    }

    /// Keeps the numbers from `low` on. True if that is fewer than before.
    pub fn at_least(&mut self, low: i64) -> bool {
        let before = self.low;
        self.low = before.max(low);
        self.skip_holes();
        self.low > before
    }

    /// Keeps the numbers up to `high`. True if that is fewer than before.
    pub fn at_most(&mut self, high: i64) -> bool {
        let before = self.high;
        self.high = before.min(high);
        self.skip_holes();
        self.high < before
    }

    /// Keeps what is in both.
    pub fn meet(&mut self, other: &Self) {
        self.at_least(other.low);
        self.at_most(other.high);
        for hole in &other.holes {
            self.leave_out(*hole);
        }
    }

    fn leave_out(&mut self, number: i64) -> bool {
        if let Err(at) = self.holes.binary_search(&number) {
            self.holes.insert(at, number);
        }
        let before = (self.low, self.high);
        self.skip_holes();
        (self.low, self.high) != before
    }

    /// Ends do not lie in holes.
    fn skip_holes(&mut self) {
        for hole in &self.holes {
            self.low += i64::from(self.low == *hole);
        }
        for hole in self.holes.iter().rev() {
            self.high -= i64::from(self.high == *hole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_narrow_and_holes_move_the_ends() {
        let mut left = Interval::new(0, 5);
        left.keep(Comparison::NotEqual, 1);
        left.keep(Comparison::NotEqual, 3);
        assert_eq!((left.low, left.high), (0, 5));
        left.keep(Comparison::Greater, 0);
        assert_eq!((left.low, left.high), (2, 5));
        left.keep(Comparison::Less, 4);
        assert_eq!((left.low, left.high), (2, 2));
        left.keep(Comparison::NotEqual, 2);
        assert!(left.is_empty());
    }
}
