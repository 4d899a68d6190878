//! Looks whether a prompt is really on the screen.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Element;

use crate::later::Later;

/// A look that is still to come; dropping it takes it back.
pub(crate) struct Paint {
    _frames: Rc<RefCell<Option<Later>>>,
}

impl Paint {
    /// Calls `then` with what was seen after two frames: the first callback runs before the prompt's first frame is
    /// painted, the second after it. A hidden tab paints nothing and so says nothing.
    pub(crate) fn watch(element: Element, then: impl FnOnce(bool) + 'static) -> Option<Self> {
        let frames = Rc::new(RefCell::new(None));
        let next = Rc::downgrade(&frames);
        let first = Later::at_next_frame(move || {
            let second = Later::at_next_frame(move || then(is_on_screen(&element)));
            if let Some(frames) = next.upgrade() {
                frames.replace(second);
            }
        })?;
        frames.replace(Some(first));
        Some(Self { _frames: frames })
    }
}

fn is_on_screen(element: &Element) -> bool {
    let area = element.get_bounding_client_rect();
    element.is_connected() && area.width() > 0.0 && area.height() > 0.0
}
