//! Numbers as the viewer's locale writes them.

use js_sys::Intl::NumberFormat;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

thread_local! {
    static COUNT: NumberFormat = format_with(&[]);
    static SIGNED: NumberFormat = format_with(&[("signDisplay", "exceptZero".into())]);
    static DECIMAL: NumberFormat = format_with(&[("maximumFractionDigits", 1.into())]);
    static AMOUNT: NumberFormat = format_with(&[
        ("minimumFractionDigits", 2.into()),
        ("maximumFractionDigits", 2.into()),
        ("trailingZeroDisplay", "stripIfInteger".into()),
    ]);
    static PERCENT: NumberFormat = format_with(&[("style", "percent".into()), ("maximumFractionDigits", 0.into())]);
}

pub(crate) fn count(number: impl Into<f64>) -> String {
    COUNT.with(|format| write(format, number.into()))
}

/// For counts that do not fit a `f64` from 2^53 on; nobody has so many trials.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn count_u64(number: u64) -> String {
    count(number as f64)
}

/// With a plus or a minus before it.
pub(crate) fn signed(number: i32) -> String {
    SIGNED.with(|format| write(format, number.into()))
}

pub(crate) fn decimal(number: f64) -> String {
    DECIMAL.with(|format| write(format, number))
}

/// An amount of money, in whatever currency the vendor told it: "19.50", "228".
pub(crate) fn amount(number: f64) -> String {
    AMOUNT.with(|format| write(format, number))
}

/// Whole percent; a little is never shown as nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    let share = share(part, whole);
    let text = PERCENT.with(|format| write(format, if part > 0 { share.max(0.01) } else { share }));
    if part > 0 && share < 0.005 { format!("under {text}") } else { text }
}

/// 0 to 1; nothing of nothing is 0.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn format_with(options: &[(&str, JsValue)]) -> NumberFormat {
    let object = Object::new();
    for (name, value) in options {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    NumberFormat::new(&Array::new(), &object)
}

fn write(format: &NumberFormat, number: f64) -> String {
    let text = format.format().call1(&JsValue::NULL, &number.into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| number.to_string())
}
