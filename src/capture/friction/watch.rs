//! The watch over one click: whether the page gave a sign of life after it.
//!
//! A click arms it and the first sign of life disarms it, so a page that answers pays for one answer. Nothing of the
//! page's is patched, and what can wait is asked when nothing came.

use core::cell::{Cell, OnceCell};

use js_sys::Function;
use moment_core::friction::FrictionKind;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Window};

use super::{count, dead_click, fields, slow_response};
use crate::capture::{heard, listen as hear};
use crate::clock;
use crate::guest::Guest;
use crate::script::{ask, call, create, get, item, number, root_of, window, written};

/// After so long without a sign of life a click is dead: people take an answer within a second as the click's own, and
/// the half beside it is for slow machines.
const LIFE_WITHIN_MS: f64 = 1_500.0;

/// A page that is late by so much was held up: by a dialog of the browser's, which nobody reads faster, or by work. The
/// one is an answer, and the other is no dead click but a slow response.
const HELD_UP_MS: f64 = 400.0;

/// Whoever moves so far between press and release drags. Fewer pixels are a hand that is not still.
const DRAG_PX: f64 = 10.0;

/// What only a page does that answers, or a customer who goes elsewhere. Printing, dialogs and files take the focus.
const LIFE: [&str; 18] = [
    "beforeprint",
    "blur",
    "change",
    "copy",
    "focus",
    "fullscreenchange",
    "hashchange",
    "input",
    "invalid",
    "pagehide",
    "pause",
    "play",
    "popstate",
    "scroll",
    "selectionchange",
    "submit",
    "toggle",
    "visibilitychange",
];

const ALL_CHANGES: &str = r#"{"attributes":true,"characterData":true,"childList":true,"subtree":true}"#;
const ALL_RESOURCES: &str = r#"{"type":"resource"}"#;

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    /// How a click was made, of the bits below.
    #[wasm_bindgen(catch)]
    fn manner(event: &Event) -> Result<u32, JsValue>;
}

const BY_A_PERSON: u32 = 1;
const PRESSED: u32 = 2;
const WITH_A_KEY: u32 = 4;

/// A place in the window, in pixels from its corner.
pub(super) type Spot = (f64, f64);

/// The newest click, while nothing answered it.
#[derive(Default)]
pub(crate) struct Watch {
    tools: OnceCell<Tools>,
    click: Cell<Option<Click>>,
    is_armed: Cell<bool>,
    /// Whether the page was seen to be free after the click.
    is_free: Cell<bool>,
    pressed: Cell<Spot>,
    clicked_ms: Cell<f64>,
    due_ms: Cell<f64>,
    fields: Cell<i32>,
    timer: Cell<JsValue>,
}

struct Click {
    event: Event,
    target: Element,
}

/// Made with the first click.
struct Tools {
    changes: JsValue,
    all_changes: JsValue,
    resources: JsValue,
    all_resources: JsValue,
    look: Function,
}

/// Listens for clicks and for signs of life.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    hear(guest, window, &["pointerdown"], |guest, event| guest.friction.watch.pressed.set(spot_of(&event)));
    hear(guest, window, &["click"], |guest, event| {
        if guest.is_granted() {
            click(guest, event);
        }
    });
    hear(guest, window, &LIFE, |guest, event| {
        if guest.friction.watch.is_armed.get() && (event.type_() != "selectionchange" || is_selected(guest)) {
            live(guest);
        }
    });
    // Links, routers and downloads, where the browser tells of them; nothing happens where it does not.
    hear(guest, get(window, "navigation").unchecked_ref(), &["navigate"], |guest, _| live(guest));
}

/// A sign of life: the click is answered, and what follows on the same spot is no rage.
pub(super) fn live(guest: &Guest) {
    guest.friction.watch.disarm();
    guest.friction.burst.end();
}

fn click(guest: &'static Guest, event: Event) {
    let Ok(target) = event.composed_path().get(0).dyn_into::<Element>() else { return };
    super::abandoned_form::click(guest, &target);
    let manner = manner(&event).unwrap_or_default();
    // A click that the page's own code makes is the page's answer to one.
    if manner & BY_A_PERSON == 0 {
        return live(guest);
    }
    let watch = &guest.friction.watch;
    let spot = spot_of(&event);
    // Without a press it was the keyboard's.
    let is_pressed = manner & PRESSED != 0;
    let is_dragged = is_pressed && !is_near(spot, watch.pressed.get(), DRAG_PX);
    if is_dragged || manner & WITH_A_KEY != 0 {
        return;
    }
    // A field that code fills in gives no other sign.
    let fields = fields::state(&target);
    if watch.fields.replace(fields) != fields {
        live(guest);
    }
    if is_pressed && guest.friction.burst.add(spot, number(&event, "timeStamp")) && !dead_click::is_exempt(&target) {
        count(guest, FrictionKind::RageClick);
    }
    watch.arm(guest, Click { event, target });
}

