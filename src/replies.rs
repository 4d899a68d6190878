//! The vendor's answers: the second module asks and waits for them, and says whether one waits to be shown.

use alloc::boxed::Box;

use js_sys::Uint8Array;
use moment_core::event::{Event, Input};
use moment_core::prompt::{PromptKind, PromptRule, Status};
use moment_wire::reply::SeenV2;
use wasm_bindgen::JsValue;

use crate::config::Config;
use crate::guest::Guest;
use crate::listeners::record;
use crate::prompter::{painter, with_painter};
use crate::script::{call, function};
use crate::transport::replies_address;
use crate::widget::{Widget, step};

/// What the collector says with the playbook when nothing is pending and no comment is open: see
/// [`moment_wire::reply::REPLIES`].
const NOTHING: &str = "0 0";

/// The collector has kept a comment, so one is open; of replies it did not speak.
pub(crate) const OPEN: &str = "? 1";

/// Has the second module look, if there is anything to look for: `told` is what the collector said, empty where it said
/// nothing and the page is seen again. Without a prompt that shows replies nobody is asked for them.
pub(crate) fn look(guest: &'static Guest, told: &str) {
    let is_there = painter(guest).is_some();
    if guest.with(shows_replies) != Some(true) {
        return hush(guest, false);
    }
    if is_there || !told.is_empty() && told != NOTHING {
        let told = JsValue::from_str(told);
        let act = move |guest: &'static Guest, painter| {
            // The customer may have refused while it was fetched.
            let whose = |widget: &mut Widget| {
                let Widget { config, replica, .. } = widget;
                let Config { identity, account, signature, .. } = config;
                let whose = SeenV2::whose(&identity.trial, account.as_deref(), signature.as_ref(), *replica);
                (replies_address(config, *replica), whose)
            };
            let Some((address, whose)) = guest.with(whose).filter(|_| guest.is_granted()) else { return };
            let tell = function(move |waits, _, _| step(guest, Input::Event(Event::Replied(waits.is_truthy()))));
            let whose = Uint8Array::from(whose.as_slice());
            let facts = [("address", address.into()), ("whose", whose.into()), ("told", told), ("tell", tell.into())];
            call(&painter, "replies", &record(&facts.into()), &JsValue::UNDEFINED);
        };
        with_painter(guest, Box::new(act));
    }
}

/// The page is not seen, and nobody waits any more; for good, if the customer refuses or is forgotten.
pub(crate) fn hush(guest: &Guest, is_for_good: bool) {
    if let Some(painter) = painter(guest) {
        call(&painter, "hush", &is_for_good.into(), &JsValue::UNDEFINED);
    }
}

fn shows_replies(widget: &mut Widget) -> bool {
    let shows = |rule: &PromptRule| rule.kind == PromptKind::Reply && rule.status == Status::Running;
    widget.trial.page().is_granted() && widget.rules.prompts.iter().any(shows)
}
