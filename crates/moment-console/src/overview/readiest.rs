//! The trials to look at first.

use leptos::prelude::*;
use moment_wire::report::TrialLineV1;

use crate::address;
use crate::app::BASE;
use crate::badge::SimulatedBadge;
use crate::clock::Clock;
use crate::plain::odds;
use crate::score::Score;
use crate::span;
use crate::when::of_epoch;

#[component]
pub(crate) fn Readiest(lines: Vec<TrialLineV1>) -> impl IntoView {
    let none = lines.is_empty().then(|| view! { <p class="soft">"Every trial has ended with an outcome."</p> });
    view! {
        <section class="card" aria-labelledby="readiest-title">
            <h2 id="readiest-title">"Talk to these first"</h2>
            {none}
            <ol class="readiest" role="list">
                {lines.into_iter().map(row).collect_view()}
            </ol>
            <p class="more-link">
                <a href=format!("{BASE}/trials")>"See all trials"</a>
            </p>
        </section>
    }
}

fn row(line: TrialLineV1) -> impl IntoView {
    let clock = Clock::here();
    let (started, length) = (of_epoch(line.started_ms), line.length_days);
    let day = Memo::new(move |_| span::day_of_trial(started, length, clock.now_ms()));
    view! {
        <li data-testid="readiest-trial" data-trial=line.trial.clone()>
            <Score score=line.score band=line.band />
            <div class="readiest-who">
                <a href=address::of_trial(&line.trial)>{line.trial.clone()}</a>
                {line.account.map(|account| view! { <span class="soft">{account}</span> })}
                {line.simulated.then(|| view! { <SimulatedBadge /> })}
            </div>
            <div class="readiest-why">
                {line.top_reason.unwrap_or_else(|| "Nothing stands out yet".to_owned())}
                <span class="soft">{format!(" · {} by the playbook's weights", odds::words(line.probability))}</span>
            </div>
            <div class="readiest-day soft">{day}</div>
        </li>
    }
}
