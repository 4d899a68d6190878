//! A prompt on its way from the core module to the module that paints it. The two share no memory and no types but this.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::words::{PromptWordsV1, SurroundV1};

const NEWEST: u8 = 2;

/// A card in the corner.
pub const KIND_CARD: u8 = 0;
/// A dialog over the page.
pub const KIND_MODAL: u8 = 1;

/// Version 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptV2 {
    /// The prompt's name.
    pub id: String,
    /// [`KIND_CARD`] or [`KIND_MODAL`].
    pub kind: u8,
    /// What it says.
    pub words: PromptWordsV1,
    /// What stands around it.
    pub surround: SurroundV1,
    /// Why the customer sees it: for each weight of the scorecard the points that it adds above the average trial.
    pub contributions: Vec<i32>,
}

impl PromptV2 {
    /// A prompt in bytes; words and surround are packed already.
    #[must_use]
    pub fn encode(id: &str, kind: u8, words: &[u8], surround: &[u8], contributions: &[i32]) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.text(id);
        writer.byte(kind);
        writer.packed(words);
        writer.packed(surround);
        writer.list(contributions, |writer, points| writer.signed(*points));
        writer.finish()
    }

    /// Reads a prompt. Errors: see [`DecodeError`]; one of an older version is malformed, for both modules are of one
    /// build.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        if reader.version() < NEWEST {
            reader.refuse(DecodeError::Malformed);
        }
        let (id, kind, words, surround) = (reader.text(), reader.byte(), reader.bytes(), reader.bytes());
        let contributions = reader.list(Reader::i32);
        let (words, surround) = (PromptWordsV1::unpack(words), SurroundV1::unpack(surround));
        reader.close(())?;
        Ok(Self { id, kind, words: words?, surround: surround?, contributions })
    }

    /// The reasons that may be told, with their points, the strongest first.
    #[must_use]
    pub fn reasons(&self) -> Vec<(&str, i32)> {
        let told = self.surround.reasons.iter().map(String::as_str).zip(self.contributions.iter().copied());
        let mut reasons: Vec<(&str, i32)> = told.filter(|(text, points)| *points > 0 && !text.is_empty()).collect();
        reasons.sort_by_key(|(_, points)| core::cmp::Reverse(*points));
        reasons
    }
}

/// What the painting module reports back, as the text it calls back with.
pub mod answer {
    /// The prompt stands on the screen.
    pub const PAINTED: &str = "painted";
    /// The prompt cannot be painted here.
    pub const UNPAINTABLE: &str = "unpaintable";
    /// The offer was taken; the address that it leads to comes with it, empty where it only closes.
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
