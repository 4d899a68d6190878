//! Replies: what the vendor answers to a comment, on its way to the browser, and that the customer has seen it.
//!
//! `GET /v1/replies?key=&trial=&replica=` answers with a [`RepliesV2`] in bytes. Asked with `Accept: text/event-stream`,
//! as `EventSource` asks, it is a stream of server-sent events named `replies`, whose data is a `RepliesV2` in hexadecimal
//! digits: one at once if anything is pending, then one for each new reply. 204, which ends an `EventSource`, says that
//! nothing is pending and no comment is open. A browser is told what was written in itself; with `&signature=` (and
//! `&account=`) of the tag it is told what the whole trial was answered. What was shown goes back as a [`SeenV2`] to
//! `POST /v1/replies?key=`, and is pending no more, in any browser, until the customer puts it off.

use alloc::string::String;
use alloc::vec::Vec;

use crate::beacon::check_ids;
use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// The longest reply, in characters.
pub const REPLY_WORDS_MAX: usize = 2_000;

/// How many replies come at once, and are said to be seen.
pub const REPLIES_MAX: usize = 20;

/// The longest [`SeenV2`], in bytes.
pub const SEEN_BYTES_MAX: usize = 1_000;

/// The header of the start message that says whether there is anything to ask for: how many replies are pending in the
/// trial, a blank, and how many of its comments are open.
pub const REPLIES: &str = "moment-replies";

const NEWEST: u8 = 2;

/// Replies that the customer has not seen, version 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepliesV2 {
    /// Whether a comment is open, so that more may come.
    pub open: bool,
    /// At most [`REPLIES_MAX`], the oldest first.
    pub replies: Vec<ReplyV2>,
}

/// One reply, version 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyV2 {
    /// Names it.
    pub id: [u8; 16],
    /// The comment that it answers.
    pub comment: [u8; 16],
    /// When it was written, by the collector's clock, milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// What the vendor wrote: text, never markup; 1 to [`REPLY_WORDS_MAX`] characters.
    pub words: String,
    /// Who answers, as the customer may know it; empty where nobody is to be named. New with version 2.
    pub by: String,
    /// What the customer wrote. New with version 2.
    pub asked: String,
    /// When, by the browser's clock, milliseconds since the Unix epoch. New with version 2.
    pub asked_ms: u64,
}

/// Whose message it is, as all that is no beacon says it.
#[inline(never)]
pub(crate) fn put_whose(
    writer: &mut Writer,
    trial: &str,
    account: Option<&str>,
    signature: Option<&[u8; 32]>,
    replica: u64,
) {
    writer.text(trial);
    writer.option(account, Writer::text);
    writer.option(signature, |writer, signature| writer.raw(signature));
    writer.number(replica);
}

impl RepliesV2 {
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
            writer.text(&reply.by);
            writer.text(&reply.asked);
            writer.number(reply.asked_ms);
        });
        writer.finish()
    }

    /// Reads a message of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let version = reader.version();
        let message = Self {
            open: reader.flag(),
            replies: reader.list(|reader| {
                let (id, comment, at_ms, words) = (reader.array(), reader.array(), reader.u64(), reader.text());
                let (by, asked, asked_ms) =
                    if version > 1 { (reader.text(), reader.text(), reader.u64()) } else { Default::default() };
                ReplyV2 { id, comment, at_ms, words, by, asked, asked_ms }
            }),
        };
        reader.close(message)
    }
}

/// Replies of one trial that the customer has seen, version 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenV2 {
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
    /// The customer has put them off: they are pending again. New with version 2.
    pub put_off: bool,
}

impl SeenV2 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let whose = Self::whose(&self.trial, self.account.as_deref(), self.signature.as_ref(), self.replica);
        Self::wrap(&whose, &self.ids, self.put_off)
    }

    /// How such a message begins: whose replies. Whoever knows that need not know which, and the other way round.
    #[must_use]
    pub fn whose(trial: &str, account: Option<&str>, signature: Option<&[u8; 32]>, replica: u64) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        put_whose(&mut writer, trial, account, signature, replica);
        writer.finish()
    }

    /// The message that begins so.
    #[must_use]
    pub fn wrap(whose: &[u8], ids: &[[u8; 16]], put_off: bool) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.raw(whose);
        writer.list(ids, |writer, id| writer.raw(id));
        writer.flag(put_off);
        writer.finish()
    }

    /// Reads a message of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let version = reader.version();
        let message = Self {
            trial: reader.text(),
            account: reader.option(Reader::text),
            signature: reader.option(Reader::array),
            replica: reader.u64(),
            ids: reader.list(Reader::array),
            put_off: version > 1 && reader.flag(),
        };
        let message = reader.close(message)?;
        message.check()?;
        Ok(message)
    }

    /// Errors: what cannot be.
    pub fn check(&self) -> Result<(), DecodeError> {
        check_ids(&self.trial, self.account.as_deref())?;
        if !(1..=REPLIES_MAX).contains(&self.ids.len()) {
            return Err(DecodeError::Implausible("number of replies"));
        }
        Ok(())
    }
}
