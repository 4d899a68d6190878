//! Names between a module and its glue, made short: nobody reads `__wbg_sendBeacon_6881d111540afb41` in a browser, and
//! the digits at its end do not compress.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde::Deserialize;

/// What wasm-opt calls the module that all imports come from.
const MODULE: &str = "a";

/// What wasm-opt says of the names that it has made short.
#[derive(Deserialize)]
pub(crate) struct ShortNames {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

impl ShortNames {
    /// Reads what wasm-opt printed.
    pub(crate) fn read(printed: &str) -> Result<Self> {
        Ok(serde_json::from_str(printed)?)
    }

    /// The glue with the same names. Errors: it is of another form than this knows.
    pub(crate) fn put_into(&self, glue: &str) -> Result<String> {
        let mut glue = glue.to_owned();
        let from: BTreeSet<&str> = self.imports.iter().map(|(module, ..)| module.as_str()).collect();
        for module in &from {
            ensure!(from.len() == 1, "there are imports from {module} too, whose names are not the glue's");
            glue = replaced_once(&glue, &format!("\"{module}\": "), &format!("{MODULE}: "))?;
        }
        for (_, name, short) in &self.imports {
            glue = replaced_once(&glue, &format!(" {name}: "), &format!(" {short}: "))?;
        }
        for (name, short) in &self.exports {
            glue = renamed(&glue, &format!("wasm.{name}"), &format!("wasm.{short}"));
        }
        Ok(glue)
    }
}

/// Errors: `long` does not stand there exactly once.
fn replaced_once(text: &str, long: &str, short: &str) -> Result<String> {
    ensure!(text.matches(long).count() == 1, "the glue does not define{long}once");
    Ok(text.replace(long, short))
}

/// `text` with `short` for `long`, where that is not the beginning of a longer name.
fn renamed(text: &str, long: &str, short: &str) -> String {
    let mut pieces = text.split(long);
    let mut renamed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let goes_on = piece.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_' || next == '$');
        renamed.push_str(if goes_on { long } else { short });
        renamed.push_str(piece);
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{"imports": [["./core_bg.js", "__wbg_now_12", "a"]], "exports": [["start", "b"]]}"#;

    #[test]
    fn both_sides_call_each_other_by_the_same_names() {
        let glue =
            "{ \"./core_bg.js\": { __wbg_now_12: function() {} } } wasm.start(); wasm.start_later(); exports.start";
        let short = ShortNames::read(PRINTED).unwrap().put_into(glue).unwrap();
        assert_eq!(short, "{ a: { a: function() {} } } wasm.b(); wasm.start_later(); exports.start");
    }

    #[test]
    fn a_glue_of_another_form_is_refused() {
        let names = ShortNames::read(PRINTED).unwrap();
        assert!(names.put_into("{ \"__wbg_now_12\": now }").is_err());
    }
}
