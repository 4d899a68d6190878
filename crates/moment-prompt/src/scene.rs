//! What the views of one prompt share: its words, how things stand, and which page is shown.

mod account;

use std::cell::RefCell;
use std::rc::Rc;

use moment_core::prompt::PromptKind;
use moment_wire::prompt::{PromptV3, answer};
use moment_wire::saved::SavedV4;
use moment_wire::words::FrameWord;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set, Update};

use crate::fill::Fill;
use crate::folded;
use crate::standing::Standing;

/// The page of a help on which it gives thanks for words; before it stand the offer, whether it helped, and the words.
const HELP_THANKS: usize = 3;

/// Counted by reference: the others are kept in an arena, which would be two kilobytes of the download.
pub(crate) type Signal = ArcRwSignal<usize>;

/// The scene of one prompt. Signals are all of one type: each further one is compiled all over again.
#[derive(Clone)]
pub(crate) struct Scene(Rc<Inner>);

struct Inner {
    prompt: PromptV3,
    kind: PromptKind,
    fill: Fill,
    facts: RefCell<SavedV4>,
    /// The newest facts as they came: whether they are news is a comparison of bytes.
    told: RefCell<Vec<u8>>,
    /// Counts changes of the facts.
    turn: Signal,
    /// The page that is shown, from 0.
    at: Signal,
    /// The panel that is open, from 1; 0 is none.
    panel: Signal,
    /// 1 when a list is folded; 1 when somebody asked to be forgotten and has not confirmed it.
    folded: Signal,
    doubt: Signal,
}

impl Scene {
    pub(crate) fn new(prompt: PromptV3, kind: PromptKind) -> Self {
        let fill = Fill::new(&prompt.words.locale);
        let facts = RefCell::new(Standing::sample_or(&prompt));
        let signal = || Signal::new(0);
        let (turn, at, panel, doubt) = (signal(), signal(), signal(), signal());
        let is_folded = kind == PromptKind::Checklist && !prompt.is_preview && folded::is_kept(&prompt.id);
        let folded = Signal::new(usize::from(is_folded));
        let told = RefCell::default();
        let scene = Self(Rc::new(Inner { prompt, kind, fill, facts, told, turn, at, panel, folded, doubt }));
        scene.go_by_facts();
        scene
    }

    pub(crate) fn prompt(&self) -> &PromptV3 {
        &self.0.prompt
    }

    pub(crate) fn kind(&self) -> PromptKind {
        self.0.kind
    }

    /// A text around every prompt, with its places filled.
    pub(crate) fn frame(&self, word: FrameWord) -> String {
        self.frame_at(word as usize)
    }

    /// The one of this number.
    pub(crate) fn frame_at(&self, place: usize) -> String {
        self.filled(self.0.prompt.surround.frame.0.get(place).map_or("", String::as_str))
    }

    /// The text with its places filled; whoever calls it in a live part is told when they change.
    pub(crate) fn filled(&self, text: &str) -> String {
        self.0.fill.fill(text, |name| self.with_standing(|standing| standing.place(name)))
    }

    pub(crate) fn fill(&self) -> &Fill {
        &self.0.fill
    }

    /// Looks at how things stand, and again whenever that changes.
    pub(crate) fn with_standing<T>(&self, look: impl FnOnce(&Standing) -> T) -> T {
        self.0.turn.get();
        look(&Standing { prompt: &self.0.prompt, facts: &self.0.facts.borrow() })
    }

    /// How things stand now, in bytes. Says whether that is news.
    pub(crate) fn update(&self, told: &[u8]) -> bool {
        if self.0.prompt.is_preview || *self.0.told.borrow() == told {
            return false;
        }
        self.0.told.replace(told.to_vec());
        let facts = SavedV4::decode(told);
        let is_news = facts.is_ok();
        if let Ok(facts) = facts {
            self.0.facts.replace(facts);
            self.0.turn.update(|turn| *turn += 1);
            self.go_by_facts();
        }
        is_news
    }

    /// A limit that is reached, and a list that is done, say something else.
    fn go_by_facts(&self) {
        let is_there = self.0.kind.is_standing() && self.0.prompt.words.pages.len() > 1;
        if is_there {
            let is_full = self.with_standing(|standing| {
                let mut items = self.0.prompt.words.items().peekable();
                let is_list = items.peek().is_some();
                if is_list { items.all(|item| standing.is_reached(&item.moment)) } else { standing.is_full() }
            });
            self.0.at.set(usize::from(is_full));
        }
    }

    pub(crate) fn at(&self) -> usize {
        self.0.at.get()
    }

    pub(crate) fn at_now(&self) -> usize {
        self.0.at.get_untracked()
    }

    /// A page that is not there is the last one.
    pub(crate) fn go(&self, page: usize) {
        self.0.at.set(page.min(self.0.prompt.words.pages.len().saturating_sub(1)));
    }

    pub(crate) fn panel(&self) -> Signal {
        self.0.panel.clone()
    }

    pub(crate) fn folded(&self) -> Signal {
        self.0.folded.clone()
    }

    /// Puts a list aside, or takes it up again.
    pub(crate) fn fold(&self, is_folded: bool) {
        self.0.folded.set(usize::from(is_folded));
        if !self.0.prompt.is_preview {
            folded::keep(&self.0.prompt.id, is_folded);
        }
    }

    pub(crate) fn doubt(&self) -> Signal {
        self.0.doubt.clone()
    }

    /// The last word, `usual` but for help on its way from the offer to the thanks: whoever closes it there has answered
    /// already, or not at all.
    pub(crate) fn last_word(&self, usual: &'static str) -> &'static str {
        let is_on_its_way = self.0.kind == PromptKind::Help && (1..HELP_THANKS).contains(&self.at_now());
        if is_on_its_way { answer::CLOSED } else { usual }
    }

    /// Whether closing it now leaves nothing unsaid.
    pub(crate) fn is_at_its_end(&self) -> bool {
        self.0.kind != PromptKind::Meter && self.at_now() >= usize::from(self.0.prompt.words.steps)
    }
}
