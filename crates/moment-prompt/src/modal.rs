//! A dialog over the page: the overlay holds the pointer, the trap holds the focus.

mod trap;

use moment_wire::prompt::PromptV2;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use crate::announce::Announcement;
use crate::answer::{Answer, Say};
use crate::focus::CameFrom;
use crate::kind::Kind;
use crate::listener::Listener;
use crate::stage::Stage;

pub(crate) const CSS: &str = include_str!("modal/modal.css");

pub(crate) static KIND: Kind = Kind { class: "box modal", role: "dialog", is_modal: true, greet, attend };

/// The focus on its title makes a screen reader read the dialog.
fn greet(stage: &Stage, _: &PromptV2) -> Option<Announcement> {
    stage.focus_title();
    None
}

fn attend(stage: &Stage, _: &CameFrom, say: Say) -> Option<Vec<Listener>> {
    let [hold, rest] = trap::set(stage)?;
    Some(vec![hold, rest, answer_keys(stage, say)?, keep_focus_on_overlay(stage)?])
}

/// Listens on the document: after a click on plain text the focus is nowhere, and Escape still means this dialog.
fn answer_keys(stage: &Stage, say: Say) -> Option<Listener> {
    let inside = stage.clone();
    Listener::new(&stage.document, "keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        // A page that has replaced its whole body has taken the dialog along: its keys are its own again.
        if !inside.host.is_connected() {
            return;
        }
        let is_answered = match event.key().as_str() {
            "Escape" => {
                say(Answer::Dismissed);
                true
            }
            "Tab" => trap::wrap(&inside, event.shift_key()),
            _ => false,
        };
        if is_answered {
            event.prevent_default();
            event.stop_propagation();
        }
    })
}

/// A click beside the dialog does nothing: it is too easily an accident to count as an answer.
fn keep_focus_on_overlay(stage: &Stage) -> Option<Listener> {
    let pane = stage.pane.clone();
    Listener::new(&stage.pane, "mousedown", move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        if target.as_ref() == Some(&pane) {
            event.prevent_default();
        }
    })
}
