//! The log: one event a line, grouped by user, in the order of time.

use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use moment_core::time::UnixMs;
use serde::Deserialize;

use crate::replay::property::{Properties, Property, digits};

/// An instant past the year 5138 is none: milliseconds were meant to be seconds.
const UNIX_S_MAX: f64 = 1e11;

/// One event of the log: a line such as `{"u":"a1","t":1700000000,"e":"export","p":{"c":2}}`.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Record<'a> {
    /// Whose it is: the trial's id.
    #[serde(rename = "u", borrow)]
    pub user: Cow<'a, str>,
    /// When, in Unix seconds.
    #[serde(rename = "t")]
    unix_s: f64,
    /// What happened.
    #[serde(rename = "e", borrow)]
    pub event: Cow<'a, str>,
    /// More about it.
    #[serde(rename = "p", borrow, default)]
    pub properties: Option<Properties<'a>>,
}

impl<'a> Record<'a> {
    /// Reads a line. Errors: what is wrong with it.
    pub fn parse(line: &'a str) -> Result<Self, String> {
        // A list would be taken for the fields in their order.
        if !line.trim_ascii_start().starts_with('{') {
            return Err("expected an object with u, t and e".into());
        }
        let record: Self = serde_json::from_str(line).map_err(|error| without_line(&error))?;
        if record.user.is_empty() {
            Err("`u` is empty".into())
        } else if record.event.is_empty() {
            Err("`e` is empty".into())
        } else if !(0.0..=UNIX_S_MAX).contains(&record.unix_s) {
            Err(format!("`t` is {}, which is not in Unix seconds", digits(record.unix_s)))
        } else {
            Ok(record)
        }
    }

    /// When it happened.
    #[must_use]
    pub fn at_ms(&self) -> UnixMs {
        unix_ms(self.unix_s)
    }

    /// The property `key`, if it says anything.
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&Property<'a>> {
        self.properties.as_ref()?.get(key)
    }

    /// The text of `key`, if it is there. Errors: what it is instead.
    pub fn text(&self, key: &str) -> Result<Option<&str>, String> {
        self.read(key, "a text", Property::text)
    }

    /// The number of `key`, 0 or more, if it is there. Errors: what it is instead.
    pub fn number(&self, key: &str) -> Result<Option<f64>, String> {
        self.read(key, "a number of 0 or more", |value| value.number().filter(|number| *number >= 0.0))
    }

    /// The whole number of `key`, if it is there. Errors: what it is instead.
    pub fn whole(&self, key: &str) -> Result<Option<u32>, String> {
        self.read(key, "a whole number from 0 to 4294967295", Property::whole)
    }

    /// Whether `key` holds; without it, it does not. Errors: what it is instead.
    pub fn flag(&self, key: &str) -> Result<bool, String> {
        self.read(key, "true or false", Property::flag).map(Option::unwrap_or_default)
    }

    fn read<'b, T>(
        &'b self,
        key: &str,
        expected: &str,
        read: impl Fn(&'b Property<'a>) -> Option<T>,
    ) -> Result<Option<T>, String> {
        let Some(value) = self.property(key) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| format!("`{key}` is {value}, expected {expected}"))
    }
}

/// An instant of a file, in Unix seconds, if it can be one.
pub(super) fn instant(text: &str) -> Option<UnixMs> {
    let unix_s: f64 = text.parse().ok()?;
    (0.0..=UNIX_S_MAX).contains(&unix_s).then(|| unix_ms(unix_s))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "instants are checked to be within bounds")]
fn unix_ms(unix_s: f64) -> UnixMs {
    (unix_s * 1000.0).round() as UnixMs
}

/// The message with the column only, for each line is read by itself, and in words of the log.
fn without_line(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    let message = message.strip_suffix("f64").map_or(message.to_owned(), |before| format!("{before}a number"));
    if error.column() == 0 { message } else { format!("{message}, column {}", error.column()) }
}

/// The order that a log must have: each user's events together, ascending in time. Of users that are over only a hash
/// of 8 bytes is kept.
#[derive(Debug, Default)]
pub struct Order {
    over: HashSet<u64>,
    current: Option<(String, UnixMs)>,
}

impl Order {
    /// Takes the next event in; true if it begins another user. Errors: why it may not stand here.
    pub fn admit(&mut self, user: &str, at_ms: UnixMs) -> Result<bool, String> {
        if let Some((current, last_ms)) = self.current.as_mut().filter(|(current, _)| current == user) {
            if at_ms < *last_ms {
                let back_s = (*last_ms - at_ms).div_ceil(1000);
                return Err(format!("time goes back by {back_s} s within the user {current}: sort the log by time"));
            }
            *last_ms = at_ms;
            return Ok(false);
        }
        if self.over.contains(&hash(user)) {
            return Err(format!("the user {user} appears again after others: sort the log by user"));
        }
        if let Some((before, _)) = self.current.replace((user.to_owned(), at_ms)) {
            self.over.insert(hash(&before));
        }
        Ok(true)
    }
}

