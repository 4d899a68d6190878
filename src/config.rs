//! What the tag says: `data-key`, `data-trial` and their fellows, or the same names in a `start` call.

use alloc::borrow::ToOwned;
use alloc::string::String;

use js_sys::{Date, Object, Reflect};
use moment_core::event::Consent;
use moment_core::time::UnixMs;
use moment_core::trial::Identity;
use moment_wire::beacon::is_id;
use moment_wire::hex::unhex;
use wasm_bindgen::{JsCast, JsValue};

use crate::script::window;

/// A trial's length when the tag does not say it.
const LENGTH_DAYS: u16 = 14;

/// Who the trial is and where to report.
pub(crate) struct Config {
    pub(crate) key: String,
    pub(crate) identity: Identity,
    pub(crate) account: Option<String>,
    pub(crate) signature: Option<[u8; 32]>,
    /// What the tag says of it.
    pub(crate) consent: Consent,
    pub(crate) endpoint: String,
}

impl Config {
    /// Whether both are of one customer's trial.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        self.key == other.key && self.identity.trial == other.identity.trial
    }

    /// Reads the tag's data or a call's options. Errors: what is missing or cannot be, in words for `data-debug`.
    pub(crate) fn read(options: &Object, endpoint: &str) -> Result<Self, &'static str> {
        let key = text(options, "key").ok_or("data-key is missing")?;
        let trial = text(options, "trial").ok_or("data-trial is missing")?;
        let account = text(options, "account");
        let plan = text(options, "plan");
        if ![Some(&trial), account.as_ref(), plan.as_ref()].into_iter().flatten().all(|id| is_id(id)) {
            return Err("a trial, account or plan is at most 64 characters out of a-z A-Z 0-9 _ . : | + = ~ -");
        }
        let length_days = match text(options, "lengthDays") {
            Some(days) => days.parse().map_err(|_| "data-length-days is no whole number of days")?,
            None => LENGTH_DAYS,
        };
        let consent = match text(options, "consent").as_deref() {
            None | Some("granted") => Consent::Granted,
            Some("required") => Consent::Required,
            Some("denied") => Consent::Denied,
            // A word that is not known must not pass for an agreement.
            Some(_) => return Err("data-consent is none of required, granted and denied"),
        };
        let locale = text(options, "locale").or_else(page_language).filter(|tag| is_id(tag));
        let signature = match text(options, "signature") {
            Some(digits) => {
                let bytes = unhex(&digits).and_then(|bytes| bytes.try_into().ok());
                Some(bytes.ok_or("data-signature is not 64 hexadecimal digits")?)
            }
            None => None,
        };
        Ok(Self {
            key,
            identity: Identity {
                trial,
                started_ms: started(options)?,
                length_days: length_days.max(1),
                plan: plan.unwrap_or_default(),
                locale: locale.unwrap_or_default(),
            },
            account,
            signature,
            consent,
            endpoint: endpoint.to_owned(),
        })
    }
}

/// The value called `name` as text; empty and missing are none.
pub(crate) fn text(options: &Object, name: &str) -> Option<String> {
    let value = Reflect::get(options, &JsValue::from_str(name)).ok()?;
    let text = match value.as_f64() {
        Some(_) => js_sys::Number::from(value).to_string_with_radix(10).ok().map(String::from),
        None => value.as_string(),
    };
    text.filter(|text| !text.is_empty())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
fn started(options: &Object) -> Result<UnixMs, &'static str> {
    let text = text(options, "started").ok_or("data-started is missing")?;
    let ms = Date::parse(&text);
    if ms >= 0.0 { Ok(ms as UnixMs) } else { Err("data-started is no instant, such as 2026-11-10T09:00:00Z") }
}

/// The language of the page, else of the browser.
fn page_language() -> Option<String> {
    let window = window();
    let page = window.document()?.document_element()?.get_attribute("lang").filter(|tag| !tag.is_empty());
    page.or_else(|| window.navigator().language())
}

/// `value` as an object, if it is one.
pub(crate) fn object(value: &JsValue) -> Option<&Object> {
    // One of another frame is no instance of this one's class.
    value.is_object().then(|| value.unchecked_ref())
}
