//! The element at which a prompt points.

use moment_wire::prompt::unpaintable::{MULTIPLE, NOT_FOUND, NOT_VISIBLE};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

use crate::area::Area;
use crate::script::{call, get, record, window};
use js_sys::Array;

/// The element, and how it is found again when the page draws it anew.
#[derive(Clone)]
pub(crate) struct Anchor {
    pub(crate) element: Element,
    pub(crate) selector: String,
}

/// The one element that fits and can be seen. Errors: a word of [`moment_wire::prompt::unpaintable`].
pub(crate) fn find(document: &Document, selector: &str) -> Result<Anchor, &'static str> {
    let all = document.query_selector_all(selector).map_err(|_| NOT_FOUND)?;
    let elements = (0..all.length()).filter_map(|place| all.get(place)?.dyn_into::<Element>().ok());
    let mut seen = elements.filter(can_be_seen);
    match (all.length(), seen.next(), seen.next()) {
        (0, ..) => Err(NOT_FOUND),
        (_, None, _) => Err(NOT_VISIBLE),
        (_, Some(element), None) => Ok(Anchor { element, selector: selector.to_owned() }),
        _ => Err(MULTIPLE),
    }
}

/// It has a size, is not hidden, and stands in the window at least in part: a page is not scrolled unasked.
fn can_be_seen(element: &Element) -> bool {
    let options = record(&[("opacityProperty", true.into()), ("visibilityProperty", true.into())]);
    let is_hidden = call(element, "checkVisibility", &Array::of1(&options)).as_bool() == Some(false);
    !is_hidden && is_in_window(&Area::of(element))
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
