//! How close the customer is to the limits of the trial.

use leptos::prelude::*;
use moment_wire::report::LimitV1;

use crate::number::{count, share};

#[component]
pub(crate) fn Limits(limits: Vec<LimitV1>) -> impl IntoView {
    let none = limits.is_empty().then(|| view! { <p class="soft">"The product has told no limits."</p> });
    view! {
        <section class="card" aria-labelledby="limits-title">
            <h2 id="limits-title">"Limits"</h2>
            {none}
            <ul class="limits" role="list">
                {limits.into_iter().map(meter).collect_view()}
            </ul>
        </section>
    }
}

fn meter(limit: LimitV1) -> impl IntoView {
    let part = share(limit.used.into(), limit.of.into());
    let words = format!("{} of {}", count(limit.used), count(limit.of));
    let standing = match (part, limit.hard) {
        (part, true) if part >= 1.0 => "reached: nothing more fits",
        (part, false) if part >= 1.0 => "reached, but nothing stops the customer",
        (_, true) => "stops the customer when it is reached",
        (_, false) => "does not stop the customer",
    };
    view! {
        <li data-testid="trial-limit" data-limit=limit.name>
            <div class="limit-line">
                <strong>{limit.label.clone()}</strong>
                <span>{words.clone()}</span>
            </div>
            <div
                class="limit-track"
                role="meter"
                aria-label=limit.label
                aria-valuemin="0"
                aria-valuemax=limit.of
                aria-valuenow=limit.used.min(limit.of)
                aria-valuetext=words
            >
                <div class="score-fill" style:inline-size=format!("{:.1}%", part.min(1.0) * 100.0)></div>
            </div>
            <div class="soft">{standing}</div>
        </li>
    }
}
