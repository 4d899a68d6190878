//! The lines of lists as rows of a table.

use moment_wire::people::{AuditLineV1, PersonV1};
use moment_wire::report::{CommentLineV1, QuarantinedV1, TrialLineV1};
use moment_wire::sums::{AccountLineV1, JourneyLineV1, LedgerLineV1, PromptLineV1};
use moment_wire::webhook::{DeliveryV1, WebhookV1};
use serde::Serialize;

use crate::cell::Cell;
use crate::http::table::Row;

impl Row for TrialLineV1 {
    const COLUMNS: &'static [&'static str] = &[
        "trial",
        "account",
        "plan",
        "started_ms",
        "length_days",
        "last_seen_ms",
        "score",
        "band",
        "probability",
        "top_reason",
        "activated_ms",
        "shown",
        "clicked",
        "dismissed",
        "outcome",
        "outcome_at_ms",
        "outcome_value",
        "simulated",
        "signed",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.trial.as_str().into(),
            self.account.as_deref().into(),
            self.plan.as_deref().into(),
            self.started_ms.into(),
            self.length_days.into(),
            self.last_seen_ms.into(),
            self.score.into(),
            self.band.as_str().into(),
            self.probability.into(),
            self.top_reason.as_deref().into(),
            self.activated_ms.into(),
            self.shown.into(),
            self.clicked.into(),
            self.dismissed.into(),
            self.outcome.as_deref().into(),
            self.outcome_at_ms.into(),
            self.outcome_value.into(),
            self.simulated.into(),
            self.signed.into(),
        ]
    }
}

impl Row for AccountLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["account", "trials", "simulated", "activated", "upgraded", "score", "band", "started_ms", "last_seen_ms"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.account.as_str().into(),
            self.trials.into(),
            self.simulated.into(),
            self.activated.into(),
            self.upgraded.into(),
            self.score.into(),
            self.band.as_str().into(),
            self.started_ms.into(),
            self.last_seen_ms.into(),
        ]
    }
}

impl Row for CommentLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["id", "trial", "words", "about", "at_ms", "received_ms", "signed", "replies"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.as_str().into(),
            self.trial.as_str().into(),
            self.words.as_str().into(),
            self.about.as_deref().into(),
            self.at_ms.into(),
            self.received_ms.into(),
            self.signed.into(),
            self.replies.len().into(),
        ]
    }
}

impl Row for JourneyLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["moment", "label", "stage", "activation", "reached", "from_before", "upgraded", "hours"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.moment.as_str().into(),
            self.label.as_str().into(),
            self.stage.as_str().into(),
            self.activation.into(),
            self.reached.into(),
            self.from_before.into(),
            self.upgraded.into(),
            self.hours.into(),
        ]
    }
}

/// A prompt's steps and arms stand in a cell each, as JSON has them.
impl Row for PromptLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["prompt", "title", "known", "shown", "clicked", "dismissed", "snoozed", "trials", "steps", "arms"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.prompt.as_str().into(),
            self.title.as_str().into(),
            self.known.into(),
            self.shown.into(),
            self.clicked.into(),
            self.dismissed.into(),
            self.snoozed.into(),
            self.trials.into(),
            json(&self.steps),
            json(&self.arms),
        ]
    }
}

impl Row for LedgerLineV1 {
    const COLUMNS: &'static [&'static str] = &["prompt", "reason", "count", "trials"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.prompt.as_str().into(), self.reason.as_str().into(), self.count.into(), self.trials.into()]
    }
}

impl Row for AuditLineV1 {
    const COLUMNS: &'static [&'static str] = &["at_ms", "who", "what", "about"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.at_ms.into(), self.who.as_str().into(), self.what.as_str().into(), self.about.as_str().into()]
    }
}

impl Row for QuarantinedV1 {
    const COLUMNS: &'static [&'static str] =
        &["trial", "replica", "reason", "times", "received_ms", "skew_ms", "signed"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.trial.as_str().into(),
            self.replica.as_str().into(),
            self.reason.as_str().into(),
            self.times.into(),
            self.received_ms.into(),
            self.skew_ms.into(),
            self.signed.into(),
        ]
    }
}

impl Row for PersonV1 {
    const COLUMNS: &'static [&'static str] = &["name", "role", "joined", "made_ms"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.name.as_str().into(), self.role.as_str().into(), self.joined.into(), self.made_ms.into()]
    }
}

/// The types of events stand in one cell, with spaces between them.
impl Row for WebhookV1 {
    const COLUMNS: &'static [&'static str] = &["id", "url", "shape", "events", "state", "reason", "made_ms", "waiting"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.as_str().into(),
            self.url.as_str().into(),
            self.shape.as_str().into(),
            self.events.join(" ").into(),
            self.state.as_str().into(),
            self.reason.as_deref().into(),
            self.made_ms.into(),
            self.waiting.into(),
        ]
    }
}

/// Of its attempts a delivery says how many there were, and what came of the last.
impl Row for DeliveryV1 {
    const COLUMNS: &'static [&'static str] =
        &["event", "type", "trial", "at_ms", "state", "due_ms", "attempts", "last_at_ms", "last_status", "last_error"];

    fn cells(&self) -> Vec<Cell> {
        let last = self.attempts.last();
        vec![
            self.event.as_str().into(),
            self.kind.as_str().into(),
            self.trial.as_deref().into(),
            self.at_ms.into(),
            self.state.as_str().into(),
            self.due_ms.into(),
            self.attempts.len().into(),
            last.map(|attempt| attempt.at_ms).into(),
            last.and_then(|attempt| attempt.status).into(),
            last.and_then(|attempt| attempt.error.as_deref()).into(),
        ]
    }
}

/// A list as JSON in one cell, for one whose entries are no words.
fn json<T: Serialize>(list: &[T]) -> Cell {
    // Numbers and texts can always be written.
    serde_json::to_string(list).unwrap_or_default().into()
}
