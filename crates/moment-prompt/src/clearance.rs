//! Keeps what stands at the lower edge off the element that the customer is working with.

use web_sys::Element;

use crate::area::Area;
use crate::listener::Listener;
use crate::stage::Stage;

/// The class of what stands at the upper edge instead.
const UP: &str = "up";

/// Looks again whenever the page's focus moves. What scrolls and grows meanwhile is looked at about once a second, with how
/// things stand: nothing of ours runs while somebody scrolls.
pub(crate) fn watch(stage: &Stage) -> Option<Listener> {
    let inside = stage.clone();
    Listener::new(&stage.document, "focusin", move |_| keep(&inside))
}

/// Goes to the upper edge if the focused element would be covered at the lower one, and only if it helps.
pub(crate) fn keep(stage: &Stage) {
    let Some(card) = stage.find(".box") else { return };
    let Some(focused) = focused_on_the_page(stage) else { return };
    let area = Area::of(&focused);
    let covers = || Area::of(&card).overlaps(&area);
    if covers() {
        let _ = card.class_list().toggle(UP);
        if covers() {
            let _ = card.class_list().remove_1(UP);
        }
    }
}

pub(crate) fn focused_on_the_page(stage: &Stage) -> Option<Element> {
    let body: Option<Element> = stage.document.body().map(Into::into);
    let focused = stage.document.active_element()?;
    (focused != *stage.host.as_ref() && Some(&focused) != body.as_ref()).then_some(focused)
}
