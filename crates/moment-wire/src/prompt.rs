//! A prompt on its way from the core module to the module that paints it. The two share no memory and no types but this.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::saved::SavedV4;
use crate::words::{PromptWordsV2, SurroundV2};

const NEWEST: u8 = 3;

/// Version 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptV3 {
    /// The prompt's name.
    pub id: String,
    /// The number of its [`moment_core::prompt::PromptKind`].
    pub kind: u8,
    /// Whether it is only looked at: nothing that is answered is kept.
    pub is_preview: bool,
    /// When the trial ends, milliseconds since the Unix epoch; 0 where nobody said.
    pub ends_ms: u64,
    /// What it says.
    pub words: PromptWordsV2,
    /// What stands around it.
    pub surround: SurroundV2,
    /// Why the customer sees it: for each weight of the scorecard the points that it adds above the average trial.
    pub contributions: Vec<i32>,
    /// What is known of the trial, in all its replicas.
    pub facts: SavedV4,
    /// The vendor's answer, where the prompt is there to bring one.
    pub reply: Option<ReplyV1>,
}

/// What the module that decides knows of a prompt: most of it packed already.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The prompt's name.
    pub id: &'a str,
    /// The number of its kind.
    pub kind: u8,
    /// Whether it is only looked at.
    pub is_preview: bool,
    /// When the trial ends, milliseconds since the Unix epoch.
    pub ends_ms: u64,
    /// [`PromptWordsV2`], packed.
    pub words: &'a [u8],
    /// [`SurroundV2`], packed.
    pub surround: &'a [u8],
    /// The points of each weight.
    pub contributions: &'a [i32],
    /// [`SavedV4`], encoded.
    pub facts: &'a [u8],
    /// [`ReplyV1`], packed; empty where there is none.
    pub reply: &'a [u8],
}

/// The vendor's answer to a comment, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyV1 {
    /// What the customer wrote.
    pub comment: String,
    /// What the vendor answers.
    pub words: String,
    /// Who answers; empty where nobody is named.
    pub by: String,
    /// When the customer wrote it, milliseconds since the Unix epoch.
    pub at_ms: u64,
}

impl PromptV3 {
    /// A prompt in bytes.
    #[must_use]
    pub fn encode(parts: &Parts) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.text(parts.id);
        writer.byte(parts.kind);
        writer.flag(parts.is_preview);
        writer.number(parts.ends_ms);
        for packed in [parts.words, parts.surround, parts.facts, parts.reply] {
            writer.packed(packed);
        }
        writer.list(parts.contributions, |writer, points| writer.signed(*points));
        writer.finish()
    }

    /// Reads a prompt. Errors: see [`DecodeError`]; one of an older version is malformed, for both modules are of one
    /// build.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        if reader.version() < NEWEST {
            reader.refuse(DecodeError::Malformed);
        }
        let (id, kind, is_preview, ends_ms) = (reader.text(), reader.byte(), reader.flag(), reader.u64());
        let (words, surround, facts, reply) = (reader.bytes(), reader.bytes(), reader.bytes(), reader.bytes());
        let contributions = reader.list(Reader::i32);
        reader.close(())?;
        Ok(Self {
            id,
            kind,
            is_preview,
            ends_ms,
            words: PromptWordsV2::unpack(words)?,
            surround: SurroundV2::unpack(surround)?,
            contributions,
            facts: SavedV4::decode(facts)?,
            reply: if reply.is_empty() { None } else { Some(ReplyV1::unpack(reply)?) },
        })
    }

    /// The reasons that may be told, with their points, the strongest first.
    #[must_use]
    pub fn reasons(&self) -> Vec<(&str, i32)> {
        let told = self.surround.reasons.iter().map(String::as_str).zip(self.contributions.iter().copied());
        let mut reasons: Vec<(&str, i32)> = Vec::new();
        // They are few, and a sort of the library's is a kilobyte.
        for reason in told.filter(|(text, points)| *points > 0 && !text.is_empty()) {
            let place = reasons.iter().position(|(_, points)| *points < reason.1);
            reasons.insert(place.unwrap_or(reasons.len()), reason);
        }
        reasons
    }
}

impl ReplyV1 {
    /// The answer as bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        for text in [&self.comment, &self.words, &self.by] {
            writer.text(text);
        }
        writer.number(self.at_ms);
        writer.finish()
    }

    /// The answer out of its bytes. Errors: see [`DecodeError`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::packed(bytes);
        let reply = Self { comment: reader.text(), words: reader.text(), by: reader.text(), at_ms: reader.u64() };
        reader.close(reply)
    }
}

/// What the painting module reports back, as the text it calls back with. Anything else is a command of the page's, with
/// its two arguments: `track`, `comment`, `budget`, `consent`, `forget`.
pub mod answer {
    /// The prompt stands on the screen.
    pub const PAINTED: &str = "painted";
    /// The prompt cannot be painted here; why comes with it: see [`super::unpaintable`].
    pub const UNPAINTABLE: &str = "unpaintable";
    /// The offer was taken; the address that it leads to comes with it, and the prompt that it starts.
    pub const CLICKED: &str = "clicked";
    /// Another page is shown; its number comes with it, from 0, and the prompt stays.
    pub const STEPPED: &str = "stepped";
    /// What was pressed leads on: to the address that comes with it, and to the prompt. It comes after the answer.
    pub const LEADS: &str = "leads";
    /// One tap of a reaction; the score comes with it, and the prompt stays.
    pub const REACTED: &str = "reacted";
    /// It came to its end.
    pub const COMPLETED: &str = "completed";
    /// What it offered has helped.
    pub const HELPED: &str = "helped";
    /// Not this.
    pub const DISMISSED: &str = "dismissed";
    /// Not now.
    pub const SNOOZED: &str = "snoozed";
    /// Fewer like this.
    pub const FEWER: &str = "fewer";
    /// Closed after an answer, or on the way to one: it says nothing more.
    pub const CLOSED: &str = "closed";
}

/// Why a prompt could not be painted.
pub mod unpaintable {
    /// Nothing in the page fits its selector.
    pub const NOT_FOUND: &str = "not_found";
    /// More than one thing does, and can be seen.
    pub const MULTIPLE: &str = "multiple";
    /// A dialog of the page's is open. It is waited for, and nobody hears of it.
    pub const COVERED: &str = "covered";
    /// What fits cannot be seen, or the prompt itself could not.
    pub const NOT_VISIBLE: &str = "not_visible";
}
