//! Places in texts: `{used}`, `{ends}`, `{left, plural, one {# invoice} other {# invoices}}`. The grammar is a small part
//! of ICU's message format, and the painting module fills it in the customer's language.

use toml::Spanned;

use crate::playbook::fault::Fault;
use crate::playbook::names::nearest;

/// The places that a prompt's texts may have, with whether they are numbers.
pub const PROMPT: [(&str, bool); 11] = [
    ("used", true),
    ("of", true),
    ("left", true),
    ("percent", true),
    ("days_left", true),
    ("day", true),
    ("ends", false),
    ("comment", false),
    ("reply", false),
    ("by", false),
    ("at", false),
];

/// Those that speak of the prompt's limit.
pub const OF_LIMIT: [&str; 4] = ["used", "of", "left", "percent"];

/// Those that speak of the vendor's answer.
pub const OF_REPLY: [&str; 4] = ["comment", "reply", "by", "at"];

/// The places that texts around prompts may have.
pub const FRAME: [(&str, bool); 7] =
    [("at", true), ("count", true), ("cap", true), ("days", true), ("left", true), ("used", true), ("of", true)];

/// The categories of <https://cldr.unicode.org/index/cldr-spec/plural-rules>.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What is wrong with the places of a text, if anything is.
pub fn check(text: &Spanned<String>, known: &[(&str, bool)]) -> Option<Fault> {
    let (message, help) = fault_of(text.get_ref(), known)?;
    Some(Fault::new(text.span(), message).expected(help))
}

/// The names of the places in a text without faults.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    outermost(text).unwrap_or_default().into_iter().map(|place| place.split(',').next().unwrap_or_default().trim())
}

/// What is wrong, and what was expected.
pub fn fault_of(text: &str, known: &[(&str, bool)]) -> Option<(String, String)> {
    let places = match outermost(text) {
        Ok(places) => places,
        Err(message) => return Some((message.to_owned(), "expected a place such as {used}".to_owned())),
    };
    places.into_iter().find_map(|place| place_fault(place, known))
}

/// What stands between the outermost braces. Errors: they do not match.
fn outermost(text: &str) -> Result<Vec<&str>, &'static str> {
    let (mut places, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            '}' if depth == 0 => return Err("`}` closes nothing"),
            '}' => {
                depth -= 1;
                if depth == 0 {
                    places.push(&text[start..at]);
                }
            }
            _ => {}
        }
    }
    if depth == 0 { Ok(places) } else { Err("`}` is missing") }
}

fn place_fault(place: &str, known: &[(&str, bool)]) -> Option<(String, String)> {
    let mut parts = place.splitn(3, ',');
    let name = parts.next().unwrap_or_default().trim();
    let Some((_, is_number)) = known.iter().find(|(known, _)| *known == name) else {
        let all: Vec<_> = known.iter().map(|(known, _)| format!("{{{known}}}")).collect();
        let help = match nearest(name, known.iter().map(|(known, _)| (*known).to_owned())) {
            Some(near) => format!("did you mean {{{near}}}?"),
            None => format!("expected one of {}", all.join(", ")),
        };
        return Some((format!("nothing is known as {{{name}}}"), help));
    };
    let (form, cases) = (parts.next().map(str::trim), parts.next());
    match (form, cases) {
        (None, _) => None,
        (Some("plural"), Some(cases)) if *is_number => cases_fault(cases),
        _ => {
            let help = "expected {name}, or of a number {name, plural, one {# day} other {# days}}";
            Some((format!("{{{place}}} cannot be filled"), help.to_owned()))
        }
    }
}

fn cases_fault(cases: &str) -> Option<(String, String)> {
    let names: Vec<_> = cases_of(cases).collect();
    if let Some(strange) = names.iter().find(|name| !CATEGORIES.contains(name)) {
        return Some((format!("`{strange}` is no plural category"), format!("expected {}", CATEGORIES.join(", "))));
    }
    let help = "expected other {…}, which every number may take";
    (!names.contains(&"other")).then(|| ("the plural lacks `other`".to_owned(), help.to_owned()))
}

/// The names before the braces of `one {…} other {…}`.
fn cases_of(cases: &str) -> impl Iterator<Item = &str> {
    let (mut names, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, letter) in cases.char_indices() {
        match letter {
            '{' => {
                if depth == 0 {
                    names.push(cases[start..at].trim());
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                start = at + 1;
            }
            _ => {}
        }
    }
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{FRAME, PROMPT, fault_of, names};

    #[test]
    fn what_can_be_filled_is_let_pass() {
        for right in [
            "",
            "No places",
            "{used} of {of}",
            "Until {ends}",
            "{left, plural, one {# invoice} other {# invoices}} left",
            "{left,plural,other{#件}}",
        ] {
            assert_eq!(fault_of(right, &PROMPT), None, "{right}");
        }
        assert_eq!(names("{used} of {of}, {left, plural, other {#}}").collect::<Vec<_>>(), ["used", "of", "left"]);
    }

    #[test]
    fn what_cannot_be_filled_is_told() {
        let cases = [
            ("{used", "`}` is missing"),
            ("used}", "`}` closes nothing"),
            ("{usd}", "nothing is known as {usd}"),
            ("{used, plural, one {#}}", "the plural lacks `other`"),
            ("{used, plural, some {#} other {#}}", "`some` is no plural category"),
            ("{used, date}", "{used, date} cannot be filled"),
            ("{ends, plural, other {#}}", "{ends, plural, other {#}} cannot be filled"),
        ];
        for (text, message) in cases {
            assert_eq!(fault_of(text, &PROMPT).expect(text).0, message, "{text}");
        }
        assert!(fault_of("{comment}", &FRAME).is_some());
    }
}
