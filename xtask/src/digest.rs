//! SHA-256 over named parts, as lower-case hex.

use sha2::{Digest as _, Sha256};

/// Length goes before each part, so that moving a byte from one part to the next gives another digest.
pub(crate) fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    hex(&sha.finalize())
}

/// The digest of the parts one after the other, as `cat parts | sha256sum` gives it.
pub(crate) fn of_contents<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part);
    }
    hex(&sha.finalize())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_hashed_as_one_stream() {
        // The example of FIPS 180-4.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of_contents([b"a".as_slice(), b"bc"]), expected);
    }

    #[test]
    fn parts_are_hashed_apart() {
        assert_ne!(of_parts([b"a".as_slice(), b"bc"]), of_parts([b"ab".as_slice(), b"c"]));
    }
}
