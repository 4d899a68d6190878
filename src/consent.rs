//! Consent: what the tag asks, what the browser signals, what the customer said before.

use js_sys::Reflect;
use moment_core::event::Consent;
use wasm_bindgen::JsValue;

use crate::config::Config;
use crate::storage;

/// The consent with which the page begins. The customer's own word counts most, then the browser's signals, then the tag.
pub(crate) fn initial(config: &Config) -> Consent {
    match storage::read_consent(config).as_deref() {
        Some("granted") => Consent::Granted,
        Some("denied") => Consent::Denied,
        _ if browser_objects() => Consent::Denied,
        _ => match config.consent.as_deref() {
            Some("required") => Consent::Required,
            Some("denied") => Consent::Denied,
            _ => Consent::Granted,
        },
    }
}

/// Global Privacy Control or Do Not Track is on.
fn browser_objects() -> bool {
    let Some(window) = web_sys::window() else { return true };
    let navigator = window.navigator();
    let says = |name: &str| Reflect::get(&navigator, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    says("globalPrivacyControl").is_truthy() || says("doNotTrack").as_string().as_deref() == Some("1")
}
