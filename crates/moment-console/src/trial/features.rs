//! Which features the customer uses, and on which days.

use leptos::prelude::*;
use moment_wire::report::FeatureV1;

use super::sparkline::Sparkline;
use crate::number::count;
use crate::when::Ago;

#[component]
pub(crate) fn Features(features: Vec<FeatureV1>, days: u16) -> impl IntoView {
    let body = if features.is_empty() {
        view! { <p class="soft">"No feature has been used yet."</p> }.into_any()
    } else {
        view! {
            <table class="plain-table features">
                <caption class="visually-hidden">"Features, the most used first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Feature"</th>
                        <th scope="col" class="end">
                            "Uses"
                        </th>
                        <th scope="col">"Day by day"</th>
                    </tr>
                </thead>
                <tbody>{features.into_iter().map(|feature| row(feature, days)).collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="features-title">
            <h2 id="features-title">"What they use"</h2>
            {body}
        </section>
    }
}

fn row(feature: FeatureV1, days: u16) -> impl IntoView {
    view! {
        <tr data-testid="trial-feature" data-feature=feature.name data-total=feature.total>
            <th scope="row">
                {feature.label}
                <div class="soft">
                    "last used "
                    <Ago ms=feature.last_ms />
                </div>
            </th>
            <td class="end">{count(feature.total)}</td>
            <td class="features-days">
                <Sparkline counts=feature.days days=days />
            </td>
        </tr>
    }
}
