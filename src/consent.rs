//! Consent: what the tag asks, what the browser signals, what the customer said before.

use js_sys::Reflect;
use moment_core::event::Consent;
use wasm_bindgen::JsValue;

use crate::config::Config;
use crate::script::window;
use crate::storage;

/// The consent with which the page begins. The customer's own word counts most, then the browser's signals, then the tag.
pub(crate) fn initial(config: &Config) -> Consent {
    match storage::consent(config).as_str() {
        "granted" => Consent::Granted,
        "denied" => Consent::Denied,
        _ if browser_objects() => Consent::Denied,
        _ => config.consent,
    }
}

/// What the customer or the browser says now, where that is another thing than `known`: it was said in another page.
pub(crate) fn news(config: &Config, known: Consent) -> Option<Consent> {
    let now = initial(config);
    let is_granted = known == Consent::Granted;
    // Only the customer's own word opens a page that was closed.
    let is_news = if is_granted { now == Consent::Denied } else { storage::consent(config) == "granted" };
    is_news.then_some(now)
}

/// Global Privacy Control or Do Not Track is on.
fn browser_objects() -> bool {
    let navigator = window().navigator();
    let says = |name: &str| Reflect::get(&navigator, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    says("globalPrivacyControl").is_truthy() || says("doNotTrack").as_string().as_deref() == Some("1")
}
