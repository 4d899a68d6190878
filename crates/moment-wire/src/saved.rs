//! A replica as it is kept in the browser between two pages.

use alloc::vec::Vec;

use moment_core::summary::Summary;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::summary;

const NEWEST: u8 = 4;

/// What is kept, version 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedV4 {
    /// Which replica this is.
    pub replica: u64,
    /// When the trial began, milliseconds since the Unix epoch: every second of the state is counted from there.
    pub started_ms: u64,
    /// Its state.
    pub summary: Summary,
}

impl SavedV4 {
    /// The saved replica in bytes.
    #[must_use]
    pub fn encode(replica: u64, started_ms: u64, summary: &Summary) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.number(replica);
        writer.number(started_ms);
        summary::put(&mut writer, summary);
        writer.finish()
    }

    /// Reads a saved replica of any version. Errors: see [`DecodeError`]; the caller then starts clean.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let saved = Self { replica: reader.u64(), started_ms: reader.u64(), summary: summary::take(&mut reader) };
        reader.close(saved)
    }
}
