//! To the collector and back: the start message in, beacons out. No content type, so no preflight.

use alloc::string::String;

use js_sys::{ArrayBuffer, Date, Uint8Array};
use moment_wire::start::StartV2;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{RequestCache, RequestCredentials, RequestInit, Response};

use crate::config::Config;
use crate::script::{call, get, then};

/// What became of a beacon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The collector has it for good.
    Kept,
    /// The collector will never take it.
    Refused,
    /// The replica was erased there.
    Erased,
    /// It may be taken later.
    Lost,
}

/// What the collector said, and when by its own clock; not a number where that cannot be read.
pub(crate) struct Heard {
    pub(crate) start: StartV2,
    pub(crate) at_ms: f64,
}

/// Asks for the playbook and what the trial's other replicas know. `no-cache` lets the browser ask conditionally by
/// itself: an unchanged answer costs a few bytes, and a header of our own would cost a preflight.
pub(crate) fn fetch_start(config: &Config, replica: u64, act: impl FnOnce(Option<Heard>) + 'static) {
    let mut address = address(config, "/v1/start?key=");
    for (name, value) in
        [("&trial=", &config.identity.trial), ("&replica=", &hex(replica)), ("&locale=", &config.identity.locale)]
    {
        address.push_str(name);
        address.push_str(&encoded(value));
    }
    let init = request("GET");
    init.set_cache(RequestCache::NoCache);
    send(&address, &init, move |response| {
        let Some(response) = response.filter(Response::ok) else { return act(None) };
        let at_ms = date_of(&response);
        match response.array_buffer() {
            Ok(body) => then(&body, move |buffer| {
                let bytes = buffer.map(|buffer| Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec());
                let start = bytes.and_then(|bytes| StartV2::decode(&bytes).ok());
                act(start.map(|start| Heard { start, at_ms }));
            }),
            Err(_) => act(None),
        }
    });
}

fn date_of(response: &Response) -> f64 {
    let date = call(&get(response, "headers"), "get", &JsValue::from_str("date"), &JsValue::UNDEFINED);
    date.and_then(|date| date.as_string()).map_or(f64::NAN, |date| Date::parse(&date))
}

/// Sends a beacon and tells what became of it.
pub(crate) fn post_beacon(config: &Config, beacon: &[u8], act: impl FnOnce(Fate) + 'static) {
    let init = request("POST");
    init.set_body_opt_u8_array(Some(&Uint8Array::from(beacon)));
    // Lets the request outlive the page. Set by name: the binding for it is not stable.
    let _ = js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
    send(&address(config, "/v1/beacon?key="), &init, |response| {
        act(match response.map_or(0, |response| response.status()) {
            200..=299 => Fate::Kept,
            410 => Fate::Erased,
            // 429 is "later".
            400..=428 | 430..=499 => Fate::Refused,
            _ => Fate::Lost,
        });
    });
}

/// Hands a beacon to the browser, which sends it even if the page goes now. Not by `sendBeacon`: that would send the cookies
/// of the vendor's whole domain along, and nobody could keep it from doing so.
pub(crate) fn send_last(config: &Config, beacon: &[u8]) {
    post_beacon(config, beacon, |_| ());
}

/// Asks the collector to erase a replica, or the whole trial where the tag is signed; tells whether it has. The browser asks
/// first whether it may: this is rare.
pub(crate) fn erase(config: &Config, replica: &str, act: impl FnOnce(bool) + 'static) {
    let mut path = String::from("/v1/trials/");
    path.push_str(&encoded(&config.identity.trial));
    path.push_str("?key=");
    let mut address = address(config, &path);
    address.push_str("&replica=");
    address.push_str(replica);
    if let Some(signature) = &config.signature {
        address.push_str("&account=");
        address.push_str(&encoded(config.account.as_deref().unwrap_or_default()));
        address.push_str("&signature=");
        address.push_str(&digits(signature));
    }
    let init = request("DELETE");
    let _ = js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
    send(&address, &init, |response| act(response.is_some_and(|response| response.ok())));
}

fn address(config: &Config, path: &str) -> String {
    let mut address = config.endpoint.clone();
    address.push_str(path);
    address.push_str(&encoded(&config.key));
    address
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn request(method: &str) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::Omit);
    init
}

fn send(address: &str, init: &RequestInit, act: impl FnOnce(Option<Response>) + 'static) {
    // By name, so that a `fetch` of the page's making that throws is no error of ours.
    match call(&js_sys::global(), "fetch", &JsValue::from_str(address), init) {
        Some(promise) => then(&promise, |response| act(response.and_then(|response| response.dyn_into().ok()))),
        None => act(None),
    }
}

/// Sixteen hexadecimal digits.
pub(crate) fn hex(number: u64) -> String {
    digits(&number.to_be_bytes())
}

fn digits(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}
