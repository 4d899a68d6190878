//! `GET /v1/overview`: how all trials are doing.

use axum::Json;
use axum::extract::State;
use moment_wire::report::{BandsV1, MomentCountV1, OverviewV1};

use crate::app::Parts;
use crate::http::auth::Reader;
use crate::http::problem::Problem;
use crate::playbook::Playbook;
use crate::store::Totals;

const HOUR_MS: f64 = 3_600_000.0;

/// Answers with the sums over all trials.
#[utoipa::path(get, path = "/v1/overview", tag = "reading", security(("token" = ["viewer"])),
    responses((status = 200, body = OverviewV1)))]
pub async fn get(_: Reader, State(parts): State<Parts>) -> Result<Json<OverviewV1>, Problem> {
    let (totals, paused) = parts.read(None, |store| Ok((store.totals()?, store.is_paused()?))).await?;
    Ok(Json(overview(&parts.playbook, &totals, paused, (parts.clock)())))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a trial are far below 2^53")]
fn overview(playbook: &Playbook, totals: &Totals, paused: bool, as_of_ms: u64) -> OverviewV1 {
    let [cold, warming, ready, urgent] = totals.bands;
    OverviewV1 {
        as_of_ms,
        paused,
        trials: totals.trials,
        simulated: totals.simulated,
        activated: totals.activated,
        hours_to_value: totals.median_to_value_ms.map(|ms| ms as f64 / HOUR_MS),
        bands: BandsV1 { cold, warming, ready, urgent },
        prompts_shown: totals.shown,
        prompts_clicked: totals.clicked,
        prompts_dismissed: totals.dismissed,
        upgraded: totals.upgraded,
        moments: moments(playbook, totals),
    }
}

/// The playbook's moments in the order of the journey.
fn moments(playbook: &Playbook, totals: &Totals) -> Vec<MomentCountV1> {
    let count = |name: &str| totals.moments.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count);
    playbook
        .journey()
        .map(|(rule, label)| MomentCountV1 {
            name: rule.name.clone(),
            label: label.to_owned(),
            stage: rule.stage.name().into(),
            activation: rule.activation,
            trials: count(&rule.name),
        })
        .collect()
}
