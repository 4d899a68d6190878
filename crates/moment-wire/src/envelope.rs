//! The envelope of every message in bytes: one version number, then the fields.

use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why bytes are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// There are no bytes.
    Empty,
    /// The message is of a version that came after this program.
    FutureVersion {
        /// The version found.
        found: u8,
        /// The newest version known.
        newest: u8,
    },
    /// The bytes end too early, go on too long, or are not of this shape.
    Malformed,
    /// The shape is right and a value cannot be; the text names it.
    Implausible(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the message is empty"),
            Self::FutureVersion { found, newest } => {
                write!(f, "the message has version {found}; the newest known here is {newest}")
            }
            Self::Malformed => f.write_str("the message is cut short, too long, or not of its version's shape"),
            Self::Implausible(what) => write!(f, "the message cannot be right: {what}"),
        }
    }
}

impl core::error::Error for DecodeError {}

/// `message` in bytes, as `version`.
pub fn seal<T: Serialize>(version: u8, message: &T) -> Vec<u8> {
    let start = Vec::from([version]);
    // Serializing into memory fails only for types that do not know their length, and none of ours is such.
    postcard::to_extend(message, start).unwrap_or_default()
}

/// The version and the fields of `bytes`.
pub fn unseal(bytes: &[u8], newest: u8) -> Result<(u8, &[u8]), DecodeError> {
    match bytes {
        [] => Err(DecodeError::Empty),
        [0, ..] => Err(DecodeError::Malformed),
        [version, ..] if *version > newest => Err(DecodeError::FutureVersion { found: *version, newest }),
        [version, fields @ ..] => Ok((*version, fields)),
    }
}

/// The message whose fields `fields` are: all of them and nothing more.
pub fn open<T: DeserializeOwned>(fields: &[u8]) -> Result<T, DecodeError> {
    match postcard::take_from_bytes(fields) {
        Ok((message, [])) => Ok(message),
        _ => Err(DecodeError::Malformed),
    }
}
