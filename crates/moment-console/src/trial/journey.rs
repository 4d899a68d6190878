//! The journey: which moments were reached, and when.

use leptos::prelude::*;
use moment_wire::report::MomentV1;

use crate::plain::stage;
use crate::span;
use crate::when::{instant, of_epoch};

#[component]
pub(crate) fn Journey(moments: Vec<MomentV1>, started_ms: f64) -> impl IntoView {
    let reached = moments.iter().filter(|moment| moment.at_ms.is_some()).count();
    let sentence = match moments.len() {
        0 => "The playbook names no moments yet.".to_owned(),
        all => format!("{reached} of {all} moments reached."),
    };
    view! {
        <section class="card" aria-labelledby="journey-title">
            <h2 id="journey-title">"The journey so far"</h2>
            <p class="soft">{sentence}</p>
            <ol class="journey" role="list">
                {moments.into_iter().map(|moment| step(moment, started_ms)).collect_view()}
            </ol>
        </section>
    }
}

fn step(moment: MomentV1, started_ms: f64) -> impl IntoView {
    let is_reached = moment.at_ms.is_some();
    let when = moment.at_ms.map_or_else(
        || "not yet".into_any(),
        |at| {
            view! { <span title=instant(at)>{format!("after {}", span::roughly(of_epoch(at) - started_ms))}</span> }
                .into_any()
        },
    );
    let activation = moment.activation.then(|| view! { <span class="badge badge-good">"the value"</span> });
    let reaction = moment.reaction.map(|score| format!(", and the customer gave it {score} of 5"));
    view! {
        <li
            class:is-reached=is_reached
            data-testid="trial-moment"
            data-moment=moment.name
            data-reached=is_reached.to_string()
        >
            <span class="journey-mark" aria-hidden="true">
                {is_reached.then_some("✓")}
            </span>
            <span class="journey-label">{moment.label} " " {activation}</span>
            <span class="journey-when">{when} {reaction}</span>
            <span class="journey-stage">{stage::words(&moment.stage).to_owned()}</span>
        </li>
    }
}
