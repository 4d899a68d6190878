//! What tells one kind of prompt from another where it is painted: its place, and how it meets the customer.

use moment_core::prompt::PromptKind;
use web_sys::{Document, Element};

use crate::anchor::{self, Anchor};

/// Where a prompt stands.
pub(crate) enum Place {
    /// In the lower corner: the page stays usable.
    Corner,
    /// Across the lower edge.
    Edge,
    /// Over the page, which waits.
    Over,
    /// Beside an element.
    Beside(Anchor),
    /// In a slot of the page's own.
    Slot(Element),
}

impl Place {
    /// Errors: why the prompt cannot be painted, a word of [`moment_wire::prompt::unpaintable`].
    pub(crate) fn of(kind: PromptKind, anchor: &str, document: &Document) -> Result<Self, &'static str> {
        Ok(match kind {
            PromptKind::Modal => Self::Over,
            PromptKind::Banner => Self::Edge,
            PromptKind::Spotlight => Self::Beside(anchor::find(document, anchor, anchor::is_in_sight)?),
            kind if kind.is_standing() => slot(document, kind).map_or(Self::Corner, Self::Slot),
            _ => Self::Corner,
        })
    }

    /// Whether it takes the focus, and the page waits. The overlay is what makes it so.
    pub(crate) fn is_modal(&self) -> bool {
        matches!(self, Self::Over)
    }

    /// Whether it stands over the page where it may cover what somebody works with.
    pub(crate) fn floats(&self) -> bool {
        matches!(self, Self::Corner | Self::Edge)
    }

    /// The classes of the pane and of the box in it.
    pub(crate) fn classes(&self) -> [&'static str; 2] {
        match self {
            Self::Corner => ["pane", "box card"],
            Self::Edge => ["pane", "box edge"],
            Self::Over => ["pane over", "box modal"],
            Self::Beside(_) => ["pane", "box card beside"],
            Self::Slot(_) => ["pane still", "box card still"],
        }
    }
}

/// The page's slot for prompts of this kind.
pub(crate) fn slot(document: &Document, kind: PromptKind) -> Option<Element> {
    let selector = "[data-sm-slot=".to_owned() + kind.name() + "]";
    document.query_selector(&selector).ok()?
}
