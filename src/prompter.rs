//! Prompts on the screen: fetches the second module when there is something to show, and hears what the customer says.

use alloc::vec::Vec;

use js_sys::{Function, Uint8Array};
use moment_core::arm::{Arm, arm_of};
use moment_core::event::{Answer, Event, Input, NotPainted};
use moment_wire::prompt::{PromptV2, answer};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::guest::Guest;
use crate::listeners::tell;
use crate::script::{call, function, then};
use crate::widget::{Widget, keep, leave, refresh, step, tick};
use crate::{clock, debug, storage};

/// A playbook older than this is confirmed before a prompt is shown: the pause button works within ten seconds.
const CONFIRM_AFTER_S: u32 = 10;

/// And again this often while a prompt is open.
const CONFIRM_EACH_MS: f64 = 15_000.0;

#[wasm_bindgen(module = "/src/turn.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = take_turn)]
    fn turn(name: &str) -> Result<JsValue, JsValue>;
}

/// Shows the prompt at `place`, if the collector does not object now.
pub(crate) fn show(guest: &'static Guest, place: u8) {
    if guest.with(|widget| widget.playbook_age_s() > CONFIRM_AFTER_S) == Some(true) {
        let before = version(guest);
        refresh(guest, move |guest| {
            // The core looks again, and takes back its word if everything was paused meanwhile. Under another playbook
            // the place means another prompt, which is on its way by itself.
            tick(guest);
            if version(guest) == before {
                take_turn(guest, place);
            }
        });
    } else {
        take_turn(guest, place);
    }
}

/// Of all pages of this browser one shows a prompt at a time.
fn take_turn(guest: &'static Guest, place: u8) {
    if !is_open(guest, place) {
        return;
    }
    let is_asked = ask_for_turn(guest, move |guest, has_turn| {
        if !is_open(guest, place) {
            give_back(guest);
        } else if has_turn {
            open_painter(guest, place);
        } else {
            step(guest, Input::Event(Event::NotPainted(NotPainted::Elsewhere)));
        }
    });
    if !is_asked {
        open_painter(guest, place);
    }
}

/// A page that was kept with an open prompt, and is seen again, has given its turn back.
pub(crate) fn resume(guest: &'static Guest) {
    let is_painted = guest.with(|widget| widget.trial.page().is_painted) == Some(true);
    if is_painted && guest.release.borrow().is_none() {
        ask_for_turn(guest, |guest, has_turn| {
            if !has_turn {
                step(guest, Input::Event(Event::NotPainted(NotPainted::Elsewhere)));
                hide(guest);
            }
        });
    }
}

/// Does `act` when it is known whether this page has its turn, once however often it was asked. False if nobody can be
/// asked.
fn ask_for_turn(guest: &'static Guest, act: impl FnOnce(&'static Guest, bool) + 'static) -> bool {
    let name = guest.with(|widget| storage::name(&widget.config)).unwrap_or_default();
    let Ok(promise) = turn(&name) else { return false };
    then(&promise, move |release| {
        let release = release.filter(JsValue::is_function);
        let has_turn = release.is_some();
        if has_turn || guest.release.borrow().is_none() {
            guest.release.replace(release);
            act(guest, has_turn);
        }
    });
    true
}

/// Another page of this browser may show a prompt.
pub(crate) fn give_back(guest: &Guest) {
    if let Some(release) = guest.release.take() {
        let _ = release.unchecked_ref::<Function>().call0(&JsValue::UNDEFINED);
    }
}

