//! Who the trial is and how ready it is.

use leptos::prelude::*;
use moment_wire::report::TrialLineV1;

use crate::badge::{BandBadge, OutcomeBadge, SimulatedBadge, UnsignedBadge};
use crate::clock::Clock;
use crate::number::{amount, decimal, signed};
use crate::plain::odds;
use crate::span;
use crate::when::{self, Ago, At, of_epoch};

#[component]
pub(crate) fn Summary(line: TrialLineV1, points: i32) -> impl IntoView {
    let odds = match line.outcome.as_deref() {
        Some("upgraded") => "This trial has upgraded.".to_owned(),
        _ => format!("By the playbook's weights {} like it upgrade.", odds::words(line.probability)),
    };
    let exactly = format!("{} % by the model, from {} points", decimal(line.probability * 100.0), signed(points));
    view! {
        <section class="summary card" aria-label="Summary">
            <div class="summary-score">
                <p class="summary-number">
                    <span data-testid="trial-score">{line.score}</span>
                    <span class="soft">" of 100"</span>
                </p>
                <div class="score-track" aria-hidden="true">
                    <div class="score-fill" style:inline-size=format!("{}%", line.score.min(100))></div>
                </div>
                <p class="summary-badges">
                    <BandBadge band=line.band.clone() testid="trial-band" />
                    {line.simulated.then(|| view! { <SimulatedBadge /> })}
                    {(!line.signed).then(|| view! { <UnsignedBadge /> })}
                </p>
                <p class="summary-odds" title=exactly>
                    {odds}
                </p>
            </div>
            {facts(line)}
        </section>
    }
}

fn facts(line: TrialLineV1) -> impl IntoView {
    let clock = Clock::here();
    let (started, length) = (of_epoch(line.started_ms), line.length_days);
    let day = Memo::new(move |_| span::day_of_trial(started, length, clock.now_ms()));
    let value = line.activated_ms.map_or_else(
        || "not found yet".to_owned(),
        |at| format!("found after {}", span::roughly(of_epoch(at) - started)),
    );
    let unknown = || "not told".to_owned();
    view! {
        <dl class="facts">
            <div>
                <dt>"Account"</dt>
                <dd>{line.account.unwrap_or_else(unknown)}</dd>
            </div>
            <div>
                <dt>"Plan"</dt>
                <dd>{line.plan.unwrap_or_else(unknown)}</dd>
            </div>
            <div>
                <dt>"Trial"</dt>
                <dd>{day} <span class="soft">{format!(", began {}", when::day(line.started_ms))}</span></dd>
            </div>
            <div>
                <dt>"Value"</dt>
                <dd>{value}</dd>
            </div>
            <div>
                <dt>"Outcome"</dt>
                <dd>
                    <OutcomeBadge outcome=line.outcome />
                    {line.outcome_at_ms.map(|at_ms| ending(at_ms, line.outcome_value))}
                </dd>
            </div>
            <div>
                <dt>"Last seen"</dt>
                <dd>
                    <Ago ms=line.last_seen_ms />
                </dd>
            </div>
            <div>
                <dt>"Data"</dt>
                <dd>
                    {if line.simulated { "made by a simulation" } else { "from a customer" }}
                    {(!line.signed).then_some(", without signature")}
                </dd>
            </div>
        </dl>
    }
}

/// When the trial ended, and what that is worth if the vendor's backend told it.
fn ending(at_ms: u64, value: Option<f64>) -> impl IntoView {
    view! {
        <span class="soft" data-testid="trial-ending">
            " on "
            <At ms=at_ms />
            {value.map(|value| format!(", worth {}", amount(value)))}
        </span>
    }
}
