//! What tells one kind of prompt from another.

use moment_wire::prompt::{KIND_CARD, KIND_MODAL, PromptV2};

use crate::announce::Announcement;
use crate::answer::Say;
use crate::focus::CameFrom;
use crate::listener::Listener;
use crate::stage::Stage;
use crate::{card, modal};

pub(crate) struct Kind {
    /// The CSS class and the ARIA role of the box.
    pub(crate) class: &'static str,
    pub(crate) role: &'static str,
    /// Whether it lies over the page and takes the focus.
    pub(crate) is_modal: bool,
    /// Makes it known: by the focus or by an announcement.
    pub(crate) greet: fn(&Stage, &PromptV2) -> Option<Announcement>,
    /// Listens to what happens in it and around it.
    pub(crate) attend: fn(&Stage, &CameFrom, Say) -> Option<Vec<Listener>>,
}

impl Kind {
    /// Nothing for a kind that is newer than this module.
    pub(crate) fn of(prompt: &PromptV2) -> Option<&'static Self> {
        match prompt.kind {
            KIND_CARD => Some(&card::KIND),
            KIND_MODAL => Some(&modal::KIND),
            _ => None,
        }
    }
}
