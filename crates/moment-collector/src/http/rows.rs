//! The lines of lists as rows of a table.

use moment_wire::people::AuditLineV1;
use moment_wire::report::{CommentLineV1, TrialLineV1};
use moment_wire::sums::{AccountLineV1, JourneyLineV1, LedgerLineV1, PromptLineV1};

use crate::http::table::{Row, maybe, strange};

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

    fn cells(&self) -> Vec<String> {
        vec![
            strange(&self.trial),
            strange(&maybe(self.account.as_ref())),
            strange(&maybe(self.plan.as_ref())),
            self.started_ms.to_string(),
            self.length_days.to_string(),
            self.last_seen_ms.to_string(),
            self.score.to_string(),
            self.band.clone(),
            self.probability.to_string(),
            maybe(self.top_reason.as_ref()),
            maybe(self.activated_ms.as_ref()),
            self.shown.to_string(),
            self.clicked.to_string(),
            self.dismissed.to_string(),
            maybe(self.outcome.as_ref()),
            maybe(self.outcome_at_ms.as_ref()),
            maybe(self.outcome_value.as_ref()),
            self.simulated.to_string(),
            self.signed.to_string(),
        ]
    }
}

impl Row for AccountLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["account", "trials", "simulated", "activated", "upgraded", "score", "band", "started_ms", "last_seen_ms"];

    fn cells(&self) -> Vec<String> {
        vec![
            strange(&self.account),
            self.trials.to_string(),
            self.simulated.to_string(),
            self.activated.to_string(),
            self.upgraded.to_string(),
            self.score.to_string(),
            self.band.clone(),
            self.started_ms.to_string(),
            self.last_seen_ms.to_string(),
        ]
    }
}

impl Row for CommentLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["id", "trial", "words", "about", "at_ms", "received_ms", "signed", "replies"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            strange(&self.trial),
            strange(&self.words),
            strange(&maybe(self.about.as_ref())),
            self.at_ms.to_string(),
            self.received_ms.to_string(),
            self.signed.to_string(),
            self.replies.len().to_string(),
        ]
    }
}

impl Row for JourneyLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["moment", "label", "stage", "activation", "reached", "from_before", "upgraded", "hours"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.moment.clone(),
            self.label.clone(),
            self.stage.clone(),
            self.activation.to_string(),
            self.reached.to_string(),
            self.from_before.to_string(),
            self.upgraded.to_string(),
            maybe(self.hours.as_ref()),
        ]
    }
}

/// A prompt's steps and arms are in the JSON alone.
impl Row for PromptLineV1 {
    const COLUMNS: &'static [&'static str] =
        &["prompt", "title", "known", "shown", "clicked", "dismissed", "snoozed", "trials"];

    fn cells(&self) -> Vec<String> {
        vec![
            strange(&self.prompt),
            strange(&self.title),
            self.known.to_string(),
            self.shown.to_string(),
            self.clicked.to_string(),
            self.dismissed.to_string(),
            self.snoozed.to_string(),
            self.trials.to_string(),
        ]
    }
}

impl Row for LedgerLineV1 {
    const COLUMNS: &'static [&'static str] = &["prompt", "reason", "count", "trials"];

    fn cells(&self) -> Vec<String> {
        vec![strange(&self.prompt), self.reason.clone(), self.count.to_string(), self.trials.to_string()]
    }
}

impl Row for AuditLineV1 {
    const COLUMNS: &'static [&'static str] = &["at_ms", "who", "what", "about"];

    fn cells(&self) -> Vec<String> {
        vec![self.at_ms.to_string(), strange(&self.who), self.what.clone(), strange(&self.about)]
    }
}
