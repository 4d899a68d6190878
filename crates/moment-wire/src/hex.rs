//! Bytes as hexadecimal digits, and back.

use alloc::string::String;
use alloc::vec::Vec;

/// Two lower-case digits for each byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes that digits of either case say; `None` unless there are two for each, and nothing else.
#[must_use]
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    let half = |digit: u8| char::from(digit).to_digit(16).and_then(|half| u8::try_from(half).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(half(*high)? << 4 | half(*low)?),
        _ => None,
    };
    digits.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{hex, unhex};

    #[test]
    fn digits_say_the_bytes_that_they_were_made_of() {
        let bytes: Vec<u8> = (0..=255).collect();
        let digits = hex(&bytes);
        assert!(digits.starts_with("000102") && digits.ends_with("fdfeff"), "{digits}");
        assert_eq!(unhex(&digits), Some(bytes.clone()));
        assert_eq!(unhex(&digits.to_uppercase()), Some(bytes));
        assert_eq!(unhex(""), Some(Vec::new()));
        for wrong in ["0", "000", "0g", "+1", " 1", "é"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
