//! Work for later that is taken back when its owner goes.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Window;

use crate::script::window;

pub(crate) struct Later {
    id: i32,
    take_back: fn(&Window, i32),
    _work: Closure<dyn FnMut()>,
}

impl Later {
    /// Before the next frame is painted; never, while the tab is hidden.
    pub(crate) fn at_next_frame(work: impl FnOnce() + 'static) -> Option<Self> {
        let work = Closure::once(work);
        let id = window().request_animation_frame(work.as_ref().unchecked_ref()).ok()?;
        let take_back = |window: &Window, id| _ = window.cancel_animation_frame(id);
        Some(Self { id, take_back, _work: work })
    }

    pub(crate) fn after(delay_ms: i32, work: impl FnOnce() + 'static) -> Option<Self> {
        let work = Closure::once(work);
        let function = work.as_ref().unchecked_ref();
        let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(function, delay_ms).ok()?;
        Some(Self { id, take_back: Window::clear_timeout_with_handle, _work: work })
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        (self.take_back)(&window(), self.id);
    }
}

/// Work before each frame, until it is dropped.
pub(crate) struct EachFrame {
    _next: Rc<RefCell<Option<Later>>>,
}

impl EachFrame {
    pub(crate) fn new(work: impl Fn() + 'static) -> Option<Self> {
        let next = Rc::default();
        schedule(&next, Rc::new(work))?;
        Some(Self { _next: next })
    }
}

fn schedule(next: &Rc<RefCell<Option<Later>>>, work: Rc<dyn Fn()>) -> Option<()> {
    let kept = Rc::downgrade(next);
    let later = Later::at_next_frame(move || {
        work();
        // The work may have ended what it is done for.
        if let Some(next) = kept.upgrade() {
            schedule(&next, work);
        }
    })?;
    next.replace(Some(later));
    Some(())
}
