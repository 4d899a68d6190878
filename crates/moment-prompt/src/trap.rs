//! Holds the focus in the dialog, but does not fight over it.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlElement};

use crate::focus;
use crate::listener::Listener;
use crate::script::elements;
use crate::stage::Stage;

/// A page with a trap of its own takes the focus back at once, each time, until one of the two gives in.
const FAILED_REDIRECTS_MAX: u32 = 3;

/// What brings the focus back, and what notices that it arrived: the customer presses a key in the dialog, or a button of
/// the mouse.
pub(crate) fn set(stage: &Stage) -> Option<[Listener; 3]> {
    let redirects = Rc::new(Cell::new(0));
    let arrived = |event| {
        let redirects = Rc::clone(&redirects);
        Listener::new(&stage.root, event, move |_| redirects.set(0))
    };
    let [keys, mouse] = [arrived("keydown")?, arrived("mousedown")?];
    let inside = stage.clone();
    let hold = Listener::new(&stage.document, "focusin", move |event| {
        let is_inside = event.target().as_ref() == Some(inside.host.as_ref() as &EventTarget);
        if !is_inside && !inside.gives_way() && redirects.get() < FAILED_REDIRECTS_MAX {
            redirects.set(redirects.get() + 1);
            inside.focus_title();
        }
    })?;
    Some([hold, keys, mouse])
}

/// Takes the focus from the last button to the first or back; says whether it did. Between them the browser moves it.
pub(crate) fn wrap(stage: &Stage, is_backwards: bool) -> bool {
    let buttons = buttons(stage);
    let (Some(first), Some(last)) = (buttons.first(), buttons.last()) else { return false };
    let Some(active) = stage.root.active_element() else { return false };
    // The title and the box itself take the focus too, but no Tab goes there: they stand before the first button.
    let is_at_start = active == **first || active.has_attribute("tabindex");
    let next = match is_backwards {
        true if is_at_start => last,
        false if active == **last => first,
        _ => return false,
    };
    focus::put_on(next);
    true
}

/// Those that can be seen.
fn buttons(stage: &Stage) -> Vec<HtmlElement> {
    let all = elements(stage.root.query_selector_all("button,textarea")).into_iter();
    all.filter_map(|button| button.dyn_into().ok()).filter(|button: &HtmlElement| button.offset_width() > 0).collect()
}
