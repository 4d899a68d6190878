//! The log: one event a line, grouped by user, in the order of time.

use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};

use moment_core::time::UnixMs;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

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
            Err(format!("`t` is {}, which is not in Unix seconds", record.unix_s))
        } else {
            Ok(record)
        }
    }

    /// When it happened.
    #[must_use]
    pub fn at_ms(&self) -> UnixMs {
        unix_ms(self.unix_s)
    }

    /// The property `key`.
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&Property<'a>> {
        self.properties.as_ref()?.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
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

/// The message with the column only: each line is read by itself.
fn without_line(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    if error.column() == 0 { message.to_owned() } else { format!("{message}, column {}", error.column()) }
}

/// An event's properties, in the order of the line.
#[derive(Debug, Default, PartialEq)]
pub struct Properties<'a>(pub Vec<(Cow<'a, str>, Property<'a>)>);

/// The value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Property<'a> {
    /// A number.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// True or false.
    Flag(bool),
    /// Anything else, which means nothing here.
    Other,
}

impl Property<'_> {
    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Properties<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PropertiesVisitor)
    }
}

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Properties<'de>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object of properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(Text(key)) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        Ok(Properties(entries))
    }
}

/// A text that is borrowed where it can be.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Property<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PropertyVisitor)
    }
}

struct PropertyVisitor;

impl<'de> Visitor<'de> for PropertyVisitor {
    type Value = Property<'de>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Property::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts past 2^53 need not be exact")]
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Property::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts past 2^53 need not be exact")]
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Property::Number(number as f64))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Property::Flag(flag))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Property::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Property::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Property::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Property::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Property::Other)
    }
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
        assert_eq!(record.property("n"), Some(&Property::Other));
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
            (r#"{"u":"a","t":"1","e":"x"}"#, "invalid type: string \"1\", expected f64, column 16"),
            (
                r#"{"u":"a","t":1,"e":"x","p":[]}"#,
                "invalid type: sequence, expected an object of properties, column 27",
            ),
            (r#"{"u":"a","t":1,"e":"x"} {}"#, "trailing characters, column 25"),
            (r#"{"u":"","t":1,"e":"x"}"#, "`u` is empty"),
            (r#"{"u":"a","t":1,"e":""}"#, "`e` is empty"),
            (r#"{"u":"a","t":-1,"e":"x"}"#, "`t` is -1, which is not in Unix seconds"),
            (r#"{"u":"a","t":1700000000000,"e":"x"}"#, "`t` is 1700000000000, which is not in Unix seconds"),
        ];
        for (line, fault) in cases {
            let told = Record::parse(line).unwrap_err();
            assert!(told.contains(fault), "{line}: {told}");
        }
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
