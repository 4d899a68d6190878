//! How ready the trials are: one bar of all of them, and a way into each part.

use leptos::prelude::*;
use moment_wire::report::BandsV1;

use crate::address;
use crate::badge::{BANDS, BandGlyph};
use crate::number::{count_u64, percent};

/// What to do about each band, from the coldest.
const ADVICE: [&str; 4] = [
    "Still looking around",
    "Getting to know it",
    "Worth a talk about upgrading",
    "Likely to upgrade, or about to need to",
];

#[component]
pub(crate) fn Bands(bands: BandsV1, trials: u64) -> impl IntoView {
    let counts = [bands.cold, bands.warming, bands.ready, bands.urgent];
    let parts = BANDS.iter().zip(counts).filter(|(_, count)| *count > 0).map(|((band, label), count)| {
        view! {
            <a
                class=format!("part part-{band}")
                style:flex-grow=count.to_string()
                href=address::of_band(band)
                title=format!("{label}: {}", count_u64(count))
                tabindex="-1"
            >
                <span class="part-count">{count_u64(count)}</span>
                <span class="part-label">{*label}</span>
            </a>
        }
    });
    let rows = BANDS.iter().zip(counts).zip(ADVICE).map(|(((band, label), count), advice)| {
        view! {
            <li>
                <a href=address::of_band(band) data-testid=format!("band-{band}")>
                    <span class=format!("swatch part-{band}") aria-hidden="true"></span>
                    <BandGlyph band=(*band).to_owned() />
                    <span class="band-label">{*label}</span>
                    <span class="band-count">{count_u64(count)}</span>
                    <span class="band-share">{percent(count, trials)}</span>
                    <span class="band-advice">{advice}</span>
                </a>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="bands-title">
            <h2 id="bands-title">"How ready they are"</h2>
            <div class="parts" aria-hidden="true">
                {parts.collect_view()}
            </div>
            <ul class="bands" role="list">
                {rows.collect_view()}
            </ul>
        </section>
    }
}