/// Two of a million users share a hash once in thirty million logs.
fn hash(user: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    user.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_event() {
        let line = r#"{"u":"a\u0031","t":17.25,"e":"export","x":[1],"p":{"c":2,"o":"/a","hard":true,"n":null,"d":-1}}"#;
        let record = Record::parse(line).unwrap();
        assert_eq!((&*record.user, record.at_ms(), &*record.event), ("a1", 17_250, "export"));
        assert_eq!(record.property("c"), Some(&Property::Number(2.0)));
        assert_eq!(record.property("o").and_then(Property::text), Some("/a"));
        assert_eq!(record.property("hard"), Some(&Property::Flag(true)));
        assert_eq!(record.property("n"), None, "null says nothing");
        assert_eq!(record.property("d").and_then(Property::number), Some(-1.0));
        assert_eq!(record.property("x"), None);
        assert_eq!(Record::parse(r#"{"u":"a","t":1,"e":"x","p":null}"#).unwrap().properties, None);
    }

    #[test]
    fn what_is_no_event_is_told_with_its_column() {
        let cases = [
            ("{", "EOF while parsing an object, column 1"),
            ("x", "expected an object with u, t and e"),
            ("[1]", "expected an object with u, t and e"),
            (r#"{"t":1,"e":"x"}"#, "missing field `u`, column 15"),
            (r#"{"u":"a","e":"x"}"#, "missing field `t`, column 17"),
            (r#"{"u":"a","t":1}"#, "missing field `e`, column 15"),
            (r#"{"u":7,"t":1,"e":"x"}"#, "invalid type: integer `7`, expected a string, column 6"),
            (r#"{"u":"a","t":"1","e":"x"}"#, "invalid type: string \"1\", expected a number, column 16"),
            (
                r#"{"u":"a","t":1,"e":"x","p":[]}"#,
                "invalid type: sequence, expected an object of properties, column 27",
            ),
            (r#"{"u":"a","t":1,"e":"x"} {}"#, "trailing characters, column 25"),
            (r#"{"u":"","t":1,"e":"x"}"#, "`u` is empty"),
            (r#"{"u":"a","t":1,"e":""}"#, "`e` is empty"),
            (r#"{"u":"a","t":-1,"e":"x"}"#, "`t` is -1, which is not in Unix seconds"),
            (r#"{"u":"a","t":1700000000000,"e":"x"}"#, "`t` is 1700000000000, which is not in Unix seconds"),
            (r#"{"u":"a","t":1e300,"e":"x"}"#, "`t` is 1e300, which is not in Unix seconds"),
        ];
        for (line, fault) in cases {
            let told = Record::parse(line).unwrap_err();
            assert!(told.contains(fault), "{line}: {told}");
        }
    }

    #[test]
    fn a_property_is_what_its_key_needs_or_told() {
        let line = r#"{"u":"a","t":1,"e":"x","p":{"c":2.0,"v":0.5,"o":"/a","hard":true,"n":null}}"#;
        let record = Record::parse(line).unwrap();
        assert_eq!((record.whole("c"), record.whole("n"), record.whole("z")), (Ok(Some(2)), Ok(None), Ok(None)));
        assert_eq!((record.number("v"), record.text("o")), (Ok(Some(0.5)), Ok(Some("/a"))));
        assert_eq!((record.flag("hard"), record.flag("n")), (Ok(true), Ok(false)));
        let whole = |key| record.whole(key).unwrap_err();
        assert_eq!(whole("v"), "`v` is 0.5, expected a whole number from 0 to 4294967295");
        assert_eq!(whole("o"), "`o` is \"/a\", expected a whole number from 0 to 4294967295");
        assert_eq!(record.number("hard").unwrap_err(), "`hard` is true, expected a number of 0 or more");
        assert_eq!(record.flag("c").unwrap_err(), "`c` is 2, expected true or false");
        assert_eq!(record.text("c").unwrap_err(), "`c` is 2, expected a text");
    }

    #[test]
    fn users_stand_together_and_time_goes_on() {
        let mut order = Order::default();
        let steps = [("a", 5, true), ("a", 5, false), ("a", 6, false), ("b", 1, true), ("b", 2, false)];
        for (user, at, is_new) in steps {
            assert_eq!(order.admit(user, at), Ok(is_new));
        }
        assert!(order.admit("a", 9_000).unwrap_err().ends_with("sort the log by user"));
        assert!(order.admit("b", 1).unwrap_err().contains("time goes back by 1 s within the user b"));
        assert_eq!(order.admit("b", 2), Ok(false), "a bad line changes nothing");
    }
}
