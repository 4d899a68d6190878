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
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match &text[digits.len()..] {
            "s" => 1,
            "m" => MINUTE_S,
            "h" => HOUR_S,
            "d" => DAY_S,
            _ => return None,
        };
        let seconds = digits.parse::<u32>().ok()?.checked_mul(unit)?;
        (seconds <= MAX_S).then_some(Self { seconds })
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "`{text}` is no duration; expected a number and a unit, such as 8s, 15m, 4h or 2d"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_seconds_minutes_hours_and_days() {
        let seconds = |text| Duration::parse(text).map(|duration| duration.seconds);
        assert_eq!([seconds("8s"), seconds("15m"), seconds("4h"), seconds("2d")], [8, 900, 14_400, 172_800].map(Some));
        for wrong in ["", "8", "s", "-1s", "1.5h", "4 h", "400d", "4w", "99999999999d"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
