//! Webhooks: what the collector tells other services of, as `CloudEvents` 1.0 in JSON, and how they are managed.
//! Instants in events are RFC 3339, as `CloudEvents` has them; in the API they are milliseconds since the Unix epoch.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// The types of events, each with the struct of its data.
pub const KINDS: [&str; 5] = [READY, REACHED, IN_TROUBLE, COMMENT, UPGRADED];

/// A trial came into the band `ready` or `urgent` from below: [`TrialReadyV1`].
pub const READY: &str = "trial.ready";
/// A trial reached a moment: [`MomentReachedV1`].
pub const REACHED: &str = "moment.reached";
/// A customer met trouble: [`TrialInTroubleV1`].
pub const IN_TROUBLE: &str = "trial.in_trouble";
/// A customer wrote something: [`CommentReceivedV1`].
pub const COMMENT: &str = "comment.received";
/// The vendor's backend told that a trial upgraded: [`TrialUpgradedV1`].
pub const UPGRADED: &str = "trial.upgraded";
/// Somebody tries a webhook; it has no data.
pub const TEST: &str = "webhook.test";

/// An event, as `CloudEvents` 1.0 has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventV1<T> {
    /// `1.0`.
    pub specversion: String,
    /// Names the event; it stays the same however often it is sent, so a receiver knows what it has seen.
    pub id: String,
    /// Names the collector.
    pub source: String,
    /// One of [`KINDS`], or [`TEST`].
    #[serde(rename = "type")]
    pub kind: String,
    /// The trial's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When the collector learnt of it.
    pub time: String,
    /// `application/json`.
    pub datacontenttype: String,
    /// What happened.
    pub data: T,
}

/// The data of `trial.ready`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialReadyV1 {
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    pub account: Option<String>,
    /// The plan's name.
    pub plan: Option<String>,
    /// `ready` or `urgent`.
    pub band: String,
    /// The readiness score, 0 to 100.
    pub score: u8,
    /// The probability of upgrading, 0 to 1.
    pub probability: f64,
    /// The strongest reason for the score, in the playbook's words.
    pub top_reason: Option<String>,
}

/// The data of `moment.reached`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MomentReachedV1 {
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    pub account: Option<String>,
    /// The moment's name.
    pub moment: String,
    /// Its label in the playbook, or its name.
    pub label: String,
    /// Whether it is the activation.
    pub activation: bool,
    /// When it was reached, by the browser's clock.
    pub at: String,
}

/// The data of `trial.in_trouble`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialInTroubleV1 {
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    pub account: Option<String>,
    /// The kinds of friction that it met: `error`, `rage_click`, `dead_click`, `abandoned_form`, `quick_back`.
    pub kinds: Vec<String>,
    /// When it met the last, by the browser's clock.
    pub at: String,
}

/// The data of `comment.received`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CommentReceivedV1 {
    /// The trial's id.
    pub trial: String,
    /// The comment's id, 32 hexadecimal digits.
    pub id: String,
    /// What the customer wrote: text, never markup.
    pub words: String,
    /// The moment or prompt that it is about.
    pub about: Option<String>,
    /// When it was written, by the browser's clock.
    pub at: String,
    /// Whether it came with the vendor's signature.
    pub signed: bool,
}

/// The data of `trial.upgraded`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrialUpgradedV1 {
    /// The trial's id.
    pub trial: String,
    /// When it upgraded, as the backend told it.
    pub at: String,
    /// What it is worth, in the vendor's currency.
    pub value: Option<f64>,
}

/// A webhook, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookV1 {
    /// Names it: `wh_…`.
    pub id: String,
    /// Where events are sent.
    pub url: String,
    /// `cloudevents`, signed as Standard Webhooks has it, or `slack`, for Slack's incoming webhooks.
    pub shape: String,
    /// The types of events that are sent; empty for all.
    pub events: Vec<String>,
    /// `active`; `paused`, while events wait; or `disabled`, because the receiver said that it is gone.
    pub state: String,
    /// Why it is disabled.
    pub reason: Option<String>,
    /// When it was made.
    pub made_ms: u64,
    /// How many events wait to be sent.
    pub waiting: u64,
}

/// All webhooks, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhooksV1 {
    /// The webhooks, the oldest first.
    pub webhooks: Vec<WebhookV1>,
}

/// The body of `POST /v1/webhooks`, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWebhookV1 {
    /// Where events are to be sent: `https://…`.
    pub url: String,
    /// `cloudevents`, the default, or `slack`.
    #[serde(default)]
    pub shape: Option<String>,
    /// The types of events that are to be sent; none for all.
    #[serde(default)]
    pub events: Vec<String>,
}

/// A webhook and its new secret, version 1: the only answer that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookSecretV1 {
    /// The webhook.
    pub webhook: WebhookV1,
    /// What its events are signed with: `whsec_…`.
    pub secret: String,
}

/// The body of `PATCH /v1/webhooks/{id}`, version 1. What is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct WebhookChangeV1 {
    /// `active` or `paused`.
    pub state: Option<String>,
    /// The types of events that are to be sent; empty for all.
    pub events: Option<Vec<String>>,
}

/// An event that somebody asked for, version 1: the answer of `POST /v1/webhooks/{id}/test`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TestSentV1 {
    /// The event's id.
    pub event: String,
}

/// A page of what was sent to a webhook, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeliveriesV1 {
    /// The deliveries, the newest event first.
    pub deliveries: Vec<DeliveryV1>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// What became of one event, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeliveryV1 {
    /// The event's id.
    pub event: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The trial's id; none in a test.
    pub trial: Option<String>,
    /// When the collector learnt of it.
    pub at_ms: u64,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// When it is tried (again), if it waits.
    pub due_ms: Option<u64>,
    /// Every attempt, the first one first.
    pub attempts: Vec<AttemptV1>,
}

/// One attempt to send an event, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttemptV1 {
    /// When it began.
    pub at_ms: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The HTTP status of the answer; none if there was no answer.
    pub status: Option<u16>,
    /// What went wrong.
    pub error: Option<String>,
}
