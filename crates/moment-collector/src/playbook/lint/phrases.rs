//! Phrases of dark patterns, and how they are found in a text of any script.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

/// The phrases, by rule and language. A phrase may hold `#`, which stands for any number, and `…` for one
/// to three words.
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
    /// Words before which, as the last ones, the phrase is harmless.
    #[serde(default)]
    not_after: Vec<String>,
    /// Whether it presses only as the whole text, or as the end of one with an exclamation mark.
    #[serde(default)]
    alone: bool,
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
    pub(super) fn shaming<'a>(&'a self, text: &str, locale: &str) -> Vec<Found<'a>> {
        find(&self.shaming, text, locale)
    }

    /// What presses in `text`, which is in the language of `locale`.
    pub(super) fn urgency<'a>(&'a self, text: &str, locale: &str) -> Vec<Found<'a>> {
        find(&self.urgency, text, locale)
    }
}

/// All phrases that stand in the text, in its order; of those that overlap the longest.
fn find<'a>(lists: &'a BTreeMap<String, Vec<Phrase>>, text: &str, locale: &str) -> Vec<Found<'a>> {
    let language = locale.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let text = folded(text);
    let list = lists.get(&language).map(Vec::as_slice).unwrap_or_default();
    let mut places: Vec<_> = list.iter().filter_map(|phrase| Some((place_in(phrase, &text)?, phrase))).collect();
    places.sort_by_key(|(place, _)| (std::cmp::Reverse(place.len()), place.start));
    let mut apart: Vec<(Range<usize>, &Phrase)> = Vec::new();
    for (place, phrase) in places {
        if apart.iter().all(|(other, _)| place.end <= other.start || other.end <= place.start) {
            apart.push((place, phrase));
        }
    }
    apart.sort_by_key(|(place, _)| place.start);
    apart.into_iter().map(|(_, phrase)| Found { phrase: Cow::Borrowed(&phrase.text), reason: &phrase.reason }).collect()
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

/// Where the phrase first stands in a folded text.
fn place_in(phrase: &Phrase, text: &str) -> Option<Range<usize>> {
    let pattern = folded(&phrase.text);
    let starts = text.char_indices().filter(|(at, _)| is_border(&text[..*at], &text[*at..]));
    let mut places = starts.filter_map(|(at, _)| end_of(&pattern, &text[at..]).map(|len| at..at + len));
    places.find(|place| {
        let (before, after) = (&text[..place.start], &text[place.end..]);
        let is_alone = before.trim().is_empty() && after.trim_matches(['.', '!']).is_empty() || after.starts_with('!');
        is_border(&text[..place.end], after) && !is_harmless(phrase, before, after) && (is_alone || !phrase.alone)
    })
}

/// Whether what stands before the phrase, or after it, takes the sting out of it.
fn is_harmless(phrase: &Phrase, before: &str, after: &str) -> bool {
    let after = after.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let comes_next = |word: &String| {
        let word = folded(word);
        after.starts_with(&word) && is_border(&word, &after[word.len()..])
    };
    let before = before.trim_end();
    let came_last = |word: &String| {
        let word = folded(word);
        before.ends_with(&word) && is_border(&before[..before.len() - word.len()], &word)
    };
    phrase.but_not.iter().any(comes_next) || phrase.not_after.iter().any(came_last)
}

/// The most words that `…` stands for.
const WORDS_MAX: usize = 3;

/// How many bytes of the beginning of `text` are the pattern.
fn end_of(pattern: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for (at, letter) in pattern.char_indices() {
        rest = match letter {
            '#' => {
                let after = rest.trim_start_matches(char::is_numeric);
                (after.len() < rest.len()).then_some(after)?
            }
            '…' => {
                let pattern = &pattern[at + letter.len_utf8()..];
                let ends = rest.match_indices(' ').map(|(end, _)| end).chain([rest.len()]).take(WORDS_MAX);
                let gone = text.len() - rest.len();
                return ends.filter(|end| *end > 0).find_map(|end| Some(gone + end + end_of(pattern, &rest[end..])?));
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
                let text = folded(&phrase.text.replace('#', "10").replace('…', "so viel Zeit"));
                assert_eq!(place_in(phrase, &text), Some(0..text.len()), "{}", phrase.text);
            }
        }
    }

    fn phrase(text: &str) -> Phrase {
        let (but_not, not_after) = (vec!["upgrade".into()], vec!["no".into()]);
        Phrase { text: text.into(), reason: String::new(), but_not, not_after, alone: false }
    }

    #[test]
    fn a_phrase_stands_between_word_borders() {
        let stands = |phrase: &Phrase, text| place_in(phrase, &folded(text)).is_some();
        let hurry = phrase("hurry");
        assert!(stands(&hurry, "HURRY!") && stands(&hurry, "so, hur\u{ad}ry") && stands(&hurry, "Hurry up"));
        assert!(!stands(&hurry, "Hurrying is unhurried"));
        assert!(stands(&phrase("i don't want to"), "No, I don’t  want to grow"));
        assert!(!stands(&phrase("i don't want to"), "I don't want to upgrade."));
        assert!(stands(&phrase("# minutes left"), "Only 10 minutes left"));
        assert!(stands(&phrase("今すぐ"), "今なら今すぐ登録") && stands(&phrase("الآن فقط"), "والآن فقط"));
        assert!(!stands(&phrase("الآن فقط"), "كالآن فقط"));
        assert!(stands(&hurry, "Casino: hurry") && !stands(&hurry, "There is no hurry") && stands(&hurry, "No, hurry"));
        let waste = phrase("weiter … verschwenden");
        assert!(stands(&waste, "weiter Geld verschwenden") && stands(&waste, "Weiter so viel Zeit verschwenden!"));
        assert!(!stands(&waste, "weiter verschwenden") && !stands(&waste, "weiter a b c d verschwenden"));
        let alone = Phrase { alone: true, ..phrase("go") };
        assert!(
            stands(&alone, "Go")
                && stands(&alone, "Go!")
                && stands(&alone, "So go! And more")
                && !stands(&alone, "go on")
        );
    }

    #[test]
    fn all_phrases_of_a_text_are_found_and_of_those_that_overlap_the_longest() {
        let phrases = Phrases::read();
        let found = |text| phrases.urgency(text, "en").into_iter().map(|found| found.phrase).collect::<Vec<_>>();
        assert_eq!(found("Hurry, act now: last chance!"), ["hurry", "act now", "last chance"]);
        assert_eq!(found("The offer ends in 3 hours"), ["ends in # hours"]);
    }
}
