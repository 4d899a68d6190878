//! Yesterday's messages decode for ever: one file a version, in hexadecimal digits. A released file is never changed;
//! `UPDATE_EXPECT=1` writes those of a version that is still being made.

use std::fmt::Write as _;

use expect_test::expect_file;
use moment_core::summary::Summary;
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::CommentsV1;
use moment_wire::fault::DecodeError;
use moment_wire::held::held;
use moment_wire::prompt::PromptV3;
use moment_wire::reply::{RepliesV2, SeenV2};
use moment_wire::saved::SavedV4;
use moment_wire::start::StartV3;

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

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).expect("digits"), 16).expect("digits");
    digits.chunks(2).map(byte).collect()
}

#[test]
fn a_beacon_of_version_1_is_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/beacon_v1.hex"));
    let then = BeaconV4 { summary: sample::summary_of_version_1(), ..sample::beacon() };
    assert_eq!(BeaconV4::decode(&bytes), Ok(then));
}

#[test]
fn a_beacon_of_version_2_is_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/beacon_v2.hex"));
    let then = BeaconV4 { summary: sample::summary_of_version_2(), ..sample::beacon() };
    assert_eq!(BeaconV4::decode(&bytes), Ok(then));
}

#[test]
fn a_beacon_of_version_3_is_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/beacon_v3.hex"));
    let then = BeaconV4 { summary: sample::summary_of_version_3(), ..sample::beacon() };
    assert_eq!(BeaconV4::decode(&bytes), Ok(then));
}

#[test]
fn a_beacon_of_version_4_is_read_as_it_was_written() {
    let bytes = sample::beacon().encode();
    expect_file!["../../../../tests/wire/beacon_v4.hex"].assert_eq(&hex(&bytes));
    assert_eq!(BeaconV4::decode(&bytes), Ok(sample::beacon()));
}

#[test]
fn a_saved_replica_of_version_1_is_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/saved_v1.hex"));
    let summary = sample::summary_of_version_1();
    assert_eq!(SavedV4::decode(&bytes), Ok(SavedV4 { replica: 99, started_ms: 1_794_000_000_000, summary }));
}

#[test]
fn a_saved_replica_of_version_2_is_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/saved_v2.hex"));
    let summary = sample::summary_of_version_2();
    assert_eq!(SavedV4::decode(&bytes), Ok(SavedV4 { replica: 99, started_ms: 1_794_000_000_000, summary }));
}

#[test]
fn a_saved_replica_of_version_3_is_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/saved_v3.hex"));
    let summary = sample::summary_of_version_3();
    assert_eq!(SavedV4::decode(&bytes), Ok(SavedV4 { replica: 99, started_ms: 1_794_000_000_000, summary }));
}

#[test]
fn a_saved_replica_of_version_4_is_read_as_it_was_written() {
    let saved = SavedV4 { replica: 99, started_ms: 1_794_000_000_000, summary: sample::summary() };
    let bytes = SavedV4::encode(saved.replica, saved.started_ms, &saved.summary);
    expect_file!["../../../../tests/wire/saved_v4.hex"].assert_eq(&hex(&bytes));
    assert_eq!(SavedV4::decode(&bytes), Ok(saved));
}

#[test]
fn comments_of_version_1_are_read_as_they_were_written() {
    let bytes = sample::comments().encode();
    expect_file!["../../../../tests/wire/comments_v1.hex"].assert_eq(&hex(&bytes));
    assert_eq!(CommentsV1::decode(&bytes), Ok(sample::comments()));
}

#[test]
fn replies_of_version_1_are_read_for_ever() {
    let bytes = bytes_of(include_str!("../../../../tests/wire/replies_v1.hex"));
    assert_eq!(RepliesV2::decode(&bytes), Ok(sample::replies_of_version_1()));
    let bytes = bytes_of(include_str!("../../../../tests/wire/seen_v1.hex"));
    assert_eq!(SeenV2::decode(&bytes), Ok(SeenV2 { put_off: false, ..sample::seen() }));
}

#[test]
fn replies_of_version_2_are_read_as_they_were_written() {
    let bytes = sample::replies().encode();
    expect_file!["../../../../tests/wire/replies_v2.hex"].assert_eq(&hex(&bytes));
    assert_eq!(RepliesV2::decode(&bytes), Ok(sample::replies()));
    let bytes = sample::seen().encode();
    expect_file!["../../../../tests/wire/seen_v2.hex"].assert_eq(&hex(&bytes));
    assert_eq!(SeenV2::decode(&bytes), Ok(sample::seen()));
}

/// Browser and collector may be of different versions, and must come to the same number: that of version 2, for a program
/// that knows no steps counts none.
#[test]
fn the_number_of_a_state_is_the_same_in_every_version() {
    let bytes_then = bytes_of(include_str!("../../../../tests/wire/saved_v2.hex"));
    let known_then = SavedV4::decode(&bytes_then).expect("it is read for ever");
    let header = SavedV4::encode(known_then.replica, known_then.started_ms, &Summary::default()).len()
        - SavedV4::encode(0, 0, &Summary::default()).len()
        + 3;
    let mut known = 0xcbf2_9ce4_8422_2325_u64;
    for byte in [2, 0, 0].iter().chain(&bytes_then[header..]) {
        known = (known ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    assert_eq!(held(&known_then.summary), known);
    assert_ne!(held(&sample::summary()), known, "a step more is another state");
    assert_ne!(held(&sample::summary_of_version_1()), known);
}

/// A browser asks for it and reads it at once, and both ends come from one collector: older ones need not be read.
#[test]
fn a_start_message_of_version_3_is_read_as_it_was_written() {
    let bytes = sample::start().encode();
    expect_file!["../../../../tests/wire/start_v3.hex"].assert_eq(&hex(&bytes));
    assert_eq!(StartV3::decode(&bytes), Ok(sample::start()));
    let older: Vec<u8> = [2].into_iter().chain(bytes[1..].iter().copied()).collect();
    assert_eq!(StartV3::decode(&older), Err(DecodeError::Malformed));
}

/// Both ends are modules of one build; the saved replica that is in it has a version of its own.
#[test]
fn a_prompt_of_version_3_is_read_as_it_was_written() {
    let bytes = sample::prompt_bytes();
    expect_file!["../../../../tests/wire/prompt_v3.hex"].assert_eq(&hex(&bytes));
    assert_eq!(PromptV3::decode(&bytes), Ok(sample::prompt()));
}
