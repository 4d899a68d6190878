//! The one view of this module: an element told by data. In Leptos every further type of view is compiled, and
//! downloaded, all over again; so there is one, and what it says and does is handed to it.

use moment_wire::words::language;
use reactive_graph::effect::RenderEffect;
use tachys::renderer::types;
use tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlElement};

use crate::direction;
use crate::listener::Listener;
use crate::script::document;

/// An element that is not there yet.
pub(crate) struct El {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    live: Vec<(&'static str, Live)>,
    /// What a press does.
    press: Option<Press>,
    children: Vec<El>,
}

/// A value that changes with the signals that it reads; none takes the attribute away.
pub(crate) type Live = Box<dyn Fn() -> Option<String>>;

pub(crate) type Press = Box<dyn Fn(Event)>;

/// In place of an attribute's name: the text within.
pub(crate) const TEXT: &str = "";

/// In place of an attribute's name: rows of a list, each ended by [`ROW`], of cells, put together by [`CELL`].
pub(crate) const ROWS: &str = "#";

/// After each row.
pub(crate) const ROW: char = '\u{1e}';

/// Between the cells of a row.
pub(crate) const CELL: char = '\u{1f}';

/// Before a name: it is a property of the element's style, set where the page's policy allows it.
const STYLE: char = '~';

/// An element with this class and this part's name, which is its name for tests too; either may be empty.
pub(crate) fn el(tag: &'static str, class: &'static str, part: &'static str) -> El {
    let mut el = El { tag, attributes: Vec::new(), live: Vec::new(), press: None, children: Vec::new() };
    for (name, value) in [("class", class), ("part", part), ("data-testid", part)] {
        if !value.is_empty() {
            el.attributes.push((name, value.to_owned()));
        }
    }
    el
}

impl El {
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    pub(crate) fn text(self, text: impl Into<String>) -> Self {
        self.with(TEXT, text)
    }

    pub(crate) fn live(mut self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.live.push((name, Box::new(value)));
        self
    }

    /// Hidden while `is_hidden` is so.
    pub(crate) fn hidden(self, is_hidden: impl Fn() -> bool + 'static) -> Self {
        self.live("hidden", move || is_hidden().then(String::new))
    }

    pub(crate) fn press(mut self, press: impl Fn(Event) + 'static) -> Self {
        self.press = Some(Box::new(press));
        self
    }

    pub(crate) fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    fn build_in(self, document: &Document, built: &mut Vec<Part>) -> Option<Element> {
        let element = document.create_element(self.tag).ok()?;
        for (name, value) in self.attributes {
            set(&element, name, Some(&value));
        }
        for (name, value) in self.live {
            let element = element.clone();
            let effect = move |_: Option<()>| set(&element, name, value().as_deref());
            built.push(Part::Live(RenderEffect::new(effect)));
        }
        if let Some(press) = self.press {
            built.extend(Listener::new(&element, "click", press).map(Part::Press));
        }
        for child in self.children {
            let child = child.build_in(document, built)?;
            element.append_child(&child).ok()?;
        }
        Some(element)
    }
}

/// A text that says its language is said to be in it: within the element, whose own direction places it.
fn set(element: &Element, name: &'static str, value: Option<&str>) {
    let rows = value.unwrap_or_default();
    let (locale, value) = value.map_or((None, None), |text| {
        let (locale, text) = language::split(text);
        (locale, Some(text))
    });
    if name == ROWS {
        element.set_text_content(None);
        for row in rows.split_terminator(ROW) {
            put_row(element, row);
        }
    } else if let (TEXT, Some(locale), Some(text)) = (name, locale, value) {
        put_foreign(element, locale, text);
    } else if name == TEXT {
        element.set_text_content(value);
    } else if let (Some(name), Some(element)) = (name.strip_prefix(STYLE), element.dyn_ref::<HtmlElement>()) {
        let _ = element.style().set_property(name, value.unwrap_or_default());
    } else if let Some(value) = value {
        let _ = element.set_attribute(name, value);
        if let Some(locale) = locale {
            let _ = element.set_attribute("lang", locale);
        }
    } else {
        let _ = element.remove_attribute(name);
    }
}

fn put_foreign(element: &Element, locale: &str, text: &str) -> Option<()> {
    element.set_text_content(None);
    let within = document()?.create_element("bdi").ok()?;
    for (name, value) in [("lang", locale), ("dir", direction::of(locale))] {
        within.set_attribute(name, value).ok()?;
    }
    within.set_text_content(Some(text));
    element.append_child(&within).ok()?;
    Some(())
}

fn put_row(list: &Element, row: &str) -> Option<()> {
    let document = list.owner_document()?;
    let line = document.create_element("li").ok()?;
    for cell in row.split(CELL) {
        let place = document.create_element("span").ok()?;
        set(&place, TEXT, Some(cell));
        line.append_child(&place).ok()?;
    }
    list.append_child(&line).ok().map(|_| ())
}

/// What an element holds besides its children; each part cleans up when it is dropped.
enum Part {
    Live(#[expect(dead_code, reason = "it is kept so that it goes on")] RenderEffect<()>),
    Press(#[expect(dead_code, reason = "it is kept so that it goes on")] Listener),
}

/// The element as it stands in the page.
pub(crate) struct Built {
    element: Option<Element>,
    _parts: Vec<Part>,
}

impl Render for El {
    type State = Built;

    fn build(self) -> Built {
        let mut parts = Vec::new();
        let element = document().and_then(|document| self.build_in(&document, &mut parts));
        Built { element, _parts: parts }
    }

    /// What changes, changes by its signals.
    fn rebuild(self, _: &mut Built) {}
}

impl Mountable for Built {
    fn unmount(&mut self) {
        if let Some(element) = &self.element {
            element.remove();
        }
    }

    fn mount(&mut self, parent: &types::Element, _: Option<&types::Node>) {
        if let Some(element) = &self.element {
            let _ = parent.append_child(element);
        }
    }

    fn insert_before_this(&self, _: &mut dyn Mountable) -> bool {
        false
    }

    fn elements(&self) -> Vec<types::Element> {
        self.element.iter().cloned().collect()
    }
}
