//! Phrases of dark patterns, and how they are found in a text of any script.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

/// The phrases, by rule and language. A phrase may hold `#`, which stands for any number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    shaming: BTreeMap<String, Vec<Phrase>>,
    urgency: BTreeMap<String, Vec<Phrase>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    /// The words.
    text: String,
    /// What is wrong with them.
    reason: String,
    /// Words after which, as the next one, the phrase is harmless.
    #[serde(default)]
    but_not: Vec<String>,
}

/// A phrase that stands in a text.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// The phrase.
    pub(super) phrase: Cow<'a, str>,
    /// What is wrong with it.
    pub(super) reason: &'a str,
}

impl Phrases {
    /// The phrases that this program knows. An empty list if its own file were broken: a test reads it.
    pub(super) fn read() -> Self {
        Self::parse().unwrap_or(Self { shaming: BTreeMap::new(), urgency: BTreeMap::new() })
    }

    fn parse() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("phrases.toml"))
    }

    /// What shames in `text`, which is in the language of `locale`.
    pub(super) fn shaming<'a>(&'a self, text: &str, locale: &str) -> Option<Found<'a>> {
        find(&self.shaming, text, locale)
    }

    /// What presses in `text`, which is in the language of `locale`.
    pub(super) fn urgency<'a>(&'a self, text: &str, locale: &str) -> Option<Found<'a>> {
        find(&self.urgency, text, locale)
    }
}

fn find<'a>(lists: &'a BTreeMap<String, Vec<Phrase>>, text: &str, locale: &str) -> Option<Found<'a>> {
    let language = locale.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let text = folded(text);
    let phrase = lists.get(&language)?.iter().find(|phrase| stands_in(phrase, &text))?;
    Some(Found { phrase: Cow::Borrowed(&phrase.text), reason: &phrase.reason })
}

/// `text` as it is compared: in small letters, with one kind of apostrophe and space, without marks that are not seen,
/// Arabic without vowel signs and with one alef, full-width letters as plain ones.
pub(super) fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase).filter_map(|letter| match letter {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{64b}'..='\u{652}' | '\u{640}' => None,
        '’' | '‘' | 'ʼ' | '`' | '´' => Some('\''),
        'أ' | 'إ' | 'آ' => Some('ا'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        _ => Some(letter),
    });
    let text: String = letters.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stands_in(phrase: &Phrase, text: &str) -> bool {
    let pattern = folded(&phrase.text);
    let starts = text.char_indices().filter(|(at, _)| is_border(&text[..*at], &text[*at..]));
    starts.filter_map(|(at, _)| end_of(&pattern, &text[at..]).map(|len| at + len)).any(|end| {
        let after = text[end..].trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let is_harmless = |word: &String| {
            let word = folded(word);
            after.starts_with(&word) && is_border(&word, &after[word.len()..])
        };
        is_border(&text[..end], &text[end..]) && !phrase.but_not.iter().any(is_harmless)
    })
}

/// How many bytes of the beginning of `text` are the pattern.
fn end_of(pattern: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for letter in pattern.chars() {
        rest = match letter {
            '#' => {
                let after = rest.trim_start_matches(char::is_numeric);
                (after.len() < rest.len()).then_some(after)?
            }
            _ => rest.strip_prefix(letter)?,
        };
    }
    Some(text.len() - rest.len())
}

/// Whether a word ends between the two texts. Chinese characters and kana are written without spaces, so that there a
/// word may end anywhere; Arabic writes "and" and "so" as a letter before the word.
fn is_border(before: &str, after: &str) -> bool {
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return true };
    let is_and =
        matches!(left, 'و' | 'ف') && before.chars().rev().nth(1).is_none_or(|letter| !letter.is_alphanumeric());
    !left.is_alphanumeric() || !right.is_alphanumeric() || has_no_spaces(left) || has_no_spaces(right) || is_and
}

/// Hiragana, katakana and Chinese characters.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrases_can_be_read_and_each_finds_itself() {
        let phrases = Phrases::parse().unwrap();
        for lists in [&phrases.shaming, &phrases.urgency] {
            assert_eq!(lists.keys().collect::<Vec<_>>(), ["ar", "de", "en", "ja"]);
            for phrase in lists.values().flatten() {
                assert!(!phrase.reason.is_empty(), "{}", phrase.text);
                assert!(stands_in(phrase, &folded(&phrase.text.replace('#', "10"))), "{}", phrase.text);
            }
        }
    }

    #[test]
    fn a_phrase_stands_between_word_borders() {
        let phrase = |text: &str| Phrase { text: text.into(), reason: String::new(), but_not: vec!["upgrade".into()] };
        let stands = |phrase: &Phrase, text| stands_in(phrase, &folded(text));
        let hurry = phrase("hurry");
        assert!(stands(&hurry, "HURRY!") && stands(&hurry, "so, hur\u{ad}ry") && stands(&hurry, "Hurry up"));
        assert!(!stands(&hurry, "Hurrying is unhurried"));
        assert!(stands(&phrase("i don't want to"), "No, I don’t  want to grow"));
        assert!(!stands(&phrase("i don't want to"), "I don't want to upgrade."));
        assert!(stands(&phrase("# minutes left"), "Only 10 minutes left"));
        assert!(stands(&phrase("今すぐ"), "今なら今すぐ登録") && stands(&phrase("الآن فقط"), "والآن فقط"));
        assert!(!stands(&phrase("الآن فقط"), "كالآن فقط"));
    }
}
