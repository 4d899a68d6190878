//! What is told to a person: a tree of named values, which becomes a plain object of JavaScript's.

use js_sys::{Array, Date, Object, Reflect};
use wasm_bindgen::JsValue;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// There is none.
    Nothing,
    /// A truth.
    Truth(bool),
    /// A whole number.
    Number(u64),
    /// Words.
    Text(String),
    /// An instant, milliseconds since the Unix epoch.
    Instant(u64),
    /// Several.
    List(Vec<Told>),
    /// Several with names.
    Record(Vec<(&'static str, Told)>),
}

impl Told {
    /// Words, or that there are none.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.to_owned()))
    }

    /// Each of `items` as `tell` tells it.
    pub fn list<T>(items: impl IntoIterator<Item = T>, tell: impl Fn(T) -> Self) -> Self {
        Self::List(items.into_iter().map(tell).collect())
    }

    /// As JavaScript has it. An instant is written as `2026-11-10T09:00:00.000Z`; one that no date can be is none.
    pub fn to_js(&self) -> JsValue {
        match self {
            Self::Nothing => JsValue::NULL,
            Self::Truth(truth) => (*truth).into(),
            #[expect(clippy::cast_precision_loss, reason = "counts and instants are far smaller than 2 to the 53")]
            Self::Number(number) => (*number as f64).into(),
            Self::Text(text) => text.into(),
            #[expect(clippy::cast_precision_loss, reason = "counts and instants are far smaller than 2 to the 53")]
            Self::Instant(ms) => Date::new(&(*ms as f64).into()).to_json().into(),
            Self::List(items) => items.iter().map(Self::to_js).collect::<Array>().into(),
            Self::Record(fields) => {
                let object = Object::new();
                for (name, value) in fields {
                    let _ = Reflect::set(&object, &JsValue::from_str(name), &value.to_js());
                }
                object.into()
            }
        }
    }
}
