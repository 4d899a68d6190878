//! All that the widget holds in one page. There is one, shared by every listener; no room has state of its own.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell, RefMut};

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::api::Call;
use crate::capture::{Friction, Listening};
use crate::comments::Comments;
use crate::retry::Retry;
use crate::widget::{Saving, Widget};

/// The widget in this page.
pub(crate) struct Guest {
    /// The collector's address, unless the page says otherwise.
    pub(crate) endpoint: String,
    /// The loader's function that opens a module by name.
    pub(crate) open: Function,
    /// The loader's function that keeps a text where it outlives a browser that is killed, and what was kept there.
    pub(crate) disk: Function,
    pub(crate) on_disk: String,
    /// What is on its way to be kept.
    pub(crate) saving: Saving,
    pub(crate) release: RefCell<Option<JsValue>>,
    /// The module that paints, once it was needed.
    pub(crate) painter: RefCell<Option<JsValue>>,
    /// The promise of it, while it is fetched: it must not begin twice.
    pub(crate) opening: RefCell<Option<JsValue>>,
    /// When the playbook of an open prompt was last confirmed.
    pub(crate) prompt_confirmed_ms: Cell<f64>,
    /// Whether the painting module, or a page that paints itself, is being heard.
    pub(crate) is_answering: Cell<bool>,
    /// The page's own listeners.
    pub(crate) listeners: RefCell<Vec<(&'static str, Function)>>,
    /// Calls that came before the page said whose trial it is.
    pub(crate) early: RefCell<Vec<Call>>,
    /// Whether the vendor's developer wants lines in the console.
    pub(crate) is_debugged: Cell<bool>,
    /// When the playbook may be asked for, and how long to wait after that.
    pub(crate) fetch_at_ms: Cell<f64>,
    pub(crate) fetch_again_ms: Cell<f64>,
    /// The replicas that the collector has still to erase, whether it is being asked, and when it may be.
    pub(crate) erasing: RefCell<String>,
    pub(crate) is_erasing: Cell<bool>,
    /// Whether the browser keeps them, so that its pages share them.
    pub(crate) is_erasing_kept: Cell<bool>,
    pub(crate) erasure: Retry,
    /// The running timer.
    pub(crate) timer: Cell<Option<i32>>,
    /// The last tick, and the engaged seconds that were not told yet.
    pub(crate) last_tick_ms: Cell<f64>,
    pub(crate) untold_s: Cell<f64>,
    /// What the detectors of friction remember.
    pub(crate) friction: Friction,
    /// The comments that wait.
    pub(crate) comments: Comments,
    /// The analytics libraries in the page, and what they are told.
    pub(crate) listening: Listening,
    has_begun: Cell<bool>,
    widget: RefCell<Option<Widget>>,
}

impl Guest {
    /// A guest that knows of no trial yet. It lives as long as its page: who hears something later needs no count of who
    /// else does.
    pub(crate) fn new(endpoint: String, open: Function, disk: Function, on_disk: String) -> &'static Self {
        Box::leak(Box::new(Self {
            endpoint,
            open,
            disk,
            on_disk,
            saving: Saving::default(),
            release: RefCell::default(),
            painter: RefCell::default(),
            opening: RefCell::default(),
            prompt_confirmed_ms: Cell::default(),
            is_answering: Cell::default(),
            listeners: RefCell::default(),
            early: RefCell::default(),
            is_debugged: Cell::default(),
            fetch_at_ms: Cell::default(),
            fetch_again_ms: Cell::new(crate::capture::FETCH_AGAIN_MS),
            erasing: RefCell::default(),
            is_erasing: Cell::default(),
            is_erasing_kept: Cell::default(),
            erasure: Retry::new(),
            timer: Cell::default(),
            last_tick_ms: Cell::default(),
            untold_s: Cell::default(),
            friction: Friction::default(),
            comments: Comments::new(),
            listening: Listening::default(),
            has_begun: Cell::default(),
            widget: RefCell::default(),
        }))
    }

    /// The trial begins.
    pub(crate) fn take_in(&self, widget: Widget) {
        self.has_begun.set(true);
        if let Ok(mut slot) = self.widget.try_borrow_mut() {
            *slot = Some(widget);
        }
    }

    /// Looks at or changes the widget; `None` before it is made, and within another look.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Widget) -> T) -> Option<T> {
        self.borrow().map(|mut widget| look(&mut widget))
    }

    /// Apart from `with`, so that it is compiled once.
    #[inline(never)]
    fn borrow(&self) -> Option<RefMut<'_, Widget>> {
        RefMut::filter_map(self.widget.try_borrow_mut().ok()?, Option::as_mut).ok()
    }

    /// Whether the page said whose trial it is.
    pub(crate) fn has_begun(&self) -> bool {
        self.has_begun.get()
    }

    /// Whether the customer may be listened to.
    pub(crate) fn is_granted(&self) -> bool {
        self.with(|widget| widget.trial.page().is_granted()).unwrap_or(false)
    }
}
