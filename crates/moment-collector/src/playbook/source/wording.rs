//! What the reader of TOML says, in plain words: which key, what stands there, and what was expected.

use std::ops::Range;

use toml::value::Datetime;

use crate::playbook::compile::check::POINTS_MAX;
use crate::playbook::fault::Fault;
use crate::playbook::names::nearest;
use crate::playbook::source::old_keys::with_advice;

/// The fault that `error` is. `key` is the key of what is wrong, where it is known; `text` is the playbook.
pub(super) fn fault_of(error: &toml::de::Error, key: Option<&str>, text: &str) -> Fault {
    let (message, span) = (error.message(), error.span().unwrap_or(0..0));
    // Our own readers say what they expected in a second line.
    if let Some((what, help)) = message.split_once('\n') {
        return Fault::new(span, what).expected(help);
    }
    let value = text.get(span.clone()).unwrap_or_default();
    if let Some((found, expected)) = mismatch(message) {
        let help = help(expected, key, found, value);
        return Fault::new(span, wrong(message, key, found, value)).expected(help);
    }
    if let Some(fault) = unknown_choice(message, &span) {
        return fault;
    }
    with_advice(Fault::new(span, message.to_owned()))
}

/// What was found and what was expected, where a value is of another kind or out of bounds.
fn mismatch(message: &str) -> Option<(&str, &str)> {
    let said = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match said {
        Some(said) => said.rsplit_once(", expected "),
        None if message == "wanted string or table" => Some(("", "a choice")),
        None if message.starts_with("invalid length ") => Some(("sequence", "struct")),
        None => None,
    }
}

fn wrong(message: &str, key: Option<&str>, found: &str, value: &str) -> String {
    let key = key.map_or_else(|| "this".to_owned(), |key| format!("`{key}`"));
    if message.starts_with("invalid value: integer") {
        return format!("{value} is out of bounds for {key}");
    }
    let kind = match (found.split([' ', '`']).next(), value.chars().next()) {
        (Some("string"), _) => "a text",
        (Some("integer"), _) => "a number",
        (Some("floating"), _) => "a number with a fraction",
        (Some("boolean"), _) => "true or false",
        (Some("sequence"), _) => "a list",
        (Some("map"), Some('0'..='9')) => "a date or a time",
        (Some("map"), _) => "a table",
        _ => "of this kind",
    };
    format!("{key} cannot be {kind}")
}

fn help(expected: &str, key: Option<&str>, found: &str, value: &str) -> String {
    let is_table = found == "map" && !value.starts_with(|first: char| first.is_ascii_digit());
    match expected {
        "u8" | "u16" | "i16" | "i32" => {
            let (least, most) = bounds(expected, key.unwrap_or_default());
            format!("expected a whole number, {least} to {most}")
        }
        "a string" | "a borrowed string" if key.is_some_and(is_duration) => {
            "expected a duration in quotation marks, such as \"8s\", \"15m\", \"4h\" or \"2d\"".to_owned()
        }
        "a string" | "a borrowed string" => "expected a text in quotation marks".to_owned(),
        "a boolean" => "expected true or false".to_owned(),
        "a sequence" if is_table => {
            let key = key.unwrap_or("name");
            format!("expected a list: write [[{key}]], with two brackets, or [ ] around the table")
        }
        "a sequence" => "expected a list in brackets: [ ]".to_owned(),
        "a choice" => "expected one of its names in quotation marks".to_owned(),
        "a TOML datetime" => date(value),
        _ => "expected a table: [ ] as a header, or { } behind the key".to_owned(),
    }
}

fn is_duration(key: &str) -> bool {
    matches!(key, "settle" | "recovery" | "snooze" | "stale_after" | "cooldownPeriod" | "period" | "every")
}

fn date(value: &str) -> String {
    let bare = value.trim_matches(['"', '\'']);
    if bare.parse::<Datetime>().is_ok() {
        return format!("write the date without quotes: {bare}");
    }
    "expected a date and a time without quotes, such as 2026-11-10T09:00:00Z".to_owned()
}

/// The least and the most that `key` may be.
fn bounds(kind: &str, key: &str) -> (i32, i32) {
    match key {
        "holdout_percent" | "control_percent" | "score_min" | "warming" | "ready" | "urgent" => (0, 100),
        "points" | "mean" => (-POINTS_MAX, POINTS_MAX),
        "horizon_days" => (1, u16::MAX.into()),
        _ => match kind {
            "u8" => (0, u8::MAX.into()),
            "u16" => (0, u16::MAX.into()),
            "i16" => (i16::MIN.into(), i16::MAX.into()),
            _ => (i32::MIN, i32::MAX),
        },
    }
}

/// A name that is none of those that may stand there.
fn unknown_choice(message: &str, span: &Range<usize>) -> Option<Fault> {
    let (found, expected) = message.strip_prefix("unknown variant `")?.rsplit_once("`, expected ")?;
    let known = expected.split('`').skip(1).step_by(2);
    let list: Vec<_> = known.clone().map(|name| format!("\"{name}\"")).collect();
    let all = format!("expected {}", list.join(", "));
    let help = match nearest(found, known.map(str::to_owned)) {
        Some(near) => format!("did you mean \"{near}\"? {all}"),
        None => all,
    };
    Some(Fault::new(span.clone(), format!("`{found}` is none of the names that may stand here")).expected(help))
}
