//! The watch over one click: whether the page gave a sign of life after it.
//!
//! A click arms it and the first sign of life disarms it, so a page that answers pays for one answer. Nothing of the
//! page's is patched, and what can wait is asked when nothing came. What happens at each event is in `watch.js`, without
//! a call from there to here; what it means is decided here.

use js_sys::Function;
use moment_core::friction::FrictionKind;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Window};

use super::count;
use super::dead_click::{self, is_exempt};
use crate::capture::clicks::origin;
use crate::capture::listen as hear;
use crate::guest::Guest;
use crate::script::function;

/// After so long without a sign of life a click is dead: people take an answer within a second as the click's own, and
/// the half beside it is for slow machines.
const LIFE_WITHIN_MS: f64 = 1_500.0;

/// A page that is late by so much was held up: by a dialog of the browser's, which nobody reads faster, or by work. The
/// one is an answer, and the other is no dead click but a slow response.
const HELD_UP_MS: f64 = 400.0;

/// Whoever moves so far between press and release drags. Fewer pixels are a hand that is not still.
const DRAG_PX: f64 = 10.0;

/// What only a page does that answers, or a customer who goes elsewhere. Printing, dialogs and files take the focus.
const LIFE: &str = "beforeprint blur change copy focus fullscreenchange hashchange input invalid pagehide pause play \
                    popstate scroll selectionchange submit toggle visibilitychange";

#[wasm_bindgen]
extern "C" {
    // Read at each click, so without their names crossing over as text.
    #[wasm_bindgen(method, getter, catch, js_class = Event, js_name = clientX)]
    fn x(this: &Click) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, getter, catch, js_class = Event, js_name = clientY)]
    fn y(this: &Click) -> Result<f64, JsValue>;

    /// In milliseconds of the page.
    #[wasm_bindgen(method, getter, catch, js_class = Event, js_name = timeStamp)]
    fn at(this: &Click) -> Result<f64, JsValue>;

    type Click;
}

#[wasm_bindgen(module = "/src/capture/friction/watch.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn watch(
        window: &Window,
        life: &str,
        buttons: &str,
        home: &str,
        within_ms: f64,
        held_up_ms: f64,
        drag_px: f64,
        judge: &Function,
    ) -> Result<(), JsValue>;

    /// A press, which some controls answer at once.
    #[wasm_bindgen(catch)]
    fn press(event: &Event) -> Result<(), JsValue>;

    /// Watches over this click from now on, and over no other.
    #[wasm_bindgen(catch)]
    fn arm(event: &Event) -> Result<(), JsValue>;

    /// A sign of life: the click is answered.
    #[wasm_bindgen(catch)]
    fn live() -> Result<(), JsValue>;

    /// Whether there was a sign of life between the last click and this one.
    #[wasm_bindgen(catch)]
    fn answered(event: &Event) -> Result<bool, JsValue>;

    /// How a click was made, of the bits below; none if it was on no element.
    #[wasm_bindgen(catch)]
    fn manner(event: &Event) -> Result<Option<u32>, JsValue>;
}

const BY_A_PERSON: u32 = 1;
const PRESSED: u32 = 2;
const WITH_A_KEY: u32 = 4;
const BY_A_DRAG: u32 = 8;

/// A place in the window, in pixels from its corner.
pub(super) type Spot = (f64, f64);

/// Listens for signs of life.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    let judge = function(move |event, target, _| judge(guest, event.unchecked_ref(), target.unchecked_ref()));
    let _ = watch(window, LIFE, dead_click::BUTTONS, &guest.endpoint, LIFE_WITHIN_MS, HELD_UP_MS, DRAG_PX, &judge);
    hear(guest, window, "pointerdown", |guest, event| {
        if guest.is_granted() {
            let _ = press(&event);
        }
    });
}

/// A click in the page, before the page hears of it.
pub(crate) fn click(guest: &'static Guest, event: &Event) {
    let Ok(Some(manner)) = manner(event) else { return };
    super::abandoned_form::click(guest, event);
    // A click that the page's own code makes is the page's answer to one.
    if manner & BY_A_PERSON == 0 {
        let _ = live();
        return;
    }
    if manner & (WITH_A_KEY | BY_A_DRAG) != 0 {
        return;
    }
    let burst = &guest.friction.burst;
    if answered(event).unwrap_or_default() {
        // What follows on the same spot is no rage.
        burst.end();
    }
    let click: &Click = event.unchecked_ref();
    let at_ms = click.at().unwrap_or_default();
    // Without a press it was the keyboard's.
    let is_pressed = manner & PRESSED != 0;
    if is_pressed && burst.add(spot_of(click), at_ms) && !origin(event).is_ok_and(|target| is_exempt(&target)) {
        count(guest, FrictionKind::RageClick);
    }
    let _ = arm(event);
}

/// The page's own code says that something was done.
pub(crate) fn answer() {
    let _ = live();
}

/// Nothing came.
fn judge(guest: &'static Guest, event: &Event, target: &Element) {
    if dead_click::is_dead(event, target) {
        count(guest, FrictionKind::DeadClick);
    }
}

fn spot_of(click: &Click) -> Spot {
    (click.x().unwrap_or_default(), click.y().unwrap_or_default())
}

/// Whether two spots are at most so many pixels apart.
pub(super) fn is_near(one: Spot, other: Spot, most_px: f64) -> bool {
    let (x, y) = (one.0 - other.0, one.1 - other.1);
    x * x + y * y <= most_px * most_px
}
