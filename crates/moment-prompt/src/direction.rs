//! Which way a language is written.

/// The languages of the world's right-to-left scripts that have more than a few million readers.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur"];

/// `rtl` or `ltr`, by the first subtag of a BCP 47 tag.
pub(crate) fn of(locale: &str) -> &'static str {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    if RIGHT_TO_LEFT.iter().any(|known| known.eq_ignore_ascii_case(language)) { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn arabic_hebrew_persian_and_urdu_run_from_right_to_left() {
        for locale in ["ar", "he-IL", "FA", "ur_PK"] {
            assert_eq!(of(locale), "rtl", "{locale}");
        }
    }

    #[test]
    fn everything_else_runs_from_left_to_right() {
        for locale in ["en", "de-AT", "arn", "", "-"] {
            assert_eq!(of(locale), "ltr", "{locale}");
        }
    }
}
