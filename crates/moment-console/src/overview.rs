//! The first page: how things are, in ten seconds.

mod bands;
mod figures;
mod funnel;
mod pause;
mod readiest;
mod welcome;

use leptos::prelude::*;
use moment_wire::report::{OverviewV1, TrialLineV1};

use crate::api;
use crate::live::Live;
use crate::number;
use crate::page::{Heading, Standing};
use crate::plain::headline;
use crate::session::Pass;

use bands::Bands;
use figures::Figures;
use funnel::Funnel;
use pause::Pause;
use readiest::Readiest;
use welcome::Welcome;

/// How many of the readiest trials are shown.
const READIEST: usize = 5;

/// More are asked for than shown, because some of the readiest have upgraded already.
const ASKED: usize = 25;

/// All that this page shows, of one round of questions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glance {
    overview: OverviewV1,
    /// Those without an outcome: the others need nobody's attention.
    readiest: Vec<TrialLineV1>,
}

#[component]
pub(crate) fn Overview() -> impl IntoView {
    let live = Live::of(|pass| async move { glance(&pass).await });
    let sentence =
        move || live.data.with(|glance| Some(headline::sentence(&glance.as_ref()?.overview, number::count_u64)));
    let has_trials =
        Memo::new(move |_| live.data.with(|glance| glance.as_ref().map(|glance| glance.overview.trials > 0)));
    let body = move || match has_trials.get() {
        None => view! { <p class="soft">"Asking the collector…"</p> }.into_any(),
        Some(false) => view! { <Welcome /> }.into_any(),
        Some(true) => view! {
            <p class="lead" data-testid="headline">
                {sentence}
            </p>
            <Pause live=live />
            {move || live.data.get().map(parts)}
        }
        .into_any(),
    };
    view! {
        <div class="page-head">
            <Heading title="Overview" />
            <Standing live=live />
        </div>
        {body}
    }
}

fn parts(glance: Glance) -> impl IntoView {
    let overview = glance.overview;
    view! {
        <div class="stack">
            <Figures overview=overview.clone() />
            <div class="columns">
                <Bands bands=overview.bands trials=overview.trials />
                <Funnel moments=overview.moments trials=overview.trials />
            </div>
            <Readiest lines=glance.readiest />
        </div>
    }
}

async fn glance(pass: &Pass) -> Result<Glance, api::Failure> {
    let overview = api::overview(pass).await?;
    let mut readiest = api::trials(pass, &format!("limit={ASKED}")).await?.trials;
    readiest.retain(|line| line.outcome.is_none());
    readiest.truncate(READIEST);
    Ok(Glance { overview, readiest })
}
