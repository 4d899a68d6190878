//! To the collector and back: the start message in, beacons out. No content type, so no preflight.

use alloc::boxed::Box;
use alloc::string::String;

use js_sys::{ArrayBuffer, Date, Reflect, Uint8Array};
use moment_wire::held::HELD;
use moment_wire::hex::hex as digits;
use moment_wire::reply::REPLIES;
use moment_wire::start::StartV3;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{RequestCache, RequestCredentials, RequestInit, Response};

use crate::config::Config;
use crate::debug;
use crate::guest::Guest;
use crate::script::{ask, call, get, then, window};

/// Where the playbook comes from, and for whom where nobody is to be known.
const START: &str = "/v1/start?key=";
const NOBODY: &str = "&trial=preview&replica=0000000000000000";

/// Where beacons go.
pub(crate) const BEACON: &str = "/v1/beacon?key=";

/// Where comments go.
pub(crate) const COMMENTS: &str = "/v1/comments?key=";

/// Nobody is made to wait longer than an hour.
const PATIENCE_S_MAX: f64 = 3_600.0;

/// What became of something that was sent.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fate {
    /// The collector has it for good.
    Kept,
    /// The collector will never take it.
    Refused,
    /// The replica was erased there.
    Erased,
    /// It may be taken later; the collector may have said how much later.
    Lost { patience_ms: f64 },
}

/// What is done when it is known what became of something.
pub(crate) type Act = Box<dyn FnOnce(Fate, Option<Response>)>;

/// What the collector said, and when by its own clock; not a number where that cannot be read.
pub(crate) struct Heard {
    pub(crate) start: StartV3,
    pub(crate) at_ms: f64,
    /// What it holds of this replica: see [`moment_wire::held`].
    pub(crate) held: Option<String>,
    /// Whether there are replies: see [`moment_wire::reply::REPLIES`].
    pub(crate) replies: Option<String>,
}

/// Asks for the playbook and what the trial's other replicas know. `no-cache` lets the browser ask conditionally by
/// itself: an unchanged answer costs a few bytes, and a header of our own would cost a preflight.
///
/// Without a replica the collector does not learn for whom. A refusal is told to the vendor's developer.
pub(crate) fn fetch_start(
    guest: &'static Guest,
    config: &Config,
    replica: Option<u64>,
    act: impl FnOnce(Option<Heard>) + 'static,
) {
    let mut address = match replica {
        Some(replica) => of_replica(config, START, replica),
        None => address(config, START) + NOBODY,
    };
    address.push_str("&locale=");
    address.push_str(&encoded(&config.identity.locale));
    let init = request("GET");
    init.set_cache(RequestCache::NoCache);
    send(&address, &init, move |response| {
        if response.as_ref().is_some_and(|response| (400..500).contains(&response.status())) {
            debug::say(guest, "the collector refused to start; its answer says why");
        }
        let Some(response) = response.filter(Response::ok) else { return act(None) };
        let at_ms = header(&response, "date").map_or(f64::NAN, |date| Date::parse(&date));
        let (held, replies) = (header(&response, HELD), header(&response, REPLIES));
        match response.array_buffer() {
            Ok(body) => then(&body, move |buffer| {
                let bytes = buffer.map(|buffer| Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec());
                let start = bytes.and_then(|bytes| StartV3::decode(&bytes).ok());
                act(start.map(|start| Heard { start, at_ms, held, replies }));
            }),
            Err(_) => act(None),
        }
    });
}

fn header(response: &Response, name: &str) -> Option<String> {
    ask(&get(response, "headers"), "get", &JsValue::from_str(name)).as_string()
}

/// Sends `body` and tells what became of it, with the collector's answer. A page that goes meanwhile sends it again, by
/// [`post_last`] or with the next page: so it need not outlive the page here, where that would fill the 64 KB which the
/// browser has for all of the page's scripts together.
pub(crate) fn post(config: &Config, path: &str, body: &[u8], act: Act) {
    deliver(config, path, body, &request("POST"), act);
}

