//! What a browser is told when it starts: the playbook, and what the trial's other replicas know.

use alloc::vec::Vec;

use moment_core::summary::Summary;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::playbook::PlaybookV1;
use crate::summary;

const NEWEST: u8 = 1;

/// Version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartV1 {
    /// Whether everything is paused.
    pub paused: bool,
    /// The playbook, in the customer's language.
    pub playbook: PlaybookV1,
    /// The trial's other replicas, merged; none when there are none.
    pub others: Option<Summary>,
}

impl StartV1 {
    /// The message in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.flag(self.paused);
        self.playbook.put(&mut writer);
        writer.option(self.others.as_ref(), summary::put_v1);
        writer.finish()
    }

    /// Reads a start message of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (_, mut reader) = Reader::open(bytes, NEWEST)?;
        let start = Self {
            paused: reader.flag(),
            playbook: PlaybookV1::take(&mut reader),
            others: reader.option(summary::take_v1),
        };
        reader.close(start)
    }
}
