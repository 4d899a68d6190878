//! The journey: how many trials reached each moment, stage by stage.

use leptos::prelude::*;
use moment_wire::report::MomentCountV1;

use crate::number::{count_u64, percent, share};
use crate::plain::stage;

#[component]
pub(crate) fn Funnel(moments: Vec<MomentCountV1>, trials: u64) -> impl IntoView {
    let mut last_stage = String::new();
    let rows: Vec<_> = moments
        .into_iter()
        .map(|moment| {
            // A stage is named where it begins.
            let begins = (moment.stage != last_stage).then(|| stage::words(&moment.stage).to_owned());
            last_stage.clone_from(&moment.stage);
            row(moment, begins, trials)
        })
        .collect();
    let none = rows.is_empty().then(|| view! { <p class="soft">"The playbook names no moments yet."</p> });
    view! {
        <section class="card" aria-labelledby="funnel-title">
            <h2 id="funnel-title">"How far they get"</h2>
            {none}
            <ol class="funnel" role="list">
                {rows}
            </ol>
        </section>
    }
}

fn row(moment: MomentCountV1, begins: Option<String>, trials: u64) -> impl IntoView {
    let width = format!("{:.2}%", share(moment.trials, trials) * 100.0);
    let activation = moment.activation.then(|| view! { <span class="badge badge-good">"the value"</span> });
    view! {
        <li data-testid="funnel-moment" data-moment=moment.name data-trials=moment.trials>
            {begins.map(|stage| view! { <span class="funnel-stage">{stage}</span> })}
            <span class="funnel-label">{moment.label} " " {activation}</span>
            <span class="funnel-count">
                {count_u64(moment.trials)} " "
                <span class="soft">{percent(moment.trials, trials)}</span>
            </span>
            <span class="funnel-track" aria-hidden="true">
                <span class="funnel-fill" style:inline-size=width></span>
            </span>
        </li>
    }
}
