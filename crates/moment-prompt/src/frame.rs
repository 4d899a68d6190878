//! The box that every prompt is: its heading, its pages, and what stands around them.

use moment_core::prompt::PromptKind;
use moment_wire::words::FrameWord;
use reactive_graph::traits::{Get, GetUntracked};

use crate::attribute::truth;
use crate::fill::Value;
use crate::kind::Place;
use crate::scene::Scene;
use crate::view::{El, TEXT, el};
use crate::{blocks, deeds, panels};

/// In the order in which the keyboard walks through it: first the words and the choice, last the way out, which Shift
/// and Tab reach from the title.
pub(crate) fn view(scene: &Scene, place: &Place) -> El {
    let [_, class] = place.classes();
    let is_modal = place.is_modal();
    let (described, here) = (scene.clone(), scene.clone());
    let close = el("button", "close", "close").with("aria-label", scene.frame(FrameWord::Close));
    let folded = scene.folded();
    let rest = el("div", "rest", "")
        .hidden(move || folded.get() == 1)
        .children(progress(scene))
        .children(blocks::view(scene))
        .child(panels::view(scene));
    let mut view = el("div", class, "container")
        .with("data-testid", "prompt")
        .with("role", if is_modal { "dialog" } else { "region" })
        .with("aria-labelledby", "title")
        .with("tabindex", "-1");
    if is_modal {
        view = view.with("aria-modal", "true");
        view = view.live("aria-describedby", move || Some(blocks::text_id(described.at())));
    }
    view.child(title(scene)).children(fold(scene)).child(rest).child(close.press(move |_| deeds::close(&here)))
}

fn title(scene: &Scene) -> El {
    let here = scene.clone();
    el("h2", "", "title").with("id", "title").with("tabindex", "-1").live(TEXT, move || {
        let page = here.prompt().words.pages.get(here.at())?;
        Some(here.filled(&page.title))
    })
}

/// A list may be put aside, and taken up again where it was.
fn fold(scene: &Scene) -> Option<El> {
    let (folded, here) = (scene.folded(), scene.clone());
    let fold = el("button", "fold", "fold")
        .with("aria-label", scene.frame(FrameWord::Fold))
        .live("aria-expanded", move || truth(folded.get() == 0))
        .press(move |_| here.fold(here.folded().get_untracked() == 0));
    (scene.kind() == PromptKind::Checklist).then_some(fold)
}

/// Which step it is, and the way back.
fn progress(scene: &Scene) -> Option<El> {
    let steps = scene.prompt().words.steps;
    let (told, here, back, hidden) = (scene.clone(), scene.clone(), scene.clone(), scene.clone());
    let step = move || {
        let at = u8::try_from(told.at() + 1).unwrap_or(0);
        let number = |name: &str| Some(Value::Number(if name == "at" { at } else { steps }.into()));
        Some(told.fill().fill(told.prompt().surround.frame.get(FrameWord::Step), number))
    };
    let back = el("button", "link", "back")
        .text(scene.frame(FrameWord::Back))
        .hidden(move || back.at() == 0)
        .press(move |_| deeds::go(&here, here.at_now().saturating_sub(1), &[]));
    let progress = el("div", "progress", "").child(el("span", "", "step").live(TEXT, step)).child(back);
    (steps > 1).then(|| progress.hidden(move || hidden.at() >= usize::from(steps)))
}
