//! Dead clicks: a click on what looks as if it could be clicked, and nothing changed, moved, loaded or was selected.

use web_sys::{Element, Event};

use crate::capture::clicks::closest;
use crate::script::{ask, get, window};

/// What promises an answer by what it is. What promises it by its cursor only is asked for that when nothing came.
pub(super) const BUTTONS: &str = "button,a[href],summary,[role=button],[role=link],[role=menuitem],[role=tab],[type=button],\
                       [type=submit]";

/// What owes no answer, or gives it where nobody can see it: what is switched off or chosen already, fields and their
/// labels, pictures that are drawn, and our own prompts.
const EXEMPT: &str = ":disabled,[aria-disabled=true],[aria-selected=true],[aria-current],label,select,textarea,option,\
                      input:not([type=button],[type=submit]),[contenteditable],canvas,video,audio,embed,object,\
                      second-moment-prompt";

/// Links that lead out of the page, whoever follows them.
const OUT: &str = "a[download],a[target=_blank],a[href^='mailto:'],a[href^='tel:']";

/// Links that the browser follows if the page does not forbid it.
const AWAY: &str = "a[href]:not([href^='#'],[href^='javascript:'])";

/// Whether a click owed an answer, once it is known that none came.
pub(super) fn is_dead(event: &Event, target: &Element) -> bool {
    let leads = if get(event, "defaultPrevented").is_truthy() { OUT } else { AWAY };
    (is_button(target) || has_pointer(target)) && !is_exempt(target) && closest(target, leads).is_none()
}

/// Whether the click was on something that is made for clicking.
fn is_button(target: &Element) -> bool {
    closest(target, BUTTONS).is_some()
}

/// Whether no answer can be expected.
pub(super) fn is_exempt(target: &Element) -> bool {
    // An element of the page's own making may keep what happens in it to itself, and nobody sees what a canvas shows.
    let is_drawn = closest(target, ":root:has(canvas)").is_some();
    is_drawn || target.tag_name().contains('-') || closest(target, EXEMPT).is_some()
}

fn has_pointer(target: &Element) -> bool {
    get(&ask(&window(), "getComputedStyle", target), "cursor").as_string().is_some_and(|cursor| cursor == "pointer")
}
