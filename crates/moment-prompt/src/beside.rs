//! Follows the element at which a prompt points, frame by frame: it scrolls, the window changes, the page moves it.

use std::cell::{Cell, RefCell};

use moment_wire::prompt::answer;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::anchor::{self, Anchor};
use crate::area::Area;
use crate::attribute::pixels;
use crate::later::EachFrame;
use crate::stage::Stage;
use crate::{clearance, open, stage};

/// A page that draws itself anew puts the element back within so many frames, half a second.
const GONE_FRAMES_MAX: u32 = 30;

/// Room between the element and the ring around it.
const RING: f64 = 4.0;

/// Looks at once, and then before each frame.
pub(crate) fn follow(stage: &Stage, anchor: &Anchor) -> Option<EachFrame> {
    let ring: HtmlElement = stage.document.create_element("div").ok()?.dyn_into().ok()?;
    ring.set_class_name("ring");
    stage.pane.insert_before(&ring, stage.pane.first_child().as_ref()).ok()?;
    let follower = Follower {
        stage: stage.clone(),
        ring,
        anchor: RefCell::new(anchor.clone()),
        frames_gone: Cell::new(0),
        last: Cell::new(None),
    };
    follower.look();
    EachFrame::new(move || follower.look())
}

struct Follower {
    stage: Stage,
    ring: HtmlElement,
    anchor: RefCell<Anchor>,
    frames_gone: Cell<u32>,
    last: Cell<Option<Seen>>,
}

/// What the prompt's place goes by: element, box, what has the focus, and the window's size.
type Seen = ([Area; 2], Option<Area>, [f64; 2]);

impl Follower {
    fn look(&self) {
        let element = self.anchor.borrow().element.clone();
        let area = Area::of(&element);
        if !element.is_connected() || area.width == 0.0 {
            return self.look_for_it();
        }
        self.frames_gone.set(0);
        // What has scrolled away is not pointed at; it comes back, and the prompt with it. Who works in it keeps it.
        let is_away =
            !anchor::is_in_window(&area) && !self.stage.has_focus() || stage::is_covered(&self.stage.document);
        let _ = self.stage.pane.class_list().toggle_with_force("away", is_away);
        let Some(card) = self.stage.find(".box") else { return };
        let own = Area::of(&card);
        let focused = clearance::focused_on_the_page(&self.stage).map(|element| Area::of(&element));
        let window = anchor::window_size();
        if self.last.get() == Some(([area, own], focused, window)) {
            return;
        }
        let is_rtl = self.stage.pane.get_attribute("dir").as_deref() == Some("rtl");
        let [left, top] = area.beside([own.width, own.height], window, focused, is_rtl);
        put(&card, &[("left", left), ("top", top)]);
        let ring = [area.left - RING, area.top - RING, area.width + 2.0 * RING, area.height + 2.0 * RING];
        put(&self.ring, &[("left", ring[0]), ("top", ring[1]), ("width", ring[2]), ("height", ring[3])]);
        self.last.set(Some(([area, Area::of(&card)], focused, window)));
    }

    /// It may be another element now, wherever the page has scrolled meanwhile; one that stays away takes the prompt along.
    fn look_for_it(&self) {
        let found = anchor::find(&self.stage.document, &self.anchor.borrow().selector, anchor::is_shown);
        match found {
            Ok(found) => _ = self.anchor.replace(found),
            Err(why) if self.frames_gone.replace(self.frames_gone.get() + 1) > GONE_FRAMES_MAX => {
                open::end_with(answer::UNPAINTABLE, &[why.into()]);
            }
            Err(_) => {}
        }
    }
}

fn put(element: &HtmlElement, sides: &[(&str, f64)]) {
    for (side, px) in sides {
        let _ = element.style().set_property(side, &pixels(*px));
    }
}
