//! What a press does: it answers, goes to another page, opens an address, calls a function of the page's, puts the focus
//! somewhere, counts a use, starts another prompt.

use js_sys::Array;
use moment_wire::prompt::answer;
use moment_wire::words::{ActionV1, ButtonV1, deed, role};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, MouseEvent};

use crate::scene::Scene;
use crate::script::{call, document, get, window};
use crate::{focus, open};

/// The second click of a double click only goes on: its first may have been the way there, which stood in the same place.
pub(crate) fn press(scene: &Scene, button: &ButtonV1, event: &Event) {
    let is_second = event.dyn_ref::<MouseEvent>().is_some_and(|event| event.detail() > 1);
    let ButtonV1 { role, actions, page, .. } = button;
    let way_on = way_on(actions);
    // Two prompts are never open: one that starts another has been followed to its end.
    let starts_another = !way_on[1].is_undefined();
    match *role {
        role::GO if !starts_another => return go(scene, (*page).into(), actions),
        _ if is_second => return,
        role::ACCEPT | role::GO => {
            act(scene, actions);
            open::end_with(answer::CLICKED, &way_on);
        }
        role::HELP => {
            act(scene, actions);
            scene.go((*page).into());
            open::tell(answer::CLICKED, &way_on);
        }
        role::DECLINE => open::end(answer::DISMISSED),
        role::HELPED => open::end(answer::HELPED),
        _ => open::end(scene.last_word(answer::COMPLETED)),
    }
    put_focus(scene, actions);
}

/// Goes to a page of it, and does what goes with that: the prompt stays. A press on a moment of the checklist is one, too.
pub(crate) fn go(scene: &Scene, page: usize, actions: &[ActionV1]) {
    act(scene, actions);
    scene.go(page);
    open::tell(answer::STEPPED, &[scene.at_now().into()]);
    let way_on = way_on(actions);
    if way_on.iter().any(|end| !end.is_undefined()) {
        open::tell(answer::LEADS, &way_on);
    }
    put_focus(scene, actions);
}

/// Closing it: a refusal, unless all was said.
pub(crate) fn close(scene: &Scene) {
    open::end(scene.last_word(if scene.is_at_its_end() { answer::COMPLETED } else { answer::DISMISSED }));
}

/// What can be done while the prompt is there. In a preview nothing is.
fn act(scene: &Scene, actions: &[ActionV1]) {
    for ActionV1 { deed, target } in actions.iter().filter(|_| !scene.prompt().is_preview) {
        match *deed {
            deed::TRACK => open::tell("track", &[target.into()]),
            deed::CALL => call_path(target),
            deed::WINDOW => {
                call(&window(), "open", &Array::of3(&target.into(), &"_blank".into(), &"noopener".into()));
            }
            _ => {}
        }
    }
}

/// What it throws is the page's own.
fn call_path(path: &str) {
    let (owner, name) = path.rsplit_once('.').unwrap_or(("", path));
    let owner =
        owner.split('.').filter(|name| !name.is_empty()).fold(window().into(), |object, name| get(&object, name));
    call(&owner, name, &Array::new());
}

/// Where a press leads: the address and the prompt.
fn way_on(actions: &[ActionV1]) -> [JsValue; 2] {
    [deed::URL, deed::PROMPT].map(|deed| target(actions, deed))
}

/// The focus goes where a press leads, after it went back to where it was.
fn put_focus(scene: &Scene, actions: &[ActionV1]) {
    let selector = target(actions, deed::FOCUS).as_string().filter(|_| !scene.prompt().is_preview);
    let element = selector.and_then(|selector| document()?.query_selector(&selector).ok()?);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        focus::put_on(&element);
    }
}

fn target(actions: &[ActionV1], deed: u8) -> JsValue {
    let action = actions.iter().find(|action| action.deed == deed);
    action.map_or(JsValue::UNDEFINED, |action| action.target.as_str().into())
}
