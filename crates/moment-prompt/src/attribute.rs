//! Truths and pixels as attributes have them.

use moment_wire::decimal::decimal;

/// `true` or `false`.
pub(crate) fn truth(is_so: bool) -> Option<String> {
    Some(if is_so { "true" } else { "false" }.to_owned())
}

/// So many pixels.
#[expect(clippy::cast_possible_truncation, reason = "no window is so large")]
pub(crate) fn pixels(px: f64) -> String {
    let px = px.round() as i64;
    let mut text = if px < 0 { "-".to_owned() } else { String::new() };
    text.push_str(&decimal(px.unsigned_abs()));
    text.push_str("px");
    text
}

#[cfg(test)]
mod tests {
    use super::pixels;

    #[test]
    fn pixels_are_whole_numbers() {
        assert_eq!([pixels(0.4), pixels(-12.5), pixels(1280.0)], ["0px", "-13px", "1280px"]);
    }
}
