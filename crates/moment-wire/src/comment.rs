//! Comments: words that a customer chose to write. Unlike everything else they are a log: each has an id, is kept until
//! it is acknowledged, and may come any number of times.

use alloc::string::String;
use alloc::vec::Vec;

use crate::beacon::{check_ids, is_id};
use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::reply::put_whose;

/// The longest comment, in characters.
pub const WORDS_MAX: usize = 2_000;

/// How many comments come at once, and wait in a browser.
pub const COMMENTS_MAX: usize = 20;

/// The longest message, in bytes: as with beacons, what a closing page may send.
pub const COMMENTS_BYTES_MAX: usize = 40_000;

const NEWEST: u8 = 1;

/// Comments of one trial, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentsV1 {
    /// The trial's id, as the vendor gave it.
    pub trial: String,
    /// The account's id, if the vendor gave one.
    pub account: Option<String>,
    /// HMAC-SHA256 by the vendor's secret key of trial id, a full stop, and account id.
    pub signature: Option<[u8; 32]>,
    /// Which browser profile they were written in: what is erased with it.
    pub replica: u64,
    /// 1 to [`COMMENTS_MAX`] of them.
    pub comments: Vec<CommentV1>,
}

/// One comment, version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentV1 {
    /// 128 random bits, made with it.
    pub id: [u8; 16],
    /// When it was written, by the browser's clock, milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// What the customer wrote, 1 to [`WORDS_MAX`] characters.
    pub words: String,
    /// The moment or prompt that it is about, if any.
    pub about: Option<String>,
}

impl CommentsV1 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let comments: Vec<Vec<u8>> = self.comments.iter().map(CommentV1::encode).collect();
        Self::wrap(&self.trial, self.account.as_deref(), self.signature.as_ref(), self.replica, &comments)
    }

    /// The message around comments that are bytes already, as a browser keeps them.
    #[must_use]
    pub fn wrap(
        trial: &str,
        account: Option<&str>,
        signature: Option<&[u8; 32]>,
        replica: u64,
        comments: &[Vec<u8>],
    ) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        put_whose(&mut writer, trial, account, signature, replica);
        writer.count(comments.len());
        for comment in comments {
            writer.raw(comment);
        }
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
            comments: reader.list(CommentV1::take),
        };
        let message = reader.close(message)?;
        message.check()?;
        Ok(message)
    }

    /// Errors: what no comment can be.
    pub fn check(&self) -> Result<(), DecodeError> {
        check_ids(&self.trial, self.account.as_deref())?;
        if !(1..=COMMENTS_MAX).contains(&self.comments.len()) {
            return Err(DecodeError::Implausible("number of comments"));
        }
        self.comments.iter().try_for_each(CommentV1::check)
    }
}

impl CommentV1 {
    /// The comment in bytes, without a version: the message around it has one.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.raw(&self.id);
        writer.number(self.at_ms);
        writer.text(&self.words);
        writer.option(self.about.as_deref(), Writer::text);
        writer.finish()
    }

    fn take(reader: &mut Reader) -> Self {
        Self { id: reader.array(), at_ms: reader.u64(), words: reader.text(), about: reader.option(Reader::text) }
    }

    /// Errors: what no comment can be.
    pub fn check(&self) -> Result<(), DecodeError> {
        // By bytes: in the browser the tables of what is a blank or a character are larger than all of this.
        let begins = |byte: &u8| byte & 0xc0 != 0x80;
        let is_blank = self.words.bytes().all(|byte| byte <= b' ');
        if is_blank || self.words.bytes().filter(begins).count() > WORDS_MAX {
            return Err(DecodeError::Implausible("length of a comment"));
        }
        if self.about.as_deref().is_some_and(|about| !is_id(about)) {
            return Err(DecodeError::Implausible("what a comment is about"));
        }
        Ok(())
    }
}