/// Takes the open prompt away.
pub(crate) fn hide(guest: &Guest) {
    give_back(guest);
    if let Some(painter) = painter(guest) {
        call(&painter, "hide", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }
}

/// While a prompt is open the playbook is confirmed every so often, so that a pause takes it away.
pub(crate) fn confirm_if_due(guest: &'static Guest) {
    let is_open = guest.with(|widget| widget.trial.page().open.is_some()) == Some(true);
    if is_open && clock::page_ms() - guest.prompt_confirmed_ms.get() > CONFIRM_EACH_MS {
        guest.prompt_confirmed_ms.set(clock::page_ms());
        refresh(guest, |_| ());
    }
}

fn version(guest: &Guest) -> Option<u32> {
    guest.with(|widget| widget.playbook.as_ref().map(|playbook| playbook.version)).flatten()
}

fn is_open(guest: &Guest, place: u8) -> bool {
    guest.with(|widget| widget.trial.page().open == Some(place)) == Some(true)
}

fn painter(guest: &Guest) -> Option<JsValue> {
    guest.painter.try_borrow().ok()?.clone()
}

/// Paints. Fetching the second module takes its time, and the customer or the vendor may have thought better of it
/// meanwhile.
fn open_painter(guest: &'static Guest, place: u8) {
    if is_open(guest, place) {
        with_painter(guest, move |guest, painter| {
            if is_open(guest, place) {
                paint(guest, place, &painter);
            }
        });
    }
}

/// Does `act` with the second module, which is fetched if it is not there yet; undefined if it cannot be.
pub(crate) fn with_painter(guest: &'static Guest, act: impl FnOnce(&'static Guest, JsValue) + 'static) {
    if let Some(painter) = painter(guest) {
        return act(guest, painter);
    }
    match guest.open.call1(&JsValue::UNDEFINED, &JsValue::from_str("prompt")) {
        Ok(promise) => then(&promise, move |painter| {
            guest.painter.replace(painter.clone());
            act(guest, painter.unwrap_or_default());
        }),
        Err(_) => act(guest, JsValue::UNDEFINED),
    }
}

fn paint(guest: &'static Guest, place: u8, painter: &JsValue) {
    let Some(Some((id, prompt))) = guest.with(|widget| compose(widget, place)) else { return give_up(guest) };
    guest.prompt_confirmed_ms.set(clock::page_ms());
    let bytes = Uint8Array::from(prompt.as_slice());
    let hear = function(move |said, detail, _| hear(guest, place, &said.as_string().unwrap_or_default(), &detail));
    match call(painter, "show", &bytes, &hear) {
        Some(_) => tell(guest, "prompt", &[("id", id)].into()),
        None => give_up(guest),
    }
}

fn give_up(guest: &'static Guest) {
    give_back(guest);
    debug::say(guest, "the prompt could not be painted");
    step(guest, Input::Event(Event::NotPainted(NotPainted::AnchorNotVisible)));
}

/// What the customer, or the painting module, said.
fn hear(guest: &'static Guest, place: u8, said: &str, detail: &JsValue) {
    if !is_open(guest, place) {
        return;
    }
    let input = match said {
        answer::PAINTED => Input::Event(Event::Painted),
        answer::CLICKED => Input::Answered(Answer::Clicked),
        answer::STEPPED => Input::Answered(Answer::Stepped),
        answer::DISMISSED => Input::Answered(Answer::Dismissed),
        answer::SNOOZED => Input::Answered(Answer::Snoozed),
        answer::FEWER => Input::Answered(Answer::Fewer),
        _ => Input::Event(Event::NotPainted(NotPainted::AnchorNotVisible)),
    };
    step(guest, input);
    if said == answer::PAINTED {
        // The browser's other pages know of it at once.
        keep(guest);
    } else if !is_open(guest, place) {
        give_back(guest);
    }
    if said == answer::CLICKED {
        leave(guest);
        go(&detail.as_string().unwrap_or_default());
    }
}

/// Follows the offer within the page's window.
fn go(url: &str) {
    if let Some(window) = web_sys::window().filter(|_| !url.is_empty()) {
        let _ = window.location().assign(url);
    }
}

/// The words, packed, of the way of telling it that this trial was dealt.
fn words(widget: &Widget, place: u8) -> Option<&[u8]> {
    let variants = widget.playbook.as_ref()?.words.get(usize::from(place))?;
    let rule = widget.rules.prompts.get(usize::from(place))?;
    let dealt = match arm_of(&widget.rules, &widget.config.identity.trial, rule) {
        Arm::Variant(dealt) => variants.get(usize::from(dealt)),
        _ => None,
    };
    dealt.or_else(|| variants.first()).map(Vec::as_slice)
}

/// The prompt's name, and all that the painting module has to know of it.
fn compose(widget: &Widget, place: u8) -> Option<(JsValue, Vec<u8>)> {
    let surround = &widget.playbook.as_ref()?.surround;
    let rule = widget.rules.prompts.get(usize::from(place))?;
    let contributions = widget.readiness().contributions;
    let prompt = PromptV2::encode(&rule.id, rule.kind as u8, words(widget, place)?, surround, &contributions);
    Some((rule.id.as_str().into(), prompt))
}
