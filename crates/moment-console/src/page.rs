//! What every page begins with: its heading, how fresh it is, and what is wrong.

use leptos::html;
use leptos::prelude::*;

use crate::api::Failure;
use crate::clock::Clock;
use crate::live::Live;
use crate::span;

const SITE: &str = "Second Moment";

/// How many pages this tab has shown: the first leaves the focus where the browser put it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Visits(StoredValue<u32>);

/// The heading; after a navigation the focus moves here, so that a screen reader starts with the new page.
#[component]
pub(crate) fn Heading(#[prop(into)] title: Signal<String>) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let visits = expect_context::<Visits>().0;
    let is_first = visits.get_value() == 0;
    visits.update_value(|visits| *visits += 1);
    Effect::new(move || {
        if let (Some(heading), false) = (heading.get(), is_first) {
            let _ = heading.focus();
        }
    });
    Effect::new(move || document().set_title(&format!("{} · {SITE}", title.get())));
    view! {
        <h1 tabindex="-1" node_ref=heading>
            {title}
        </h1>
    }
}

/// "Updated 3 s ago". Not announced: it changes every second.
#[component]
pub(crate) fn Freshness(heard_ms: RwSignal<Option<f64>>) -> impl IntoView {
    let clock = Clock::here();
    let words = move || match heard_ms.get() {
        Some(heard) => format!("Updated {} ago", span::brief(clock.now_ms() - heard)),
        None => "Loading…".to_owned(),
    };
    view! { <p class="freshness">{words}</p> }
}

/// A banner while the last question has no answer.
#[component]
pub(crate) fn Trouble(failure: RwSignal<Option<Failure>>, heard_ms: RwSignal<Option<f64>>) -> impl IntoView {
    let banner = move || {
        let failure = failure.get().filter(|failure| *failure != Failure::Missing)?;
        let rest = match heard_ms.get_untracked() {
            Some(_) => "What you see is the last that it told; it is asked again every few seconds.",
            None => "It is asked again every few seconds.",
        };
        Some(view! {
            <p class="trouble">
                <strong>{failure.sentence()}</strong>
                " "
                {rest}
            </p>
        })
    };
    view! { <div role="alert">{banner}</div> }
}

/// Freshness and trouble of what a page shows.
#[component]
pub(crate) fn Standing<T: PartialEq + Send + Sync + 'static>(live: Live<T>) -> impl IntoView {
    view! {
        <Freshness heard_ms=live.heard_ms />
        <Trouble failure=live.failure heard_ms=live.heard_ms />
    }
}
