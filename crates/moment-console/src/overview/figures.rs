//! The figures: trials, value found, prompts, upgrades.

use leptos::prelude::*;
use moment_wire::report::OverviewV1;

use crate::number::{count_u64, percent};
use crate::span;

const HOUR_MS: f64 = 3_600_000.0;

#[component]
pub(crate) fn Figures(overview: OverviewV1) -> impl IntoView {
    let median = overview.hours_to_value.map(|hours| format!("half within {}", span::roughly(hours * HOUR_MS)));
    let simulated = (overview.simulated > 0).then(|| format!("{} of them simulated", count_u64(overview.simulated)));
    let of_trials = |part: u64| format!("{} of trials", percent(part, overview.trials));
    let clicks = format!("{} of those shown", percent(overview.prompts_clicked, overview.prompts_shown));
    let dismissed = format!("{} dismissed", count_u64(overview.prompts_dismissed));
    view! {
        <section aria-label="Figures">
        <dl class="figures">
            <Figure label="Trials" testid="figure-trials" count=overview.trials notes=vec![simulated] />
            <Figure
                label="Found the value"
                testid="figure-activated"
                count=overview.activated
                notes=vec![Some(of_trials(overview.activated)), median]
            />
            <Figure label="Prompts shown" testid="figure-shown" count=overview.prompts_shown notes=vec![Some(dismissed)] />
            <Figure label="Prompts clicked" testid="figure-clicked" count=overview.prompts_clicked notes=vec![Some(clicks)] />
            <Figure
                label="Upgrades"
                testid="figure-upgrades"
                count=overview.upgraded
                notes=vec![Some(of_trials(overview.upgraded))]
            />
        </dl>
        </section>
    }
}

#[component]
fn Figure(label: &'static str, testid: &'static str, count: u64, notes: Vec<Option<String>>) -> impl IntoView {
    let notes: Vec<_> = notes.into_iter().flatten().map(|note| view! { <dd class="figure-note">{note}</dd> }).collect();
    view! {
        <div class="figure card">
            <dt>{label}</dt>
            <dd class="figure-number" data-testid=testid data-value=count>
                {count_u64(count)}
            </dd>
            {notes}
        </div>
    }
}
