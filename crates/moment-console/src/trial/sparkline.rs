//! A bar a day.

use leptos::prelude::*;

use crate::number::count;

/// Older days than these do not fit; they are in the total.
const DAYS_MAX: u16 = 64;
const STEP: u16 = 6;
const HEIGHT: u32 = 28;

/// `counts` are pairs of day and count, `days` is how many days there are to show.
#[component]
pub(crate) fn Sparkline(counts: Vec<(u16, u32)>, days: u16) -> impl IntoView {
    let first = days.saturating_sub(DAYS_MAX);
    let shown = days - first;
    let counts: Vec<_> = counts.into_iter().filter(|(day, uses)| (first..days).contains(day) && *uses > 0).collect();
    let highest = counts.iter().map(|(_, uses)| *uses).max().unwrap_or(1);
    let words =
        counts.iter().map(|(day, uses)| format!("day {}: {}", day + 1, count(*uses))).collect::<Vec<_>>().join(", ");
    let bars = counts.iter().map(|(day, uses)| {
        let height = (u64::from(*uses) * u64::from(HEIGHT)).div_ceil(u64::from(highest)).max(2);
        let top = u64::from(HEIGHT) - height;
        view! {
            <rect x=(day - first) * STEP y=top width=STEP - 2 height=height rx="1">
                <title>{format!("Day {}: {}", day + 1, count(*uses))}</title>
            </rect>
        }
    });
    let width = shown * STEP;
    view! {
        <svg
            class="sparkline"
            role="img"
            aria-label=format!("Uses by day of the trial: {words}")
            viewBox=format!("0 -1 {width} {}", HEIGHT + 3)
            width=width
            height=HEIGHT + 3
            preserveAspectRatio="none"
        >
            <path class="sparkline-floor" d=format!("M0 {y}H{width}", y = HEIGHT + 1) />
            {bars.collect_view()}
        </svg>
    }
}
