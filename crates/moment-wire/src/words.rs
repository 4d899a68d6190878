//! Words for customers: what a prompt says and does, and what stands around it.
//!
//! The module that decides never looks at them: they travel packed through it, as bytes, to the one that paints. Texts
//! may hold places such as `{used}`, which the painting module fills in the customer's language, and begin with their
//! own language: see [`language`].

mod block;
mod frame;
pub mod language;

use alloc::string::String;
use alloc::vec::Vec;

pub use crate::words::block::{ActionV1, BlockV1, ButtonV1, ItemV1, PageV1, PlanV1, deed, role};
pub use crate::words::frame::{FrameWord, FrameWordsV2, SurroundV2, ThemeV1};

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// A prompt's words in one language, version 2: pages of blocks. What tells kinds apart is which blocks they have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PromptWordsV2 {
    /// The language they are in, a BCP 47 tag; it may be the fallback's.
    pub locale: String,
    /// The selector of the element that it points at; empty when it points at none.
    pub anchor: String,
    /// The limit whose numbers its texts speak of; empty when they speak of none.
    pub limit: String,
    /// What its comments are about: a moment or the prompt.
    pub about: String,
    /// Why the customer sees it, where readiness plays no part in that; empty where it does.
    pub why: String,
    /// So many pages from the first are gone through one by one; the others are reached otherwise.
    pub steps: u8,
    /// The pages, one or more.
    pub pages: Vec<PageV1>,
}

impl PromptWordsV2 {
    /// The words as bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        for text in [&self.locale, &self.anchor, &self.limit, &self.about, &self.why] {
            writer.text(text);
        }
        writer.byte(self.steps);
        writer.list(&self.pages, PageV1::put);
        writer.finish()
    }

    /// The moments of a checklist.
    pub fn items(&self) -> impl Iterator<Item = &ItemV1> {
        let blocks = self.pages.iter().flat_map(|page| &page.blocks);
        let lists = blocks.filter_map(|block| if let BlockV1::Items(items) = block { Some(items) } else { None });
        lists.flatten()
    }

    /// The words out of their bytes. Errors: see [`DecodeError`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::packed(bytes);
        let words = Self {
            locale: reader.text(),
            anchor: reader.text(),
            limit: reader.text(),
            about: reader.text(),
            why: reader.text(),
            steps: reader.byte(),
            pages: reader.list(PageV1::take),
        };
        reader.close(words)
    }
}
