//! What the collector holds of a replica, in one number: a browser that finds its own state in it has nothing to send.

use moment_core::summary::Summary;

use crate::codec::Writer;
use crate::summary;

/// The header of the start message in which the collector says it, as sixteen hexadecimal digits; all of them are 0 where
/// nothing is held.
pub const HELD: &str = "moment-held";

/// The number of a state: FNV-1a of its bytes, 64 bits. Equal states have equal numbers, and others practically never. The
/// bytes are those of version 2, in which browsers with an older program count, and after them the steps that it knows
/// nothing of, if there are any.
#[must_use]
pub fn held(summary: &Summary) -> u64 {
    let mut writer = Writer::new(2);
    writer.raw(&[0, 0]);
    summary::put(&mut writer, summary);
    for (place, step) in summary::steps(summary) {
        writer.raw(&[place, step]);
    }
    writer
        .finish()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
