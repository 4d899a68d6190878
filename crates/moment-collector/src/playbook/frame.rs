//! What stands around every prompt when the playbook does not say it.

use moment_wire::words::FrameWordsV1;

use crate::playbook::source::{Frame, Source};

/// The words for `locale`: the playbook's own for it, else for its fallback language, each missing one in English.
#[must_use]
pub fn frame_words(source: &Source, locale: &str) -> FrameWordsV1 {
    let nothing = Frame::default();
    let best = in_language(&source.frame, locale);
    let frame = best.or_else(|| in_language(&source.frame, &source.locale)).map_or(&nothing, |entry| entry.1);
    let or = |word: &Option<String>, english: &str| word.clone().unwrap_or_else(|| english.to_owned());
    FrameWordsV1 {
        why: or(&frame.why, "Why am I seeing this?"),
        why_intro: or(&frame.why_intro, "What you did here that speaks for it:"),
        why_none: or(&frame.why_none, "It is shown to everybody at this point of the trial."),
        fewer: or(&frame.fewer, "Fewer like this"),
        snooze: or(&frame.snooze, "Remind me tomorrow"),
        close: or(&frame.close, "Close"),
        next: or(&frame.next, "Next"),
        back: or(&frame.back, "Back"),
    }
}

/// The entry of `table` for `locale`: the very same tag, or the same language (`de` serves `de-AT` and the reverse).
#[must_use]
pub fn in_language<'a, T>(
    table: &'a std::collections::BTreeMap<String, T>,
    locale: &str,
) -> Option<(&'a String, &'a T)> {
    let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    table
        .iter()
        .find(|(tag, _)| tag.eq_ignore_ascii_case(locale))
        .or_else(|| table.iter().find(|(tag, _)| language(tag) == language(locale)))
}
