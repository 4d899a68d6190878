//! Numbers in decimal digits. The library's own formatting would be two kilobytes of the download.

use alloc::string::String;

/// The number in decimal digits.
#[must_use]
pub fn decimal(number: u64) -> String {
    let mut text = if number > 9 { decimal(number / 10) } else { String::new() };
    text.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
    text
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::decimal;

    #[test]
    fn numbers_are_written_as_the_library_writes_them() {
        for number in [0, 9, 10, 907, 65_536, u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
