//! What became of each prompt in each trial, as rows.

use moment_core::arm::Arm;
use serde_json::{Map, Value};

use super::{Column, Kind, Trial, column, maybe};
use crate::cell::Cell;

pub(super) const COLUMNS: [Column; 11] = [
    column("trial", Kind::Text, "the trial's id"),
    column("prompt", Kind::Text, "the prompt's id"),
    column("shown", Kind::Integer, "exposures"),
    column("clicked", Kind::Integer, "offers taken"),
    column("dismissed", Kind::Integer, "dismissed"),
    column("snoozed", Kind::Integer, "put off"),
    column("step", Kind::Integer, "the furthest page that was gone to, counted from 0, the first"),
    maybe("last_shown_ms", Kind::Integer, "the last exposure"),
    maybe(
        "due_ms",
        Kind::Integer,
        "when it first fell due: only the draw, the budget, or another prompt stood in its way",
    ),
    maybe(
        "arm",
        Kind::Text,
        "the trial's arm then: `holdout`, `control`, or `variant_0`, `variant_1` … in the playbook's order",
    ),
    column("waits", Kind::Text, "why it waited and how often, as a JSON object"),
];

pub(super) fn rows(trial: &Trial) -> Vec<Vec<Cell>> {
    let row = |record: &moment_core::exposure::PromptRecord| {
        let waits: Map<String, Value> =
            record.waits.iter().map(|(reason, count)| (reason.name().to_owned(), Value::from(*count))).collect();
        let unix_ms = |at_s| trial.whole.unix_ms(at_s);
        vec![
            trial.standing.trial.as_str().into(),
            record.id.as_str().into(),
            record.shown.total().into(),
            record.clicked.into(),
            record.dismissed.into(),
            record.snoozed.into(),
            u32::from(record.step).into(),
            record.last_shown_s.map(unix_ms).into(),
            record.due.map(|due| unix_ms(due.at_s)).into(),
            record.due.map(|due| arm(due.arm)).into(),
            Value::Object(waits).to_string().into(),
        ]
    };
    trial.whole.summary.prompts.iter().map(row).collect()
}

fn arm(arm: Arm) -> String {
    match arm {
        Arm::Holdout => "holdout".to_owned(),
        Arm::Control => "control".to_owned(),
        Arm::Variant(place) => format!("variant_{place}"),
    }
}
