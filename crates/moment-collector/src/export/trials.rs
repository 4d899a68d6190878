//! Trials as rows.

use moment_core::readiness::Band;

use super::{Column, Kind, Trial, column, maybe};
use crate::cell::Cell;

pub(super) const COLUMNS: [Column; 23] = [
    column("trial", Kind::Text, "the trial's id"),
    maybe("account", Kind::Text, "the account's id"),
    maybe("plan", Kind::Text, "the plan's name"),
    column("started_ms", Kind::Integer, "when it began, milliseconds since the Unix epoch"),
    column("length_days", Kind::Integer, "how many days it lasts"),
    column("last_seen_ms", Kind::Integer, "when the collector last heard of it"),
    column("score", Kind::Integer, "readiness, 0 to 100, as of the last beacon"),
    column("band", Kind::Text, "`cold`, `warming`, `ready` or `urgent`"),
    column("probability", Kind::Real, "of upgrading, 0 to 1"),
    maybe("top_reason", Kind::Text, "the strongest reason for the score"),
    maybe("activated_ms", Kind::Integer, "when the activation was reached"),
    column("shown", Kind::Integer, "exposures of prompts"),
    column("clicked", Kind::Integer, "offers taken"),
    column("dismissed", Kind::Integer, "prompts dismissed"),
    maybe("outcome", Kind::Text, "`upgraded`, `cancelled` or `expired`"),
    maybe("outcome_at_ms", Kind::Integer, "when it ended so"),
    maybe("outcome_value", Kind::Real, "what that is worth, in the vendor's currency"),
    column("simulated", Kind::Truth, "whether a simulation made it"),
    column("signed", Kind::Truth, "whether every replica carries the vendor's signature"),
    column("replicas", Kind::Integer, "browser profiles that it was seen in"),
    column("sessions", Kind::Integer, "visits"),
    column("engaged_s", Kind::Integer, "seconds of engaged time"),
    column("dropped", Kind::Integer, "events that did not fit"),
];

pub(super) fn row(Trial { standing, ending, whole }: &Trial) -> Vec<Cell> {
    vec![
        standing.trial.as_str().into(),
        standing.account.as_deref().into(),
        standing.plan.as_deref().into(),
        standing.started_ms.into(),
        standing.length_days.into(),
        standing.last_seen_ms.into(),
        standing.score.into(),
        Band::ALL.get(usize::from(standing.band)).map_or("cold", |band| band.name()).into(),
        standing.probability.into(),
        standing.top_reason.as_deref().into(),
        standing.activated_ms.into(),
        standing.shown.into(),
        standing.clicked.into(),
        standing.dismissed.into(),
        ending.as_ref().map(|ending| ending.outcome.as_str()).into(),
        ending.as_ref().map(|ending| ending.at_ms).into(),
        ending.as_ref().and_then(|ending| ending.value).into(),
        standing.simulated.into(),
        standing.signed.into(),
        whole.replicas.into(),
        whole.summary.sessions.into(),
        whole.summary.engaged.total().into(),
        whole.summary.dropped.into(),
    ]
}
