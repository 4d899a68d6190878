//! Looks whether a prompt is really on the screen.

use std::cell::RefCell;
use std::rc::Rc;

use crate::anchor;
use crate::area::Area;
use crate::later::Later;
use crate::stage::Stage;

/// A look that is still to come; dropping it takes it back.
pub(crate) struct Paint {
    _frames: Rc<RefCell<Option<Later>>>,
}

impl Paint {
    /// Calls `look` after two frames: the first callback runs before the prompt's first frame is painted, the second after
    /// it. A hidden tab paints nothing and so looks at nothing.
    pub(crate) fn watch(look: fn()) -> Option<Self> {
        let frames = Rc::new(RefCell::new(None));
        let next = Rc::downgrade(&frames);
        let first = Later::at_next_frame(move || {
            let second = Later::at_next_frame(look);
            if let Some(frames) = next.upgrade() {
                frames.replace(second);
            }
        })?;
        frames.replace(Some(first));
        Some(Self { _frames: frames })
    }
}

/// Whether some of it stands in the window. What hides a slot of the page's hides what stands in it; over the page only
/// the page's end does.
pub(crate) fn is_on_screen(stage: &Stage, is_slotted: bool) -> bool {
    let card = stage.find(".box").filter(|card| card.is_connected());
    card.is_some_and(|card| anchor::is_in_window(&Area::of(&card)) && (!is_slotted || anchor::is_in_sight(&stage.host)))
}
