//! The schedule: the instants, weekdays and hours at which a prompt may be shown, and whether it may come again.

use crate::time::{Day, Now, UnixMs};

/// Minutes in a day.
pub const DAY_MINUTES: u16 = 24 * 60;

const MINUTE_MS: u64 = 60_000;

/// The first of January 1970 was a Thursday, the fourth day of a week that begins on Monday.
const FIRST_WEEKDAY: u64 = 3;

/// When a prompt may be shown. The default is always, in one round that never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schedule {
    /// Not before this.
    pub from: Option<Edge>,
    /// Not at or after this.
    pub until: Option<Edge>,
    /// On these weekdays of the customer, Monday the lowest bit; 0 is on all.
    pub weekdays: u8,
    /// From this minute of the customer's day on.
    pub from_minute: u16,
    /// Until before this minute; the same as `from_minute` is all day, and a lesser one is past midnight.
    pub until_minute: u16,
    /// Every so many days of the trial a new round begins, in which the prompt may come again; 0 is never.
    pub every_days: u8,
}

/// Where a schedule begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Milliseconds since the Unix epoch.
    pub ms: UnixMs,
    /// Whether that is to be read on the customer's own clock, as if it showed UTC.
    pub local: bool,
}

impl Schedule {
    /// Whether `now` is a time for it.
    #[must_use]
    pub fn is_open(&self, now: Now) -> bool {
        let is_past = |edge: Edge| edge.ms <= if edge.local { now.local_ms() } else { now.unix_ms };
        self.from.is_none_or(is_past) && !self.until.is_some_and(is_past) && self.is_in_hours(now.local_ms())
    }

    /// The day on which the round that `today` belongs to began.
    #[must_use]
    pub fn round_begin(&self, today: Day) -> Day {
        match Day::from(self.every_days) {
            0 => 0,
            every => today - today % every,
        }
    }

    /// Hours that end past midnight belong to the weekday on which they began.
    fn is_in_hours(&self, local_ms: UnixMs) -> bool {
        let minutes = local_ms / MINUTE_MS;
        let minute = minutes % u64::from(DAY_MINUTES);
        let (from, until) = (u64::from(self.from_minute), u64::from(self.until_minute));
        let is_past_midnight = until < from && minute < until;
        let is_in_hours = match from {
            _ if from == until => true,
            _ if from < until => from <= minute && minute < until,
            _ => from <= minute || is_past_midnight,
        };
        let day = (minutes / u64::from(DAY_MINUTES)).saturating_sub(is_past_midnight.into());
        is_in_hours && (self.weekdays == 0 || self.weekdays >> ((day + FIRST_WEEKDAY) % 7) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuesday, 10 November 2026, 09:00 UTC.
    const TUESDAY_MS: u64 = 1_794_301_200_000;
    const HOUR_MS: u64 = 60 * MINUTE_MS;

    fn now(hours: u64, utc_offset_min: i16) -> Now {
        Now { unix_ms: TUESDAY_MS + hours * HOUR_MS, utc_offset_min, playbook_age_s: 0 }
    }

    #[test]
    fn hours_and_weekdays_are_the_customers() {
        let office = Schedule { weekdays: 0b0_0010, from_minute: 9 * 60, until_minute: 17 * 60, ..Schedule::default() };
        assert!(office.is_open(now(0, 0)));
        assert!(!office.is_open(now(8, 0)));
        assert!(!office.is_open(now(0, 9 * 60)), "18:00 in Tokyo");
        assert!(office.is_open(now(9, -5 * 60)), "13:00 in New York");
        assert!(!office.is_open(now(24, 0)), "Wednesday");
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        let night = Schedule { weekdays: 0b0_0010, from_minute: 22 * 60, until_minute: 6 * 60, ..Schedule::default() };
        assert!(night.is_open(now(14, 0)), "Tuesday 23:00");
        assert!(night.is_open(now(20, 0)), "Wednesday 05:00");
        assert!(!night.is_open(now(21, 0)), "Wednesday 06:00");
        assert!(!night.is_open(now(38, 0)), "Wednesday 23:00");
        assert!(!night.is_open(now(0, 0)), "Tuesday 09:00");
    }

    #[test]
    fn an_edge_without_offset_is_read_on_the_customers_clock() {
        let edge = |local| Schedule { from: Some(Edge { ms: TUESDAY_MS, local }), ..Schedule::default() };
        assert!(edge(false).is_open(now(0, -60)));
        assert!(!edge(true).is_open(now(0, -60)), "it is 08:00 there");
        assert!(edge(true).is_open(now(1, -60)));
        let over = Schedule { until: Some(Edge { ms: TUESDAY_MS, local: true }), ..Schedule::default() };
        assert!(!over.is_open(now(0, 60)));
        assert!(over.is_open(now(0, -60)));
    }

    #[test]
    fn a_round_begins_every_so_many_days() {
        let monthly = Schedule { every_days: 30, ..Schedule::default() };
        assert_eq!([0, 29, 30, 61].map(|today| monthly.round_begin(today)), [0, 0, 30, 60]);
        assert_eq!(Schedule::default().round_begin(500), 0);
    }
}
