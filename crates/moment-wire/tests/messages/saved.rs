//! A saved state of every version with everything that can happen to it on a disk: cut short, one bit flipped.

use moment_core::feature::FEATURES_MAX;
use moment_core::moment::MOMENTS_MAX;
use moment_wire::fault::DecodeError;
use moment_wire::saved::SavedV4;

const GOLDEN: [(&str, &str); 4] = [
    ("version 1", include_str!("../../../../tests/wire/saved_v1.hex")),
    ("version 2", include_str!("../../../../tests/wire/saved_v2.hex")),
    ("version 3", include_str!("../../../../tests/wire/saved_v3.hex")),
    ("version 4", include_str!("../../../../tests/wire/saved_v4.hex")),
];

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("a byte")).collect()
}

#[test]
fn a_state_that_was_cut_short_is_none() {
    for (version, hex) in GOLDEN {
        let whole = bytes_of(hex);
        assert_eq!(SavedV4::decode(&[]), Err(DecodeError::Empty));
        for len in 1..whole.len() {
            assert_eq!(SavedV4::decode(&whole[..len]), Err(DecodeError::Malformed), "{version}, {len} bytes");
        }
        for more in 0..=255 {
            let longer = [whole.as_slice(), &[more]].concat();
            assert_eq!(SavedV4::decode(&longer), Err(DecodeError::Malformed), "{version} and {more}");
        }
    }
}

/// What is read in spite of it is a state that a replica can have, and can be written and read again.
#[test]
fn a_flipped_bit_is_noticed_or_leaves_a_state_that_can_be() {
    for (version, hex) in GOLDEN {
        let whole = bytes_of(hex);
        let mut noticed = 0;
        for bit in 0..8 * whole.len() {
            let mut bent = whole.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            let Ok(saved) = SavedV4::decode(&bent) else {
                noticed += 1;
                continue;
            };
            assert!(saved.summary.features.len() <= FEATURES_MAX && saved.summary.moments.len() <= MOMENTS_MAX);
            let write = |saved: &SavedV4| SavedV4::encode(saved.replica, saved.started_ms, &saved.summary);
            let again = SavedV4::decode(&write(&saved)).map(|again| write(&again));
            assert_eq!(again, Ok(write(&saved)), "{version}, bit {bit}");
        }
        assert!(noticed > whole.len(), "{version}: of {} bits {noticed} were noticed", 8 * whole.len());
    }
}

#[test]
fn a_state_of_a_version_to_come_is_none() {
    for (version, hex) in GOLDEN {
        for newer in 5..=255 {
            let mut bytes = bytes_of(hex);
            bytes[0] = newer;
            let fault = SavedV4::decode(&bytes);
            assert_eq!(fault, Err(DecodeError::FutureVersion { found: newer, newest: 4 }), "{version}");
        }
    }
}
