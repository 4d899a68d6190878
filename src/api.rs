//! The page's commands: `secondMoment('track', 'export', {count: 2})` and its fellows.

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect};
use moment_core::event::{Consent, Event, Input, Outcome};
use moment_core::limit::LimitUse;
use moment_core::summary::BudgetChoice;
use wasm_bindgen::{JsCast, JsValue};

use crate::config::{Config, object, text};
use crate::widget::{self, readiness_facts, step};
use crate::{capture, debug, listeners};

thread_local! {
    static ENDPOINT: RefCell<String> = const { RefCell::new(String::new()) };
    /// Calls that came before the page said whose trial it is.
    static EARLY: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

type Call = (String, JsValue, JsValue);

/// How many early calls wait.
const EARLY_MAX: usize = 100;

/// Where the collector is, unless the page says otherwise.
pub(crate) fn set_endpoint(base: String) {
    ENDPOINT.set(base);
}

/// Begins with the tag's or the call's options, if they name a trial; else waits for a `start`.
pub(crate) fn begin(options: &Object) {
    if Reflect::has(options, &"debug".into()) == Ok(true) {
        debug::set(true);
    }
    if text(options, "trial").is_none() || widget::with(|_| ()).is_some() {
        return;
    }
    let endpoint = text(options, "endpoint").filter(|endpoint| endpoint.starts_with("http"));
    let endpoint = endpoint.unwrap_or_else(|| ENDPOINT.with_borrow(Clone::clone));
    match Config::read(options, endpoint.trim_end_matches('/')) {
        Ok(config) => {
            widget::create(config);
            capture::begin();
            for (name, first, second) in EARLY.take() {
                command(&name, &first, &second);
            }
        }
        Err(why) => debug::say(why),
    }
}

/// Carries one call out. What it asks for wrongly is told under `data-debug` and does nothing.
pub(crate) fn command(name: &str, first: &JsValue, second: &JsValue) {
    let done = match name {
        "start" => object(first).map(begin),
        "debug" => {
            debug::set(first.is_truthy());
            Some(())
        }
        "on" => on(first, second),
        _ if widget::with(|_| ()).is_none() => {
            wait(name, first, second);
            Some(())
        }
        "track" => track(first, second),
        "limit" => limit(first, second),
        "outcome" => named(first, Outcome::named).map(|outcome| step(Input::Event(Event::Outcome(outcome)))),
        "consent" => named(first, consent_named).map(set_consent),
        "budget" => named(first, budget_named).map(|choice| step(Input::Event(Event::Budget(choice)))),
        "readiness" => readiness(first),
        _ => None,
    };
    if done.is_none() {
        debug::say(&["this call was not understood: ", name].concat());
    }
}

fn wait(name: &str, first: &JsValue, second: &JsValue) {
    EARLY.with_borrow_mut(|early| {
        if early.len() < EARLY_MAX {
            early.push((name.to_owned(), first.clone(), second.clone()));
        }
    });
}

fn on(name: &JsValue, listener: &JsValue) -> Option<()> {
    let listener = listener.dyn_ref::<Function>()?.clone();
    listeners::add(&name.as_string()?, listener).then_some(())
}

fn track(name: &JsValue, options: &JsValue) -> Option<()> {
    let name = name.as_string()?;
    let option = |key: &str| Reflect::get(object(options)?, &key.into()).ok();
    let count = option("count").and_then(|count| count.as_f64()).map_or(1, whole);
    step(Input::Event(Event::Used { feature: &name, count }));
    match option("moment") {
        Some(moment) if moment.is_string() => widget::reach(&moment.as_string()?),
        Some(moment) if moment.is_truthy() => widget::reach(&name),
        _ => {}
    }
    Some(())
}

fn limit(name: &JsValue, options: &JsValue) -> Option<()> {
    let name = name.as_string()?;
    let options = object(options)?;
    let number = |key: &str| Reflect::get(options, &key.into()).ok()?.as_f64().map(whole);
    let hard = Reflect::get(options, &"hard".into()).is_ok_and(|hard| hard.is_truthy());
    let standing = LimitUse { at_s: 0, used: number("used")?, of: number("of")?, hard };
    step(Input::Event(Event::Limited { limit: &name, standing }));
    Some(())
}

fn readiness(listener: &JsValue) -> Option<()> {
    let listener = listener.dyn_ref::<Function>()?;
    let facts = widget::with(|widget| readiness_facts(&widget.readiness()))?;
    let _ = listener.call1(&JsValue::UNDEFINED, &listeners::record(&facts));
    Some(())
}

fn set_consent(consent: Consent) {
    let was_granted = widget::is_granted();
    widget::set_consent(consent);
    if consent == Consent::Granted && !was_granted {
        capture::open();
    }
}

fn named<T>(name: &JsValue, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    find(&name.as_string()?)
}

fn consent_named(name: &str) -> Option<Consent> {
    match name {
        "granted" => Some(Consent::Granted),
        "denied" => Some(Consent::Denied),
        _ => None,
    }
}

fn budget_named(name: &str) -> Option<BudgetChoice> {
    match name {
        "normal" => Some(BudgetChoice::Normal),
        "fewer" => Some(BudgetChoice::Fewer),
        "none" => Some(BudgetChoice::None),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
fn whole(number: f64) -> u32 {
    number as u32
}
