//! Friction: signs of trouble and of stolen time, a detector a file. That there was one is kept, never where or what.

mod abandoned_form;
mod dead_click;
mod error;
mod quick_back;
mod rage_click;
mod slow_response;
mod watch;

use core::cell::Cell;

use moment_core::event::{Event, Input};
use moment_core::friction::FrictionKind;
use web_sys::{Document, Window};

use crate::guest::Guest;
use crate::widget::step;
pub(crate) use abandoned_form::{Typed, save};
pub(super) use abandoned_form::{look, type_in};
pub(crate) use quick_back::Visit;
pub(super) use quick_back::arrive;
pub(crate) use rage_click::Burst;
pub(crate) use watch::answer;
pub(super) use watch::click;

/// What the detectors remember of the page, each for a moment.
#[derive(Default)]
pub(crate) struct Friction {
    burst: Burst,
    typed: Typed,
    /// When the newest slow response was on the screen.
    waited_until_ms: Cell<f64>,
    visit: Visit,
}

/// Begins to look for trouble.
pub(super) fn listen(guest: &'static Guest, window: &Window, document: &Document) {
    error::listen(guest, window);
    watch::listen(guest, window);
    slow_response::listen(guest);
    abandoned_form::listen(guest, window, document);
    quick_back::listen(guest, window);
}

fn count(guest: &'static Guest, kind: FrictionKind) {
    step(guest, Input::Event(Event::Friction(kind)));
}
