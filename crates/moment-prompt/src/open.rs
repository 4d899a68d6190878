//! The one open prompt: puts it up, passes its answers on, takes it away.

mod attend;

use std::cell::RefCell;

use any_spawner::Executor;
use js_sys::{Array, Function, Reflect};
use moment_core::prompt::PromptKind;
use moment_wire::prompt::{PromptV3, answer, unpaintable};
use reactive_graph::owner::Owner;
use tachys::view::{Mountable, Render};
use wasm_bindgen::JsValue;

use crate::announce::Announcement;
use crate::focus::CameFrom;
use crate::host::Host;
use crate::kind::Place;
use crate::later::EachFrame;
use crate::listener::Listener;
use crate::paint::Paint;
use crate::scene::Scene;
use crate::view::Built;
use crate::{frame, host, plain, replies, standing};

const CSS: &str = concat!(
    include_str!("host/host.css"),
    include_str!("frame/frame.css"),
    include_str!("blocks/blocks.css"),
    include_str!("panels/panels.css"),
);

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
}

/// Everything that one prompt holds; each part cleans up after itself when it is dropped.
struct Open {
    tell: Function,
    scene: Scene,
    is_modal: bool,
    came_from: CameFrom,
    listeners: Vec<Listener>,
    _announcement: Option<Announcement>,
    _paint: Paint,
    _following: Option<EachFrame>,
    _view: Built,
    owner: Owner,
    host: Host,
}

pub(crate) fn show(bytes: &[u8], tell: &Function) {
    hide();
    plain::let_go();
    let prompt = PromptV3::decode(bytes).ok().filter(|prompt| !prompt.words.pages.is_empty());
    let opened = prompt.ok_or(unpaintable::NOT_VISIBLE).and_then(|prompt| Open::new(prompt, tell));
    match opened {
        Ok(open) => OPEN.set(Some(open)),
        Err(why) => say_to(tell, answer::UNPAINTABLE, &[why.into()]),
    }
}

pub(crate) fn hide() {
    if let Some(open) = OPEN.take() {
        open.end();
    }
}

/// How things stand now. A page that draws itself anew may have dropped the slot, and what stood in it.
pub(crate) fn update(facts: &[u8]) {
    let parts = OPEN.with_borrow(|open| open.as_ref().map(|open| (open.scene.clone(), open.host.stage.clone())));
    let Some((scene, stage)) = parts else { return };
    scene.update(facts);
    if !stage.host.is_connected() && !host::step_back_in(&stage, scene.kind()) {
        end_with(answer::UNPAINTABLE, &[unpaintable::NOT_FOUND.into()]);
    }
}

/// Tells what the prompt goes on after. `OPEN` is never borrowed while the page's code runs: what hears it may show or
/// hide a prompt itself.
pub(crate) fn tell(word: &str, arguments: &[JsValue]) {
    let Some((stage, tell)) =
        OPEN.with_borrow(|open| open.as_ref().map(|open| (open.host.stage.clone(), open.tell.clone())))
    else {
        return;
    };
    // The button that was pressed may be hidden now. A card takes no focus that it does not have.
    let is_step = matches!(word, answer::STEPPED | answer::REACTED | answer::CLICKED);
    if is_step && stage.has_focus() {
        stage.focus_title();
    }
    say_to(&tell, word, arguments);
}

/// Tells the last word: the prompt is gone by then.
pub(crate) fn end(word: &str) {
    end_with(word, &[]);
}

pub(crate) fn end_with(word: &str, arguments: &[JsValue]) {
    let Some(open) = OPEN.take() else { return };
    let tell = open.tell.clone();
    open.end();
    say_to(&tell, word, arguments);
}

/// What the page's code does with it, or whether it throws, is none of our business.
fn say_to(tell: &Function, word: &str, arguments: &[JsValue]) {
    let said = Array::of1(&word.into());
    for argument in arguments {
        said.push(argument);
    }
    let _ = Reflect::apply(tell, &JsValue::UNDEFINED, &said);
}

impl Open {
    /// Errors: why it cannot be painted, a word of [`unpaintable`].
    fn new(prompt: PromptV3, tell: &Function) -> Result<Self, &'static str> {
        let kind = PromptKind::ALL.get(usize::from(prompt.kind)).copied().ok_or(unpaintable::NOT_VISIBLE)?;
        let prompt = replies::put_into(standing::with_sample_reply(prompt));
        if kind == PromptKind::Reply && prompt.reply.is_none() {
            return Err(unpaintable::NOT_FOUND);
        }
        let document = web_sys::window().and_then(|window| window.document()).ok_or(unpaintable::NOT_VISIBLE)?;
        let place = Place::of(kind, &prompt.words.anchor, &document)?;
        Self::at(&place, prompt, kind, tell).ok_or(unpaintable::NOT_VISIBLE)
    }

    fn at(place: &Place, prompt: PromptV3, kind: PromptKind, tell: &Function) -> Option<Self> {
        let is_modal = place.is_modal();
        // It may be initialised already.
        let _ = Executor::init_wasm_bindgen();
        let host = Host::raise(&prompt, place, CSS)?;
        let stage = &host.stage;
        let came_from = if is_modal { CameFrom::now(&stage.document) } else { CameFrom::default() };
        let owner = Owner::new();
        let (scene, view) = owner.with(|| {
            let scene = Scene::new(prompt, kind);
            let mut view = frame::view(&scene, place).build();
            view.mount(&stage.pane, None);
            (scene, view)
        });
        let paint = Paint::watch(stage.find(".box")?.into(), |seen| {
            if seen {
                self::tell(answer::PAINTED, &[]);
            } else {
                end_with(answer::UNPAINTABLE, &[unpaintable::NOT_VISIBLE.into()]);
            }
        })?;
        let listeners = attend::listen(stage, place, &came_from, &scene)?;
        let following = attend::follow(stage, place);
        let announcement = attend::greet(stage, place, &scene);
        Some(Self {
            tell: tell.clone(),
            scene,
            is_modal,
            came_from,
            listeners,
            _announcement: announcement,
            _paint: paint,
            _following: following,
            _view: view,
            owner,
            host,
        })
    }

    /// In this order: no listener brings the focus back in while it goes to where it was, and it goes there before its
    /// element is gone, so that it is never nowhere.
    fn end(self) {
        drop(self.listeners);
        self.came_from.go_back(&self.host.stage, self.is_modal);
        drop(self.host);
        drop(self.owner);
    }
}
