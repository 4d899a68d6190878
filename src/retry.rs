//! When to send again: not at once after a success, and later each time after a loss.

use core::cell::Cell;

use crate::clock;

/// After a loss the next try waits this long, and twice as long after each further loss.
const LOST_MS: f64 = 5_000.0;
const LOST_MS_MAX: f64 = 300_000.0;

/// When the next try may be made.
pub(crate) struct Retry {
    at_ms: Cell<f64>,
    lost_ms: Cell<f64>,
}

impl Retry {
    /// At once.
    pub(crate) fn new() -> Self {
        Self { at_ms: Cell::new(0.0), lost_ms: Cell::new(LOST_MS) }
    }

    /// Whether the time has come, and so long ago.
    pub(crate) fn is_due(&self, since_ms: f64) -> bool {
        clock::page_ms() >= self.at_ms.get() + since_ms
    }

    /// Whether a loss is so fresh that not even a page that goes tries again.
    pub(crate) fn is_held_off(&self) -> bool {
        self.lost_ms.get() > LOST_MS && !self.is_due(0.0)
    }

    /// It did not arrive; whoever could not take it asks for so much patience. Pauses differ from browser to browser, so
    /// that they do not all come at once when a collector is back.
    #[inline(never)]
    pub(crate) fn lost(&self, patience_ms: f64) {
        let lost_ms = self.lost_ms.get();
        self.at_ms.set(clock::page_ms() + patience_ms + lost_ms * (0.5 + js_sys::Math::random()));
        self.lost_ms.set((2.0 * lost_ms).min(LOST_MS_MAX));
    }

    /// It arrived, or never will: the next one waits so long.
    pub(crate) fn done(&self, pause_ms: f64) {
        self.at_ms.set(clock::page_ms() + pause_ms);
        self.lost_ms.set(LOST_MS);
    }

    /// The browser is back online.
    pub(crate) fn hurry(&self) {
        self.at_ms.set(self.at_ms.get().min(clock::page_ms()));
    }
}
