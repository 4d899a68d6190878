//! Texts that shout: capital letters, exclamation marks, running clocks and countdowns.

use crate::playbook::lint::phrases::Found;

/// So many words in capital letters shout, if enough of them are no abbreviations.
const RUN_MIN: usize = 4;
/// And so many in any case: nobody lists abbreviations without commas for so long.
const SENTENCE_MIN: usize = 6;
/// Abbreviations are shorter.
const ORDINARY_LETTERS: usize = 5;
/// Words that press when they are written large, two of them or more.
const PRESSING: [&str; 13] =
    ["NOW", "TODAY", "TONIGHT", "BUY", "ACT", "SAVE", "FREE", "LAST", "UPGRADE", "JETZT", "HEUTE", "SOFORT", "NUR"];

/// Each way in which `text` shouts, once.
pub(super) fn shouting(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    if text.contains("!!") {
        found.push(Found { phrase: "!!".into(), reason: "more than one exclamation mark shouts" });
    }
    if let Some(clock) = text.split_whitespace().find(|word| is_clock(word)) {
        found.push(Found { phrase: clock.into(), reason: "a running clock presses for time" });
    }
    if let Some(countdown) = text.split_whitespace().find(|word| is_countdown(word)) {
        found.push(Found { phrase: countdown.into(), reason: "a countdown presses for time" });
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut runs = words.split(|word| !is_in_capitals(word));
    if let Some(run) = runs.find(|run| is_loud(run, words.len())) {
        found.push(Found { phrase: run.join(" ").into(), reason: "words in capital letters shout" });
    }
    found
}

/// `ACT` and `NOW!`, but neither `I` nor a list such as `CSV,`.
fn is_in_capitals(word: &str) -> bool {
    let word = bare(word);
    word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
}

fn bare(word: &str) -> &str {
    word.trim_end_matches(['!', '.', '?'])
}

/// Whether a run of words in capital letters, in a text of so many words, is more than a heading or some abbreviations.
fn is_loud(run: &[&str], words: usize) -> bool {
    let is_long = run.len() >= 3 || (run.len() == 2 && words == 2);
    let cries = run.iter().any(|word| word.ends_with('!'));
    let presses = run.iter().any(|word| PRESSING.contains(&bare(word)));
    let ordinary = run.iter().filter(|word| bare(word).chars().count() >= ORDINARY_LETTERS).count();
    (is_long && (cries || presses)) || (run.len() >= RUN_MIN && ordinary >= 2) || run.len() >= SENTENCE_MIN
}

/// `00:59:59`, whatever stands around it.
fn is_clock(word: &str) -> bool {
    let clock = word.trim_matches(|letter: char| !letter.is_ascii_digit());
    let parts: Vec<&str> = clock.split(':').collect();
    parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `3...2...1`, with dots enough that it is no version.
fn is_countdown(word: &str) -> bool {
    let word = word.replace('…', "...");
    let word = word.trim_matches(|letter: char| !letter.is_ascii_digit());
    let parts: Vec<&str> =
        word.split("..").map(|part| part.trim_matches('.')).filter(|part| !part.is_empty()).collect();
    parts.windows(3).any(|three| three == ["3", "2", "1"])
}

#[cfg(test)]
mod tests {
    use super::shouting;

    #[test]
    fn abbreviations_headings_and_versions_do_not_shout() {
        for calm in [
            "SSO AND SAML",
            "KANBAN BOARDS",
            "SSO SAML SCIM LDAP",
            "Use our REST API!",
            "CSV, PDF, XML AND JSON",
            "Version 3.2.1",
            "A, B... C",
            "Steps 1...2...3",
        ] {
            assert_eq!(shouting(calm).len(), 0, "{calm}");
        }
    }

    #[test]
    fn each_way_of_shouting_is_found() {
        for (loud, ways) in [
            ("UPGRADE NOW", 1),
            ("ACT SOON!", 1),
            ("TRY THE NEW PLAN!", 1),
            ("YOUR BOARDS WAIT FOR YOUR TEAM", 1),
            ("3...2...1", 1),
            ("Only 3… 2… 1… left", 0),
            ("BUY IT NOW!! 00:59:59", 3),
        ] {
            assert_eq!(shouting(loud).len(), ways, "{loud}");
        }
    }
}
