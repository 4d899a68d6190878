//! Why bytes are not a message.

use core::fmt;

/// Every message in bytes is one version number, then its fields. This is what may be wrong with it.
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
            // No message will ever have so high a version.
            Self::FutureVersion { found: b'{', .. } => f.write_str(
                "the message seems to be JSON: beacons alone are read as such, with `content-type: application/json`",
            ),
            Self::FutureVersion { found, newest } => {
                write!(f, "the message has version {found}; the newest known here is {newest}")
            }
            Self::Malformed => f.write_str("the message is cut short, too long, or not of its version's shape"),
            Self::Implausible(what) => write!(f, "the message cannot be right: {what}"),
        }
    }
}

impl core::error::Error for DecodeError {}
