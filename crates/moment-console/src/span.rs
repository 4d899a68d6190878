//! Spans of time in words. The pages are in English, so these are too; dates and numbers follow the viewer's locale.

const SECOND_MS: f64 = 1_000.0;
const MINUTE_MS: f64 = 60.0 * SECOND_MS;
const HOUR_MS: f64 = 60.0 * MINUTE_MS;
const DAY_MS: f64 = 24.0 * HOUR_MS;

/// From this on days say more than hours.
const HOURS_MAX: f64 = 48.0 * HOUR_MS;

/// "just now", "12 minutes ago". A clock that is behind makes it "just now".
pub(crate) fn ago(ms: f64) -> String {
    if ms < 10.0 * SECOND_MS { "just now".to_owned() } else { format!("{} ago", roughly(ms)) }
}

/// The largest unit alone: "40 seconds", "6 hours", "3 days".
pub(crate) fn roughly(ms: f64) -> String {
    let ms = ms.max(0.0);
    if ms < MINUTE_MS {
        unit(ms / SECOND_MS, "second")
    } else if ms < HOUR_MS {
        unit(ms / MINUTE_MS, "minute")
    } else if ms < HOURS_MAX {
        unit(ms / HOUR_MS, "hour")
    } else {
        unit(ms / DAY_MS, "day")
    }
}

/// A short span for a line that is seldom read: "3 s", "2 min".
pub(crate) fn brief(ms: f64) -> String {
    let ms = ms.max(0.0);
    if ms < MINUTE_MS {
        format!("{} s", (ms / SECOND_MS).floor())
    } else if ms < HOUR_MS {
        format!("{} min", (ms / MINUTE_MS).floor())
    } else {
        format!("{} h", (ms / HOUR_MS).floor())
    }
}

/// Where a trial stands: "Day 9 of 14", or how long it has been over.
pub(crate) fn day_of_trial(started_ms: f64, length_days: u16, now_ms: f64) -> String {
    let length_ms = f64::from(length_days) * DAY_MS;
    let gone_ms = now_ms - started_ms;
    if gone_ms < 0.0 {
        "Starts soon".to_owned()
    } else if gone_ms < length_ms {
        format!("Day {} of {length_days}", (gone_ms / DAY_MS).floor() + 1.0)
    } else {
        format!("Ended {}", ago(gone_ms - length_ms))
    }
}

/// The day of a trial, 0 for the first, as the core counts them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within the range before")]
pub(crate) fn day_index(started_ms: f64, now_ms: f64) -> u16 {
    ((now_ms - started_ms) / DAY_MS).floor().clamp(0.0, f64::from(u16::MAX)) as u16
}

fn unit(number: f64, name: &str) -> String {
    let number = number.floor().to_string();
    let ending = if number == "1" { "" } else { "s" };
    format!("{number} {name}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_like_speech() {
        assert_eq!(ago(-5.0), "just now");
        assert_eq!(ago(61.0 * SECOND_MS), "1 minute ago");
        assert_eq!(ago(47.0 * HOUR_MS), "47 hours ago");
        assert_eq!(ago(49.0 * HOUR_MS), "2 days ago");
        assert_eq!(brief(3_900.0), "3 s");
    }

    #[test]
    fn a_trial_has_days_and_an_end() {
        assert_eq!(day_of_trial(0.0, 14, 0.0), "Day 1 of 14");
        assert_eq!(day_of_trial(0.0, 14, 8.5 * DAY_MS), "Day 9 of 14");
        assert_eq!(day_of_trial(0.0, 14, 17.0 * DAY_MS), "Ended 3 days ago");
        assert_eq!(day_of_trial(10.0, 14, 0.0), "Starts soon");
        assert_eq!(day_index(0.0, 8.5 * DAY_MS), 8);
    }
}
