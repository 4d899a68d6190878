//! For how long a trial is kept that nothing is heard of.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::keeper::Wish;

/// Trials that are forgotten in one commit, so that beacons wait for a moment only.
const AT_ONCE: usize = 500;

const EACH: Duration = Duration::from_hours(1);

const DAY_MS: u64 = 24 * 3_600_000;

/// Forgets now and then each hour, for ever.
pub async fn keep_forgetting(parts: Parts, days: NonZeroU32) {
    let mut hours = tokio::time::interval(EACH);
    loop {
        hours.tick().await;
        match forget(&parts, days).await {
            Ok(0) => {}
            Ok(trials) => tracing::info!(trials, "trials that nothing was heard of for long were forgotten"),
            // It is tried again with the next hour.
            Err(_) => tracing::warn!("what is too old could not be forgotten"),
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
