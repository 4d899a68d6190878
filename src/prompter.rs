//! Prompts on the screen: fetches the second module when there is something to show, and hears what the customer says.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{Function, Uint8Array};
use moment_core::arm::{Arm, arm_of};
use moment_core::decision::Reason;
use moment_core::event::{Answer, Event, Input, NotPainted};
use moment_core::prompt::PromptKind;
use moment_core::time::DAY_MS;
use moment_wire::prompt::{Parts, PromptV3, answer, unpaintable};
use moment_wire::saved::SavedV4;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::capture::listen;
use crate::guest::Guest;
use crate::listeners::{offer, tell};
use crate::script::{call, function, get, then, window};
use crate::widget::{Widget, keep, leave, refresh, step, tick};
use crate::{api, clock, debug, storage};

/// A playbook older than this is confirmed before a prompt is shown: the pause button works within ten seconds.
const CONFIRM_AFTER_S: u32 = 10;

/// And again this often while a prompt is open.
const CONFIRM_EACH_MS: f64 = 15_000.0;

/// An address that ends with this and a prompt's id shows that prompt.
const PREVIEW: &str = "#sm-preview=";

const NOT_PAINTED: &str = "the prompt could not be painted";
const UNPAINTED: &str = " could not be painted: ";

#[wasm_bindgen(module = "/src/turn.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = take_turn)]
    fn turn(name: &str) -> Result<JsValue, JsValue>;
}

/// Shows the prompt at `place`, if the collector does not object now.
pub(crate) fn show(guest: &'static Guest, place: u8) {
    if guest.with(|widget| must_confirm(widget, place)) == Some(true) {
        let before = version(guest);
        let act = move |guest: &'static Guest| {
            // The core looks again, and takes back its word if everything was paused meanwhile. Under another playbook
            // the place means another prompt, which is on its way by itself.
            tick(guest);
            if version(guest) == before {
                take_turn(guest, place);
            }
        };
        refresh(guest, Box::new(act));
    } else {
        take_turn(guest, place);
    }
}

/// Whether the collector is asked first. Where a reply is to be shown it is: another browser may have shown it by now.
fn must_confirm(widget: &Widget, place: u8) -> bool {
    let is_reply = widget.rules.prompts.get(usize::from(place)).is_some_and(|rule| rule.kind == PromptKind::Reply);
    is_reply || widget.playbook_age_s() > CONFIRM_AFTER_S
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
    let name = guest.with(|widget| storage::name(widget.config)).unwrap_or_default();
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
    // Whoever answered it has taken it away.
    if let Some(painter) = painter(guest).filter(|_| !guest.is_answering.get()) {
        call(&painter, "hide", &JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }
}

/// While a prompt is open it is told how things stand, and the playbook is confirmed every so often, so that a pause takes
/// it away.
pub(crate) fn confirm_if_due(guest: &'static Guest) {
    let facts = guest.with(|widget| widget.trial.page().open.map(|_| facts(widget))).flatten();
    if let (Some(facts), Some(painter)) = (&facts, painter(guest)) {
        call(&painter, "update", &Uint8Array::from(facts.as_slice()), &JsValue::UNDEFINED);
    }
    if facts.is_some() && clock::page_ms() - guest.prompt_confirmed_ms.get() > CONFIRM_EACH_MS {
        guest.prompt_confirmed_ms.set(clock::page_ms());
        refresh(guest, Box::new(|_| ()));
    }
}

fn version(guest: &Guest) -> Option<u32> {
    guest.with(|widget| widget.playbook.as_ref().map(|playbook| playbook.version)).flatten()
}

fn is_open(guest: &Guest, place: u8) -> bool {
    guest.with(|widget| widget.trial.page().open == Some(place)) == Some(true)
}

pub(crate) fn painter(guest: &Guest) -> Option<JsValue> {
    guest.painter.try_borrow().ok()?.clone()
}

/// Paints. Fetching the second module takes its time, and the customer or the vendor may have thought better of it
/// meanwhile.
fn open_painter(guest: &'static Guest, place: u8) {
    if is_open(guest, place) {
        let act = move |guest: &'static Guest, painter| {
            if is_open(guest, place) {
                paint(guest, place, &painter);
            }
        };
        with_painter(guest, Box::new(act));
    }
}

