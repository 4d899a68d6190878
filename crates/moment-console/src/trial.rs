//! One trial: how ready it is, why, and what has happened in it.

mod activity;
mod comments;
mod features;
mod friction;
mod journey;
mod limits;
mod prompts;
mod reply;
mod sparkline;
mod summary;
mod why;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use moment_wire::report::TrialV1;

use crate::api::{self, Failure};
use crate::app::BASE;
use crate::clock::Clock;
use crate::live::Live;
use crate::page::{Heading, Standing};
use crate::span;
use crate::when::of_epoch;

use activity::Activity;
use comments::Comments;
use features::Features;
use friction::Friction;
use journey::Journey;
use limits::Limits;
use prompts::Prompts;
use summary::Summary;
use why::Why;

/// Another id is another page, even where the router keeps the component.
#[component]
pub(crate) fn Trial() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <For each=move || std::iter::once(id.get()) key=Clone::clone let:id>
            <OneTrial id=id />
        </For>
    }
}

#[component]
fn OneTrial(id: String) -> impl IntoView {
    let asked = id.clone();
    let live = Live::of(move |token| {
        let id = asked.clone();
        async move { api::trial(&token, &id).await }
    });
    let body = move || {
        if live.failure.with(|failure| *failure == Some(Failure::Missing)) {
            return view! { <Missing /> }.into_any();
        }
        match live.data.get() {
            Some(trial) => parts(trial).into_any(),
            None => view! { <p class="soft">"Asking the collector…"</p> }.into_any(),
        }
    };
    view! {
        <div class="page-head">
            <a class="back" href=format!("{BASE}/trials")>
                "All trials"
            </a>
            <Heading title=format!("Trial {id}") />
            <Standing live=live />
        </div>
        {body}
    }
}

fn parts(trial: TrialV1) -> impl IntoView {
    let started = of_epoch(trial.line.started_ms);
    let clock = Clock::here();
    // The clock of an ended trial has stopped at its last sign of life.
    let now = if trial.line.outcome.is_some() { of_epoch(trial.line.last_seen_ms) } else { untrack(|| clock.now_ms()) };
    let today = span::day_index(started, now);
    let length = trial.line.length_days;
    view! {
        <div class="stack">
            <Summary line=trial.line.clone() points=trial.readiness.points />
            <div class="columns">
                <Why readiness=trial.readiness score=trial.line.score />
                <Journey moments=trial.moments started_ms=started />
            </div>
            <Features features=trial.features days=length.max(today.saturating_add(1)) />
            <div class="columns">
                <Limits limits=trial.limits />
                <Friction friction=trial.friction />
            </div>
            <Comments trial=trial.line.trial.clone() />
            <Prompts prompts=trial.prompts budget=trial.budget />
            <Activity
                active_days=trial.active_days
                length=length
                today=today
                sessions=trial.sessions
                engaged_minutes=trial.engaged_minutes
                replicas=trial.replicas
                dropped=trial.dropped
            />
        </div>
    }
}

#[component]
fn Missing() -> impl IntoView {
    view! {
        <div class="card" data-testid="trial-missing">
            <p>"The collector knows no trial with this id. It may have been erased, or the id may be mistyped."</p>
            <p>
                <a href=format!("{BASE}/trials")>"Look through the trials"</a>
            </p>
        </div>
    }
}
