//! Words for customers: what a prompt says, and what stands around it.
//!
//! The module that decides never looks at them: they travel packed through it, as bytes, to the one that paints.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// A prompt's words in one language, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptWordsV1 {
    /// The language they are in, a BCP 47 tag; it may be the fallback's.
    pub locale: String,
    /// The steps, one or more.
    pub steps: Vec<StepV1>,
    /// The label that takes the offer.
    pub accept: String,
    /// Where taking the offer leads, an address within the vendor's site or a complete one; empty when it only closes.
    pub accept_url: String,
    /// The label that declines it.
    pub decline: String,
}

/// One step of a prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepV1 {
    /// The heading.
    pub title: String,
    /// The text.
    pub body: String,
}

/// What stands around every prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameWordsV1 {
    /// Asks for the reasons.
    pub why: String,
    /// Stands above the reasons.
    pub why_intro: String,
    /// Stands in place of reasons when there are none.
    pub why_none: String,
    /// Asks for fewer prompts.
    pub fewer: String,
    /// Puts it off.
    pub snooze: String,
    /// Closes it.
    pub close: String,
    /// Goes a step on.
    pub next: String,
    /// Goes a step back.
    pub back: String,
}

/// How prompts look, version 1: CSS colours that the playbook chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeV1 {
    /// The colour of what takes the offer.
    pub accent: String,
    /// The colour of its label.
    pub on_accent: String,
}

/// What is the same around every prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurroundV1 {
    /// The words.
    pub frame: FrameWordsV1,
    /// The colours.
    pub theme: ThemeV1,
    /// For each weight of the scorecard what a customer reads when it speaks for a prompt; empty when it is never told.
    pub reasons: Vec<String>,
}

impl PromptWordsV1 {
    /// The words as bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.text(&self.locale);
        writer.list(&self.steps, |writer, step| {
            writer.text(&step.title);
            writer.text(&step.body);
        });
        writer.text(&self.accept);
        writer.text(&self.accept_url);
        writer.text(&self.decline);
        writer.finish()
    }

    /// The words out of their bytes. Errors: see [`DecodeError`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::packed(bytes);
        let words = Self {
            locale: reader.text(),
            steps: reader.list(|reader| StepV1 { title: reader.text(), body: reader.text() }),
            accept: reader.text(),
            accept_url: reader.text(),
            decline: reader.text(),
        };
        reader.close(words)
    }
}

impl SurroundV1 {
    /// All of it as bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.frame.put(&mut writer);
        self.theme.put(&mut writer);
        writer.list(&self.reasons, |writer, reason| writer.text(reason));
        writer.finish()
    }

    /// All of it out of its bytes. Errors: see [`DecodeError`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::packed(bytes);
        let surround = Self {
            frame: FrameWordsV1::take(&mut reader),
            theme: ThemeV1::take(&mut reader),
            reasons: reader.list(Reader::text),
        };
        reader.close(surround)
    }
}

impl FrameWordsV1 {
    fn put(&self, writer: &mut Writer) {
        let Self { why, why_intro, why_none, fewer, snooze, close, next, back } = self;
        for text in [why, why_intro, why_none, fewer, snooze, close, next, back] {
            writer.text(text);
        }
    }

    fn take(reader: &mut Reader) -> Self {
        Self {
            why: reader.text(),
            why_intro: reader.text(),
            why_none: reader.text(),
            fewer: reader.text(),
            snooze: reader.text(),
            close: reader.text(),
            next: reader.text(),
            back: reader.text(),
        }
    }
}

impl ThemeV1 {
    fn put(&self, writer: &mut Writer) {
        writer.text(&self.accent);
        writer.text(&self.on_accent);
    }

    fn take(reader: &mut Reader) -> Self {
        Self { accent: reader.text(), on_accent: reader.text() }
    }
}
