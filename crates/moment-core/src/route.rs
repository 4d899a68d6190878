//! Route patterns: which pages a rule speaks of. Paths are matched here, in the page, and never kept.

use alloc::string::String;

/// A pattern over paths: `*` stands for any run of characters within a segment, `**` for any run at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(pub String);

impl Pattern {
    /// Whether the whole of `path` fits.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        fits(self.0.as_bytes(), path.as_bytes())
    }
}

/// Walks both texts once; at a mismatch it goes back to the last star and lets it take one character more. A single
/// star that would have to swallow a slash hands over to the last double star before it.
pub(crate) fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut single: Option<(usize, usize)> = None;
    let mut double: Option<(usize, usize)> = None;
    loop {
        if pattern[p..].starts_with(b"**") {
            p += 2;
            (double, single) = (Some((p, t)), None);
        } else if pattern.get(p) == Some(&b'*') {
            p += 1;
            single = Some((p, t));
        } else if t < path.len() && pattern.get(p) == Some(&path[t]) {
            (p, t) = (p + 1, t + 1);
        } else if t == path.len() && p == pattern.len() {
            return true;
        } else if let Some((after, taken)) = single.filter(|(_, taken)| path.get(*taken).is_some_and(|c| *c != b'/')) {
            (p, t) = (after, taken + 1);
            single = Some((after, t));
        } else if let Some((after, taken)) = double.filter(|(_, taken)| *taken < path.len()) {
            (p, t) = (after, taken + 1);
            (double, single) = (Some((after, t)), None);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stay_in_their_segment_and_double_stars_do_not() {
        let yes = [
            ("/invoices", "/invoices"),
            ("/invoices/*", "/invoices/17"),
            ("/invoices/*/edit", "/invoices/17/edit"),
            ("/**", "/"),
            ("/app/**", "/app/a/b/c"),
            ("**/upgrade", "/de/plans/upgrade"),
            ("/a*c/**/x*z", "/abc/d/e/xyz"),
            ("*", "abc"),
            ("", ""),
        ];
        let no = [
            ("/invoices", "/invoices/17"),
            ("/invoices/*", "/invoices/17/edit"),
            ("/invoices/*", "/invoice"),
            ("/app/**/z", "/app/a/b"),
            ("*", "a/b"),
            ("", "/"),
        ];
        for (pattern, path) in yes {
            assert!(Pattern(pattern.into()).matches(path), "{pattern} should fit {path}");
        }
        for (pattern, path) in no {
            assert!(!Pattern(pattern.into()).matches(path), "{pattern} should not fit {path}");
        }
    }
}
