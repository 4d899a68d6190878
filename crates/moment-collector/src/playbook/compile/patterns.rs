//! Routes and selectors: texts that a browser reads, checked as far as that can be done without one.

use moment_core::route::Pattern;
use toml::Spanned;

use crate::playbook::compile::selector;
use crate::playbook::fault::Fault;

/// The patterns of `routes`.
pub(super) fn patterns(routes: &[Spanned<String>]) -> Vec<Pattern> {
    routes.iter().map(|route| Pattern(route.get_ref().clone())).collect()
}

/// Faults: a route that no path can fit.
pub(super) fn check(routes: &[Spanned<String>], faults: &mut Vec<Fault>) {
    for route in routes {
        if let Some((message, help)) = route_fault(route.get_ref()) {
            faults.push(Fault::new(route.span(), message).expected(help));
        }
    }
}

/// What is wrong with a route, and what was expected: a path begins with a slash and ends before `?` and `#`, and what
/// is blank in it stands there as `%20`. Some products keep their paths behind the hash: `/#/invoices`.
pub(in crate::playbook) fn route_fault(route: &str) -> Option<(String, &'static str)> {
    if !route.starts_with(['/', '*']) {
        let help = "expected a path that begins with `/` or `*`, such as \"/invoices/*\"";
        return Some((format!("no page has the path `{route}`"), help));
    }
    let is_strange = |(place, letter): (usize, char)| match letter {
        '?' => true,
        '#' => !route[place..].starts_with("#/"),
        _ => letter.is_whitespace(),
    };
    let strange = route.char_indices().find_map(|found| is_strange(found).then_some(found.1))?;
    let help = if strange.is_whitespace() {
        "a blank stands in a path as %20; routes of several pages are several texts"
    } else {
        "the path alone is read, or one behind the hash, as in \"/#/plans\": leave out what comes after `?` or `#`"
    };
    Some((format!("no path holds `{strange}`"), help))
}

/// Faults: a selector that no browser takes, as far as that is certain.
pub(super) fn check_selectors(selectors: &[Spanned<String>], faults: &mut Vec<Fault>) {
    for selector in selectors {
        if let Some(message) = selector::fault(selector.get_ref()) {
            let fault = Fault::new(selector.span(), message);
            faults.push(fault.expected("expected a CSS selector, such as \".mark-paid\""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::route_fault;

    #[test]
    fn a_route_may_stand_behind_the_hash() {
        assert_eq!(route_fault("/#/plans/*"), None);
        assert_eq!(route_fault("**#/plans"), None);
        assert!(route_fault("/#plans").is_some() && route_fault("/#/plans#top").is_some());
    }
}
