//! Prompts on the screen: fetches the second module when there is something to show, and hears what the customer says.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise, Reflect, Uint8Array};
use moment_core::event::{Answer, Event, Input, NotPainted};
use moment_wire::prompt::{PromptV1, ReasonV1, answer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::widget::{Widget, refresh, step, tick, with};
use crate::{clock, debug, listeners};

/// A playbook older than this is confirmed before a prompt is shown: the pause button works within ten seconds.
const CONFIRM_AFTER_S: u32 = 10;

/// And again this often while a prompt is open.
const CONFIRM_EACH_MS: f64 = 15_000.0;

thread_local! {
    static OPENER: RefCell<Option<Function>> = const { RefCell::new(None) };
    static MODULE: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static CONFIRMED_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// Keeps the loader's function that opens a module by name.
pub(crate) fn set_opener(open: Function) {
    OPENER.set(Some(open));
}

/// Shows the prompt at `place`, if the collector does not object now.
pub(crate) fn show(place: u8) {
    spawn_local(async move {
        if with(|widget| widget.playbook_age_s() > CONFIRM_AFTER_S) == Some(true) && refresh().await {
            // The core looks again, and takes back its word if everything was paused meanwhile.
            tick();
        }
        if is_open(place) && paint(place).await.is_none() {
            debug::say("the prompt could not be painted");
            step(Input::Event(Event::NotPainted(NotPainted::AnchorNotVisible)));
        }
    });
}

/// Takes the open prompt away.
pub(crate) fn hide() {
    let module = MODULE.with_borrow(Clone::clone);
    let hide = module.as_ref().and_then(|module| function(module, "hide"));
    if let (Some(module), Some(hide)) = (module, hide) {
        let _ = hide.call0(&module);
    }
}

/// While a prompt is open the playbook is confirmed every so often, so that a pause takes it away.
pub(crate) fn confirm_if_due() {
    let is_open = with(|widget| widget.trial.page().open.is_some()) == Some(true);
    if is_open && clock::page_ms() - CONFIRMED_MS.get() > CONFIRM_EACH_MS {
        CONFIRMED_MS.set(clock::page_ms());
        spawn_local(async {
            refresh().await;
        });
    }
}

fn is_open(place: u8) -> bool {
    with(|widget| widget.trial.page().open == Some(place)) == Some(true)
}

async fn paint(place: u8) -> Option<()> {
    let prompt = with(|widget| compose(widget, place))??;
    let module = module().await?;
    // Fetching took its time: the customer or the vendor may have thought better of it.
    if !is_open(place) {
        return Some(());
    }
    CONFIRMED_MS.set(clock::page_ms());
    let bytes = Uint8Array::from(prompt.encode().as_slice());
    let hear =
        Closure::<dyn FnMut(JsValue)>::new(move |said: JsValue| hear(place, &said.as_string().unwrap_or_default()));
    let shown = function(&module, "show")?.call2(&module, &bytes, hear.as_ref());
    hear.forget();
    shown.ok().map(|_| listeners::tell("prompt", &[("id", prompt.id.into())]))
}

/// The second module, fetched once.
async fn module() -> Option<JsValue> {
    if let Some(module) = MODULE.with_borrow(Clone::clone) {
        return Some(module);
    }
    let opened = OPENER.with_borrow(Clone::clone)?.call1(&JsValue::UNDEFINED, &"prompt".into()).ok()?;
    let module = JsFuture::from(opened.dyn_into::<Promise>().ok()?).await.ok()?;
    MODULE.set(Some(module.clone()));
    Some(module)
}

fn function(module: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(module, &name.into()).ok()?.dyn_into().ok()
}

/// What the customer, or the painting module, said.
fn hear(place: u8, said: &str) {
    if !is_open(place) {
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
    let url = with(|widget| words(widget, place).map(|words| words.accept_url.clone())).flatten();
    step(input);
    if said == answer::CLICKED {
        crate::widget::leave();
        go(&url.unwrap_or_default());
    }
}

/// Follows the offer within the page's window.
fn go(url: &str) {
    if let Some(window) = web_sys::window().filter(|_| !url.is_empty()) {
        let _ = window.location().assign(url);
    }
}

fn words(widget: &Widget, place: u8) -> Option<&moment_wire::words::PromptWordsV1> {
    widget.playbook.as_ref()?.prompts.get(usize::from(place))?.words.as_ref()
}

/// The prompt with its words and the true reasons for it.
fn compose(widget: &Widget, place: u8) -> Option<PromptV1> {
    let playbook = widget.playbook.as_ref()?;
    let rule = playbook.prompts.get(usize::from(place))?;
    let contributions = widget.readiness().contributions;
    let mut reasons: Vec<ReasonV1> = playbook
        .weights
        .iter()
        .zip(contributions)
        .filter(|(weight, points)| *points > 0 && !weight.reason.is_empty())
        .map(|(weight, points)| ReasonV1 { text: weight.reason.clone(), points })
        .collect();
    reasons.sort_by_key(|reason| -reason.points);
    Some(PromptV1 {
        id: rule.id.clone(),
        kind: rule.kind,
        words: rule.words.clone()?,
        frame: playbook.frame.clone(),
        theme: playbook.theme.clone(),
        reasons,
    })
}
