//! The theme's colours, which every prompt wears: a label must be readable on its ground.

use crate::playbook::contrast::CONTRAST_MIN;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::source::Source;

/// A contrast that is too low. A colour that is none was told as a fault.
pub(super) fn lint(source: &Source) -> Option<Lint> {
    let theme = &source.theme;
    let (accent, on_accent) = theme.colours().ok()?;
    let contrast = accent.contrast(on_accent);
    if contrast >= CONTRAST_MIN {
        return None;
    }
    // Rounded down, lest 4.499 be called 4.50.
    let shown = (contrast * 100.0).floor() / 100.0;
    let message = format!("on_accent cannot be read on accent: their contrast is {shown:.2}");
    let help = format!("{CONTRAST_MIN} or more can be read by most people (WCAG 2.2, 1.4.3)");
    // The one that was left out has no place.
    let place = [&theme.on_accent, &theme.accent].map(toml::Spanned::span).into_iter().find(|span| !span.is_empty());
    Some(Lint::new(LintRule::Contrast, Subject::Playbook, place.unwrap_or_default(), message, help))
}
