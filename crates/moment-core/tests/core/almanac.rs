//! The almanac: what a schedule means, told once more and as plainly as possible, to hold the core against.

use moment_core::schedule::{Edge, Schedule};
use moment_core::time::Now;

/// Monday, 9 November 2026, in days since 1 January 1970.
const A_MONDAY: i128 = 20_766;

const MINUTE_MS: i128 = 60_000;
const DAY_MINUTES: i128 = 1_440;

/// Whether `schedule` is open: neither before its begin nor from its end on, and either in the hours that began on a
/// good weekday today, or in the rest of those that began on a good weekday yesterday.
pub(crate) fn is_open(schedule: &Schedule, now: Now) -> bool {
    let local_ms = local_ms(now);
    let has_come = |edge: Edge| i128::from(edge.ms) <= if edge.local { local_ms } else { now.unix_ms.into() };
    let has_begun = schedule.from.is_none_or(has_come);
    let has_ended = schedule.until.is_some_and(has_come);
    let day = local_ms / MINUTE_MS / DAY_MINUTES;
    let minute = local_ms / MINUTE_MS - day * DAY_MINUTES;
    let (from, until) = (i128::from(schedule.from_minute), i128::from(schedule.until_minute));
    let (of_today, rest_of_yesterday) = match () {
        () if from == until => (0..DAY_MINUTES, 0..0),
        () if from < until => (from..until, 0..0),
        () => (from..DAY_MINUTES, 0..until),
    };
    // Nobody counts days before the first.
    let yesterday = (day - 1).max(0);
    let is_in_hours = of_today.contains(&minute) && is_on(schedule, day)
        || rest_of_yesterday.contains(&minute) && is_on(schedule, yesterday);
    has_begun && !has_ended && is_in_hours
}

/// Whether the customer's day, counted from 1 January 1970, is a good one.
fn is_on(schedule: &Schedule, day: i128) -> bool {
    schedule.weekdays == 0 || schedule.weekdays & 1 << weekday(day) != 0
}

/// 0 is Monday. Weeks are counted from one Monday that everybody can look up.
pub(crate) fn weekday(day: i128) -> i128 {
    (day - A_MONDAY).rem_euclid(7)
}

/// What the customer's clock shows; it has the range of the core's.
fn local_ms(now: Now) -> i128 {
    (i128::from(now.unix_ms) + i128::from(now.utc_offset_min) * MINUTE_MS).clamp(0, u64::MAX.into())
}
