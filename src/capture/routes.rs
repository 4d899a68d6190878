//! Routes: which page of the product the customer is on. The path is matched by the core and never kept.

use alloc::rc::Rc;

use moment_core::event::{Event, Input};
use web_sys::Window;

use crate::guest::Guest;
use crate::widget::step;

/// Listens to the browser's own signs of navigation. Pages that call `history.pushState` give none, so [`look`] is
/// called with every tick too: nothing of the page's is patched.
pub(super) fn listen(guest: &Rc<Guest>, window: &Window) {
    super::listen(guest, window, &["popstate", "hashchange"], |guest, _| look(guest));
}

/// Looks where the page is; the core notices if that is another place than before.
pub(super) fn look(guest: &Rc<Guest>) {
    // Before the playbook is there no route means anything, and the first one would be taken for known.
    if guest.with(|widget| widget.playbook.is_none()) != Some(false) {
        return;
    }
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    let mut path = location.pathname().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    // Some products keep their routes behind the hash.
    if hash.starts_with("#/") {
        path.push_str(&hash);
    }
    step(guest, Input::Event(Event::Routed { path: &path }));
}
