//! What stands in for a value that is missing or wrong, so that the rest of the playbook can be read all the same.

use std::borrow::Cow;

use toml::de::DeValue;

/// A value for a key without which a table cannot be read. `place` is where it stands: what must differ differs by it.
/// `None` for a key that may be left out.
pub(super) fn stand_in(key: &str, place: usize) -> Option<DeValue<'static>> {
    let text = match key {
        // No two of these are alike, and nobody calls anything so.
        "name" | "id" | "key" => return Some(DeValue::String(Cow::Owned(format!("_:{place}")))),
        "stage" => "'value'",
        "kind" => "'card'",
        "status" => "'draft'",
        "when" => "'sessions >= 0'",
        "reading" => "'sessions'",
        "period" => "'1d'",
        "title" | "body" | "accept" | "decline" | "yes" | "no" | "moment" | "price" => "'-'",
        "weight" | "cap" => "1",
        "warming" => "25",
        "ready" => "50",
        "urgent" => "75",
        "bins" | "steps" => "[]",
        "points" => "[0]",
        "words" => "{}",
        _ => return None,
    };
    DeValue::parse(text).ok().map(toml::Spanned::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_is_a_value() {
        for key in
            ["name", "stage", "kind", "status", "when", "reading", "period", "title", "body", "accept", "decline"]
        {
            assert!(stand_in(key, 7).is_some_and(|value| value.is_str()), "{key}");
        }
        for key in ["weight", "cap", "bins", "steps", "points", "words"] {
            assert!(stand_in(key, 7).is_some(), "{key}");
        }
        assert!(stand_in("settle", 7).is_none());
    }
}