/// Does `act` with the second module, which is fetched if it is not there yet; undefined if it cannot be.
pub(crate) fn with_painter(guest: &'static Guest, act: Box<dyn FnOnce(&'static Guest, JsValue)>) {
    if let Some(painter) = painter(guest) {
        return act(guest, painter);
    }
    let open = || guest.open.call1(&JsValue::UNDEFINED, &JsValue::from_str("prompt")).ok();
    let Some(promise) = guest.opening.take().or_else(open) else { return act(guest, JsValue::UNDEFINED) };
    guest.opening.replace(Some(promise.clone()));
    then(&promise, move |painter| {
        // One that failed is tried again.
        guest.opening.take();
        guest.painter.replace(painter.clone());
        act(guest, painter.unwrap_or_default());
    });
}

fn paint(guest: &'static Guest, place: u8, painter: &JsValue) {
    let Some(Some(prompt)) = guest.with(|widget| compose(widget, place, false)) else { return give_up(guest) };
    guest.prompt_confirmed_ms.set(clock::page_ms());
    let bytes = Uint8Array::from(prompt.as_slice());
    let hear = function(move |said, first, second| {
        hear(guest, place, &said.as_string().unwrap_or_default(), &first, &second);
    });
    // A page that paints it itself says so now. What cannot be painted is offered to nobody.
    let is_taken =
        call(painter, "plain", &bytes, &hear).map(|plain| plain.is_object() && offer(guest, "prompt", &plain));
    if is_taken.is_none() || is_taken == Some(false) && call(painter, "show", &bytes, &hear).is_none() {
        give_up(guest);
    }
}

/// Shows the prompt that the page's address asks for: now, and whenever it asks for another one.
pub(crate) fn preview_by_address(guest: &'static Guest) {
    fn look(guest: &'static Guest) {
        let hash = get(&get(&window(), "location"), "hash").as_string().unwrap_or_default();
        if let Some(id) = hash.strip_prefix(PREVIEW) {
            preview(guest, id);
        }
    }
    look(guest);
    listen(guest, &window(), "hashchange", |guest, _| look(guest));
}

/// Shows the prompt called `id` as it would be, and keeps nothing of what is answered. The playbook may be still to come.
pub(crate) fn preview(guest: &'static Guest, id: &str) {
    let id: String = id.into();
    let show = move |guest: &'static Guest| {
        let prompt = guest.with(|widget| compose(widget, place_of(widget, &id)?, true)).flatten();
        let Some(prompt) = prompt else { return debug::say_all(guest, &["there is no such prompt to preview: ", &id]) };
        let id = id.clone();
        let act = move |guest: &'static Guest, painter| {
            // An open one would be gone without having been answered, and nobody would know.
            if guest.with(|widget| widget.trial.page().open.is_some()) == Some(true) {
                return debug::say(guest, "no preview while a prompt is open");
            }
            let hear = function(move |said, why, _| {
                if said == answer::UNPAINTABLE {
                    debug::say_all(guest, &[&id, UNPAINTED, &why.as_string().unwrap_or_default()]);
                }
            });
            if call(&painter, "show", &Uint8Array::from(prompt.as_slice()), &hear).is_none() {
                debug::say(guest, NOT_PAINTED);
            }
        };
        with_painter(guest, Box::new(act));
    };
    if version(guest).is_some() { show(guest) } else { refresh(guest, Box::new(show)) }
}

/// Follows what was pressed: to an address, or to another prompt, which the customer asks for by that.
fn lead(guest: &'static Guest, url: &JsValue, prompt: &JsValue) {
    leave(guest);
    go(&url.as_string().unwrap_or_default());
    let id = prompt.as_string().unwrap_or_default();
    if let Some(place) = guest.with(|widget| place_of(widget, &id)).flatten() {
        step(guest, Input::Asked(place));
    }
}

fn place_of(widget: &Widget, id: &str) -> Option<u8> {
    let place = widget.rules.prompts.iter().position(|rule| rule.id == id)?;
    u8::try_from(place).ok()
}

