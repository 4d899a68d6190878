//! In which language a text is, where that is another one than that of the texts around it: it says so itself, in front.

use alloc::string::String;

/// Before the language and after it. Nobody writes it into a playbook.
const MARK: char = '\u{1d}';

/// The text, marked as one in the language `locale`, a BCP 47 tag.
#[must_use]
pub fn mark(text: &str, locale: &str) -> String {
    let mut marked = String::from(MARK);
    for part in [locale, "\u{1d}", text] {
        marked.push_str(part);
    }
    marked
}

/// The language of a text that is marked, and the text itself.
#[must_use]
pub fn split(text: &str) -> (Option<&str>, &str) {
    match text.strip_prefix(MARK).and_then(|rest| rest.split_once(MARK)) {
        Some((locale, text)) => (Some(locale), text),
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::{mark, split};

    #[test]
    fn what_is_marked_is_split_into_language_and_text() {
        assert_eq!(split(&mark("Not {now}", "en-GB")), (Some("en-GB"), "Not {now}"));
        assert_eq!(
            [split("Not now"), split(""), split("\u{1d}en")],
            [(None, "Not now"), (None, ""), (None, "\u{1d}en")]
        );
    }
}
