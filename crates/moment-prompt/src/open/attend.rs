//! How a prompt meets the customer: a dialog takes the focus and keeps it, everything else leaves the page alone.

use moment_wire::words::language;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use crate::announce::Announcement;
use crate::focus::CameFrom;
use crate::kind::Place;
use crate::later::EachFrame;
use crate::listener::Listener;
use crate::scene::Scene;
use crate::script::get;
use crate::stage::Stage;
use crate::{beside, clearance, deeds, trap};

/// What `keyCode` is while somebody composes a letter.
const COMPOSING: u32 = 229;

/// Makes it known: a dialog by the focus on its title, which a screen reader then reads, everything else in passing.
pub(super) fn greet(stage: &Stage, place: &Place, scene: &Scene) -> Option<Announcement> {
    if place.is_modal() {
        stage.focus_title();
        return None;
    }
    announce(stage, scene)
}

/// Tells the page that is shown.
pub(super) fn announce(stage: &Stage, scene: &Scene) -> Option<Announcement> {
    let text = stage.find(".page:not([hidden]) [part=body]").and_then(|body| body.text_content());
    let title = scene.prompt().words.pages.get(scene.at_now()).map(|page| scene.filled(&page.title));
    let title = title.unwrap_or_default();
    let text = language::split(&title).1.to_owned() + ". " + &text.unwrap_or_default();
    Announcement::polite(&stage.document, &stage.pane, text)
}

/// Listens to what happens in it and around it.
pub(super) fn listen(stage: &Stage, place: &Place, came_from: &CameFrom, scene: &Scene) -> Option<Vec<Listener>> {
    let mut all = Vec::from(keep_typing_inside(stage)?);
    if place.is_modal() {
        all.extend(trap::set(stage)?);
        all.extend([answer_keys(stage, scene)?, keep_focus_on_overlay(stage)?]);
        return Some(all);
    }
    all.push(came_from.watch(stage)?);
    // What stands in the page as a part of it is not put away for good by a key.
    if !matches!(place, Place::Slot(_)) {
        all.push(dismiss_on_escape_inside(stage, scene)?);
    }
    if place.floats() {
        clearance::keep(stage);
        all.push(clearance::watch(stage)?);
    }
    Some(all)
}

/// What points at an element follows it, frame by frame.
pub(super) fn follow(stage: &Stage, place: &Place) -> Option<EachFrame> {
    let Place::Beside(anchor) = place else { return None };
    beside::follow(stage, anchor)
}

/// Listens on the shadow root: an Escape anywhere else is the page's.
fn dismiss_on_escape_inside(stage: &Stage, scene: &Scene) -> Option<Listener> {
    let (inside, scene) = (stage.clone(), scene.clone());
    Listener::new(&stage.root, "keydown", move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(is_escape) {
            event.prevent_default();
            event.stop_propagation();
            leave(&inside, &scene);
        }
    })
}

/// While somebody composes a letter the key is the composition's: it takes the letter back. Older engines say so by a
/// number.
fn is_escape(event: &KeyboardEvent) -> bool {
    event.key() == "Escape" && !event.is_composing() && event.key_code() != COMPOSING
}

/// A key is pressed too easily to throw words away: while some stand in a field, the first Escape only leaves it.
fn leave(stage: &Stage, scene: &Scene) {
    let field = stage.root.active_element().map(|field| get(&field, "value"));
    match field.and_then(|words| words.as_string()).filter(|words| !words.trim().is_empty()) {
        Some(_) => stage.focus_title(),
        None => deeds::close(scene),
    }
}

/// To the page, which sees no field in the prompt, a letter typed there would look like one of its own shortcuts. On the
/// field itself: in the phase in which it bubbles, it is stopped before it leaves.
fn keep_typing_inside(stage: &Stage) -> Option<[Listener; 3]> {
    let keep = |event| {
        Listener::bubbling(&stage.root, event, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
            if target.is_some_and(|target| target.tag_name() == "TEXTAREA") {
                event.stop_propagation();
            }
        })
    };
    Some([keep("keydown")?, keep("keypress")?, keep("keyup")?])
}

/// Listens on the document: after a click on plain text the focus is nowhere, and Escape still means this dialog.
fn answer_keys(stage: &Stage, scene: &Scene) -> Option<Listener> {
    let (inside, scene) = (stage.clone(), scene.clone());
    Listener::new(&stage.document, "keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        // A page that has replaced its whole body has taken the dialog along: its keys are its own again. The same goes
        // for a dialog of the page's that has come over it.
        if !inside.host.is_connected() || inside.gives_way() {
            return;
        }
        let is_answered = if is_escape(event) {
            leave(&inside, &scene);
            true
        } else {
            event.key() == "Tab" && trap::wrap(&inside, event.shift_key())
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