impl Watch {
    fn arm(&self, guest: &'static Guest, click: Click) {
        let tools = self.tools.get_or_init(|| Tools::new(guest));
        let mut node: JsValue = click.target.clone().into();
        // The page, and each shadow root that the click went through.
        while node.is_truthy() {
            let root = root_of(&node);
            call(&tools.changes, "observe", &root, &tools.all_changes);
            node = get(&root, "host");
        }
        ask(&tools.resources, "observe", &tools.all_resources);
        self.clicked_ms.set(number(&click.event, "timeStamp"));
        self.click.set(Some(click));
        self.is_armed.set(true);
        self.is_free.set(false);
        self.wait(tools, 0.0);
    }

    fn disarm(&self) -> Option<Click> {
        if self.is_armed.replace(false)
            && let Some(tools) = self.tools.get()
        {
            for observer in [&tools.changes, &tools.resources] {
                ask(observer, "disconnect", &JsValue::UNDEFINED);
            }
        }
        self.click.take()
    }

    /// There is one timer: that of the newest click.
    fn wait(&self, tools: &Tools, pause_ms: f64) {
        let window = window();
        ask(&window, "clearTimeout", &self.timer.take());
        self.timer.set(call(&window, "setTimeout", &tools.look, &pause_ms.into()).unwrap_or_default());
        self.due_ms.set(clock::page_ms() + pause_ms);
    }
}

impl Tools {
    fn new(guest: &'static Guest) -> Self {
        Self {
            changes: create("MutationObserver", &heard(guest, |guest, _| live(guest))),
            all_changes: written(ALL_CHANGES),
            resources: observer(guest),
            all_resources: written(ALL_RESOURCES),
            look: heard(guest, |guest, _| look(guest)),
        }
    }
}

/// The time has come: first to see that the page is free, then to judge.
fn look(guest: &'static Guest) {
    let watch = &guest.friction.watch;
    let Some(tools) = watch.tools.get().filter(|_| watch.is_armed.get()) else { return };
    if clock::page_ms() - watch.due_ms.get() > HELD_UP_MS {
        live(guest);
    } else if !watch.is_free.replace(true) {
        watch.wait(tools, LIFE_WITHIN_MS);
    } else if let Some(Click { event, target }) = watch.disarm()
        && fields::state(&target) == watch.fields.get()
        && dead_click::is_dead(&event, &target)
    {
        count(guest, FrictionKind::DeadClick);
    }
}

/// An observer of what the browser measures: slow events, or while a click is watched all that is fetched.
pub(super) fn observer(guest: &'static Guest) -> JsValue {
    let hear = heard(guest, |guest, list| {
        let records = ask(&list, "getEntries", &JsValue::UNDEFINED);
        let mut place = 0;
        loop {
            let record = item(&records, place);
            if record.is_undefined() {
                return;
            }
            slow_response::look(guest, &record);
            // Our own beacons are no sign of the page's life, and what came late was asked for before the click.
            let name = get(&record, "name").as_string().unwrap_or_default();
            if number(&record, "startTime") >= guest.friction.watch.clicked_ms.get()
                && !name.starts_with(&guest.endpoint)
            {
                live(guest);
            }
            place += 1;
        }
    });
    create("PerformanceObserver", &hear)
}

/// Whether text was selected. Whoever clicks twice on a button selects its words too, and means the button.
fn is_selected(guest: &Guest) -> bool {
    let watch = &guest.friction.watch;
    let click = watch.click.take();
    let is_button = click.as_ref().is_some_and(|click| dead_click::is_button(&click.target));
    watch.click.set(click);
    let selection = ask(&window(), "getSelection", &JsValue::UNDEFINED);
    !is_button && get(&selection, "type").as_string().is_some_and(|kind| kind == "Range")
}

fn spot_of(event: &Event) -> Spot {
    (number(event, "clientX"), number(event, "clientY"))
}

/// Whether two spots are at most so many pixels apart.
pub(super) fn is_near(one: Spot, other: Spot, most_px: f64) -> bool {
    let (x, y) = (one.0 - other.0, one.1 - other.1);
    x * x + y * y <= most_px * most_px
}
