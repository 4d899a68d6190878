//! Routes: which page of the product the customer is on. The path is matched by the core and never kept.

use alloc::string::String;

use moment_core::event::{Event, Input};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Window;

use super::friction;
use crate::guest::Guest;
use crate::script::get;
use crate::widget::step;

#[wasm_bindgen(module = "/src/capture/page.js")]
extern "C" {
    /// The page's path, and what stands behind the hash.
    #[wasm_bindgen(catch)]
    fn place() -> Result<String, JsValue>;
}

/// Listens to the browser's own signs of navigation. Not every browser has one for `history.pushState`, so [`look`] is
/// called with every tick too: nothing of the page's is patched.
pub(super) fn listen(guest: &'static Guest, window: &Window) {
    // Where there is no `navigation` these hear nothing.
    super::listen(guest, &get(window, "navigation"), "currententrychange", |guest, event| {
        go(guest, &get(&event, "navigationType").as_string().unwrap_or_default());
    });
    super::listen(guest, window, "popstate hashchange", |guest, event| go(guest, &event.type_()));
}

/// Looks where the page is; the core notices if that is another place than before.
pub(super) fn look(guest: &'static Guest) {
    go(guest, "");
}

/// The same when the browser said something of the way there.
fn go(guest: &'static Guest, how: &str) {
    let mut path = place().unwrap_or_default();
    let hash_at = path.find('#').unwrap_or(path.len());
    // Some products keep their routes behind the hash.
    let is_behind_hash = path[hash_at..].starts_with("#/");
    let end = if is_behind_hash { path[hash_at..].find('?').map(|at| hash_at + at) } else { Some(hash_at) };
    path.truncate(end.unwrap_or(path.len()));
    // The browser says `popstate` of links to another hash too.
    let how = if how == "popstate" && !is_behind_hash { "traverse" } else { how };
    friction::arrive(guest, &path, how);
    // Before the playbook is there no route means anything, and the first one would be taken for known.
    if guest.with(|widget| widget.playbook.is_none()) == Some(false) {
        step(guest, Input::Event(Event::Routed { path: &path }));
    }
}
