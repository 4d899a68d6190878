//! Fills places in texts, `{used}` and `{left, plural, one {# day} other {# days}}`, with numbers and dates as the
//! language of the prompt writes them: a small part of ICU's message format, with the browser's own `Intl`.

use js_sys::Array;
use moment_wire::decimal::decimal;
use wasm_bindgen::JsValue;

use crate::script::{call, create, get, record, window};

/// What a place stands for.
pub(crate) enum Value {
    Text(String),
    Number(f64),
    /// Milliseconds since the Unix epoch.
    Date(f64),
}

/// How one language writes numbers and dates, and which form a number asks for.
pub(crate) struct Fill {
    number: Option<JsValue>,
    plural: Option<JsValue>,
    date: Option<JsValue>,
}

impl Fill {
    /// Where the browser lacks a language, or this much of `Intl`, digits have to do.
    pub(crate) fn new(locale: &str) -> Self {
        let intl = get(&window(), "Intl");
        let of = |name: &str, options: JsValue| create(&intl, name, &Array::of2(&locale.into(), &options));
        Self {
            number: of("NumberFormat", JsValue::UNDEFINED),
            plural: of("PluralRules", JsValue::UNDEFINED),
            date: of("DateTimeFormat", record(&[("dateStyle", "long".into())])),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "to write a fraction would take the library's 8 KB for it, and no number told is negative"
    )]
    pub(crate) fn number(&self, number: f64) -> String {
        ask(self.number.as_ref(), "format", number).unwrap_or_else(|| decimal(number as u64))
    }

    /// A place that nothing is known for stays empty.
    pub(crate) fn fill(&self, text: &str, value: impl Fn(&str) -> Option<Value>) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, place, after)) = split(rest) {
            filled.push_str(before);
            let mut parts = place.splitn(3, ',').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let cases = parts.nth(1);
            match (value(name), cases) {
                (Some(Value::Number(number)), Some(cases)) => filled.push_str(&self.plural(cases, number)),
                (Some(Value::Number(number)), None) => filled.push_str(&self.number(number)),
                (Some(Value::Date(ms)), _) => {
                    filled.push_str(&ask(self.date.as_ref(), "format", ms).unwrap_or_default());
                }
                // Somebody's own words: they run their own way and leave what stands around them alone.
                (Some(Value::Text(text)), _) => filled.extend(["\u{2068}", &text, "\u{2069}"]),
                (None, _) => {}
            }
            rest = after;
        }
        filled + rest
    }

    /// The case for `number`, or `other`.
    fn plural(&self, cases: &str, number: f64) -> String {
        let category = ask(self.plural.as_ref(), "select", number).unwrap_or_default();
        let (mut found, mut rest) = ("", cases);
        while let Some((name, case, after)) = split(rest) {
            let name = name.trim();
            if name == category || name == "other" && found.is_empty() {
                found = case;
            }
            rest = after;
        }
        found.replace('#', &self.number(number))
    }
}

fn ask(format: Option<&JsValue>, method: &str, number: f64) -> Option<String> {
    call(format?, method, &Array::of1(&number.into())).as_string()
}

/// What stands before the first braces, within them, and after.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('{')?;
    let mut depth = 0;
    for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < start) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((text.get(..start)?, text.get(start + 1..at)?, text.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Fill, Value, split};

    #[test]
    fn braces_are_split_at_the_outermost() {
        assert_eq!(split("a {b, plural, one {#}} c {d}"), Some(("a ", "b, plural, one {#}", " c {d}")));
        assert_eq!((split("none"), split("open {"), split("{}")), (None, None, Some(("", "", ""))));
    }

    /// Without `Intl`, as here, every number takes `other`.
    #[test]
    fn places_are_filled_and_unknown_ones_stay_empty() {
        let fill = Fill { number: None, plural: None, date: None };
        let value = |name: &str| match name {
            "used" => Some(Value::Number(4.0)),
            "by" => Some(Value::Text("{Mia}".to_owned())),
            _ => None,
        };
        let text = "{by}: {used} of {of}, {used, plural, one {# day} other {# days}}.";
        assert_eq!(fill.fill(text, value), "\u{2068}{Mia}\u{2069}: 4 of , 4 days.");
    }
}
