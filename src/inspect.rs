//! `inspect`: all that is kept, was sent and would be sent now. The second module tells it, out of the very bytes.

use alloc::boxed::Box;

use js_sys::{Function, Uint8Array};
use moment_core::event::Consent;
use wasm_bindgen::{JsCast, JsValue};

use crate::guest::Guest;
use crate::listeners::{Facts, record};
use crate::script::call;
use crate::widget::Widget;
use crate::{comments, debug, prompter, storage};

/// Tells `listener` once.
pub(crate) fn inspect(guest: &'static Guest, listener: &JsValue) -> Option<()> {
    let listener = listener.dyn_ref::<Function>()?.clone();
    let act = move |guest: &'static Guest, painter| {
        let comments = comments::message(guest).map(|(_, message)| message).unwrap_or_default();
        let facts = guest.with(|widget| record(&facts(widget, &comments))).unwrap_or_default();
        let told = call(&painter, "inspect", &facts, &JsValue::UNDEFINED);
        if told.is_none() {
            debug::say(guest, "what is kept could not be told");
        }
        let _ = listener.call1(&JsValue::UNDEFINED, &told.unwrap_or(JsValue::NULL));
    };
    prompter::with_painter(guest, Box::new(act));
    Some(())
}

/// What the second module reads: see its README.
fn facts(widget: &Widget, comments: &[u8]) -> Facts {
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    let consent = match widget.trial.page().consent {
        Consent::Granted => "granted",
        Consent::Required => "required",
        Consent::Denied => "denied",
    };
    [
        ("consent", consent.into()),
        ("server", widget.config.endpoint.as_str().into()),
        ("kept", bytes(&storage::bytes_of(&storage::read(widget.config)))),
        ("sent", bytes(&widget.last_sent)),
        ("next", bytes(&widget.beacon())),
        ("comments", bytes(comments)),
    ]
    .into()
}
