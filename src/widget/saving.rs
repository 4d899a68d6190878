//! Saving: a use counts in memory, and is kept a moment later in one write for all that came with it.

use wasm_bindgen::JsValue;

use crate::capture::heard;
use crate::clock;
use crate::guest::Guest;
use crate::script::{call, window};
use crate::widget::Widget;
use crate::{comments, consent, forget, storage};

/// What comes after a pause is kept so soon: a browser whose process is killed half a second after a use has it on disk
/// then. Measured in Chromium 156: the disk has a state 5 to 30 ms after it was told, local storage after 5 s.
const SOON_MS: f64 = 50.0;

/// While one use follows the other they are kept so often, for the same reason.
const EACH_MS: f64 = 300.0;

/// A pause is so long.
const PAUSE_MS: f64 = 1_000.0;

/// Something changed: it will be kept.
pub(super) fn save_soon(guest: &'static Guest) {
    if guest.is_saving.replace(true) {
        return;
    }
    let saver = guest.saver.get_or_init(|| heard(guest, |guest, _| keep(guest)));
    let is_after_pause = clock::page_ms() - guest.saved_ms.get() > PAUSE_MS;
    let wait_ms = if is_after_pause { SOON_MS } else { EACH_MS };
    call(&window(), "setTimeout", saver, &wait_ms.into());
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

/// Keeps what has changed, where the browser's other pages see it and where it outlives the browser; if what was kept is
/// gone, so is what this page knows.
pub(crate) fn keep(guest: &'static Guest) {
    guest.is_saving.set(false);
    match guest.with(Widget::keep) {
        Some(Kept::New) => {
            guest.saved_ms.set(clock::page_ms());
            to_disk(guest);
        }
        Some(Kept::Gone) => forget::lose(guest),
        _ => {}
    }
}

/// Another page of this browser may have kept something, or the customer has spoken there.
pub(crate) fn absorb(guest: &'static Guest) {
    let news = guest.with(|widget| consent::news(&widget.config, widget.trial.page().consent));
    if let Some(Some(consent)) = news {
        forget::follow(guest, consent);
    }
    if guest.with(Widget::absorb_kept) == Some(Kept::Gone) {
        forget::lose(guest);
    }
}

/// What is kept, and the comments that wait, where they outlive the browser.
pub(crate) fn to_disk(guest: &Guest) {
    let whose = guest.with(|widget| (widget.config.clone(), storage::mark(&widget.config) + &widget.kept_text));
    if let Some((config, mut text)) = whose {
        text.push_str(&comments::waiting(guest, &config));
        let _ = guest.disk.call1(&JsValue::UNDEFINED, &JsValue::from_str(&text));
    }
}

impl Widget {
    /// What another page of this browser kept since is counted here too. If it began anew, so does this one.
    fn absorb_kept(&mut self) -> Kept {
        if !self.trial.page().is_granted() {
            return Kept::Same;
        }
        let text = storage::read(&self.config);
        let is_gone = text.is_empty() && !self.kept_text.is_empty();
        if is_gone || forget::is_erasing(&storage::erasing(&self.config), self.replica) {
            return Kept::Gone;
        }
        let Some(kept) = storage::decode(&self.config, &text).filter(|_| text != self.kept_text) else {
            return Kept::Same;
        };
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
        if let Some(text) = storage::save(&self.config, self.replica, self.trial.own()) {
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
