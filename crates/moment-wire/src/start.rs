//! What a browser is told when it starts: the playbook, and what the trial's other replicas know.

use alloc::vec::Vec;

use moment_core::summary::Summary;
use serde::{Deserialize, Serialize};

use crate::envelope::{DecodeError, open, seal, unseal};
use crate::playbook::PlaybookV1;
use crate::summary::SummaryV1;

const NEWEST: u8 = 1;

/// Version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartV1 {
    /// Whether everything is paused.
    pub paused: bool,
    /// The playbook, in the customer's language.
    pub playbook: PlaybookV1,
    /// The trial's other replicas, merged; none when there are none.
    pub others: Option<SummaryV1>,
}

impl StartV1 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        seal(NEWEST, self)
    }

    /// Reads a start message of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (_, fields) = unseal(bytes, NEWEST)?;
        open(fields)
    }

    /// The trial's other replicas as the core knows them. Errors: see [`DecodeError`].
    pub fn others(&self) -> Result<Summary, DecodeError> {
        self.others.clone().map_or_else(|| Ok(Summary::default()), Summary::try_from)
    }
}