/// The same from a page that goes: the browser sends it all the same. Not by `sendBeacon`: that would send the cookies of
/// the vendor's whole domain along, and nobody could keep it from doing so.
pub(crate) fn post_last(config: &Config, path: &str, body: &[u8], act: Act) {
    let init = request("POST");
    outlive(&init);
    deliver(config, path, body, &init, act);
}

fn deliver(config: &Config, path: &str, body: &[u8], init: &RequestInit, act: Act) {
    init.set_body_opt_u8_array(Some(&Uint8Array::from(body)));
    send(&address(config, path), init, |response| {
        let fate = match response.as_ref().map_or(0, Response::status) {
            200..=299 => Fate::Kept,
            410 => Fate::Erased,
            // 429 is "later".
            400..=428 | 430..=499 => Fate::Refused,
            _ => Fate::Lost { patience_ms: response.as_ref().map_or(0.0, patience) },
        };
        act(fate, response);
    });
}

/// How long the collector asks to wait. What cannot be read, or nobody would wait for, is no wish.
fn patience(response: &Response) -> f64 {
    let seconds = header(response, "retry-after").map_or(f64::NAN, |text| js_sys::parse_float(&text));
    if seconds <= PATIENCE_S_MAX { 1000.0 * seconds } else { 0.0 }
}

/// Asks the collector to erase a replica, or the whole trial where the tag is signed; tells whether it has. The browser asks
/// first whether it may: this is rare.
pub(crate) fn erase(config: &Config, replica: &str, act: impl FnOnce(bool) + 'static) {
    let mut path = String::from("/v1/trials/");
    path.push_str(&encoded(&config.identity.trial));
    path.push_str("?key=");
    let mut address = address(config, &path);
    add_replica(&mut address, config, replica);
    let init = request("DELETE");
    outlive(&init);
    send(&address, &init, |response| act(response.is_some_and(|response| response.ok())));
}

/// Where the second module asks for replies, and says what was seen.
pub(crate) fn replies_address(config: &Config, replica: u64) -> String {
    of_replica(config, "/v1/replies?key=", replica)
}

fn of_replica(config: &Config, path: &str, replica: u64) -> String {
    let mut address = address(config, path);
    address.push_str("&trial=");
    address.push_str(&encoded(&config.identity.trial));
    add_replica(&mut address, config, &hex(replica));
    address
}

/// In whose name something is asked: the replica's, and the whole trial's where the tag is signed.
#[inline(never)]
fn add_replica(address: &mut String, config: &Config, replica: &str) {
    address.push_str("&replica=");
    address.push_str(replica);
    if let Some(signature) = &config.signature {
        address.push_str("&account=");
        address.push_str(&encoded(config.account.as_deref().unwrap_or_default()));
        address.push_str("&signature=");
        address.push_str(&digits(signature));
    }
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

/// Set by name: the binding for it is not stable.
fn outlive(init: &RequestInit) {
    let _ = Reflect::set(init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
}

fn request(method: &str) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::Omit);
    // The page's address may hold secrets, and nobody needs more of it than its origin.
    let _ = Reflect::set(&init, &JsValue::from_str("referrerPolicy"), &JsValue::from_str("strict-origin"));
    init
}

fn send(address: &str, init: &RequestInit, act: impl FnOnce(Option<Response>) + 'static) {
    // By name, so that a `fetch` of the page's making that throws is no error of ours.
    match call(&window(), "fetch", &JsValue::from_str(address), init) {
        Some(promise) => then(&promise, |response| act(response.and_then(|response| response.dyn_into().ok()))),
        None => act(None),
    }
}

/// Sixteen hexadecimal digits.
pub(crate) fn hex(number: u64) -> String {
    digits(&number.to_be_bytes())
}
