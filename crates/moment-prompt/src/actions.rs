//! The choice: take the offer or decline it, one as easy as the other.

use leptos::prelude::*;

use crate::answer::{Answer, Say};
use crate::button::{self, ALL_STEPS, Button, Press};

pub(crate) const CSS: &str = include_str!("actions/actions.css");

pub(crate) struct Labels {
    pub(crate) accept: String,
    pub(crate) decline: String,
    pub(crate) next: String,
}

/// The accept stands on the last step; on the others it is the way on. The decline is always there.
pub(crate) fn view(labels: Labels, last: usize, at: RwSignal<usize>, say: Say) -> impl IntoView {
    let Labels { accept, decline, next } = labels;
    let go_on = button::goes(say, at, move |at| last.min(at + 1));
    let accept = Button { class: "main", name: "accept", label: accept, steps: last..=last, press: take_offer(say) };
    let next = Button { class: "main", name: "next", label: next, steps: 0..=last.saturating_sub(1), press: go_on };
    let press = button::answers(say, Answer::Dismissed);
    let decline = Button { class: "", name: "decline", label: decline, steps: ALL_STEPS, press };
    view! {
        <div class="actions">
            {button::view(accept, at)}
            {(last > 0).then(|| button::view(next, at))}
            {button::view(decline, at)}
        </div>
    }
}

/// The second click of a double click does not count: its first may have been the way on, which stood in the same place.
fn take_offer(say: Say) -> Press {
    Box::new(move |event| {
        if event.detail() < 2 {
            say(Answer::Clicked);
        }
    })
}
