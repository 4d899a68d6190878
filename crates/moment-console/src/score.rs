//! A readiness score as a number and a bar.

use leptos::prelude::*;

use crate::badge::BandBadge;

/// The bar repeats the number, so only the number is read out.
#[component]
pub(crate) fn Score(score: u8, band: String, #[prop(optional)] testids: bool) -> impl IntoView {
    view! {
        <span class="score">
            <span class="score-number" data-testid=testids.then_some("trial-score")>
                {score}
            </span>
            <span class="score-track" aria-hidden="true">
                <span class="score-fill" style:inline-size=format!("{}%", score.min(100))></span>
            </span>
            {if testids {
                view! { <BandBadge band=band testid="trial-band" /> }.into_any()
            } else {
                view! { <BandBadge band=band /> }.into_any()
            }}
        </span>
    }
}
