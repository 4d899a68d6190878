//! Durations as people write them: `8s`, `15m`, `4h`, `2d`.

use moment_core::time::{DAY_S, HOUR_S, MINUTE_S};
use serde::de::{Deserialize, Deserializer, Error};

/// A duration in whole seconds, at most a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// How many seconds.
    pub seconds: u32,
}

const MAX_S: u32 = 366 * DAY_S;

impl Duration {
    /// Errors: what is wrong, and in a second line what was expected.
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no duration\nexpected a number and a unit, such as 8s, 15m, 4h or 2d");
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match &text[digits.len()..] {
            "s" => 1,
            "m" => MINUTE_S,
            "h" => HOUR_S,
            "d" => DAY_S,
            _ => return Err(wrong()),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let seconds = digits.parse().ok().and_then(|number: u32| number.checked_mul(unit));
        let seconds = seconds.filter(|seconds| *seconds <= MAX_S);
        let too_long = || format!("`{text}` is too long\nexpected at most {} days", MAX_S / DAY_S);
        seconds.map(|seconds| Self { seconds }).ok_or_else(too_long)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_seconds_minutes_hours_and_days() {
        let seconds = |text| Duration::parse(text).ok().map(|duration| duration.seconds);
        assert_eq!([seconds("8s"), seconds("15m"), seconds("4h"), seconds("2d")], [8, 900, 14_400, 172_800].map(Some));
        for wrong in ["", "8", "s", "-1s", "1.5h", "4 h", "400d", "4w", "99999999999d"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
        for long in ["367d", "99999999999d"] {
            let error = Duration::parse(long).unwrap_err();
            assert_eq!(error, format!("`{long}` is too long\nexpected at most 366 days"));
        }
    }
}
