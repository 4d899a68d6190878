//! Words: the events that a log has of its own, each with the keys that it needs.

use moment_core::event::Outcome;
use moment_core::limit::LimitUse;
use moment_core::playbook::Playbook as Rules;

use super::{What, name_of};
use crate::playbook::names::nearest;
use crate::replay::log::Record;
use crate::replay::property::{Properties, digits, rounded, short};

/// The least number that a counter of a snapshot counts from.
const COUNTED_MIN: f64 = 0.5;

/// Whether an event has a key that makes it `word`, one of the log's own, and not the feature that is called so.
pub(super) fn has_keys_of(word: &str, record: &Record) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| record.property(key).is_some());
    match word {
        "route" => has(&["o", "path"]),
        "limit" => has(&["o", "used", "of", "hard"]),
        "outcome" => has(&["o"]),
        // Whatever it counts is a key of its own; these two a feature has, too.
        _ => record.properties.iter().flat_map(Properties::told).any(|(key, _)| !["c", "v"].contains(&key)),
    }
}

pub(super) fn route<'a>(record: &'a Record<'a>) -> Result<What<'a>, String> {
    let key = if record.property("o").is_some() { "o" } else { "path" };
    let path = record.text(key)?.ok_or("a route needs `o` or `path`, the path that begins with /")?;
    if path.starts_with('/') {
        Ok(What::Routed(path))
    } else {
        Err(format!("`{key}` is `{}`, expected a path that begins with /", short(path)))
    }
}

pub(super) fn limit<'a>(record: &'a Record<'a>, rules: &Rules) -> Result<What<'a>, String> {
    let missing = |key: &str| format!("a limit needs `o`, `used` and `of`: `{key}` is missing");
    let text = record.text("o")?.ok_or_else(|| missing("o"))?;
    let name = name_of(text);
    if !rules.limits.iter().any(|limit| *limit == *name) {
        return Err(no_limit(text, &name, rules));
    }
    let standing = LimitUse {
        at_s: 0,
        used: record.whole("used")?.ok_or_else(|| missing("used"))?,
        of: record.whole("of")?.ok_or_else(|| missing("of"))?,
        hard: record.flag("hard")?,
    };
    Ok(What::Limited(name, standing))
}

fn no_limit(text: &str, name: &str, rules: &Rules) -> String {
    let advice = match nearest(name, rules.limits.iter().cloned()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if rules.limits.is_empty() => "it has none".into(),
        None => format!("it has {}", rules.limits.join(", ")),
    };
    format!("the playbook has no limit `{}`: {advice}", short(text))
}

pub(super) fn outcome<'a>(record: &Record) -> Result<What<'a>, String> {
    let name = record.text("o")?.ok_or("an outcome needs `o`: upgraded, cancelled or expired")?;
    let outcome = Outcome::named(name).map(What::Ended);
    outcome.ok_or_else(|| format!("the outcome `{}` is none of upgraded, cancelled, expired", short(name)))
}

pub(super) fn snapshot<'a>(record: &'a Record<'a>) -> Result<What<'a>, String> {
    let properties = record.properties.as_ref();
    let has_numbers = |properties: &&Properties| properties.told().any(|(_, value)| value.number().is_some());
    let properties = properties.filter(has_numbers).ok_or("a snapshot needs numbers by the names of their counters")?;
    match counters(properties).find(|(_, count)| rounded(*count).is_none()) {
        Some((key, count)) => {
            Err(format!("`{key}` is {}, more than the 4294967295 that can be counted", digits(count)))
        }
        None => Ok(What::Snapshot(properties)),
    }
}

/// The counters of a snapshot that count.
pub(super) fn counters<'b>(properties: &'b Properties) -> impl Iterator<Item = (&'b str, f64)> {
    let numbers = properties.told().filter_map(|(key, value)| Some((key, value.number()?)));
    numbers.filter(|(_, count)| *count >= COUNTED_MIN)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{heard, rules};
    use super::*;

    #[test]
    fn a_word_of_the_log_that_is_not_as_expected_is_a_fault() {
        let cases = [
            ("route", "null", "a route needs `o` or `path`, the path that begins with /"),
            ("route", r#"{"o":7,"path":"/a"}"#, "`o` is 7, expected a text"),
            ("route", r#"{"path":"prices"}"#, "`path` is `prices`, expected a path that begins with /"),
            ("limit", "{}", "a limit needs `o`, `used` and `of`: `o` is missing"),
            ("limit", r#"{"o":"seats","used":4}"#, "a limit needs `o`, `used` and `of`: `of` is missing"),
            ("limit", r#"{"o":"seats","used":4,"of":null}"#, "a limit needs `o`, `used` and `of`: `of` is missing"),
            ("limit", r#"{"o":"seets","used":4,"of":5}"#, "the playbook has no limit `seets`: did you mean `seats`?"),
            ("limit", r#"{"o":"disk","used":4,"of":5}"#, "the playbook has no limit `disk`: it has seats"),
            ("outcome", r#"{"outcome":"upgraded"}"#, "an outcome needs `o`: upgraded, cancelled or expired"),
            ("outcome", r#"{"o":1}"#, "`o` is 1, expected a text"),
            ("outcome", r#"{"o":"bought"}"#, "the outcome `bought` is none of upgraded, cancelled, expired"),
            ("snapshot", "null", "a snapshot needs numbers by the names of their counters"),
            ("snapshot", r#"{"songs":"7"}"#, "a snapshot needs numbers by the names of their counters"),
            ("snapshot", r#"{"songs":1e99}"#, "`songs` is 1e99, more than the 4294967295 that can be counted"),
        ];
        for (event, p, fault) in cases {
            assert_eq!(heard(&rules("export"), event, p), Err(fault.to_owned()), "{event} {p}");
        }
        let none = Rules { limits: Vec::new(), ..rules("export") };
        let fault = heard(&none, "limit", r#"{"o":"seats","used":4,"of":5}"#).unwrap_err();
        assert_eq!(fault, "the playbook has no limit `seats`: it has none");
    }
}
