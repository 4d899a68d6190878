//! The element at which a prompt points.

use js_sys::Array;
use moment_wire::prompt::unpaintable::{MULTIPLE, NOT_FOUND, NOT_VISIBLE};
use web_sys::{Document, Element};

use crate::area::Area;
use crate::script::{call, elements, get, record, window};

/// The element, and how it is found again when the page draws it anew.
#[derive(Clone)]
pub(crate) struct Anchor {
    pub(crate) element: Element,
    pub(crate) selector: String,
}

/// The one element that fits and of which `sees` is true. Errors: a word of [`moment_wire::prompt::unpaintable`].
pub(crate) fn find(document: &Document, selector: &str, sees: fn(&Element) -> bool) -> Result<Anchor, &'static str> {
    let all = elements(document.query_selector_all(selector));
    let is_there = !all.is_empty();
    let mut seen = all.into_iter().filter(sees);
    match (seen.next(), seen.next()) {
        (Some(element), None) => Ok(Anchor { element, selector: selector.to_owned() }),
        (Some(_), Some(_)) => Err(MULTIPLE),
        _ => Err(if is_there { NOT_VISIBLE } else { NOT_FOUND }),
    }
}

/// It has a size and is not hidden.
pub(crate) fn is_shown(element: &Element) -> bool {
    let options = record(&[("opacityProperty", true.into()), ("visibilityProperty", true.into())]);
    let is_hidden = call(element, "checkVisibility", &Array::of1(&options)).as_bool() == Some(false);
    !is_hidden && Area::of(element).width > 0.0
}

/// It is shown, and stands in the window at least in part: a page is not scrolled unasked. Nor is what it stands in.
pub(crate) fn is_in_sight(element: &Element) -> bool {
    let mut area = Area::of(element);
    let (mut at, mut is_fixed) = (element.clone(), false);
    while let Some(outer) = at.parent_element().filter(|_| !is_fixed) {
        is_fixed = style(&at, "position") == "fixed";
        // What the body cuts off is cut off by the window.
        if !is_fixed && outer.local_name() != "body" && style(&outer, "overflow") != "visible" {
            area = area.within(&Area::of(&outer));
        }
        at = outer;
    }
    is_shown(element) && is_in_window(&area)
}

fn style(element: &Element, name: &str) -> String {
    let style = call(&window(), "getComputedStyle", &Array::of1(element));
    get(&style, name).as_string().unwrap_or_default()
}

/// Whether any of it stands in the window.
pub(crate) fn is_in_window(area: &Area) -> bool {
    let [width, height] = window_size();
    let window = Area { left: 0.0, top: 0.0, width, height };
    area.width > 0.0 && area.height > 0.0 && area.overlaps(&window)
}

/// The window's size, in CSS pixels.
pub(crate) fn window_size() -> [f64; 2] {
    let window = window();
    ["innerWidth", "innerHeight"].map(|name| get(&window, name).as_f64().unwrap_or_default())
}
