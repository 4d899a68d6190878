//! Small labels: bands, outcomes, and where a trial's data comes from.

use leptos::prelude::*;

/// The bands from the coldest, and their labels.
pub(crate) const BANDS: [(&str, &str); 4] =
    [("cold", "Cold"), ("warming", "Warming"), ("ready", "Ready"), ("urgent", "Urgent")];

/// As many bars as the band is high: it must be told apart without colour too.
#[component]
pub(crate) fn BandGlyph(band: String) -> impl IntoView {
    let level = BANDS.iter().position(|(name, _)| *name == band).unwrap_or(0);
    let bars = (0..BANDS.len()).map(|place| {
        let height = 3 * (place + 1);
        let class = if place <= level { "bar" } else { "bar empty" };
        view! { <rect class=class x=place * 4 y=12 - height width="3" height=height rx="1" /> }
    });
    view! {
        <svg class="band-glyph" viewBox="0 0 15 12" width="15" height="12" aria-hidden="true">
            {bars.collect_view()}
        </svg>
    }
}

#[component]
pub(crate) fn BandBadge(band: String, #[prop(optional)] testid: Option<&'static str>) -> impl IntoView {
    let label =
        BANDS.iter().find(|(name, _)| *name == band).map_or_else(|| band.clone(), |(_, label)| (*label).to_owned());
    let class = format!("band band-{band}");
    view! {
        <span class=class>
            <BandGlyph band=band.clone() />
            <span data-testid=testid data-band=band>
                {label}
            </span>
        </span>
    }
}

/// On everything that no customer did.
#[component]
pub(crate) fn SimulatedBadge() -> impl IntoView {
    view! {
        <span class="badge badge-simulated" data-testid="simulated-badge" title="A simulation made this trial; no customer is behind it">
            "simulated"
        </span>
    }
}

#[component]
pub(crate) fn UnsignedBadge() -> impl IntoView {
    view! {
        <span class="badge" title="Some of it came without your backend's signature, so anybody could have sent it">
            "unsigned"
        </span>
    }
}

/// `upgraded`, `cancelled`, `expired`, or nothing told yet.
#[component]
pub(crate) fn OutcomeBadge(outcome: Option<String>) -> impl IntoView {
    match outcome {
        None => view! { <span class="soft">"open"</span> }.into_any(),
        Some(outcome) => {
            let class = if outcome == "upgraded" { "badge badge-good" } else { "badge" };
            let mark = (outcome == "upgraded").then_some("✓ ");
            view! { <span class=class>{mark}{outcome}</span> }.into_any()
        }
    }
}
