//! Replies: what the vendor answers to a comment, on its way to the browser, and that the customer has seen it.
//!
//! `GET /v1/replies?key=&trial=&replica=` answers with a [`RepliesV1`] in bytes. Asked with `Accept: text/event-stream`,
//! as `EventSource` asks, it is a stream of server-sent events named `replies`, whose data is a `RepliesV1` in hexadecimal
//! digits: one at once if anything is pending, then one for each new reply. 204, which ends an `EventSource`, says that
//! nothing is pending and no comment is open. A browser is told what was written in itself; with `&signature=` (and
//! `&account=`) of the tag it is told what the whole trial was answered. What was shown goes back as a [`SeenV1`] to
//! `POST /v1/replies?key=`, and is pending no more, in any browser.

use alloc::string::String;
use alloc::vec::Vec;

use crate::beacon::is_id;
use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// The longest reply, in characters.
pub const REPLY_WORDS_MAX: usize = 2_000;

/// How many replies come at once, and are said to be seen.
pub const REPLIES_MAX: usize = 20;

/// The longest [`SeenV1`], in bytes.
pub const SEEN_BYTES_MAX: usize = 1_000;

/// The header of the start message that says whether there is anything to ask for: how many replies are pending in the
/// trial, a blank, and how many of its comments are open.
pub const REPLIES: &str = "moment-replies";

const NEWEST: u8 = 1;

/// Replies that the customer has not seen, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepliesV1 {
    /// Whether a comment is open, so that more may come.
    pub open: bool,
    /// At most [`REPLIES_MAX`], the oldest first.
    pub replies: Vec<ReplyV1>,
}

/// One reply, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyV1 {
    /// Names it.
    pub id: [u8; 16],
    /// The comment that it answers.
    pub comment: [u8; 16],
    /// When it was written, by the collector's clock, milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// What the vendor wrote: text, never markup; 1 to [`REPLY_WORDS_MAX`] characters.
    pub words: String,
}

impl RepliesV1 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.flag(self.open);
        writer.list(&self.replies, |writer, reply| {
            writer.raw(&reply.id);
            writer.raw(&reply.comment);
            writer.number(reply.at_ms);
            writer.text(&reply.words);
        });
        writer.finish()
    }

    /// Reads a message of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let message = Self {
            open: reader.flag(),
            replies: reader.list(|reader| ReplyV1 {
                id: reader.array(),
                comment: reader.array(),
                at_ms: reader.u64(),
                words: reader.text(),
            }),
        };
        reader.close(message)
    }
}

/// Replies of one trial that the customer has seen, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenV1 {
    /// The trial's id, as the vendor gave it.
    pub trial: String,
    /// The account's id, if the vendor gave one.
    pub account: Option<String>,
    /// HMAC-SHA256 by the vendor's secret key of trial id, a full stop, and account id.
    pub signature: Option<[u8; 32]>,
    /// In which browser profile.
    pub replica: u64,
    /// 1 to [`REPLIES_MAX`] of them.
    pub ids: Vec<[u8; 16]>,
}

impl SeenV1 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.text(&self.trial);
        writer.option(self.account.as_deref(), Writer::text);
        writer.option(self.signature.as_ref(), |writer, signature| writer.raw(signature));
        writer.number(self.replica);
        writer.list(&self.ids, |writer, id| writer.raw(id));
        writer.finish()
    }

    /// Reads a message of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let message = Self {
            trial: reader.text(),
            account: reader.option(Reader::text),
            signature: reader.option(Reader::array),
            replica: reader.u64(),
            ids: reader.list(Reader::array),
        };
        let message = reader.close(message)?;
        message.check()?;
        Ok(message)
    }

    /// Errors: what cannot be.
    pub fn check(&self) -> Result<(), DecodeError> {
        if !is_id(&self.trial) {
            return Err(DecodeError::Implausible("trial id"));
        }
        if self.account.as_deref().is_some_and(|account| !is_id(account)) {
            return Err(DecodeError::Implausible("account id"));
        }
        if !(1..=REPLIES_MAX).contains(&self.ids.len()) {
            return Err(DecodeError::Implausible("number of replies"));
        }
        Ok(())
    }
}
