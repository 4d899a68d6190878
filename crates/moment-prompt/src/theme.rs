//! The playbook's colours, as defaults of the custom properties that a page may set itself.

use moment_wire::prompt::PromptV3;
use web_sys::{HtmlElement, css};

/// Not `--sm-accent` itself: set here it would beat the page's own `second-moment-prompt { --sm-accent: … }`.
const ACCENT: &str = "--sm-theme-accent";
const ON_ACCENT: &str = "--sm-theme-on-accent";

/// Both or none: one of them alone may be unreadable on the other's default.
pub(crate) fn put_on(element: &HtmlElement, prompt: &PromptV3) {
    let colours = [(ACCENT, &prompt.surround.theme.accent), (ON_ACCENT, &prompt.surround.theme.on_accent)];
    if colours.iter().all(|(_, value)| css::supports_with_value("color", value).unwrap_or(false)) {
        for (name, value) in colours {
            let _ = element.style().set_property(name, value);
        }
    }
}
