//! The session: what a customer does in the page, the same each time, with the browser's own input.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use super::chromium::Chromium;
use super::contestant::Contestant;
use super::meter::{self, Held, Worked};
use super::stand::Stand;

pub(super) const CLICKS: usize = 200;
const ROUTES: usize = 5;
pub(super) const CALLS: usize = 10;
const WORD: &str = "abcde";

/// A page is left alone after it was loaded: settings are fetched, and whoever waits for an idle moment has one.
pub(super) const SETTLES: Duration = Duration::from_millis(2_500);

/// Between two clicks. Faster ones would be dropped by a peer that takes ten a second after the first hundred.
const PACE: Duration = Duration::from_millis(60);
const BETWEEN_FIELDS: Duration = Duration::from_millis(40);
const BETWEEN_ROUTES: Duration = Duration::from_millis(400);
const BETWEEN_CALLS: Duration = Duration::from_millis(50);

/// Two clicks one after the other are farther apart than this, in pixels: nobody is to take them for rage.
const APART: f64 = 60.0;

/// Those that send now and then send at least every five seconds.
const SENDS_WITHIN: Duration = Duration::from_secs(6);
const GOES_WITHIN: Duration = Duration::from_secs(2);

/// What one session took of the page.
#[derive(Debug, Serialize)]
pub(super) struct Session {
    /// From the first click on.
    pub(super) script_ms: f64,
    pub(super) all_ms: f64,
    /// Of these, the clicks' part.
    pub(super) click_script_ms: f64,
    pub(super) click_all_ms: f64,
    /// Until the first click, without promises' continuations.
    pub(super) start_script_ms: f64,
    pub(super) start_all_ms: f64,
    pub(super) script_bytes: u64,
    pub(super) wasm_bytes: u64,
    /// How much is kept in the browser between two pages, in characters.
    pub(super) kept_chars: u64,
}

/// With `profile` the browser's profile of the session is written to that file; profiling costs time itself.
pub(super) async fn session(stand: &Stand, contestant: &Contestant, trial: &str, profile: Option<&Path>) -> Session {
    let browser = Chromium::open(None).await;
    browser.go(&stand.blank()).await;
    meter::begin(&browser).await;
    if profile.is_some() {
        meter::begin_profile(&browser).await;
    }
    stand.traffic.take();

    let blank = meter::worked(&browser).await;
    browser.go(&stand.page(contestant, trial)).await;
    passes(SETTLES).await;
    let loaded = meter::worked(&browser).await;
    clicks(&browser).await;
    let clicked = meter::worked(&browser).await;
    fills_in(&browser).await;
    moves_about(&browser).await;
    tells(&browser).await;
    passes(SENDS_WITHIN).await;
    let done = meter::worked(&browser).await;

    if let Some(file) = profile {
        meter::end_profile(&browser, file).await;
    }
    let counted = browser.eval("Object.values(bench.done).join()").await;
    assert_eq!(counted, format!("{CLICKS},20,{ROUTES}"), "{}: the page has seen the session", contestant.name);
    let held = meter::held(&browser).await;
    let kept_chars = kept(&browser).await;
    browser.go(&stand.blank()).await;
    passes(GOES_WITHIN).await;
    Session::of([blank, loaded, clicked, done], held, kept_chars)
}

impl Session {
    fn of([blank, loaded, clicked, done]: [Worked; 4], held: Held, kept_chars: u64) -> Self {
        let (start, clicks, all) = (loaded.since(blank), clicked.since(loaded), done.since(loaded));
        Self {
            script_ms: all.script_ms,
            all_ms: all.all_ms,
            click_script_ms: clicks.script_ms,
            click_all_ms: clicks.all_ms,
            start_script_ms: start.script_ms,
            start_all_ms: start.all_ms,
            script_bytes: held.script_bytes,
            wasm_bytes: held.wasm_bytes,
            kept_chars,
        }
    }
}

/// A session has a pace. Nothing is waited for here: what is measured is what happens meanwhile.
pub(super) async fn passes(time: Duration) {
    tokio::time::sleep(time).await;
}

async fn clicks(browser: &Chromium) {
    let buttons = places(browser, "button").await;
    for spot in order(&buttons) {
        let begun = Instant::now();
        click(browser, spot).await;
        passes(PACE.saturating_sub(begun.elapsed())).await;
    }
}

/// Each spot about as often as the others, in an order that is always the same.
fn order(spots: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut chosen: Vec<[f64; 2]> = Vec::new();
    let mut draw: u32 = 1;
    while chosen.len() < CLICKS {
        // The constants of Numerical Recipes; the upper bits are the better ones.
        draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let spot = spots[(draw >> 16) as usize % spots.len()];
        let is_apart = |last: &[f64; 2]| (last[0] - spot[0]).hypot(last[1] - spot[1]) > APART;
        if chosen.last().is_none_or(is_apart) {
            chosen.push(spot);
        }
    }
    chosen
}

async fn click(browser: &Chromium, [x, y]: [f64; 2]) {
    for (kind, button, count) in [("mouseMoved", "none", 0), ("mousePressed", "left", 1), ("mouseReleased", "left", 1)]
    {
        let input = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": count });
        browser.ask("Input.dispatchMouseEvent", input).await;
    }
}

async fn fills_in(browser: &Chromium) {
    for spot in places(browser, "input").await {
        click(browser, spot).await;
        for letter in WORD.chars() {
            for input in
                [json!({ "type": "keyDown", "text": letter, "key": letter }), json!({ "type": "keyUp", "key": letter })]
            {
                browser.ask("Input.dispatchKeyEvent", input).await;
            }
        }
        passes(BETWEEN_FIELDS).await;
    }
    browser.eval("document.activeElement.blur()").await;
}

async fn moves_about(browser: &Chromium) {
    for number in 1..=ROUTES {
        browser.eval(&format!("bench.go({number})")).await;
        passes(BETWEEN_ROUTES).await;
    }
}

async fn tells(browser: &Chromium) {
    for number in 1..=CALLS {
        browser.eval(&format!("void track('custom_{number}', {{ plan: 'trial', number: {number} }})")).await;
        passes(BETWEEN_CALLS).await;
    }
}

async fn places(browser: &Chromium, selector: &str) -> Vec<[f64; 2]> {
    let places = browser.eval(&format!("bench.places('{selector}')")).await;
    serde_json::from_value(places).expect("places in the page")
}

async fn kept(browser: &Chromium) -> u64 {
    let script = "document.cookie.length + [localStorage, sessionStorage].flatMap((store) => Object.entries(store))
        .join('').length";
    let kept: Value = browser.eval(script).await;
    kept.as_u64().unwrap_or_default()
}
