//! Values that say something: names that are not blank, lists that are not empty, languages that are tags.
//!
//! A reader's error is what is wrong and, in a second line, what was expected.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use toml::Spanned;

use crate::playbook::source::prompt::Device;
use crate::playbook::source::schedule::Weekday;
use crate::playbook::tag;

/// A text that is not blank.
pub(super) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom("the playbook has no name\nexpected what people call it"));
    }
    Ok(text)
}

/// A language tag.
pub(super) fn language<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Tag::deserialize(deserializer)?.0)
}

/// A table by language.
pub(super) fn by_language<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let table = BTreeMap::<Tag, T>::deserialize(deserializer)?;
    Ok(table.into_iter().map(|(tag, value)| (tag.0, value)).collect())
}

/// A table by language, with its place.
pub(super) fn placed_by_language<'de, D, T>(deserializer: D) -> Result<Spanned<BTreeMap<String, T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let table = Spanned::<BTreeMap<Tag, T>>::deserialize(deserializer)?;
    let span = table.span();
    let table = table.into_inner().into_iter().map(|(tag, value)| (tag.0, value)).collect();
    Ok(Spanned::new(span, table))
}

/// Devices, one at least.
pub(super) fn devices<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Device>, D::Error> {
    some(deserializer, "no device is left\nleave `devices` out to mean all of them")
}

/// Weekdays, one at least.
pub(super) fn weekdays<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Weekday>, D::Error> {
    some(deserializer, "no weekday is left\nleave `weekdays` out to mean all of them")
}

/// A day or more.
pub(super) fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let days = u16::deserialize(deserializer)?;
    if days == 0 {
        let message = format!("nobody upgrades within 0 days\nexpected a whole number of days, 1 to {}", u16::MAX);
        return Err(D::Error::custom(message));
    }
    Ok(days)
}

fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D, empty: &str) -> Result<Vec<T>, D::Error> {
    let list = Vec::deserialize(deserializer)?;
    if list.is_empty() { Err(D::Error::custom(empty)) } else { Ok(list) }
}

/// A text that is a language tag.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tag(String);

impl<'de> Deserialize<'de> for Tag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if tag::is_tag(&text) {
            return Ok(Self(text));
        }
        Err(D::Error::custom(format!("`{text}` is no language\n{}", tag::help(&text))))
    }
}
