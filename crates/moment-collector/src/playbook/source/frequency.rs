//! How often prompts may be shown, as TOML has it.

use moment_core::time::HOUR_S;
use serde::Deserialize;
use toml::Spanned;

use crate::playbook::duration::Duration;

/// How often one trial may see something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Frequency {
    /// How often in all; 0 is without end.
    pub lifetime: Option<Spanned<u8>>,
    /// How often in a number of days.
    pub custom: Option<Vec<Cap>>,
}

/// At most so many exposures in so much time.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// How many exposures.
    pub cap: Spanned<u8>,
    /// In which time: whole days.
    pub period: Spanned<Duration>,
}

/// The bounds on all prompts that sell together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// How often.
    pub frequency: Spanned<Frequency>,
    /// The pause after an exposure; it doubles with each dismissal.
    #[serde(rename = "cooldownPeriod")]
    pub cooldown_period: Spanned<Duration>,
}

impl Default for Budget {
    fn default() -> Self {
        let four_hours = Duration { seconds: 4 * HOUR_S };
        Self { frequency: unsaid(), cooldown_period: Spanned::new(0..0, four_hours) }
    }
}

/// Nothing is said, nowhere.
pub(super) fn unsaid<T: Default>() -> Spanned<T> {
    Spanned::new(0..0, T::default())
}
