//! Property: what an event of a log says under one key.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// So much of a text is quoted that was not expected.
const QUOTE_CHARS: usize = 40;

/// Numbers from here on are quoted with an exponent.
const DIGITS_BELOW: f64 = 1e15;

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
    /// Null, which is as if it were not there.
    Nothing,
    /// Anything else, which means nothing here.
    Other,
}

impl<'a> Properties<'a> {
    /// The value of `key`, if it says anything.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Property<'a>> {
        self.told().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// Keys and values of those that say anything.
    pub fn told(&self) -> impl Iterator<Item = (&str, &Property<'a>)> {
        let entries = self.0.iter().map(|(key, value)| (&**key, value));
        entries.filter(|(_, value)| !matches!(value, Property::Nothing))
    }
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

    /// The whole number, if it is one that a counter can hold.
    #[must_use]
    pub fn whole(&self) -> Option<u32> {
        self.number().filter(|number| number.fract() == 0.0).and_then(rounded)
    }

    /// The truth, if it is one.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }
}

/// The value as it is quoted where it is not what was expected: short, whatever it is.
impl fmt::Display for Property<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Number(number) => out.write_str(&digits(*number)),
            Self::Text(text) => write!(out, "\"{}\"", short(text)),
            Self::Flag(flag) => write!(out, "{flag}"),
            Self::Nothing => out.write_str("null"),
            Self::Other => out.write_str("a list or an object"),
        }
    }
}

/// `number` rounded, if a counter can hold it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
pub(super) fn rounded(number: f64) -> Option<u32> {
    let number = number.round();
    (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
}

/// The beginning of `text`, which is the whole of most.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(QUOTE_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// `number` in figures, of which there may be three hundred: then with an exponent.
pub(super) fn digits(number: f64) -> String {
    if number.abs() < DIGITS_BELOW { number.to_string() } else { format!("{number:e}") }
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
        Ok(Property::Nothing)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_those_that_a_counter_holds() {
        let whole = |number: f64| Property::Number(number).whole();
        assert_eq!((whole(0.0), whole(7.0), whole(4_294_967_295.0)), (Some(0), Some(7), Some(u32::MAX)));
        for number in [-1.0, 2.5, 4_294_967_296.0, 1e300, f64::NAN] {
            assert_eq!(whole(number), None, "{number}");
        }
        assert_eq!(Property::Text("7".into()).whole(), None);
    }

    #[test]
    fn a_value_is_quoted_in_short() {
        let quoted = |value: Property| value.to_string();
        assert_eq!(quoted(Property::Number(1e300)), "1e300");
        assert_eq!(quoted(Property::Number(-2.5)), "-2.5");
        assert_eq!(quoted(Property::Text("é".repeat(40).into())), format!("\"{}\"", "é".repeat(40)));
        assert_eq!(quoted(Property::Text("é".repeat(41).into())), format!("\"{}…\"", "é".repeat(40)));
        assert_eq!(quoted(Property::Other), "a list or an object");
    }
}
