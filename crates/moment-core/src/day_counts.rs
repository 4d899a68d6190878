//! Counts by day of the trial, in a window of the last 64 days, with a total for all time.

use alloc::vec::Vec;

use crate::time::Day;

/// How many days of counts are kept apart; older ones live on in the total only.
pub const WINDOW_DAYS: Day = 64;

/// What one day can count; more is not believed. Three bytes of the wire hold it, which bounds a summary's size.
pub const DAY_COUNT_MAX: u32 = (1 << 21) - 1;

/// How often something happened: in all, and on each of the last 64 days on which it did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayCounts {
    total: u32,
    days: Vec<(Day, u32)>,
}

impl DayCounts {
    /// Counts read from outside. Days are put in order, equal days and zeros are mended, the total is at least their sum.
    #[must_use]
    pub fn from_parts(total: u32, parts: impl IntoIterator<Item = (Day, u32)>) -> Self {
        let mut counts = Self::default();
        for (day, count) in parts {
            counts.add(day, count);
        }
        counts.total = counts.total.max(total);
        counts
    }

    /// `count` more on `day`.
    pub fn add(&mut self, day: Day, count: u32) {
        if count == 0 {
            return;
        }
        self.total = self.total.saturating_add(count);
        self.put(day, count, u32::saturating_add);
        self.keep_window();
    }

    /// How often in all.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The days with a count, ascending.
    #[must_use]
    pub fn days(&self) -> &[(Day, u32)] {
        &self.days
    }

    /// How often on the last `within` days up to and including `today`.
    #[must_use]
    pub fn within(&self, today: Day, within: u8) -> u32 {
        // 64 days of at most 2^21 cannot overflow.
        self.days
            .iter()
            .filter(|(day, _)| *day <= today && today - day < Day::from(within))
            .map(|(_, count)| count)
            .sum()
    }

    /// Takes `other` in, the number for each day (and the total) chosen by `pick`.
    pub fn merge(&mut self, other: &Self, pick: fn(u32, u32) -> u32) {
        self.total = pick(self.total, other.total);
        for &(day, count) in &other.days {
            self.put(day, count, pick);
        }
        self.keep_window();
    }

    fn put(&mut self, day: Day, count: u32, pick: fn(u32, u32) -> u32) {
        match self.days.binary_search_by_key(&day, |entry| entry.0) {
            Ok(at) => self.days[at].1 = pick(self.days[at].1, count).min(DAY_COUNT_MAX),
            Err(at) if count > 0 => self.days.insert(at, (day, count.min(DAY_COUNT_MAX))),
            Err(_) => {}
        }
    }

    fn keep_window(&mut self) {
        if let (Some(&(oldest, _)), Some(&(newest, _))) = (self.days.first(), self.days.last())
            && newest - oldest >= WINDOW_DAYS
        {
            self.days.retain(|(day, _)| newest - day < WINDOW_DAYS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_past_the_window_live_on_in_the_total() {
        let mut counts = DayCounts::default();
        counts.add(0, 3);
        counts.add(64, 1);
        assert_eq!((counts.total(), counts.days()), (4, &[(64, 1)][..]));
    }

    #[test]
    fn a_window_counts_today_as_its_first_day() {
        let counts = DayCounts::from_parts(0, [(3, 1), (9, 2), (10, 4)]);
        assert_eq!(counts.within(10, 1), 4);
        assert_eq!(counts.within(10, 2), 6);
        assert_eq!(counts.within(9, 7), 3);
    }
}
