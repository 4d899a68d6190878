//! What a press does: it answers, goes to another page, opens an address, calls a function of the page's, puts the focus
//! somewhere, counts a use, starts another prompt.

use js_sys::Array;
use moment_wire::prompt::answer;
use moment_wire::words::{ActionV1, ButtonV1, deed, role};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, MouseEvent};

use crate::scene::Scene;
use crate::script::{call, get, window};
use crate::{focus, open};

/// The second click of a double click takes no offer: its first may have been the way on, which stood in the same place.
pub(crate) fn press(scene: &Scene, button: &ButtonV1, event: &Event) {
    let is_second = event.dyn_ref::<MouseEvent>().is_some_and(|event| event.detail() > 1);
    match button.role {
        role::ACCEPT if is_second => {}
        role::ACCEPT => accept(scene, &button.actions),
        role::DECLINE => open::end(answer::DISMISSED),
        role::HELPED => open::end(answer::HELPED),
        role::GO => {
            act(scene, &button.actions);
            step_to(scene, button.page.into());
        }
        role::HELP => {
            act(scene, &button.actions);
            scene.go(button.page.into());
            open::tell(answer::CLICKED, &[]);
        }
        _ => open::end(answer::COMPLETED),
    }
}

/// Takes the offer. The focus goes where the offer leads after it went back to where it was.
fn accept(scene: &Scene, actions: &[ActionV1]) {
    act(scene, actions);
    let is_preview = scene.prompt().is_preview;
    open::end_with(answer::CLICKED, &[target(actions, deed::URL), target(actions, deed::PROMPT)]);
    if let Some(selector) = target(actions, deed::FOCUS).as_string().filter(|_| !is_preview) {
        put_focus(&selector);
    }
}

/// A press on a moment of the checklist, which stays.
pub(crate) fn follow(scene: &Scene, actions: &[ActionV1]) {
    act(scene, actions);
    open::tell(answer::STEPPED, &[]);
    if let Some(url) = target(actions, deed::URL).as_string().filter(|_| !scene.prompt().is_preview) {
        call(&get(&window(), "location"), "assign", &Array::of1(&url.into()));
    }
    let selector = target(actions, deed::FOCUS).as_string().filter(|_| !scene.prompt().is_preview);
    if let Some(selector) = selector {
        put_focus(&selector);
    }
}

pub(crate) fn step_to(scene: &Scene, page: usize) {
    scene.go(page);
    open::tell(answer::STEPPED, &[]);
}

/// Closing it: a refusal, unless all was said.
pub(crate) fn close(scene: &Scene) {
    open::end(if scene.is_at_its_end() { answer::COMPLETED } else { answer::DISMISSED });
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
    let owner = owner.split('.').filter(|name| !name.is_empty()).fold(window(), |object, name| get(&object, name));
    call(&owner, name, &Array::new());
}

fn put_focus(selector: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.query_selector(selector).ok()?);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        focus::put_on(&element);
    }
}

fn target(actions: &[ActionV1], deed: u8) -> JsValue {
    let action = actions.iter().find(|action| action.deed == deed);
    action.map_or(JsValue::UNDEFINED, |action| action.target.as_str().into())
}
