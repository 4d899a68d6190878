//! A guest's functions: what the browser calls of ours throws nothing, so the page's own handlers of errors hear nothing.

use anyhow::{Result, ensure};

/// How wasm-bindgen 0.2.130 hands a Rust closure out, and how we want it. A closure that throws, because the page took
/// away what it called or because of a fault of ours, would be an uncaught error of the page. And without `...` nothing
/// depends on the iterators of arrays, which the page may have replaced.
const EDITS: [(&str, &str); 3] = [
    ("const real = (...args) => {", "const real = (x, y, z) => {"),
    (", ...args);", ", x, y, z);"),
    ("} finally {", "} catch {} finally {"),
];

/// The glue with quiet closures. Errors: it is not written as this file knows it.
pub(crate) fn quiet(glue: &str) -> Result<String> {
    ensure!(glue.contains(EDITS[0].0), "the glue hands no closure out, or in another way than build/guard.rs knows");
    let quiet = EDITS.iter().fold(glue.to_owned(), |glue, (old, new)| glue.replace(old, new));
    ensure!(!quiet.contains("...args"), "the glue passes arguments on in a way that build/guard.rs does not know");
    Ok(quiet)
}

#[cfg(test)]
mod tests {
    use super::quiet;

    const GLUE: &str = "const real = (...args) => { try { return f(state.a, ...args); } finally { unref(); } };";

    #[test]
    fn a_closure_keeps_what_it_throws() {
        let wanted = "const real = (x, y, z) => { try { return f(state.a, x, y, z); } catch {} finally { unref(); } };";
        assert_eq!(quiet(GLUE).unwrap(), wanted);
    }

    #[test]
    fn glue_of_another_form_is_refused() {
        assert!(quiet("const real = function () {};").is_err());
        assert!(quiet(&format!("{GLUE} g(...args)")).is_err());
    }
}
