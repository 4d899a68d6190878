//! The playbook: the vendor's rules, compiled. Data, never code.

use alloc::string::String;
use alloc::vec::Vec;

use crate::budget::Frequency;
use crate::feature::Role;
use crate::moment::MomentRule;
use crate::name::Name;
use crate::prompt::PromptRule;
use crate::readiness::Scorecard;
use crate::route::Pattern;
use crate::time::{MINUTE_S, Second};

/// What the vendor decided: what to count, what matters, what may be shown and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbook {
    /// Whether everything is paused: the one button.
    pub paused: bool,
    /// After how many seconds an unconfirmed playbook is no longer trusted with a prompt.
    pub stale_after_s: Second,
    /// How long a page is left alone after it opens.
    pub settle_s: Second,
    /// How long after a sign of trouble nothing may be sold.
    pub recovery_s: Second,
    /// How long a snooze lasts.
    pub snooze_s: Second,
    /// What is counted. Readings refer to features by their place here.
    pub features: Vec<FeatureRule>,
    /// What is a moment. Readings refer to moments by their place here.
    pub moments: Vec<MomentRule>,
    /// What is metered. Readings refer to limits by their place here.
    pub limits: Vec<Name>,
    /// The plans, languages and routes that readings refer to by their place here.
    pub texts: Vec<String>,
    /// Percent of trials that get no commercial prompt.
    pub holdout_percent: u8,
    /// Sets the arms of this playbook's experiments apart from those of others: see [`crate::arm`].
    pub salt: String,
    /// How much attention all prompts that sell may take together.
    pub budget: Frequency,
    /// How readiness is scored.
    pub scorecard: Scorecard,
    /// What may be shown. Decisions refer to prompts by their place here.
    pub prompts: Vec<PromptRule>,
}

/// A feature as the playbook defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureRule {
    /// Its name.
    pub name: Name,
    /// Routes whose visit counts as a use.
    pub routes: Vec<Pattern>,
    /// What its use says of the customer's intent, if anything.
    pub role: Option<Role>,
}

impl Default for Playbook {
    fn default() -> Self {
        Self {
            paused: false,
            stale_after_s: 15 * MINUTE_S,
            settle_s: 10,
            recovery_s: 10 * MINUTE_S,
            snooze_s: crate::time::DAY_S,
            features: Vec::new(),
            moments: Vec::new(),
            limits: Vec::new(),
            texts: Vec::new(),
            holdout_percent: 10,
            salt: String::new(),
            budget: Frequency::usual(),
            // Without rules nobody is anything but cold.
            scorecard: Scorecard { bands: [u8::MAX; 3], ..Scorecard::default() },
            prompts: Vec::new(),
        }
    }
}
