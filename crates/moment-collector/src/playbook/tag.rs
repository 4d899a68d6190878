//! Language tags: `en`, `pt-BR`, `zh-Hant-TW`, as BCP 47 (RFC 5646, section 2.1) has them.

/// Whether `text` is a language tag. A language has two or three letters: no longer one was ever registered.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    // `x-…` is private use and `i-…` an old registration; both say more.
    let is_language = match language.len() {
        1 => matches!(language, "x" | "X" | "i" | "I") && rest.peek().is_some(),
        2 | 3 => language.bytes().all(|byte| byte.is_ascii_alphabetic()),
        _ => false,
    };
    is_language
        && rest.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What to write instead of `text`, which is no language tag.
#[must_use]
pub fn help(text: &str) -> String {
    let with_hyphens = text.trim().replace('_', "-");
    if is_tag(&with_hyphens) {
        return format!("did you mean \"{with_hyphens}\"?");
    }
    "expected a language tag (BCP 47), such as \"en\" or \"pt-BR\"".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_language_and_what_narrows_it() {
        for right in
            ["en", "de-AT", "pt-BR", "zh-Hant-TW", "gsw", "sl-rozaj-biske-1994", "en-x-sales", "x-klingon", "i-mingo"]
        {
            assert!(is_tag(right), "{right}");
        }
        for wrong in
            ["", "english", "english!", "en_US", "en-", "-en", "e", "x", "de AT", "d3", "en-verylongpart", "日本"]
        {
            assert!(!is_tag(wrong), "{wrong}");
        }
        assert_eq!(help("en_US"), "did you mean \"en-US\"?");
        assert!(help("english").starts_with("expected a language tag"));
    }
}
