//! An event listener that goes when its owner goes.

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// A function that is called with one value, be it an event or not, for as long as the page lives. Closures are of one
/// type: each further one brings its own glue.
pub(crate) fn hearing(hear: fn(Event)) -> Function {
    let hear: Box<dyn Fn(Event)> = Box::new(hear);
    Closure::wrap(hear).into_js_value().unchecked_into()
}

pub(crate) struct Listener {
    target: EventTarget,
    event: &'static str,
    is_capturing: bool,
    handler: Closure<dyn Fn(Event)>,
}

impl Listener {
    /// Listens in the capture phase: before the page's own handlers, which may stop what they see. `Fn`, not `FnMut`:
    /// a handler that moves the focus is called again before it has returned.
    pub(crate) fn new(target: &EventTarget, event: &'static str, handler: impl Fn(Event) + 'static) -> Option<Self> {
        Self::listen(target, event, true, Closure::new(handler))
    }

    /// Listens on the way back out.
    pub(crate) fn bubbling(
        target: &EventTarget,
        event: &'static str,
        handler: impl Fn(Event) + 'static,
    ) -> Option<Self> {
        Self::listen(target, event, false, Closure::new(handler))
    }

    fn listen(
        target: &EventTarget,
        event: &'static str,
        is_capturing: bool,
        handler: Closure<dyn Fn(Event)>,
    ) -> Option<Self> {
        let function = handler.as_ref().unchecked_ref();
        target.add_event_listener_with_callback_and_bool(event, function, is_capturing).ok()?;
        Some(Self { target: target.clone(), event, is_capturing, handler })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.handler.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.event, function, self.is_capturing);
    }
}
