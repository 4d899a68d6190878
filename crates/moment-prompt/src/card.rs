//! A card in the corner: the page stays usable, so nothing is taken from it, not even the focus.

mod clearance;

use moment_wire::prompt::PromptV2;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::announce::Announcement;
use crate::answer::{Answer, Say};
use crate::focus::CameFrom;
use crate::kind::Kind;
use crate::listener::Listener;
use crate::stage::Stage;

pub(crate) const CSS: &str = include_str!("card/card.css");

pub(crate) static KIND: Kind = Kind { class: "box card", role: "region", is_modal: false, greet, attend };

fn greet(stage: &Stage, prompt: &PromptV2) -> Option<Announcement> {
    let step = prompt.words.steps.first()?;
    clearance::keep(stage);
    Announcement::polite(&stage.document, &stage.pane, format!("{}. {}", step.title, step.body))
}

fn attend(stage: &Stage, came_from: &CameFrom, say: Say) -> Option<Vec<Listener>> {
    Some(vec![dismiss_on_escape_inside(stage, say)?, came_from.watch(stage)?, clearance::watch(stage)?])
}

/// Listens on the shadow root: an Escape anywhere else is the page's.
fn dismiss_on_escape_inside(stage: &Stage, say: Say) -> Option<Listener> {
    Listener::new(&stage.root, "keydown", move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
            event.prevent_default();
            event.stop_propagation();
            say(Answer::Dismissed);
        }
    })
}
