//! Numbers and truths as attributes have them. The library's own formatting would be two kilobytes of the download.

/// The number in decimal digits.
pub(crate) fn digits(number: u64) -> String {
    let mut text = if number > 9 { digits(number / 10) } else { String::new() };
    text.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
    text
}

/// `true` or `false`.
pub(crate) fn truth(is_so: bool) -> Option<String> {
    Some(if is_so { "true" } else { "false" }.to_owned())
}

/// So many pixels.
#[expect(clippy::cast_possible_truncation, reason = "no window is so large")]
pub(crate) fn pixels(px: f64) -> String {
    let px = px.round() as i64;
    let mut text = if px < 0 { "-".to_owned() } else { String::new() };
    text.push_str(&digits(px.unsigned_abs()));
    text.push_str("px");
    text
}

#[cfg(test)]
mod tests {
    use super::{digits, pixels};

    #[test]
    fn numbers_are_written_as_the_library_writes_them() {
        for number in [0, 9, 10, 907, 65_536, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
        assert_eq!([pixels(0.4), pixels(-12.5), pixels(1280.0)], ["0px", "-13px", "1280px"]);
    }
}
