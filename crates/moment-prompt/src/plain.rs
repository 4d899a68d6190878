//! A prompt as plain data, for a page that paints it itself.

use std::cell::RefCell;

use js_sys::{Array, Function};
use moment_core::prompt::PromptKind;
use moment_wire::prompt::PromptV3;
use moment_wire::words::{ActionV1, BlockV1, ButtonV1, deed, role};
use reactive_graph::owner::Owner;
use wasm_bindgen::JsValue;

use crate::scene::Scene;
use crate::script::{call, list, record};
use crate::{direction, replies, standing};

thread_local! {
    /// What was handed to the page last, as long as it may paint it.
    static HANDED: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// The prompt; undefined if its bytes cannot be read. The page calls `answer` on it.
pub(crate) fn tell(bytes: &[u8], answer: &Function) -> JsValue {
    let Ok(prompt) = PromptV3::decode(bytes) else { return JsValue::UNDEFINED };
    let Some(kind) = PromptKind::ALL.get(usize::from(prompt.kind)).copied() else { return JsValue::UNDEFINED };
    let owner = Owner::new();
    let prompt = replies::put_into(standing::with_sample_reply(prompt));
    let scene = owner.with(|| Scene::new(prompt, kind));
    let prompt = scene.prompt();
    let reasons = prompt.reasons().into_iter();
    let reasons = reasons.map(|(text, points)| record(&[("text", text.into()), ("points", points.into())]));
    let pages = prompt.words.pages.iter().map(|page| {
        let blocks = page.blocks.iter().map(|block| block_told(&scene, block));
        record(&[("title", scene.filled(&page.title).into()), ("blocks", list(blocks).into())])
    });
    let told = record(&[
        ("id", prompt.id.as_str().into()),
        ("kind", kind.name().into()),
        ("locale", prompt.words.locale.as_str().into()),
        ("direction", direction::of(&prompt.words.locale).into()),
        ("anchor", prompt.words.anchor.as_str().into()),
        ("pages", list(pages).into()),
        ("reasons", list(reasons).into()),
        ("answer", answer.into()),
    ]);
    HANDED.set(told.clone());
    told
}

/// It must not be shown any more: a page that paints it itself hears it, if it has put a function there.
pub(crate) fn take_back() {
    call(&HANDED.replace(JsValue::UNDEFINED), "hide", &Array::new());
}

/// It is painted here.
pub(crate) fn let_go() {
    HANDED.set(JsValue::UNDEFINED);
}

fn block_told(scene: &Scene, block: &BlockV1) -> JsValue {
    let text = |text: &str| JsValue::from(scene.filled(text));
    let texts = |all: &[String]| JsValue::from(list(all.iter().map(|one| text(one))));
    let (name, fields) = match block {
        BlockV1::Text(words) => ("text", vec![("text", text(words))]),
        BlockV1::Quote(words) => ("quote", vec![("text", text(words))]),
        BlockV1::Items(items) => {
            let items = items.iter().map(|item| {
                let is_reached = scene.with_standing(|standing| standing.is_reached(&item.moment));
                let fields = [("moment", item.moment.as_str().into()), ("label", text(&item.label))];
                let fields =
                    fields.into_iter().chain([("reached", is_reached.into()), ("actions", actions(&item.actions))]);
                record(&fields.collect::<Vec<_>>())
            });
            ("items", vec![("items", list(items).into())])
        }
        BlockV1::Gauge { label } => {
            let (used, of) = scene.with_standing(|standing| (standing.limit().used, standing.limit().of));
            ("gauge", vec![("label", text(label)), ("used", used.into()), ("of", of.into())])
        }
        BlockV1::Scale { labels, page } => ("scale", vec![("labels", texts(labels)), ("page", (*page).into())]),
        BlockV1::Field { label, send, page } => {
            ("field", vec![("label", text(label)), ("send", text(send)), ("page", (*page).into())])
        }
        BlockV1::Plans(plans) => {
            let plans = plans.iter().map(|plan| {
                let button = plan.button.as_ref().map_or(JsValue::NULL, |button| button_told(scene, button));
                record(&[
                    ("name", text(&plan.name)),
                    ("price", text(&plan.price)),
                    ("points", texts(&plan.points)),
                    ("button", button),
                ])
            });
            ("plans", vec![("plans", list(plans).into())])
        }
        BlockV1::Buttons(buttons) => {
            ("buttons", vec![("buttons", list(buttons.iter().map(|button| button_told(scene, button))).into())])
        }
    };
    record(&[("block", JsValue::from(name))].into_iter().chain(fields).collect::<Vec<_>>())
}

fn button_told(scene: &Scene, button: &ButtonV1) -> JsValue {
    let role = match button.role {
        role::ACCEPT => "accept",
        role::DECLINE => "decline",
        role::GO => "go",
        role::HELP => "help",
        role::HELPED => "helped",
        _ => "done",
    };
    record(&[
        ("label", scene.filled(&button.label).into()),
        ("role", role.into()),
        ("page", button.page.into()),
        ("actions", actions(&button.actions)),
    ])
}

/// `{deed, target}`, in the order in which they are done.
fn actions(actions: &[ActionV1]) -> JsValue {
    let action = |action: &ActionV1| {
        let deed = match action.deed {
            deed::URL => "url",
            deed::WINDOW => "window",
            deed::CALL => "call",
            deed::FOCUS => "focus",
            deed::PROMPT => "prompt",
            _ => "track",
        };
        record(&[("deed", deed.into()), ("target", action.target.as_str().into())])
    };
    list(actions.iter().map(action)).into()
}
