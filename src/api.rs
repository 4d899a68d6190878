//! The page's commands: `secondMoment('track', 'export', {count: 2})` and its fellows.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;

use js_sys::{Function, Object, Reflect};
use moment_core::event::{Consent, Event, Input, Outcome};
use moment_core::limit::LimitUse;
use moment_core::name::is_name;
use moment_core::summary::BudgetChoice;
use wasm_bindgen::{JsCast, JsValue};

use crate::config::{Config, object, text};
use crate::forget::set_consent;
use crate::guest::Guest;
use crate::inspect::inspect;
use crate::script::get;
use crate::transport::hex;
use crate::widget::news::readiness_facts;
use crate::widget::{Widget, reach, step};
use crate::{capture, comments, consent, debug, forget, listeners, prompter, storage};

/// A call that waits.
pub(crate) type Call = (String, JsValue, JsValue);

/// How many early calls wait.
const EARLY_MAX: usize = 100;

/// Begins with the tag's or the call's options, if they name a trial; else waits for a `start`.
pub(crate) fn begin(guest: &'static Guest, options: &Object) {
    // `data-debug` alone is an empty text; a call may say `debug: false`.
    let debug = get(options, "debug");
    if debug.is_string() || debug.is_truthy() {
        guest.is_debugged.set(true);
    }
    capture::choose(guest, options);
    if text(options, "trial").is_none() {
        return;
    }
    let endpoint = text(options, "endpoint").filter(|endpoint| endpoint.starts_with("http"));
    match Config::read(options, endpoint.as_ref().unwrap_or(&guest.endpoint).trim_end_matches('/')) {
        // The page says it once more.
        Ok(config) if guest.with(|widget| widget.config.is_of(&config)) == Some(true) => {}
        // It lives as long as its page, which seldom has a second one.
        Ok(config) => begin_trial(guest, Box::leak(Box::new(config))),
        Err(why) => debug::say(guest, why),
    }
}

fn begin_trial(guest: &'static Guest, config: &'static Config) {
    let is_first = !guest.has_begun();
    // What was there when the page began is no news for another customer, nor for one who comes back.
    let mut on_disk = if is_first { storage::of_trial(config, &guest.on_disk) } else { "" };
    if let Some(noted) = storage::noted(on_disk) {
        forget::heed(config, noted);
        on_disk = "";
    }
    let erasing = storage::erasing(config);
    let consent = consent::initial(config);
    let mut kept = storage::load_or_new(config, on_disk);
    let mut past = String::new();
    // What is to be erased is there yet if the page that was to take it away was stopped, or another one wrote just then.
    let is_erasing = forget::is_erasing(&erasing, kept.1.replica);
    let is_any = !(kept.0.is_empty() && on_disk.is_empty());
    if is_erasing || consent == Consent::Denied && is_any {
        if !is_erasing {
            // What the tag or the browser refuses now was counted before they did.
            past = hex(kept.1.replica);
        }
        storage::clear(config);
        forget::note(&guest.disk, config);
        (kept, on_disk) = (storage::new(config), "");
    }
    guest.is_erasing.set(false);
    guest.is_erasing_kept.set(!erasing.is_empty());
    guest.erasing.replace(erasing);
    let mut widget = Widget::new(config, kept, consent);
    widget.past = past;
    if is_first {
        guest.take_in(widget);
    } else {
        // Somebody else has signed in, without a new page.
        forget::make_way(guest, widget);
    }
    comments::recall(guest, on_disk);
    if is_first {
        capture::begin(guest);
    } else {
        capture::open(guest);
    }
    forget::erase_if_due(guest);
    if is_first {
        for (name, first, second) in guest.early.take() {
            command(guest, &name, &first, &second);
        }
        prompter::preview_by_address(guest);
    }
}

