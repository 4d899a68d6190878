//! What became of every prompt, and what held it back.

use leptos::prelude::*;
use moment_wire::report::{PromptRecordV1, WaitV1};

use crate::number::count;
use crate::plain::{budget, reason};
use crate::when::Ago;

#[component]
pub(crate) fn Prompts(prompts: Vec<PromptRecordV1>, budget: String) -> impl IntoView {
    let none =
        prompts.is_empty().then(|| view! { <p class="soft">"No prompt has been considered for this trial yet."</p> });
    view! {
        <section class="card" aria-labelledby="prompts-title">
            <h2 id="prompts-title">"Prompts"</h2>
            <p class="soft" data-testid="trial-budget" data-budget=budget.clone()>
                {format!("The customer's choice: {}.", budget::words(&budget).to_lowercase())}
            </p>
            {none}
            <ul class="prompts" role="list">
                {prompts.into_iter().map(record).collect_view()}
            </ul>
        </section>
    }
}

fn record(prompt: PromptRecordV1) -> impl IntoView {
    let waits: Vec<_> = prompt.waits.into_iter().filter(|wait| wait.count > 0).map(wait).collect();
    let waited = (!waits.is_empty()).then(|| {
        view! {
            <h4>"What held it back, and how often it was looked at"</h4>
            <ul class="waits" role="list">
                {waits}
            </ul>
        }
    });
    let last = prompt.last_shown_ms.map(|at| {
        view! {
            <p class="soft last-shown">
                "Last shown "
                <Ago ms=at />
            </p>
        }
    });
    let due = prompt.due_ms.zip(prompt.arm.clone()).map(|(at, arm)| {
        view! {
            <p class="soft">
                "First due "
                <Ago ms=at />
                {arm_words(&arm)}
            </p>
        }
    });
    // A prompt without words of its own has its id for a title: once is enough.
    let id = (prompt.title != prompt.id).then(|| view! { <code class="soft">{prompt.id.clone()}</code> });
    view! {
        <li
            data-testid="trial-prompt"
            data-prompt=prompt.id
            data-shown=prompt.shown
            data-clicked=prompt.clicked
            data-dismissed=prompt.dismissed
            data-arm=prompt.arm
        >
            <h3>{prompt.title} " " {id}</h3>
            <dl class="tallies">
                <Tally label="shown" count=prompt.shown />
                <Tally label="clicked" count=prompt.clicked />
                <Tally label="dismissed" count=prompt.dismissed />
                <Tally label="put off" count=prompt.snoozed />
                <Tally label="steps on" count=prompt.step.into() />
            </dl>
            {due}
            {last}
            {waited}
        </li>
    }
}

/// What the draw has made of it.
fn arm_words(arm: &str) -> String {
    match arm {
        "holdout" => ", and kept back: this trial is in the holdout that measures lift.".into(),
        "control" => ", and kept back: this trial serves as its control.".into(),
        "shown" => ".".into(),
        variant => format!(", as variant {variant}."),
    }
}

#[component]
fn Tally(label: &'static str, count: u32) -> impl IntoView {
    view! {
        <div class:is-none=count == 0>
            <dd>{crate::number::count(count)}</dd>
            <dt>{label}</dt>
        </div>
    }
}

/// The code stays within reach of those who write playbooks.
fn wait(wait: WaitV1) -> impl IntoView {
    view! {
        <li title=wait.reason.clone() data-reason=wait.reason.clone() data-count=wait.count>
            <span class="tally">{count(wait.count)} <span aria-hidden="true">"×"</span></span>
            <span>{reason::sentence(&wait.reason)}</span>
        </li>
    }
}
