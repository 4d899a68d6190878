//! The one open prompt: puts it up, passes its answers on, takes it away.

mod attend;

use std::cell::RefCell;
use std::mem::replace;

use any_spawner::Executor;
use js_sys::{Array, Function, Reflect};
use moment_core::prompt::PromptKind;
use moment_wire::prompt::{PromptV3, answer, unpaintable};
use tachys::view::{Mountable, Render};
use wasm_bindgen::JsValue;

use crate::announce::Announcement;
use crate::focus::CameFrom;
use crate::host::Host;
use crate::kind::Place;
use crate::later::{EachFrame, Later};
use crate::listener::Listener;
use crate::paint::Paint;
use crate::scene::Scene;
use crate::script::document;
use crate::stage::Stage;
use crate::view::Built;
use crate::{clearance, frame, host, paint, plain, stage, standing};

const CSS: &str = concat!(
    include_str!("host/host.css"),
    include_str!("frame/frame.css"),
    include_str!("blocks/blocks.css"),
    include_str!("panels/panels.css"),
);

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };

    /// What waits for a dialog of the page's to go.
    static WAITING: RefCell<Option<(Vec<u8>, Function)>> = const { RefCell::new(None) };
}

/// Everything that one prompt holds; each part cleans up after itself when it is dropped.
struct Open {
    tell: Function,
    scene: Scene,
    place: Place,
    /// Whether it was seen on the screen; none before anybody has looked.
    is_seen: Option<bool>,
    came_from: CameFrom,
    listeners: Vec<Listener>,
    announcement: Option<Announcement>,
    /// A look at what has changed, when it is painted.
    look: Option<Later>,
    _paint: Paint,
    _following: Option<EachFrame>,
    _view: Built,
    host: Host,
}

pub(crate) fn show(bytes: &[u8], tell: &Function) {
    hide();
    plain::let_go();
    let opened = standing::read(bytes).and_then(|(prompt, kind)| Open::new(prompt, kind, tell));
    match opened {
        Ok(open) => OPEN.set(Some(open)),
        Err(unpaintable::COVERED) => WAITING.set(Some((bytes.to_vec(), tell.clone()))),
        Err(why) => say_to(tell, answer::UNPAINTABLE, &[why.into()]),
    }
}

pub(crate) fn hide() {
    WAITING.set(None);
    if let Some(open) = OPEN.take() {
        open.end();
    }
}

/// What the open prompt is, for whoever must not borrow it meanwhile.
fn parts() -> Option<(Scene, Stage)> {
    OPEN.with_borrow(|open| open.as_ref().map(|open| (open.scene.clone(), open.host.stage.clone())))
}

/// How things stand now, about once a second. A page that draws itself anew may have dropped the slot, and what stood in
/// it; it may have scrolled to it, or opened a dialog, or closed it.
pub(crate) fn update(facts: &[u8]) {
    plain::update(facts);
    if let Some((bytes, tell)) = WAITING.take() {
        return show(&bytes, &tell);
    }
    let Some((scene, stage)) = parts() else { return };
    let (had_focus, page) = (stage.has_focus(), scene.at_now());
    if scene.update(facts) {
        look_again(had_focus, scene.at_now() != page);
    }
    if !stage.host.is_connected() && !host::step_back_in(&stage, scene.kind()) {
        return end_with(answer::UNPAINTABLE, &[unpaintable::NOT_FOUND.into()]);
    }
    stage.gives_way();
    let (is_unseen, floats) = OPEN.with_borrow(|open| {
        let is = |is: fn(&Open) -> bool| open.as_ref().is_some_and(is);
        (is(|open| open.is_seen == Some(false)), is(|open| open.place.floats()))
    });
    if floats {
        clearance::keep(&stage);
    }
    if is_unseen {
        look();
    }
}

/// What had the focus may be hidden by what has changed; and another page is announced like the first.
fn look_again(had_focus: bool, is_turned: bool) {
    let later = Later::at_next_frame(move || {
        let Some((scene, stage)) = parts() else { return };
        if is_turned {
            let announcement = attend::announce(&stage, &scene);
            drop(OPEN.with_borrow_mut(|open| open.as_mut().map(|open| replace(&mut open.announcement, announcement))));
        }
        if had_focus && stage.has_lost_focus() {
            stage.focus_title();
        }
    });
    drop(OPEN.with_borrow_mut(|open| open.as_mut().map(|open| replace(&mut open.look, later))));
}

/// Says that it stands on the screen, once it does. What stands in a slot of the page's may be further down, or folded
/// away: it is waited for.
fn look() {
    let parts = OPEN.with_borrow(|open| {
        let open = open.as_ref().filter(|open| open.is_seen != Some(true))?;
        Some((open.host.stage.clone(), matches!(open.place, Place::Slot(_))))
    });
    let Some((stage, is_slotted)) = parts else { return };
    let is_seen = paint::is_on_screen(&stage, is_slotted);
    OPEN.with_borrow_mut(|open| open.as_mut().map(|open| open.is_seen = Some(is_seen)));
    match is_seen {
        true => tell(answer::PAINTED, &[]),
        false if is_slotted => {}
        false => end_with(answer::UNPAINTABLE, &[unpaintable::NOT_VISIBLE.into()]),
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
    fn new(prompt: PromptV3, kind: PromptKind, tell: &Function) -> Result<Self, &'static str> {
        let document = document().ok_or(unpaintable::NOT_VISIBLE)?;
        if stage::is_covered(&document) {
            return Err(if prompt.is_preview { unpaintable::NOT_VISIBLE } else { unpaintable::COVERED });
        }
        let place = Place::of(kind, &prompt.words.anchor, &document)?;
        Self::at(place, prompt, kind, tell).ok_or(unpaintable::NOT_VISIBLE)
    }

    fn at(place: Place, prompt: PromptV3, kind: PromptKind, tell: &Function) -> Option<Self> {
        // It may be initialised already.
        let _ = Executor::init_wasm_bindgen();
        let host = Host::raise(&prompt, &place, CSS)?;
        let stage = &host.stage;
        let came_from = if place.is_modal() { CameFrom::now(&stage.document) } else { CameFrom::default() };
        let scene = Scene::new(prompt, kind);
        let mut view = frame::view(&scene, &place).build();
        view.mount(&stage.pane, None);
        let paint = Paint::watch(look)?;
        let listeners = attend::listen(stage, &place, &came_from, &scene)?;
        let following = attend::follow(stage, &place);
        let announcement = attend::greet(stage, &place, &scene);
        Some(Self {
            tell: tell.clone(),
            scene,
            place,
            is_seen: None,
            came_from,
            listeners,
            announcement,
            look: None,
            _paint: paint,
            _following: following,
            _view: view,
            host,
        })
    }

    /// In this order: no listener brings the focus back in while it goes to where it was, and it goes there before its
    /// element is gone, so that it is never nowhere.
    fn end(self) {
        drop(self.listeners);
        self.came_from.go_back(&self.host.stage, self.place.is_modal());
        drop(self.host);
    }
}
