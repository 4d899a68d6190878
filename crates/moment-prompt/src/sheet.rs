//! Puts CSS on a shadow root without a `<style>` element, which the page's content security policy may forbid.

use js_sys::Array;
use web_sys::{CssStyleSheet, ShadowRoot};

/// Nothing is adopted where constructable style sheets are missing (browsers before spring 2023).
pub(crate) fn adopt(root: &ShadowRoot, css: &str) -> Option<()> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(css).ok()?;
    root.set_adopted_style_sheets(&Array::of1(&sheet));
    Some(())
}
