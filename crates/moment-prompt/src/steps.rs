//! The words of a prompt, a step at a time.

use leptos::prelude::*;
use moment_wire::words::StepV1;

use crate::answer::Say;
use crate::button::{self, Button};

pub(crate) const CSS: &str = include_str!("steps/steps.css");

/// `at` counts from 0.
pub(crate) fn view(steps: Vec<StepV1>, back: String, at: RwSignal<usize>, say: Say) -> impl IntoView {
    let count = steps.len();
    let (titles, bodies) = steps.into_iter().map(|step| (step.title, step.body)).unzip();
    view! {
        <h2 id="title" part="title" tabindex="-1">{present(titles, at)}</h2>
        <p id="body" part="body">{present(bodies, at)}</p>
        {(count > 1).then(|| progress(count, back, at, say))}
    }
}

fn progress(count: usize, back: String, at: RwSignal<usize>, say: Say) -> impl IntoView {
    let places = (1..=count).map(|place| format!("{place} / {count}")).collect();
    let press = button::goes(say, at, |at| at.saturating_sub(1));
    let back = Button { class: "link", name: "back", label: back, steps: 1..=usize::MAX, press };
    view! {
        <div class="progress">
            <span>{present(places, at)}</span>
            {button::view(back, at)}
        </div>
    }
}

/// The text of the step that is shown.
fn present(texts: Vec<String>, at: RwSignal<usize>) -> impl Fn() -> String + Send {
    move || texts.get(at.get()).cloned().unwrap_or_default()
}
