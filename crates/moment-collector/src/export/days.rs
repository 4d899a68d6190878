//! What happened on each day of a trial, as rows.

use anyhow::Result;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::LAST_DAY;
use moment_core::friction::FrictionKind;

use super::{Column, Kind, Trial, column, maybe};
use crate::cell::Cell;

pub(super) const COLUMNS: [Column; 5] = [
    column("trial", Kind::Text, "the trial's id"),
    column("day", Kind::Integer, "the day of the trial; 0 is the first"),
    column("what", Kind::Text, "`active`, `engaged_s`, `feature`, `friction` or `prompt`"),
    maybe("name", Kind::Text, "which feature, kind of friction, or prompt"),
    column("count", Kind::Integer, "how often; with `active` 1, with `engaged_s` seconds, with `prompt` exposures"),
];

/// Days on which nothing happened have no row; of what is older than 64 days only the total is kept, see `trials`.
pub(super) fn rows(trial: &Trial, put: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
    let summary = &trial.whole.summary;
    let id = trial.standing.trial.as_str();
    for day in (0..=LAST_DAY).filter(|day| summary.active_days.contains(*day)) {
        put(vec![id.into(), day.into(), "active".into(), Cell::Empty, 1_u32.into()])?;
    }
    let mut of = |what: &str, name: Option<&str>, counts: &DayCounts| {
        let row = |(day, count): &(u16, u32)| vec![id.into(), (*day).into(), what.into(), name.into(), (*count).into()];
        counts.days().iter().map(row).try_for_each(&mut *put)
    };
    of("engaged_s", None, &summary.engaged)?;
    for feature in &summary.features {
        of("feature", Some(&feature.name), &feature.counts)?;
    }
    for (kind, friction) in FrictionKind::ALL.into_iter().zip(&summary.friction) {
        of("friction", Some(kind.name()), &friction.counts)?;
    }
    for record in &summary.prompts {
        of("prompt", Some(&record.id), &record.shown)?;
    }
    Ok(())
}
