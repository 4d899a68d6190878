//! Time inside a trial: whole seconds and days since the trial began.

/// Milliseconds since the Unix epoch.
pub type UnixMs = u64;

/// Whole seconds since the trial began; an instant before the beginning is 0.
pub type Second = u32;

/// Whole days of 24 hours since the trial began.
pub type Day = u16;

/// Seconds in a minute.
pub const MINUTE_S: Second = 60;
/// Seconds in an hour.
pub const HOUR_S: Second = 60 * MINUTE_S;
/// Seconds in a day.
pub const DAY_S: Second = 24 * HOUR_S;
/// Milliseconds in a day.
pub const DAY_MS: UnixMs = 86_400_000;

/// The second of the trial that began at `started_ms`, at the instant `at_ms`.
#[must_use]
pub fn second_of(started_ms: UnixMs, at_ms: UnixMs) -> Second {
    Second::try_from(at_ms.saturating_sub(started_ms) / 1000).unwrap_or(Second::MAX)
}

/// The day that a second belongs to; past the range of [`Day`] it stays at the last one.
#[must_use]
pub fn day_of(second: Second) -> Day {
    Day::try_from(second / DAY_S).unwrap_or(Day::MAX)
}

/// What the outside tells the core about an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The wall clock.
    pub unix_ms: UnixMs,
    /// Minutes by which the customer's clock is ahead of UTC.
    pub utc_offset_min: i16,
    /// Seconds since the playbook was last known to be current.
    pub playbook_age_s: u32,
}

impl Now {
    /// What the customer's own clock shows, read as if it showed UTC.
    #[must_use]
    pub fn local_ms(self) -> UnixMs {
        self.unix_ms.saturating_add_signed(i64::from(self.utc_offset_min) * 60_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_beginning_is_second_zero_and_the_far_future_is_the_last_day() {
        assert_eq!(second_of(5_000, 1_000), 0);
        assert_eq!(second_of(5_000, 7_999), 2);
        assert_eq!(day_of(DAY_S - 1), 0);
        assert_eq!(day_of(DAY_S), 1);
        assert_eq!(day_of(second_of(0, u64::MAX)), 49_710);
    }
}
