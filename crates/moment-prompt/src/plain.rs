//! A prompt as plain data, for a page that paints it itself.

use std::cell::RefCell;

use js_sys::{Array, Function};
use moment_wire::words::{ActionV1, BlockV1, ButtonV1, FrameWord, deed, language, role};
use wasm_bindgen::JsValue;

use crate::scene::Scene;
use crate::script::{call, list, record};
use crate::{direction, standing};

thread_local! {
    /// What was handed to the page last, as long as it may paint it.
    static HANDED: RefCell<Option<Handed>> = const { RefCell::new(None) };
}

#[derive(Clone)]
struct Handed {
    told: JsValue,
    scene: Scene,
    answer: Function,
}

/// The prompt; undefined if it cannot be painted. The page calls `answer` on it.
pub(crate) fn tell(bytes: &[u8], answer: &Function) -> JsValue {
    let Ok((prompt, kind)) = standing::read(bytes) else { return JsValue::UNDEFINED };
    let scene = Scene::new(prompt, kind);
    let told = told(&scene, answer);
    HANDED.set(Some(Handed { told: told.clone(), scene, answer: answer.clone() }));
    told
}

/// Things stand otherwise, perhaps: a page that paints it itself is told all of it anew, if it has put a function there.
/// Nothing is borrowed while the page's code runs.
pub(crate) fn update(facts: &[u8]) {
    let handed = HANDED.with_borrow(Clone::clone);
    if let Some(Handed { told: old, scene, answer }) = handed.filter(|handed| handed.scene.update(facts)) {
        call(&old, "update", &Array::of1(&told(&scene, &answer)));
    }
}

/// It must not be shown any more: a page that paints it itself hears it, if it has put a function there.
pub(crate) fn take_back() {
    if let Some(handed) = HANDED.take() {
        call(&handed.told, "hide", &Array::new());
    }
}

/// It is painted here.
pub(crate) fn let_go() {
    HANDED.set(None);
}

fn told(scene: &Scene, answer: &Function) -> JsValue {
    let prompt = scene.prompt();
    let reasons = scene.reasons().into_iter();
    let reasons = reasons.map(|(text, points)| record(&[("text", bare(text)), ("points", points.into())]));
    let pages = prompt.words.pages.iter().map(|page| {
        let blocks = page.blocks.iter().map(|block| block_told(scene, block));
        record(&[("title", bare(&scene.filled(&page.title))), ("blocks", list(blocks).into())])
    });
    let counted = scene.counted().into_iter();
    let counted = counted.map(|(label, value)| record(&[("label", bare(&label)), ("value", bare(&value))]));
    let frame = (0..).zip(FrameWord::NAMES).map(|(place, name)| (name, bare(&scene.frame_at(place))));
    record(&[
        ("id", prompt.id.as_str().into()),
        ("kind", scene.kind().name().into()),
        ("locale", prompt.words.locale.as_str().into()),
        ("direction", direction::of(&prompt.words.locale).into()),
        ("anchor", prompt.words.anchor.as_str().into()),
        ("pages", list(pages).into()),
        ("why", bare(&scene.why())),
        ("reasons", list(reasons).into()),
        ("budget", list(scene.budget().iter().map(|line| bare(line))).into()),
        ("data", list(counted).into()),
        ("frame", record(&frame.collect::<Vec<_>>())),
        ("answer", answer.into()),
    ])
}

/// The text without its language: the page sets all of it as the prompt's.
fn bare(text: &str) -> JsValue {
    language::split(text).1.into()
}

fn block_told(scene: &Scene, block: &BlockV1) -> JsValue {
    let text = |text: &str| bare(&scene.filled(text));
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
        ("label", bare(&scene.filled(&button.label))),
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
