//! The one open prompt: puts it up, passes its answers on, takes it away.

use std::any::Any;
use std::cell::RefCell;

use js_sys::Function;
use leptos::mount::mount_to;
use moment_wire::prompt::PromptV2;

use crate::announce::Announcement;
use crate::answer::Answer;
use crate::focus::CameFrom;
use crate::host::Host;
use crate::kind::Kind;
use crate::listener::Listener;
use crate::paint::Paint;
use crate::{actions, button, card, frame, host, modal, reasons, steps};

const CSS: [&str; 8] =
    [host::CSS, button::CSS, card::CSS, modal::CSS, frame::CSS, steps::CSS, actions::CSS, reasons::CSS];

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
}

/// Everything that one prompt holds; each part cleans up after itself when it is dropped.
struct Open {
    tell: Function,
    accept_url: String,
    kind: &'static Kind,
    came_from: CameFrom,
    listeners: Vec<Listener>,
    _announcement: Option<Announcement>,
    _paint: Paint,
    _view: Box<dyn Any>,
    host: Host,
}

pub(crate) fn show(bytes: &[u8], tell: &Function) {
    hide();
    let prompt = PromptV2::decode(bytes).ok().filter(|prompt| !prompt.words.steps.is_empty());
    match prompt.and_then(|prompt| Open::new(&prompt, tell)) {
        Some(open) => OPEN.set(Some(open)),
        None => Answer::Unpaintable.tell(tell, ""),
    }
}

pub(crate) fn hide() {
    if let Some(open) = OPEN.take() {
        open.end();
    }
}

/// Every answer of the open prompt goes this way. `OPEN` is never borrowed while the page's code runs: what hears the
/// answer may show or hide a prompt itself.
fn say(answer: Answer) {
    let Some(open) = OPEN.take() else { return };
    let tell = open.tell.clone();
    let detail = if answer == Answer::Clicked { open.accept_url.clone() } else { String::new() };
    if answer.is_final() {
        open.end();
    } else {
        let stage = open.host.stage.clone();
        OPEN.set(Some(open));
        // The button that was pressed may be hidden now. A card takes no focus that it does not have.
        if answer == Answer::Stepped && stage.has_focus() {
            stage.focus_title();
        }
    }
    answer.tell(&tell, &detail);
}

impl Open {
    fn new(prompt: &PromptV2, tell: &Function) -> Option<Self> {
        let kind = Kind::of(prompt)?;
        let host = Host::raise(prompt, kind, &CSS.concat())?;
        let stage = &host.stage;
        let came_from = if kind.is_modal { CameFrom::now(&stage.document) } else { CameFrom::default() };
        let words = prompt.clone();
        let view = mount_to(stage.pane.clone(), move || frame::view(kind, words, say));
        let paint = Paint::watch(stage.find(".box")?.into(), |seen| {
            say(if seen { Answer::Painted } else { Answer::Unpaintable });
        })?;
        let listeners = (kind.attend)(stage, &came_from, say)?;
        let announcement = (kind.greet)(stage, prompt);
        Some(Self {
            tell: tell.clone(),
            accept_url: prompt.words.accept_url.clone(),
            kind,
            came_from,
            listeners,
            _announcement: announcement,
            _paint: paint,
            _view: Box::new(view),
            host,
        })
    }

    /// In this order: no listener brings the focus back in while it goes to where it was, and it goes there before its
    /// element is gone, so that it is never nowhere.
    fn end(self) {
        drop(self.listeners);
        self.came_from.go_back(&self.host.stage, self.kind.is_modal);
        drop(self.host);
    }
}
