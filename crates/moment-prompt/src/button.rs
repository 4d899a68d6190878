//! Every button but one. One view for all of them: each further view is compiled, and downloaded, all over again.

use std::ops::RangeInclusive;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::answer::{Answer, Say};

pub(crate) const CSS: &str = include_str!("button/button.css");

/// The class of a button on which a picture stands; its label is read out instead.
pub(crate) const ICON: &str = "close";

pub(crate) struct Button {
    pub(crate) class: &'static str,
    /// Its part's name, for the page's own style sheet, and its name for tests.
    pub(crate) name: &'static str,
    pub(crate) label: String,
    /// The steps on which it can be seen, counted from 0.
    pub(crate) steps: RangeInclusive<usize>,
    pub(crate) press: Press,
}

pub(crate) type Press = Box<dyn Fn(MouseEvent)>;

pub(crate) const ALL_STEPS: RangeInclusive<usize> = 0..=usize::MAX;

/// Gives an answer.
pub(crate) fn answers(say: Say, answer: Answer) -> Press {
    Box::new(move |_| say(answer))
}

/// Shows another step: `go` makes its number from the present one's.
pub(crate) fn goes(say: Say, at: RwSignal<usize>, go: impl Fn(usize) -> usize + 'static) -> Press {
    Box::new(move |_| {
        at.update(|at| *at = go(*at));
        say(Answer::Stepped);
    })
}

/// In the capture phase, because Leptos brings the machinery of delegated events along for the other: 3 KB, measured.
pub(crate) fn view(button: Button, at: RwSignal<usize>) -> impl IntoView {
    let Button { class, name, label, steps, press } = button;
    let (text, read_out) = if class == ICON { (String::new(), Some(label)) } else { (label, None) };
    view! {
        <button
            class=class
            part=name
            data-testid=name
            aria-label=read_out
            hidden=move || !steps.contains(&at.get())
            on:click:capture=press
        >
            {text}
        </button>
    }
}
