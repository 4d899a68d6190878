//! What a browser is told when it starts: the playbook, and what the trial's other replicas know.

use alloc::vec::Vec;

use moment_core::summary::Summary;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::playbook::PlaybookV3;
use crate::summary;

const NEWEST: u8 = 3;

/// Version 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartV3 {
    /// Whether everything is paused.
    pub paused: bool,
    /// The playbook, in the customer's language.
    pub playbook: PlaybookV3,
    /// The trial's other replicas, merged; none when there are none.
    pub others: Option<Summary>,
}

impl StartV3 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.flag(self.paused);
        self.playbook.put(&mut writer);
        writer.option(self.others.as_ref(), summary::put);
        writer.finish()
    }

    /// Reads a start message. Errors: see [`DecodeError`]; one of an older version is malformed, for a browser reads it
    /// as soon as it comes, from the collector that also gave it this program.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        if reader.version() < NEWEST {
            reader.refuse(DecodeError::Malformed);
        }
        let start = Self {
            paused: reader.flag(),
            playbook: PlaybookV3::take(&mut reader),
            others: reader.option(summary::take),
        };
        reader.close(start)
    }
}
