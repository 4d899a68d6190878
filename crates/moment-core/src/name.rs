//! What may be called a name: the identifiers of features, moments, limits and prompts.

use alloc::string::String;

/// The longest name, in bytes.
pub const NAME_BYTES_MAX: usize = 40;

/// The identifier of a feature, moment, limit or prompt: see [`is_name`].
pub type Name = String;

/// Whether `text` may name something: 1 to 40 characters out of `a-z A-Z 0-9 _ . : -`.
///
/// Names travel in beacons. The narrow alphabet keeps addresses, sentences and e-mail out of them.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_name_byte)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        for good in ["invoice_created", "a", "nav:upgrade", "v2.export"] {
            assert!(is_name(good), "{good}");
        }
        let long = "x".repeat(NAME_BYTES_MAX + 1);
        for bad in ["", "bob@example.com", "two words", "/invoices/17", "naïve", &long] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