/// Carries one call out. What it asks for wrongly is told under `data-debug`; what can be done of it is done all the same.
pub(crate) fn command(guest: &'static Guest, name: &str, first: &JsValue, second: &JsValue) {
    let done = match name {
        "start" => object(first).map(|options| begin(guest, options)),
        "debug" => {
            guest.is_debugged.set(first.is_truthy());
            Some(())
        }
        "on" => on(guest, first, second),
        _ if !guest.has_begun() => wait(guest, name, first, second),
        "track" => track(guest, first, second),
        "comment" => comments::add(guest, first, second),
        "limit" => limit(guest, first, second),
        "outcome" | "consent" | "budget" => choose(guest, name, &first.as_string().unwrap_or_default()),
        "readiness" => readiness(guest, first),
        "inspect" => inspect(guest, first),
        "preview" => first.as_string().map(|id| prompter::preview(guest, &id)),
        "forget" => {
            forget::forget(guest);
            Some(())
        }
        _ => None,
    };
    if done.is_none() {
        let value = first.as_string().unwrap_or_default();
        debug::say_all(guest, &["a call was not understood: ", name, " ", &value]);
    }
}

fn wait(guest: &Guest, name: &str, first: &JsValue, second: &JsValue) -> Option<()> {
    let mut early = guest.early.try_borrow_mut().ok()?;
    (early.len() < EARLY_MAX).then(|| early.push((name.to_owned(), first.clone(), second.clone())))
}

fn on(guest: &Guest, name: &JsValue, listener: &JsValue) -> Option<()> {
    listeners::add(guest, &name.as_string()?, listener.dyn_ref::<Function>()?.clone())
}

fn track(guest: &'static Guest, name: &JsValue, options: &JsValue) -> Option<()> {
    let name = name.as_string()?;
    let option = |key: &str| Reflect::get(object(options)?, &key.into()).ok();
    let told = option("count").filter(|count| !count.is_undefined());
    let number = told.as_ref().and_then(JsValue::as_f64).filter(|number| number.is_finite()).map(whole);
    let count = number.unwrap_or(1);
    capture::save(guest);
    capture::answer();
    step(guest, Input::Event(Event::Used { feature: &name, count }));
    match option("moment") {
        Some(moment) if moment.is_string() => reach(guest, &moment.as_string()?),
        Some(moment) if moment.is_truthy() => reach(guest, &name),
        _ => {}
    }
    let is_counted = is_name(&name) && count > 0 && told.is_some() == number.is_some();
    is_counted.then_some(())
}

fn limit(guest: &'static Guest, name: &JsValue, options: &JsValue) -> Option<()> {
    let name = name.as_string()?;
    let option = |key: &str| Reflect::get(object(options)?, &key.into()).ok();
    let number = |key: &str| option(key)?.as_f64().map(whole);
    let hard = option("hard").is_some_and(|hard| hard.is_truthy());
    let standing = LimitUse { at_s: 0, used: number("used")?, of: number("of")?, hard };
    step(guest, Input::Event(Event::Limited { limit: &name, standing }));
    is_name(&name).then_some(())
}

fn readiness(guest: &Guest, listener: &JsValue) -> Option<()> {
    let listener = listener.dyn_ref::<Function>()?;
    let facts = guest.with(|widget| readiness_facts(&widget.readiness()))?;
    let _ = listener.call1(&JsValue::UNDEFINED, &listeners::record(&facts));
    Some(())
}

/// What is one word out of a few.
fn choose(guest: &'static Guest, what: &str, word: &str) -> Option<()> {
    let event = match (what, word) {
        ("consent", "granted") => {
            set_consent(guest, Consent::Granted);
            return Some(());
        }
        ("consent", "denied") => {
            set_consent(guest, Consent::Denied);
            return Some(());
        }
        ("budget", "normal") => Event::Budget(BudgetChoice::Normal),
        ("budget", "fewer") => Event::Budget(BudgetChoice::Fewer),
        ("budget", "none") => Event::Budget(BudgetChoice::None),
        ("outcome", word) => Event::Outcome(Outcome::named(word)?),
        _ => return None,
    };
    step(guest, Input::Event(event));
    Some(())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
pub(crate) fn whole(number: f64) -> u32 {
    number as u32
}
