//! Yesterday's messages decode for ever: one file a version, in hexadecimal digits. A released file is never changed;
//! `UPDATE_EXPECT=1` writes those of a version that is still being made.

use std::fmt::Write as _;

use expect_test::expect_file;
use moment_wire::beacon::BeaconV1;
use moment_wire::prompt::PromptV1;
use moment_wire::saved::SavedV1;
use moment_wire::start::StartV1;

use crate::sample;

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(40) {
        for byte in line {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_beacon_of_version_1_is_read_as_it_was_written() {
    let bytes = sample::beacon().encode();
    expect_file!["../../../../tests/wire/beacon_v1.hex"].assert_eq(&hex(&bytes));
    assert_eq!(BeaconV1::decode(&bytes), Ok(sample::beacon()));
}

#[test]
fn a_saved_replica_of_version_1_is_read_as_it_was_written() {
    let saved = SavedV1 { replica: 99, started_ms: 1_794_000_000_000, summary: sample::summary() };
    let bytes = SavedV1::encode(saved.replica, saved.started_ms, &saved.summary);
    expect_file!["../../../../tests/wire/saved_v1.hex"].assert_eq(&hex(&bytes));
    assert_eq!(SavedV1::decode(&bytes), Ok(saved));
}

#[test]
fn a_start_message_of_version_1_is_read_as_it_was_written() {
    let bytes = sample::start().encode();
    expect_file!["../../../../tests/wire/start_v1.hex"].assert_eq(&hex(&bytes));
    assert_eq!(StartV1::decode(&bytes), Ok(sample::start()));
}

#[test]
fn a_prompt_of_version_1_is_read_as_it_was_written() {
    let bytes = sample::prompt().encode();
    expect_file!["../../../../tests/wire/prompt_v1.hex"].assert_eq(&hex(&bytes));
    assert_eq!(PromptV1::decode(&bytes), Ok(sample::prompt()));
}
