//! The weekdays and hours at which a prompt may be shown, as TOML has them.

use serde::Deserialize;
use toml::Spanned;

use crate::playbook::duration::Duration;
use crate::playbook::source::filled;

/// When a prompt may be shown, on the customer's own clock, and whether it comes again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Schedule {
    /// On these weekdays; none means all.
    #[serde(deserialize_with = "filled::weekdays")]
    pub weekdays: Vec<Weekday>,
    /// At these hours, such as `09:00-17:00`.
    pub hours: Option<Spanned<String>>,
    /// After so many days of the trial it may come again.
    pub every: Option<Spanned<Duration>>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}
