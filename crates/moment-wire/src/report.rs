//! Reports: what the growth team reads, as JSON. Instants are milliseconds since the Unix epoch.
//!
//! It is long because it is a list: the records of each answer, one after the other, and nothing that does anything.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// How all trials are doing, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OverviewV1 {
    /// When this was true.
    pub as_of_ms: u64,
    /// Whether everything is paused.
    pub paused: bool,
    /// Trials, simulated ones included.
    pub trials: u64,
    /// Trials that are simulated.
    pub simulated: u64,
    /// Trials that reached the activation.
    pub activated: u64,
    /// The median of hours from start to activation, of those that reached it.
    pub hours_to_value: Option<f64>,
    /// Trials by band, as of each trial's last beacon.
    pub bands: BandsV1,
    /// Exposures of all prompts.
    pub prompts_shown: u64,
    /// Offers taken.
    pub prompts_clicked: u64,
    /// Prompts dismissed.
    pub prompts_dismissed: u64,
    /// Trials that upgraded.
    pub upgraded: u64,
    /// The moments of the playbook, in the order of the journey.
    pub moments: Vec<MomentCountV1>,
}

/// Trials by band, version 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "each field counts the band of its name")]
pub struct BandsV1 {
    pub cold: u64,
    pub warming: u64,
    pub ready: u64,
    pub urgent: u64,
}

/// How many trials reached a moment, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MomentCountV1 {
    /// The moment's name.
    pub name: String,
    /// Its label in the playbook.
    pub label: String,
    /// Its stage: `unbox`, `first_use`, `value`, `habit` or `share`.
    pub stage: String,
    /// Whether it is the activation.
    pub activation: bool,
    /// Trials that reached it.
    pub trials: u64,
}

/// A page of the list of trials, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialsV1 {
    /// The trials, the readiest first.
    pub trials: Vec<TrialLineV1>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// One trial in a line, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialLineV1 {
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    pub account: Option<String>,
    /// The plan's name.
    pub plan: Option<String>,
    /// When it began.
    pub started_ms: u64,
    /// How many days it lasts.
    pub length_days: u16,
    /// When the collector last heard of it.
    pub last_seen_ms: u64,
    /// The readiness score, 0 to 100, as of the last beacon.
    pub score: u8,
    /// The band: `cold`, `warming`, `ready` or `urgent`.
    pub band: String,
    /// The probability of upgrading, 0 to 1.
    pub probability: f64,
    /// The strongest reason for the score, in the playbook's words.
    pub top_reason: Option<String>,
    /// When the activation was reached.
    pub activated_ms: Option<u64>,
    /// Exposures of prompts.
    pub shown: u32,
    /// Offers taken.
    pub clicked: u32,
    /// Prompts dismissed.
    pub dismissed: u32,
    /// `upgraded`, `cancelled` or `expired`, as the vendor's backend told it.
    pub outcome: Option<String>,
    /// When it ended so.
    pub outcome_at_ms: Option<u64>,
    /// What that is worth, in the vendor's currency, if the backend said so.
    pub outcome_value: Option<f64>,
    /// Whether a simulation made it.
    pub simulated: bool,
    /// Whether every replica carries the vendor's signature.
    pub signed: bool,
}

/// All that is known of one trial, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialV1 {
    /// Its line in the list.
    pub line: TrialLineV1,
    /// How the score came about.
    pub readiness: ReadinessV1,
    /// Moments of the playbook, in the order of the journey, reached or not.
    pub moments: Vec<MomentV1>,
    /// Features used, the most used first.
    pub features: Vec<FeatureV1>,
    /// Limits told.
    pub limits: Vec<LimitV1>,
    /// Friction met, by kind.
    pub friction: Vec<FrictionV1>,
    /// Prompts: what became of each, and why it waited.
    pub prompts: Vec<PromptRecordV1>,
    /// Days of the trial with any activity, ascending; 0 is the first.
    pub active_days: Vec<u16>,
    /// Visits.
    pub sessions: u32,
    /// Minutes of engaged time.
    pub engaged_minutes: u32,
    /// Browser profiles that it was seen in.
    pub replicas: u32,
    /// Events that did not fit.
    pub dropped: u32,
    /// How many prompts the customer wants: `normal`, `fewer` or `none`.
    pub budget: String,
}

/// A score and its parts, version 1. `points` = `expected` + the sum of all contributions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReadinessV1 {
    /// The sum.
    pub points: i32,
    /// The points of a trial that is average in everything.
    pub expected: i32,
    /// The parts, the largest first.
    pub contributions: Vec<ContributionV1>,
}

/// One part of a score, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ContributionV1 {
    /// The reading, as the playbook writes it.
    pub reading: String,
    /// Its label in the playbook.
    pub label: String,
    /// Its value.
    pub value: i32,
    /// Points above or below the average trial.
    pub points: i32,
}

