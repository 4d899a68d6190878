//! For how long what is kept: trials that nothing is heard of, who changed what, and what became of webhooks' events.

use std::num::NonZeroU32;
use std::time::Duration;

use moment_core::time::DAY_MS;

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::keeper::Wish;
use crate::store::desk::{DeskChange, Log};
use crate::store::people::Entry;
use crate::tell::instant;

/// Trials, or entries of a log, that go in one commit, so that beacons wait for a moment only.
const AT_ONCE: usize = 500;

const EACH: Duration = Duration::from_hours(1);

/// Who prunes, as the audit log calls it.
const WHO: &str = "the collector";

/// For how many days what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// A trial that nothing is heard of; none is for ever.
    pub trials_days: Option<NonZeroU32>,
    /// Who changed what.
    pub audit_days: NonZeroU32,
    /// Events for webhooks and what became of them, whether they were delivered or not; see
    /// [`Retention::DELIVERIES_DAYS_MIN`].
    pub deliveries_days: NonZeroU32,
}

impl Retention {
    /// For so many days events are kept at least: one is tried for up to four (`courier/retry.rs`), and what is tried still
    /// is not to go.
    pub const DELIVERIES_DAYS_MIN: u32 = 5;

    /// What holds unless somebody says otherwise. Who changed what can be looked up a year later, with a month to notice;
    /// a receiver that has not taken an event for a month will not.
    pub const USUAL: Self = Self {
        trials_days: None,
        audit_days: NonZeroU32::new(400).unwrap(),
        deliveries_days: NonZeroU32::new(30).unwrap(),
    };
}

/// Forgets trials now and then each hour, for ever; of logs nothing is dropped in the first hour. Nobody asked for that, so
/// a machine that starts with its clock in a later year has an hour to set it.
pub async fn keep_forgetting(parts: Parts, retention: Retention) {
    let mut hours = tokio::time::interval(EACH);
    // The first of them comes at once.
    hours.tick().await;
    loop {
        forget_trials(&parts, retention.trials_days).await;
        hours.tick().await;
        prune_logs(&parts, retention).await;
    }
}

async fn forget_trials(parts: &Parts, days: Option<NonZeroU32>) {
    let Some(days) = days else { return };
    match forget(parts, days).await {
        Ok(0) => {}
        Ok(trials) => tracing::info!(trials, "trials that nothing was heard of for long were forgotten"),
        // It is tried again with the next hour.
        Err(_) => tracing::warn!("what is too old could not be forgotten"),
    }
}

async fn prune_logs(parts: &Parts, retention: Retention) {
    for (log, days) in [(Log::Audit, retention.audit_days), (Log::Deliveries, retention.deliveries_days)] {
        match prune(parts, log, days).await {
            Ok(0) => {}
            Ok(entries) => tracing::info!(entries, log = log.name(), "the oldest entries of a log were dropped"),
            Err(_) => tracing::warn!(log = log.name(), "the oldest entries of a log could not be dropped"),
        }
    }
}

/// Forgets the trials that nothing was heard of for so many days, and how many those were.
pub async fn forget(parts: &Parts, days: NonZeroU32) -> Result<usize, Problem> {
    let before_ms = (parts.clock)().saturating_sub(u64::from(days.get()) * DAY_MS);
    let mut count = 0;
    loop {
        let trials = parts.ask(move |store| store.silent_since(before_ms, AT_ONCE)).await?;
        let found = trials.len();
        if found > 0 {
            parts.keeper.keep(Wish::Retire { trials, before_ms }).await?;
        }
        count += found;
        if found < AT_ONCE {
            // What belongs to no trial goes once, and not with each part.
            parts.keeper.keep(Wish::Retire { trials: Vec::new(), before_ms }).await?;
            return Ok(count);
        }
    }
}

/// Drops what of a log is older than so many whole days, and how many entries those were. Each part goes with a line of the
/// audit log that says how many are in it; by whole days, so that there are such lines once a day and not each hour.
pub async fn prune(parts: &Parts, log: Log, days: NonZeroU32) -> Result<u64, Problem> {
    let now_ms = (parts.clock)();
    let before_ms = now_ms.saturating_sub(u64::from(days.get()) * DAY_MS) / DAY_MS * DAY_MS;
    let count = parts.ask(move |store| store.desk().older(log, before_ms)).await?;
    let mut left = usize::try_from(count).unwrap_or(usize::MAX);
    while left > 0 {
        let limit = left.min(AT_ONCE);
        let wish = Wish::Desk(vec![DeskChange::Pruned { log, before_ms, limit }]);
        let entry = Entry {
            at_ms: now_ms,
            who: WHO.into(),
            what: format!("{}.pruned", log.name()),
            about: format!("{limit} from before {}", instant(before_ms)),
        };
        parts.keeper.keep(Wish::Audited(Box::new(wish), entry)).await?;
        left -= limit;
    }
    Ok(count)
}
