//! The page that the customer is in: what is true now and is never kept or sent.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::Reason;
use crate::device::Device;
use crate::event::Consent;
use crate::route::Pattern;
use crate::time::Second;

/// How long after typing, dragging or paying the customer is left alone.
const BUSY_S: Second = 3;

/// Longer paths are cut before they are matched.
const PATH_BYTES_MAX: usize = 512;

/// What a step knows of the open page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Whether the customer may be listened to.
    pub consent: Consent,
    /// The prompt that stands on the screen or is about to.
    pub open: Option<u8>,
    /// Whether it stands there: until then it can be taken back as if nobody had decided.
    pub is_painted: bool,
    /// Whether the customer asked for it, by a press in the one before: then nothing has to trigger it.
    pub is_asked: bool,
    /// Whether an answer of the vendor's waits to be shown: without one a prompt that brings it has nothing to say.
    pub has_reply: bool,
    /// What the customer holds.
    pub device: Device,
    path: String,
    opened_s: Option<Second>,
    busy_s: Option<Second>,
    unpaintable: Vec<(usize, Reason)>,
    last_reasons: Vec<Option<Reason>>,
    /// The prompt that was closed since the last decision: its last reason was never decided.
    closed: Option<usize>,
}

impl Page {
    /// A page that has not opened yet.
    #[must_use]
    pub fn new(consent: Consent) -> Self {
        Self { consent, ..Self::default() }
    }

    /// Whether the customer agreed, or need not be asked.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        self.consent == Consent::Granted
    }

    /// The page was opened at `at`.
    pub fn open_at(&mut self, at: Second) {
        self.opened_s = Some(at);
    }

    /// The customer was busy at `at`.
    pub fn busy_at(&mut self, at: Second) {
        self.busy_s = Some(at);
    }

    /// The path; empty before the first was told.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the path is `path` already.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        self.path == cut(path)
    }

    /// The path is another one now. What could not be painted before may be tried again.
    pub fn go_to(&mut self, path: &str) {
        self.path = cut(path).into();
        self.unpaintable.clear();
    }

    /// Whether the path fits one of `routes`, or there are none to fit.
    #[must_use]
    pub fn is_on_route(&self, routes: &[Pattern]) -> bool {
        routes.is_empty() || routes.iter().any(|route| route.matches(&self.path))
    }

    /// Whether the customer has only just arrived or is busy. A page that was never opened is quiet.
    #[must_use]
    pub fn is_quiet(&self, now_s: Second, settle_s: Second) -> bool {
        let within = |since: Second, seconds: Second| now_s < since.saturating_add(seconds);
        self.opened_s.is_none_or(|opened| within(opened, settle_s))
            || self.busy_s.is_some_and(|busy| within(busy, BUSY_S))
    }

    /// The open prompt is gone; until the next decision its reason to wait is `reason`. False if none was open.
    pub fn close(&mut self, reason: Reason) -> bool {
        let Some(place) = self.open.take() else { return false };
        (self.is_painted, self.is_asked) = (false, false);
        self.closed = Some(usize::from(place));
        if let Some(last) = self.last_reasons.get_mut(usize::from(place)) {
            *last = Some(reason);
        }
        true
    }

    /// The open prompt could not be painted; it is not tried again on this path.
    pub fn give_up(&mut self, reason: Reason) {
        if let Some(place) = self.open {
            self.unpaintable.push((usize::from(place), reason));
            self.close(reason);
            // This reason was decided, by the page itself.
            self.closed = None;
        }
    }

    /// Places mean other prompts from now on. True if a prompt was open.
    pub fn forget_places(&mut self) -> bool {
        self.unpaintable.clear();
        self.last_reasons.clear();
        (self.closed, self.is_painted, self.is_asked) = (None, false, false);
        self.open.take().is_some()
    }

    /// Why the prompt at `place` could not be painted on this path.
    #[must_use]
    pub fn unpaintable(&self, place: usize) -> Option<Reason> {
        self.unpaintable.iter().find(|entry| entry.0 == place).map(|entry| entry.1)
    }

    /// Remembers the newest verdicts and returns the places whose reason is another one than before.
    pub fn changed_reasons(&mut self, reasons: Vec<Option<Reason>>) -> Vec<(usize, Reason)> {
        let mut changed = Vec::new();
        let closed = self.closed.take();
        for (place, reason) in reasons.iter().enumerate() {
            let before = self.last_reasons.get(place).copied().flatten().filter(|_| closed != Some(place));
            if let Some(reason) = reason.filter(|_| before != *reason) {
                changed.push((place, reason));
            }
        }
        self.last_reasons = reasons;
        changed
    }

    /// The prompt that was closed since the last decision, if one was.
    #[must_use]
    pub fn closed(&self) -> Option<usize> {
        self.closed
    }

    /// The newest verdict on each prompt: why it waits, or `None` if it is shown.
    #[must_use]
    pub fn last_reasons(&self) -> &[Option<Reason>] {
        &self.last_reasons
    }
}

/// The path up to the bound. A character may stand across it; `get` is `None` there. (Indexing would bring its panic's
/// text along.)
fn cut(path: &str) -> &str {
    let longest = path.len().min(PATH_BYTES_MAX);
    (0..=longest).rev().find_map(|end| path.get(..end)).unwrap_or_default()
}
