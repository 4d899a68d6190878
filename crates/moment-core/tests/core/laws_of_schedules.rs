//! Laws of schedules: hours, nights and weekdays are those of the customer, wherever that is.

use moment_core::schedule::{Edge, Schedule};
use moment_core::time::Now;
use proptest::prelude::*;

use crate::almanac::{is_open, weekday};
use crate::arbitrary::{tries, zone};
use crate::rulebook::STARTED_MS;

const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: u16 = 1_440;

/// All day, a day's hours, a night's, and what no playbook may say.
fn hours() -> impl Strategy<Value = (u16, u16)> {
    let two = || (0..DAY_MINUTES, 0..=DAY_MINUTES);
    prop_oneof![
        1 => (0..DAY_MINUTES).prop_map(|minute| (minute, minute)),
        4 => two().prop_map(|(a, b)| (a.min(b), a.max(b))),
        4 => two().prop_map(|(a, b)| (a.max(b), a.min(b))),
        1 => any::<(u16, u16)>(),
    ]
}

fn edge() -> impl Strategy<Value = Option<Edge>> {
    let edge = (STARTED_MS..STARTED_MS + 2_000_000_000, any::<bool>()).prop_map(|(ms, local)| Edge { ms, local });
    proptest::option::weighted(0.2, edge)
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let weekdays = prop_oneof![1 => Just(0), 4 => 0..128_u8, 1 => any::<u8>()];
    (edge(), edge(), weekdays, hours()).prop_map(|(from, until, weekdays, (from_minute, until_minute))| Schedule {
        from,
        until,
        weekdays,
        from_minute,
        until_minute,
        every_days: 0,
    })
}

/// A schedule and an instant, often one at which an hour, a day or the schedule itself begins or ends, or the
/// millisecond before.
fn schedule_and_now() -> impl Strategy<Value = (Schedule, Now)> {
    let day = -20_000..20_000_i64;
    (schedule(), zone(), day, 0..i64::from(DAY_MINUTES), 0..5_u8, -1..=1_i64).prop_map(
        |(schedule, utc_offset_min, day, minute, what, step_ms)| {
            let today_ms = STARTED_MS.cast_signed() / 86_400_000 * 86_400_000 + day * 86_400_000;
            let on_the_clock = |minute: i64| today_ms + (minute - i64::from(utc_offset_min)) * MINUTE_MS;
            let edge_ms = |edge: Option<Edge>| {
                let offset_ms = edge.map_or(0, |edge| i64::from(edge.local) * i64::from(utc_offset_min) * MINUTE_MS);
                edge.map_or(today_ms, |edge| edge.ms.cast_signed()) - offset_ms
            };
            let at_ms = match what {
                0 => on_the_clock(schedule.from_minute.into()),
                1 => on_the_clock(schedule.until_minute.into()),
                2 => edge_ms(schedule.from),
                3 => edge_ms(schedule.until),
                _ => on_the_clock(minute),
            };
            let unix_ms = u64::try_from(at_ms + step_ms).unwrap_or(0);
            (schedule, Now { unix_ms, utc_offset_min, playbook_age_s: 0 })
        },
    )
}

proptest! {
    #![proptest_config(tries(3_000))]

    #[test]
    fn a_schedule_is_open_when_the_almanac_says_so((schedule, now) in schedule_and_now()) {
        prop_assert_eq!(schedule.is_open(now), is_open(&schedule, now));
    }

    /// Who moves to another zone meets the same hours by the clock on the wall.
    #[test]
    fn two_customers_whose_clocks_agree_have_the_same_hours(
        (schedule, now) in schedule_and_now(),
        utc_offset_min in zone(),
    ) {
        let schedule = Schedule { from: None, until: None, ..schedule };
        let west_ms = i64::from(now.utc_offset_min - utc_offset_min) * MINUTE_MS;
        let elsewhere = Now { unix_ms: now.unix_ms.saturating_add_signed(west_ms), utc_offset_min, ..now };
        prop_assume!(elsewhere.unix_ms > 0 && now.unix_ms > 0);
        prop_assert_eq!(schedule.is_open(now), schedule.is_open(elsewhere));
    }
}

#[test]
fn the_almanac_knows_the_weekdays() {
    // 1 January 1970, 1 January 2000, 29 February 2024, 10 November 2026: Thursday, Saturday, Thursday, Tuesday.
    assert_eq!([0, 10_957, 19_782, 20_767].map(weekday), [3, 5, 3, 1]);
}

#[test]
fn a_friday_night_is_one_where_the_clock_is_half_an_hour_or_three_quarters_aside() {
    let night = Schedule { weekdays: 0b1_0000, from_minute: 22 * 60, until_minute: 6 * 60, ..Schedule::default() };
    // 13 November 2026 is a Friday; at 16:30 UTC it is 22:00 in Kolkata.
    let friday_ms = STARTED_MS - 9 * 3_600_000 + 3 * 86_400_000;
    let shows = |utc_offset_min: i16, hour: u64, minute: u64| {
        let unix_ms = friday_ms + (hour * 60 + minute) * 60_000;
        let now = Now { unix_ms, utc_offset_min, playbook_age_s: 0 };
        assert_eq!(is_open(&night, now), night.is_open(now));
        night.is_open(now)
    };
    let (kolkata, kathmandu, st_johns) = (5 * 60 + 30, 5 * 60 + 45, -(3 * 60 + 30));
    assert_eq!([shows(kolkata, 16, 29), shows(kolkata, 16, 30)], [false, true]);
    assert_eq!([shows(kolkata, 24, 29), shows(kolkata, 24, 30)], [true, false], "Saturday, 06:00");
    assert_eq!([shows(kathmandu, 16, 14), shows(kathmandu, 16, 15)], [false, true]);
    assert_eq!([shows(st_johns, 25, 29), shows(st_johns, 25, 30)], [false, true], "Saturday in UTC");
    assert_eq!([shows(st_johns, 2, 0), shows(st_johns, 33, 29), shows(st_johns, 33, 30)], [false, true, false]);
}
