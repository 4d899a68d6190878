//! To the collector and back: the start message in, beacons out. No content type, so no preflight.

use js_sys::{ArrayBuffer, Uint8Array};
use moment_wire::start::StartV1;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, Response};

use crate::config::Config;

/// What became of a beacon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The collector has it for good.
    Kept,
    /// The collector will never take it.
    Refused,
    /// It may be taken later.
    Lost,
}

/// Asks for the playbook and what the trial's other replicas know. `no-cache` lets the browser ask conditionally by
/// itself: an unchanged answer costs a few bytes, and a header of our own would cost a preflight.
pub(crate) async fn fetch_start(config: &Config, replica: u64) -> Option<StartV1> {
    let locale = config.locale.as_deref().unwrap_or_default();
    let identity = &config.identity;
    let query = format_query(&[
        ("key", &config.key),
        ("trial", &identity.trial),
        ("replica", &hex(replica)),
        ("locale", locale),
    ]);
    let init = request("GET");
    init.set_cache(RequestCache::NoCache);
    let response = send(&[&config.endpoint, "/v1/start?", &query].concat(), &init).await?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    let bytes = Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec();
    StartV1::decode(&bytes).ok()
}

/// Sends a beacon and waits for what becomes of it.
pub(crate) async fn post_beacon(config: &Config, beacon: &[u8]) -> Fate {
    let init = request("POST");
    init.set_body_opt_u8_array(Some(&Uint8Array::from(beacon)));
    set_keepalive(&init);
    match send(&beacon_address(config), &init).await.map(|response| response.status()) {
        Some(200..=299) => Fate::Kept,
        Some(400..=428 | 430..=499) => Fate::Refused,
        _ => Fate::Lost,
    }
}

/// Hands a beacon to the browser, which sends it even if the page goes now. False if the browser will not.
pub(crate) fn send_last(config: &Config, beacon: &[u8]) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let body = Uint8Array::from(beacon);
    window.navigator().send_beacon_with_opt_js_u8_array(&beacon_address(config), Some(&body)).unwrap_or(false)
}

fn beacon_address(config: &Config) -> String {
    [&config.endpoint, "/v1/beacon?", &format_query(&[("key", &config.key)])].concat()
}

fn request(method: &str) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init
}

/// Lets the request outlive the page. Set by name: the binding for it is not stable.
fn set_keepalive(init: &RequestInit) {
    let _ = js_sys::Reflect::set(init, &"keepalive".into(), &true.into());
}

async fn send(address: &str, init: &RequestInit) -> Option<Response> {
    let promise = web_sys::window()?.fetch_with_str_and_init(address, init);
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn format_query(pairs: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        query.push_str(name);
        query.push('=');
        query.push_str(&String::from(js_sys::encode_uri_component(value)));
        query.push('&');
    }
    query
}

fn hex(number: u64) -> String {
    (0..16).rev().map(|digit| char::from(b"0123456789abcdef"[(number >> (4 * digit) & 15) as usize])).collect()
}
