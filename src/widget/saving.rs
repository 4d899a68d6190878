//! Saving: a use counts in memory, and is kept a moment later in one write for all that came with it.

use core::cell::{Cell, OnceCell};

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::capture::heard;
use crate::clock;
use crate::guest::Guest;
use crate::script::set_timeout;
use crate::widget::Widget;
use crate::{comments, consent, forget, storage};

/// What comes after a pause is kept so soon: a browser whose process is killed half a second after a use has it on disk
/// then. Measured in Chromium 156: the disk has a state 5 to 30 ms after it was told, local storage after 5 s.
const SOON_MS: f64 = 50.0;

/// While one use follows the other, the last of them is kept once nothing came for so long: at most twice as late, and
/// that is within the half second too.
const CALM_MS: f64 = 200.0;

/// However fast they follow each other, the disk has them so soon. The browser's other pages see them with each tick.
const DISK_EACH_MS: f64 = 3_000.0;

/// A pause is so long.
const PAUSE_MS: f64 = 1_000.0;

/// What is on its way to be kept.
#[derive(Default)]
pub(crate) struct Saving {
    /// The function that saves, and whether it is on its way.
    saver: OnceCell<Function>,
    is_waiting: Cell<bool>,
    /// Whether something came after a pause, and whether nothing came since the function set out.
    is_after_pause: Cell<bool>,
    is_calm: Cell<bool>,
    /// When something was kept, and written to the disk, last.
    kept_ms: Cell<f64>,
    on_disk_ms: Cell<f64>,
}

/// Something changed: it will be kept.
pub(super) fn save_soon(guest: &'static Guest) {
    let saving = &guest.saving;
    saving.is_calm.set(false);
    if !saving.is_waiting.replace(true) {
        let is_after_pause = clock::page_ms() - saving.kept_ms.get() > PAUSE_MS;
        saving.is_after_pause.set(is_after_pause);
        wait(guest, if is_after_pause { SOON_MS } else { CALM_MS });
    }
}

fn wait(guest: &'static Guest, pause_ms: f64) {
    guest.saving.is_calm.set(true);
    let saver = guest.saving.saver.get_or_init(|| heard(guest, |guest, _| save(guest)));
    let _ = set_timeout(saver, pause_ms);
}

/// Keeps what waits, unless more came meanwhile and all of it can go on waiting.
fn save(guest: &'static Guest) {
    let saving = &guest.saving;
    let is_overdue = || clock::page_ms() - saving.on_disk_ms.get() > DISK_EACH_MS;
    if saving.is_calm.get() || saving.is_after_pause.get() || is_overdue() {
        keep(guest);
    } else {
        wait(guest, CALM_MS);
    }
}

/// What became of the state that the browser keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is as it was.
    Same,
    /// It is newer now.
    New,
    /// It is gone, or is to be erased.
    Gone,
}

/// Keeps what has changed, where the browser's other pages see it and where it outlives the browser.
pub(crate) fn keep(guest: &'static Guest) {
    guest.saving.is_waiting.set(false);
    keep_here(guest);
    // Whoever was forgotten meanwhile has left nothing to write down.
    let is_any = guest.with(|widget| !widget.kept_text.is_empty()) == Some(true);
    if is_any && guest.saving.kept_ms.get() > guest.saving.on_disk_ms.get() {
        to_disk(guest);
    }
}

/// Keeps what has changed where the browser's other pages see it; if what was kept is gone, so is what this page knows.
pub(super) fn keep_here(guest: &'static Guest) {
    match guest.with(Widget::keep) {
        Some(Kept::New) => guest.saving.kept_ms.set(clock::page_ms()),
        Some(Kept::Gone) => forget::lose(guest),
        _ => {}
    }
}

/// Another page of this browser may have kept something, or the customer has spoken there.
pub(crate) fn absorb(guest: &'static Guest) {
    let news = guest.with(|widget| consent::news(widget.config, widget.trial.page().consent));
    if let Some(Some(consent)) = news {
        forget::follow(guest, consent);
    }
    if guest.with(Widget::absorb_kept) == Some(Kept::Gone) {
        forget::lose(guest);
    }
}

/// What is kept, and the comments that wait, where they outlive the browser.
pub(crate) fn to_disk(guest: &Guest) {
    let whose = guest.with(|widget| (widget.config, storage::mark(widget.config) + &widget.kept_text));
    if let Some((config, mut text)) = whose {
        text.push_str(&comments::waiting(guest, config));
        guest.saving.on_disk_ms.set(clock::page_ms());
        let _ = guest.disk.call1(&JsValue::UNDEFINED, &JsValue::from_str(&text));
    }
}

impl Widget {
    /// What another page of this browser kept since is counted here too. If it began anew, so does this one.
    fn absorb_kept(&mut self) -> Kept {
        if !self.trial.page().is_granted() {
            return Kept::Same;
        }
        let text = storage::read(self.config);
        let is_gone = text.is_empty() && !self.kept_text.is_empty();
        if is_gone || forget::is_erasing(&storage::erasing(self.config), self.replica) {
            return Kept::Gone;
        }
        if text == self.kept_text {
            return Kept::Same;
        }
        let Some(kept) = storage::decode(self.config, &text) else { return Kept::Same };
        // Where nothing was kept when the page began, another one may have begun at the same moment. Where nothing could
        // be kept, what was counted here is told under this page's own number.
        let is_blank = self.kept_text.is_empty() && !self.is_loss_told;
        if kept.replica == self.replica || is_blank {
            self.trial.absorb(&self.base, &kept.summary);
        } else {
            self.trial.begin_anew(&kept.summary);
        }
        if kept.replica != self.replica {
            // Nobody waits for the answer to what went under the other number.
            self.is_sending = false;
        }
        (self.base, self.replica, self.kept_text) = (kept.summary, kept.replica, text);
        Kept::New
    }

    /// Keeps what has changed.
    fn keep(&mut self) -> Kept {
        if self.saved_changes == self.changes || !self.trial.page().is_granted() {
            return Kept::Same;
        }
        if self.absorb_kept() == Kept::Gone {
            return Kept::Gone;
        }
        self.saved_changes = self.changes;
        if let Some(text) = storage::save(self.config, self.replica, self.trial.own()) {
            (self.kept_text, self.base) = (text, self.trial.own().clone());
        } else {
            self.kept_text.clear();
            if !core::mem::replace(&mut self.is_loss_told, true) {
                self.count_loss();
            }
        }
        Kept::New
    }
}
