//! One trial in the list.

use leptos::prelude::*;
use moment_wire::report::TrialLineV1;

use super::List;
use crate::address;
use crate::badge::{OutcomeBadge, SimulatedBadge, UnsignedBadge};
use crate::clock::Clock;
use crate::live::Live;
use crate::number::count;
use crate::score::Score;
use crate::span;
use crate::when::{Ago, of_epoch};

/// Its cells change in place when newer numbers come.
#[component]
pub(crate) fn Row(id: String, list: Live<List>) -> impl IntoView {
    let trial = id.clone();
    let line = Memo::new(move |old: Option<&Option<TrialLineV1>>| {
        let find = |list: &List| list.lines.iter().find(|line| line.trial == trial).cloned();
        list.data.with(|list| list.as_ref().and_then(find)).or_else(|| old.cloned().flatten())
    });
    view! {
        <tr role="row" data-testid="trial-row" data-trial=id>
            {move || line.get().map(cells)}
        </tr>
    }
}

fn cells(line: TrialLineV1) -> impl IntoView {
    let clock = Clock::here();
    let (started, length) = (of_epoch(line.started_ms), line.length_days);
    let day = Memo::new(move |_| span::day_of_trial(started, length, clock.now_ms()));
    let value = line.activated_ms.map_or_else(
        || view! { <span class="soft">"not yet"</span> }.into_any(),
        |at| format!("✓ after {}", span::roughly(of_epoch(at) - started)).into_any(),
    );
    view! {
        <td role="cell" data-label="Readiness">
            <Score score=line.score band=line.band testids=true />
        </td>
        <th role="rowheader" scope="row" data-label="Trial">
            <div class="who">
                <a href=address::of_trial(&line.trial)>{line.trial.clone()}</a>
                {line.simulated.then(|| view! { <SimulatedBadge /> })}
                {(!line.signed).then(|| view! { <UnsignedBadge /> })}
            </div>
            {line.account.map(|account| view! { <div class="soft">{account}</div> })}
        </th>
        <td role="cell" data-label="Day">
            <div>{day}</div>
            {line.plan.map(|plan| view! { <div class="soft">{plan}</div> })}
        </td>
        <td role="cell" data-label="Strongest reason">
            {line.top_reason.unwrap_or_else(|| "–".to_owned())}
        </td>
        <td role="cell" data-label="Value">{value}</td>
        <td role="cell" data-label="Prompts">{prompts(line.shown, line.clicked)}</td>
        <td role="cell" data-label="Outcome">
            <OutcomeBadge outcome=line.outcome />
        </td>
        <td role="cell" data-label="Last seen">
            <Ago ms=line.last_seen_ms />
        </td>
    }
}

fn prompts(shown: u32, clicked: u32) -> impl IntoView {
    if shown == 0 {
        return view! { <span class="soft">"none shown"</span> }.into_any();
    }
    view! {
        <div>{count(shown)} " shown"</div>
        <div class:soft=clicked == 0>{count(clicked)} " clicked"</div>
    }
    .into_any()
}
