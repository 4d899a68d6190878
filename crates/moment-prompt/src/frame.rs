//! The box that every prompt is, with what stands around its words: reasons, later, fewer, close.

use leptos::prelude::*;
use moment_wire::prompt::PromptV2;
use moment_wire::words::SurroundV1;

use crate::answer::{Answer, Say};
use crate::button::{self, ALL_STEPS, Button, ICON};
use crate::kind::Kind;
use crate::{actions, reasons, steps};

pub(crate) const CSS: &str = include_str!("frame/frame.css");

/// In the order in which the keyboard walks through it: first the words and the choice, last the way out, which Shift
/// and Tab reach from the title.
pub(crate) fn view(kind: &Kind, prompt: PromptV2, say: Say) -> impl IntoView + use<> {
    let reasons = prompt.reasons().into_iter().map(|(text, points)| (text.to_owned(), points)).collect();
    let PromptV2 { words, surround: SurroundV1 { frame, .. }, .. } = prompt;
    let at = RwSignal::new(0);
    let last = words.steps.len().saturating_sub(1);
    let labels = actions::Labels { accept: words.accept, decline: words.decline, next: frame.next };
    let why = reasons::Words { why: frame.why, intro: frame.why_intro, none: frame.why_none };
    let button = |class, name, label, answer| {
        let press = button::answers(say, answer);
        button::view(Button { class, name, label, steps: ALL_STEPS, press }, at)
    };
    view! {
        <div
            class=kind.class
            part="container"
            data-testid="prompt"
            role=kind.role
            aria-modal=kind.is_modal.then_some("true")
            aria-labelledby="title"
            aria-describedby=kind.is_modal.then_some("body")
            tabindex="-1"
        >
            {steps::view(words.steps, frame.back, at, say)}
            {actions::view(labels, last, at, say)}
            <div class="foot">
                {reasons::view(why, reasons)}
                {button("link", "snooze", frame.snooze, Answer::Snoozed)}
                {button("link", "fewer", frame.fewer, Answer::Fewer)}
            </div>
            {button(ICON, "close", frame.close, Answer::Dismissed)}
        </div>
    }
}
