//! Saving: a use counts in memory, and is kept a moment later in one write for all that came with it.

use alloc::rc::Rc;

use wasm_bindgen::JsValue;

use crate::capture::heard;
use crate::clock;
use crate::guest::Guest;
use crate::script::{call, window};
use crate::widget::Widget;
use crate::{comments, storage};

/// What comes after a pause is kept so soon: a browser whose process is killed half a second after a use has it on disk
/// then. Measured in Chromium 156: the disk has a state 5 to 30 ms after it was told, local storage after 5 s.
const SOON_MS: f64 = 50.0;

/// While one use follows the other they are kept so often, for the same reason.
const EACH_MS: f64 = 300.0;

/// A pause is so long.
const PAUSE_MS: f64 = 1_000.0;

/// Something changed: it will be kept.
pub(super) fn save_soon(guest: &Rc<Guest>) {
    if guest.is_saving.replace(true) {
        return;
    }
    let saver = guest.saver.get_or_init(|| heard(guest, |guest, _| keep(guest)));
    let is_after_pause = clock::page_ms() - guest.saved_ms.get() > PAUSE_MS;
    let wait_ms = if is_after_pause { SOON_MS } else { EACH_MS };
    call(&window(), "setTimeout", saver, &wait_ms.into());
}

/// Keeps what has changed, where the browser's other pages see it and where it outlives the browser.
pub(crate) fn keep(guest: &Guest) {
    guest.is_saving.set(false);
    if guest.with(Widget::keep) == Some(true) {
        guest.saved_ms.set(clock::page_ms());
        to_disk(guest);
    }
}

/// What is kept, and the comments that wait, where they outlive the browser.
pub(crate) fn to_disk(guest: &Guest) {
    if let Some(mut text) = guest.with(|widget| storage::name(&widget.config) + &widget.kept_text) {
        text.push_str(&comments::queue(guest));
        let _ = guest.disk.call1(&JsValue::UNDEFINED, &JsValue::from_str(&text));
    }
}

impl Widget {
    /// What another page of this browser kept since is counted here too. If it began anew, so does this one.
    pub(super) fn absorb_kept(&mut self) {
        let text = storage::read(&self.config);
        if text == self.kept_text {
            return;
        }
        if let Some(kept) = storage::decode(&self.config, &text) {
            if kept.replica == self.replica {
                self.trial.absorb(&self.base, &kept.summary);
            } else {
                self.trial.begin_anew(&kept.summary);
            }
            (self.base, self.replica, self.kept_text) = (kept.summary, kept.replica, text);
        }
    }

    /// Keeps what has changed; true if anything has.
    fn keep(&mut self) -> bool {
        if self.saved_changes == self.changes || !self.trial.page().is_granted() {
            return false;
        }
        self.saved_changes = self.changes;
        self.absorb_kept();
        self.kept_text = storage::save(&self.config, self.replica, self.trial.own());
        self.base = self.trial.own().clone();
        true
    }
}
