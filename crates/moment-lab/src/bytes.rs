//! Playbooks and summaries as the bytes that stand in a vector: those of the wire, in the version of this file alone.

use moment_core::summary::Summary;
use moment_wire::codec::{Reader, Writer};
use moment_wire::playbook::PlaybookV3;
use moment_wire::summary;

const VERSION: u8 = 2;

/// A playbook in bytes.
pub fn of_playbook(playbook: &PlaybookV3) -> Vec<u8> {
    let mut writer = Writer::new(VERSION);
    playbook.put(&mut writer);
    writer.finish()
}

/// A summary in bytes.
pub fn of_summary(summary: &Summary) -> Vec<u8> {
    let mut writer = Writer::new(VERSION);
    summary::put(&mut writer, summary);
    writer.finish()
}

/// A playbook out of bytes. Errors: what the wire says of them.
pub fn to_playbook(bytes: &[u8]) -> Result<PlaybookV3, String> {
    read(bytes, PlaybookV3::take)
}

/// A summary out of bytes. Errors: what the wire says of them.
pub fn to_summary(bytes: &[u8]) -> Result<Summary, String> {
    read(bytes, summary::take)
}

fn read<T>(bytes: &[u8], take: impl FnOnce(&mut Reader) -> T) -> Result<T, String> {
    let mut reader = Reader::open(bytes, VERSION).map_err(|fault| fault.to_string())?;
    let read = take(&mut reader);
    reader.close(read).map_err(|fault| fault.to_string())
}
