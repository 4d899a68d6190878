//! Keeps the card off the element that the customer is working with.

use web_sys::{DomRect, Element};

use crate::listener::Listener;
use crate::stage::Stage;

/// The class of a card that stands in the upper corner.
const UP: &str = "up";

/// Looks again whenever the page's focus moves.
pub(crate) fn watch(stage: &Stage) -> Option<Listener> {
    let inside = stage.clone();
    Listener::new(&stage.document, "focusin", move |_| keep(&inside))
}

/// Goes to the upper corner if the focused element would be covered in the lower one, and only if it helps.
pub(crate) fn keep(stage: &Stage) {
    let Some(card) = stage.find(".card") else { return };
    let Some(focused) = focused_on_the_page(stage) else { return };
    let area = focused.get_bounding_client_rect();
    let covers = || overlap(&card.get_bounding_client_rect(), &area);
    if covers() {
        let _ = card.class_list().toggle(UP);
        if covers() {
            let _ = card.class_list().remove_1(UP);
        }
    }
}

fn focused_on_the_page(stage: &Stage) -> Option<Element> {
    let body: Option<Element> = stage.document.body().map(Into::into);
    let focused = stage.document.active_element()?;
    (focused != *stage.host.as_ref() && Some(&focused) != body.as_ref()).then_some(focused)
}

fn overlap(one: &DomRect, other: &DomRect) -> bool {
    one.left() < other.right() && other.left() < one.right() && one.top() < other.bottom() && other.top() < one.bottom()
}