/// A moment in a trial, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MomentV1 {
    /// Its name.
    pub name: String,
    /// Its label in the playbook.
    pub label: String,
    /// Its stage.
    pub stage: String,
    /// Whether it is the activation.
    pub activation: bool,
    /// When it was reached.
    pub at_ms: Option<u64>,
    /// The customer's newest reaction to it, 1 to 5.
    #[serde(default)]
    pub reaction: Option<u8>,
}

/// A feature's use in a trial, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeatureV1 {
    /// Its name.
    pub name: String,
    /// Its label in the playbook, or its name.
    pub label: String,
    /// Uses in all.
    pub total: u32,
    /// The first use.
    pub first_ms: u64,
    /// The last use.
    pub last_ms: u64,
    /// Uses by day of the trial: pairs of day and count.
    pub days: Vec<(u16, u32)>,
}

/// A limit in a trial, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LimitV1 {
    /// Its name.
    pub name: String,
    /// Its label in the playbook, else its name.
    #[serde(default)]
    pub label: String,
    /// How much of it is used.
    pub used: u32,
    /// How much there is.
    pub of: u32,
    /// Whether it stops the customer.
    pub hard: bool,
}

/// Friction in a trial, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FrictionV1 {
    /// Its kind.
    pub kind: String,
    /// How often.
    pub count: u32,
    /// The last time.
    pub last_ms: u64,
}

/// What became of a prompt in a trial, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub struct PromptRecordV1 {
    pub id: String,
    /// Its first heading in the playbook's own language, or its id.
    pub title: String,
    pub shown: u32,
    pub clicked: u32,
    pub dismissed: u32,
    pub snoozed: u32,
    /// The furthest page that was gone to, counted from 0, the first.
    #[serde(default)]
    pub step: u8,
    pub last_shown_ms: Option<u64>,
    /// When it first fell due: only the draw, the budget of attention, or another prompt stood in its way.
    #[serde(default)]
    pub due_ms: Option<u64>,
    /// The trial's arm then: `holdout`, `control`, `shown`, or the name of a variant.
    #[serde(default)]
    pub arm: Option<String>,
    /// The ledger: why it waited, the most frequent first.
    pub waits: Vec<WaitV1>,
}

/// How often a reason held a prompt back, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names say it")]
pub struct WaitV1 {
    pub reason: String,
    pub count: u32,
}

/// Comments that are durable, version 1: the answer of `POST /v1/comments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KeptV1 {
    /// Their ids, each of 32 hexadecimal digits.
    pub kept: Vec<String>,
}

/// A page of the list of comments, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CommentsPageV1 {
    /// The comments, the newest first.
    pub comments: Vec<CommentLineV1>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// One comment, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CommentLineV1 {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    /// The trial.
    pub trial: String,
    /// What the customer wrote: text, never markup.
    pub words: String,
    /// The moment or prompt that it is about.
    pub about: Option<String>,
    /// When it was written, by the browser's clock.
    pub at_ms: u64,
    /// When the collector took it in.
    pub received_ms: u64,
    /// Whether it came with the vendor's signature.
    pub signed: bool,
    /// What was answered, the oldest first.
    #[serde(default)]
    pub replies: Vec<ReplyLineV1>,
}

/// One reply, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReplyLineV1 {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    /// What was answered.
    pub words: String,
    /// Who answered: a person, or a token.
    pub who: String,
    /// When it was written.
    pub at_ms: u64,
    /// When the customer saw it.
    pub seen_ms: Option<u64>,
}

/// The body of `POST /v1/comments/{id}/reply`, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReplyV1 {
    /// The trial that the comment is of: two trials may have comments of one id.
    pub trial: String,
    /// What to answer: text, 1 to 2,000 characters.
    pub words: String,
}

/// A page of the list of replicas that are kept apart, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuarantineV1 {
    /// How many there are in all.
    pub all: u64,
    /// How many were dropped for newer ones, ever.
    #[serde(default)]
    pub dropped: u64,
    /// Those of this page, received last first.
    pub replicas: Vec<QuarantinedV1>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// A replica whose state cannot be true, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuarantinedV1 {
    /// The trial that it says it is of.
    pub trial: String,
    /// Its number, sixteen hexadecimal digits.
    pub replica: String,
    /// Why it cannot be true, in words.
    pub reason: String,
    /// How many such states of it came.
    pub times: u32,
    /// When the newest came, by the collector's clock.
    pub received_ms: u64,
    /// By how many milliseconds its clock was ahead of the collector's; negative is behind.
    pub skew_ms: i64,
    /// Whether it came with the vendor's signature.
    pub signed: bool,
}

/// Whether everything is paused, version 1: the body of `PUT /v1/pause` and of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the name says it")]
pub struct PauseV1 {
    pub paused: bool,
}

/// An error, as RFC 9457 has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProblemV1 {
    /// Names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong this time.
    pub detail: String,
}
