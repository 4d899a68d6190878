//! Sums over trials, as the API tells of them: accounts, the journey, prompts, and the ledger. Instants are milliseconds
//! since the Unix epoch.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// A page of accounts, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountsV1 {
    /// The accounts, by id.
    pub accounts: Vec<AccountLineV1>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// An account: the set of its trials, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountLineV1 {
    /// The account's id.
    pub account: String,
    /// Its trials.
    pub trials: u64,
    /// Of them simulated.
    pub simulated: u64,
    /// Of them activated.
    pub activated: u64,
    /// Of them upgraded, as the vendor's backend told it.
    pub upgraded: u64,
    /// The readiness score of its readiest trial, 0 to 100.
    pub score: u8,
    /// That trial's band: `cold`, `warming`, `ready` or `urgent`.
    pub band: String,
    /// When its first trial began.
    pub started_ms: u64,
    /// When the collector last heard of any of them.
    pub last_seen_ms: u64,
}

/// How far trials come, version 1. Sums like these are worked out anew at most every few seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JourneyV1 {
    /// When this was true.
    pub as_of_ms: u64,
    /// Trials.
    pub trials: u64,
    /// The moments of the playbook, in the order of the journey.
    pub moments: Vec<JourneyLineV1>,
}

/// How many trials come to a moment, and when, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JourneyLineV1 {
    /// The moment's name.
    pub moment: String,
    /// Its label in the playbook.
    pub label: String,
    /// Its stage: `unbox`, `first_use`, `value`, `habit` or `share`.
    pub stage: String,
    /// Whether it is the activation.
    pub activation: bool,
    /// Trials that reached it.
    pub reached: u64,
    /// Of them those that had reached the moment before it in this list; of the first moment all.
    pub from_before: u64,
    /// Of those that reached it, those that upgraded.
    pub upgraded: u64,
    /// The median of hours from start to moment, of those that reached it; exact to one part in 32.
    pub hours: Option<f64>,
}

/// What becomes of prompts, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PromptsV1 {
    /// When this was true.
    pub as_of_ms: u64,
    /// The prompts of the playbook, in its order, then those that it has no longer.
    pub prompts: Vec<PromptLineV1>,
}

/// What becomes of a prompt, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PromptLineV1 {
    /// The prompt's id.
    pub prompt: String,
    /// Its first heading in the playbook's own language, or its id.
    pub title: String,
    /// Whether the playbook has it.
    pub known: bool,
    /// Exposures.
    pub shown: u64,
    /// Offers taken.
    pub clicked: u64,
    /// Dismissed.
    pub dismissed: u64,
    /// Put off.
    pub snoozed: u64,
    /// Trials that saw it.
    pub trials: u64,
    /// How many trials went to its second page, to its third, and so on.
    #[serde(default)]
    pub steps: Vec<u64>,
    /// The arms of trials in which it fell due, with how many of them upgraded.
    pub arms: Vec<ArmLineV1>,
}

/// Trials in one arm of a prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ArmLineV1 {
    /// `holdout`, `control`, `shown`, or the name of a variant.
    pub arm: String,
    /// Trials in which the prompt fell due.
    pub due: u64,
    /// Of them those that upgraded.
    pub upgraded: u64,
}

/// Why prompts wait, version 1: the ledgers of all trials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LedgerV1 {
    /// When this was true.
    pub as_of_ms: u64,
    /// The lines, by prompt, the most frequent reason first.
    pub lines: Vec<LedgerLineV1>,
}

/// How often a reason held a prompt back, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LedgerLineV1 {
    /// The prompt's id.
    pub prompt: String,
    /// The reason.
    pub reason: String,
    /// How often.
    pub count: u64,
    /// In how many trials.
    pub trials: u64,
}
