//! SHA-256 over named parts, as lower-case hex, or over one file, as browsers check it.

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

/// What the attribute `integrity` says of a file, <https://www.w3.org/TR/SRI/>: `sha256-` and the digest in base64.
pub(crate) fn integrity(content: &[u8]) -> String {
    let mut text = "sha256-".to_owned();
    for three in Sha256::digest(content).chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or_default()));
        for sextet in 0..4 {
            let is_filled = sextet <= three.len();
            text.push(if is_filled { sixty_four(bits >> (18 - 6 * sextet) & 63) } else { '=' });
        }
    }
    text
}

/// The character of base64 that stands for six bits.
fn sixty_four(bits: u32) -> char {
    const CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char::from(CHARACTERS[bits as usize])
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
    fn integrity_is_what_openssl_says() {
        // printf abc | openssl dgst -sha256 -binary | base64
        assert_eq!(integrity(b"abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn parts_are_hashed_apart() {
        assert_ne!(of_parts([b"a".as_slice(), b"bc"]), of_parts([b"ab".as_slice(), b"c"]));
    }
}
