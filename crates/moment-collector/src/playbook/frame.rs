//! What stands around every prompt when the playbook does not say it: in the languages that are known here, else in
//! English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use moment_core::time::DAY_S;
use moment_wire::words::{FrameWord, FrameWordsV2, language};
use serde::Deserialize;
use toml::Spanned;

use crate::playbook::source::{Frame, Source};

/// What nobody has to write.
#[derive(Debug, Deserialize)]
pub struct Usual {
    /// The words around a prompt.
    pub frame: Frame,
    /// What a prompt says that asks for words.
    pub send: String,
    /// What it says when they were sent.
    pub thanks: String,
    /// The answers of a reaction, from bad to good.
    pub scale: Vec<String>,
    /// Whether help has helped.
    pub helped: [String; 3],
}

static USUAL: LazyLock<BTreeMap<String, Usual>> = LazyLock::new(|| {
    let text = include_str!("frame/usual.toml");
    toml::from_str(text).unwrap_or_default()
});

/// Spoken where nothing else is.
const ENGLISH: &str = "en";

type Word = Option<Spanned<String>>;

/// What nobody has to write, in the language of `locale` if it is known here, else in English; with the language that it
/// is.
///
/// # Panics
/// If there is no English: a test reads it.
#[must_use]
pub fn usual(locale: &str) -> (&'static str, &'static Usual) {
    in_language(&USUAL, locale).map_or_else(|| (ENGLISH, &USUAL[ENGLISH]), |(tag, usual)| (tag.as_str(), usual))
}

/// What nobody has to write: one text of it, marked where it is not in the language of `locale`.
#[must_use]
pub fn usual_text(locale: &str, text: impl Fn(&Usual) -> &String) -> String {
    let (tag, usual) = usual(locale);
    said(text(usual), tag, locale)
}

/// A text in the language `own`, among texts in the language `locale`: it says so, if that is another one.
#[must_use]
pub fn said(text: &str, own: &str, locale: &str) -> String {
    if is_same_language(own, locale) { text.to_owned() } else { language::mark(text, own) }
}

/// The words for `locale`: of each the playbook's own, else the usual one; in a language that is not known here those of
/// the playbook's fallback language come before English.
#[must_use]
pub fn frame_words(source: &Source, locale: &str) -> FrameWordsV2 {
    let of = |place: usize| frame_word(source, locale, |frame| words(frame)[place]);
    let mut all: Vec<String> = (0..FrameWord::COUNT).map(of).collect();
    let says_tomorrow = source.snooze.seconds == DAY_S;
    let own = in_language(&source.frame, locale).is_some_and(|(_, frame)| frame.snooze.is_some());
    if !says_tomorrow && !own {
        all[FrameWord::Snooze as usize] = frame_word(source, locale, |frame| &frame.snooze_later);
    }
    FrameWordsV2(all)
}

/// One word, as [`frame_words`] finds all; marked where it is in another language.
#[must_use]
pub fn frame_word(source: &Source, locale: &str, word: impl Fn(&Frame) -> &Word) -> String {
    let known = in_language(&USUAL, locale).map(|(tag, usual)| (tag, &usual.frame));
    let english = in_language(&USUAL, ENGLISH).map(|(tag, usual)| (tag, &usual.frame));
    let frames = [in_language(&source.frame, locale), known, in_language(&source.frame, &source.locale), english];
    let found = frames.into_iter().flatten().find_map(|(tag, frame)| Some((tag, word(frame).as_ref()?)));
    found.map(|(tag, word)| said(word.get_ref(), tag, locale)).unwrap_or_default()
}

/// What people call `name` in `locale`, or in the playbook's own language, and marked so.
#[must_use]
pub fn name_in(source: &Source, locale: &str, name: &str, label: Option<&String>) -> Option<String> {
    let frames = [locale, &source.locale].map(|locale| in_language(&source.frame, locale));
    let named = frames.into_iter().flatten().find_map(|(tag, frame)| Some((tag, frame.names.get(name)?.get_ref())));
    let (tag, name) = named.or_else(|| Some((&source.locale, label?)))?;
    Some(said(name, tag, locale))
}

/// The words of a frame, by the number of their [`FrameWord`].
#[must_use]
pub fn words(frame: &Frame) -> [&Word; FrameWord::COUNT] {
    [
        &frame.why,
        &frame.why_intro,
        &frame.why_none,
        &frame.fewer,
        &frame.snooze,
        &frame.close,
        &frame.next,
        &frame.back,
        &frame.step,
        &frame.budget,
        &frame.budget_chosen,
        &frame.budget_normal,
        &frame.budget_fewer,
        &frame.budget_none,
        &frame.data,
        &frame.data_intro,
        &frame.data_consent,
        &frame.withdraw,
        &frame.forget,
        &frame.forget_sure,
        &frame.minutes,
        &frame.used,
        &frame.done,
        &frame.to_do,
        &frame.fold,
        &frame.days,
        &frame.visits,
        &frame.trouble,
        &frame.prompts,
        &frame.answers,
    ]
}

/// Those that stand in the place of others, as it suits a prompt.
#[must_use]
pub fn other_words(frame: &Frame) -> [&Word; 5] {
    [&frame.why_help, &frame.why_limit, &frame.why_delight, &frame.why_reply, &frame.snooze_later]
}

/// The entry of `table` for `locale`: the very same tag, or the same language (`de` serves `de-AT` and the reverse).
#[must_use]
pub fn in_language<'a, T>(table: &'a BTreeMap<String, T>, locale: &str) -> Option<(&'a String, &'a T)> {
    table
        .iter()
        .find(|(tag, _)| tag.eq_ignore_ascii_case(locale))
        .or_else(|| table.iter().find(|(tag, _)| is_same_language(tag, locale)))
}

/// Whether two BCP 47 tags begin with the same language.
#[must_use]
pub fn is_same_language(one: &str, other: &str) -> bool {
    let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    language(one) == language(other)
}

#[cfg(test)]
mod tests {
    use moment_wire::words::FrameWord;

    use super::{USUAL, other_words, words};
    use crate::playbook::places::{FRAME, fault_of};

    #[test]
    fn every_known_language_says_everything_and_fills_its_places() {
        assert_eq!(USUAL.keys().collect::<Vec<_>>(), ["ar", "de", "en", "ja"]);
        for (language, usual) in USUAL.iter() {
            assert_eq!(usual.scale.len(), 5, "{language}");
            for (place, word) in words(&usual.frame).into_iter().chain(other_words(&usual.frame)).enumerate() {
                let word = word.as_ref().unwrap_or_else(|| panic!("{language} lacks word {place}")).get_ref();
                assert_eq!(fault_of(word, &FRAME), None, "{language}: {word}");
            }
        }
    }

    #[test]
    fn the_numbers_of_words_are_those_of_the_wire() {
        let usual = &USUAL["en"].frame;
        let text = include_str!("frame/usual.toml");
        let table: toml::Table = toml::from_str(text).unwrap();
        for (name, word) in FrameWord::NAMES.into_iter().zip(words(usual)) {
            let written = table["en"]["frame"][name].as_str();
            assert_eq!(word.as_ref().map(|word| word.get_ref().as_str()), written, "{name}");
        }
        assert_eq!(FrameWord::NAMES[FrameWord::Fold as usize], "fold");
    }
}
