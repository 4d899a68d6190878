//! Routes and selectors: texts that a browser reads, checked as far as that can be done without one.

use moment_core::route::Pattern;
use toml::Spanned;

use crate::playbook::fault::Fault;

/// The patterns of `routes`.
pub(super) fn patterns(routes: &[Spanned<String>]) -> Vec<Pattern> {
    routes.iter().map(|route| Pattern(route.get_ref().clone())).collect()
}

/// Faults: a route that no path can fit, for a path begins with a slash.
pub(super) fn check(routes: &[Spanned<String>], faults: &mut Vec<Fault>) {
    for route in routes.iter().filter(|route| !route.get_ref().starts_with(['/', '*'])) {
        let fault = Fault::new(route.span(), format!("no page has the path `{}`", route.get_ref()));
        faults.push(fault.expected("expected a path that begins with `/` or `*`, such as \"/invoices/*\""));
    }
}

/// Faults: a selector that is empty, or in which a bracket or a quotation is not closed.
pub(super) fn check_selectors(selectors: &[Spanned<String>], faults: &mut Vec<Fault>) {
    for selector in selectors {
        if let Some(message) = selector_fault(selector.get_ref()) {
            let fault = Fault::new(selector.span(), message);
            faults.push(fault.expected("expected a CSS selector, such as \".mark-paid\""));
        }
    }
}

fn selector_fault(selector: &str) -> Option<String> {
    if selector.trim().is_empty() {
        return Some("the selector is empty".to_owned());
    }
    let (mut open, mut quote) = (Vec::new(), None);
    let mut letters = selector.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            // What a backslash escapes has no meaning of its own.
            (_, '\\') => drop(letters.next()),
            (Some(mark), _) if mark == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(letter) => return Some(format!("`{letter}` closes nothing")),
            (None, '{' | '}') => return Some(format!("`{letter}` has no meaning in a selector")),
            _ => {}
        }
    }
    match (quote, open.pop()) {
        (Some(mark), _) => Some(format!("{mark} is not closed")),
        (None, Some(close)) => Some(format!("`{close}` is missing")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::selector_fault;

    #[test]
    fn brackets_and_quotations_are_closed() {
        for right in [".a", "a[href=\"(\"]", "li:not(.b, [data-x='}'])", "#a\\(b", "a > b ~ c", "[title=\"it's\"]"] {
            assert_eq!(selector_fault(right), None, "{right}");
        }
        for wrong in ["", "  ", "a[href", "li:not(.b", "a)", "[a)", "a[b=\"c]", ".a {", "(]"] {
            assert!(selector_fault(wrong).is_some(), "{wrong}");
        }
    }
}
