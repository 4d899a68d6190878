//! A probability as people say it.

/// "about 3 in 10"; small ones in a hundred, because "0 in 10" would say never.
pub(crate) fn words(probability: f64) -> String {
    let percent = probability.clamp(0.0, 1.0) * 100.0;
    if percent < 1.0 {
        "fewer than 1 in 100".to_owned()
    } else if percent < 9.5 {
        format!("about {} in 100", percent.round())
    } else if percent < 95.0 {
        format!("about {} in 10", (percent / 10.0).round().min(9.0))
    } else {
        "more than 9 in 10".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn odds_read_like_speech() {
        assert_eq!(words(0.003), "fewer than 1 in 100");
        assert_eq!(words(0.04), "about 4 in 100");
        assert_eq!(words(0.0951), "about 1 in 10");
        assert_eq!(words(0.31), "about 3 in 10");
        assert_eq!(words(0.949), "about 9 in 10");
        assert_eq!(words(0.99), "more than 9 in 10");
    }
}
