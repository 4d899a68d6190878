//! A prompt on its way from the core module to the module that paints it. The two share no memory and no types but this.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::words::{FrameWordsV1, PromptWordsV1, ThemeV1};

const NEWEST: u8 = 1;

/// A card in the corner.
pub const KIND_CARD: u8 = 0;
/// A dialog over the page.
pub const KIND_MODAL: u8 = 1;

/// Version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptV1 {
    /// The prompt's name.
    pub id: String,
    /// [`KIND_CARD`] or [`KIND_MODAL`].
    pub kind: u8,
    /// What it says.
    pub words: PromptWordsV1,
    /// What stands around it.
    pub frame: FrameWordsV1,
    /// How it looks.
    pub theme: ThemeV1,
    /// Why the customer sees it: the readings that speak for it, the strongest first.
    pub reasons: Vec<ReasonV1>,
}

/// One reason for a prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonV1 {
    /// The reason in the customer's words.
    pub text: String,
    /// How many points it adds above the average trial.
    pub points: i32,
}

impl PromptV1 {
    /// The prompt in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.text(&self.id);
        writer.byte(self.kind);
        self.words.put(&mut writer);
        self.frame.put(&mut writer);
        self.theme.put(&mut writer);
        writer.list(&self.reasons, |writer, reason| {
            writer.text(&reason.text);
            writer.signed(reason.points);
        });
        writer.finish()
    }

    /// Reads a prompt of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let prompt = Self {
            id: reader.text(),
            kind: reader.byte(),
            words: PromptWordsV1::take(&mut reader),
            frame: FrameWordsV1::take(&mut reader),
            theme: ThemeV1::take(&mut reader),
            reasons: reader.list(|reader| ReasonV1 { text: reader.text(), points: reader.i32() }),
        };
        reader.close(prompt)
    }
}

/// What the painting module reports back, as the text it calls back with.
pub mod answer {
    /// The prompt stands on the screen.
    pub const PAINTED: &str = "painted";
    /// The prompt cannot be painted here.
    pub const UNPAINTABLE: &str = "unpaintable";
    /// The offer was taken.
    pub const CLICKED: &str = "clicked";
    /// Another step is shown.
    pub const STEPPED: &str = "stepped";
    /// Not this.
    pub const DISMISSED: &str = "dismissed";
    /// Not now.
    pub const SNOOZED: &str = "snoozed";
    /// Fewer like this.
    pub const FEWER: &str = "fewer";
}
