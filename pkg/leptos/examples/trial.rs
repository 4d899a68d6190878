//! A trial app in Leptos with Second Moment in it.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use second_moment_leptos::{Config, SecondMoment, Slot, limit, track};

/// So many reports has the trial.
const REPORTS: u32 = 5;

fn main() {
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let reports = RwSignal::new(0);
    let make = move |_| {
        reports.update(|reports| *reports += 1);
        track("report_created");
        limit("reports", reports.get_untracked(), REPORTS, true);
    };
    let config = Config {
        collector: "http://127.0.0.1:8080".into(),
        key: "pk_live_example".into(),
        trial: "t_8f3a".into(),
        started: Some("2026-11-10T09:00:00Z".into()),
        ..Config::default()
    };
    view! {
        <SecondMoment config />
        <Slot kind="checklist" />
        <h1>"Reports"</h1>
        <p>{move || format!("{} of {REPORTS} reports", reports.get())}</p>
        <button on:click=make>"Make a report"</button>
    }
}
