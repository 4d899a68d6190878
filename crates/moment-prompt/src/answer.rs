//! What a prompt reports back, and which of it ends the prompt.

use js_sys::Function;
use moment_wire::prompt::answer;
use wasm_bindgen::JsValue;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Painted,
    Stepped,
    Clicked,
    Dismissed,
    Snoozed,
    Fewer,
    /// It cannot be shown here, or its bytes cannot be read; nothing is left on the page.
    Unpaintable,
}

/// How views report. A plain function: every handler may keep a copy, and none keeps the prompt alive.
pub(crate) type Say = fn(Answer);

impl Answer {
    /// After it the prompt is gone and says nothing more.
    pub(crate) fn is_final(self) -> bool {
        !matches!(self, Self::Painted | Self::Stepped)
    }

    /// What the page's code does with it, or whether it throws, is none of our business.
    pub(crate) fn tell(self, listener: &Function, detail: &str) {
        let _ = listener.call2(&JsValue::UNDEFINED, &JsValue::from_str(self.word()), &JsValue::from_str(detail));
    }

    fn word(self) -> &'static str {
        match self {
            Self::Painted => answer::PAINTED,
            Self::Stepped => answer::STEPPED,
            Self::Clicked => answer::CLICKED,
            Self::Dismissed => answer::DISMISSED,
            Self::Snoozed => answer::SNOOZED,
            Self::Fewer => answer::FEWER,
            Self::Unpaintable => answer::UNPAINTABLE,
        }
    }
}