fn give_up(guest: &'static Guest) {
    give_back(guest);
    debug::say(guest, NOT_PAINTED);
    step(guest, Input::Event(Event::NotPainted(NotPainted::AnchorNotVisible)));
}

/// What the customer, or the painting module, said.
fn hear(guest: &'static Guest, place: u8, said: &str, first: &JsValue, second: &JsValue) {
    if !is_open(guest, place) {
        return;
    }
    let number = || u8::try_from(api::whole(first.as_f64().unwrap_or_default())).unwrap_or(0);
    let input = match said {
        answer::PAINTED => Input::Event(Event::Painted),
        answer::CLICKED => Input::Answered(Answer::Clicked),
        answer::STEPPED => Input::Answered(Answer::Stepped(number())),
        answer::LEADS => return lead(guest, first, second),
        answer::REACTED => Input::Answered(Answer::Reacted(number())),
        answer::COMPLETED => Input::Answered(Answer::Completed),
        answer::HELPED => Input::Answered(Answer::Helped),
        answer::DISMISSED => Input::Answered(Answer::Dismissed),
        answer::SNOOZED => Input::Answered(Answer::Snoozed),
        answer::FEWER => Input::Answered(Answer::Fewer),
        answer::CLOSED => Input::Answered(Answer::Closed),
        answer::UNPAINTABLE => return unpainted(guest, place, &first.as_string().unwrap_or_default()),
        command => return api::command(guest, command, first, second),
    };
    guest.is_answering.set(true);
    step(guest, input);
    guest.is_answering.set(false);
    if said == answer::PAINTED {
        // The browser's other pages know of it at once.
        keep(guest);
    } else if !is_open(guest, place) {
        give_back(guest);
    }
    if let Some(painter) = painter(guest).filter(|_| matches!(said, answer::PAINTED | answer::SNOOZED)) {
        call(&painter, "seen", &(said == answer::SNOOZED).into(), &JsValue::UNDEFINED);
    }
    if said == answer::CLICKED {
        lead(guest, first, second);
    }
}

/// The painting module could not paint it. The ledger has two reasons for that; who listens is told which word it was, a
/// word of [`unpaintable`].
fn unpainted(guest: &'static Guest, place: u8, why: &str) {
    let id = guest.with(|widget| widget.rules.prompts.get(usize::from(place)).map(|rule| rule.id.clone()));
    let id = id.flatten().unwrap_or_default();
    let (not_painted, reason) = if why == unpaintable::NOT_VISIBLE {
        (NotPainted::AnchorNotVisible, Reason::AnchorNotVisible)
    } else {
        (NotPainted::AnchorNotFound, Reason::AnchorNotFound)
    };
    debug::say_all(guest, &[&id, UNPAINTED, why]);
    // Before what is decided instead.
    let told = [("reason", reason.name().into()), ("about", id.as_str().into()), ("detail", why.into())];
    tell(guest, "decision", &told.into());
    // It is gone already.
    guest.is_answering.set(true);
    step(guest, Input::Event(Event::NotPainted(not_painted)));
    guest.is_answering.set(false);
    give_back(guest);
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

/// All that the painting module has to know of a prompt.
fn compose(widget: &Widget, place: u8, is_preview: bool) -> Option<Vec<u8>> {
    let rule = widget.rules.prompts.get(usize::from(place))?;
    let identity = &widget.config.identity;
    Some(PromptV3::encode(&Parts {
        id: &rule.id,
        kind: rule.kind as u8,
        is_preview,
        ends_ms: identity.started_ms.saturating_add(u64::from(identity.length_days) * DAY_MS),
        words: words(widget, place)?,
        surround: &widget.playbook.as_ref()?.surround,
        contributions: &widget.readiness().contributions,
        facts: &facts(widget),
        // The painting module has them.
        reply: &[],
    }))
}

/// How things stand with the trial, in all its replicas.
fn facts(widget: &Widget) -> Vec<u8> {
    SavedV4::encode(0, widget.config.identity.started_ms, &widget.trial.whole())
}
