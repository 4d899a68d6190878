//! The lines of lists as rows of a table.

use moment_wire::people::AuditLineV1;
use moment_wire::report::{CommentLineV1, TrialLineV1};
use moment_wire::sums::{AccountLineV1, JourneyLineV1, LedgerLineV1, PromptLineV1};

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

/// A prompt's steps and arms are in the JSON alone.
impl Row for PromptLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["prompt", "title", "known", "shown", "clicked", "dismissed", "snoozed", "trials"];

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
