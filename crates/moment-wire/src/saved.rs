//! A replica as it is kept in the browser between two pages.

use alloc::vec::Vec;

use moment_core::summary::Summary;
use serde::{Deserialize, Serialize};

use crate::envelope::{DecodeError, open, seal, unseal};
use crate::summary::SummaryV1;

const NEWEST: u8 = 1;

#[derive(Serialize, Deserialize)]
struct SavedV1 {
    replica: u64,
    summary: SummaryV1,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Which replica this is.
    pub replica: u64,
    /// Its state.
    pub summary: Summary,
}

impl Saved {
    /// The saved replica in bytes.
    #[must_use]
    pub fn encode(replica: u64, summary: &Summary) -> Vec<u8> {
        seal(NEWEST, &SavedV1 { replica, summary: summary.into() })
    }

    /// Reads a saved replica of any version. Errors: see [`DecodeError`]; the caller then starts clean.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (_, fields) = unseal(bytes, NEWEST)?;
        let SavedV1 { replica, summary } = open(fields)?;
        Ok(Self { replica, summary: summary.try_into()? })
    }
}
