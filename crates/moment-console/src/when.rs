//! Instants as the viewer's locale and time zone write them.

use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::clock::Clock;
use crate::span;

thread_local! {
    static INSTANT: DateTimeFormat = format_with("short");
    static DAY: DateTimeFormat = format_with("");
}

/// Date and time.
pub(crate) fn instant(ms: u64) -> String {
    INSTANT.with(|format| write(format, ms))
}

/// The date alone.
pub(crate) fn day(ms: u64) -> String {
    DAY.with(|format| write(format, ms))
}

/// "3 minutes ago", moving on by itself; the exact instant is in its title.
#[component]
pub(crate) fn Ago(ms: u64) -> impl IntoView {
    let clock = Clock::here();
    let words = Memo::new(move |_| span::ago(clock.now_ms() - of_epoch(ms)));
    view! { <time datetime=machine(ms) title=instant(ms)>{words}</time> }
}

/// Date and time of what does not want to be told anew as it moves away.
#[component]
pub(crate) fn At(ms: u64) -> impl IntoView {
    view! { <time datetime=machine(ms)>{instant(ms)}</time> }
}

/// What calculations with the page's clock want.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since the epoch stay far below 2^53")]
pub(crate) fn of_epoch(ms: u64) -> f64 {
    ms as f64
}

fn machine(ms: u64) -> String {
    let date = date(ms);
    if date.get_time().is_nan() { String::new() } else { String::from(date.to_iso_string()) }
}

fn date(ms: u64) -> Date {
    Date::new(&of_epoch(ms).into())
}

fn format_with(time_style: &str) -> DateTimeFormat {
    let options = Object::new();
    let _ = Reflect::set(&options, &"dateStyle".into(), &"medium".into());
    if !time_style.is_empty() {
        let _ = Reflect::set(&options, &"timeStyle".into(), &time_style.into());
    }
    DateTimeFormat::new(&Array::new(), &options)
}

fn write(format: &DateTimeFormat, ms: u64) -> String {
    let text = format.format().call1(&JsValue::NULL, &date(ms));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
