//! The widget's state in a trial, and how one input goes through it.

mod delivery;
pub(crate) mod news;
mod saving;
mod time;

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use moment_core::clock::Clock;
use moment_core::effect::Effect;
use moment_core::event::{Consent, Event, Input};
use moment_core::playbook::Playbook;
use moment_core::readiness::Readiness;
use moment_core::summary::Summary;
use moment_core::trial::Trial;
use moment_wire::held::held;
use moment_wire::playbook::PlaybookV3;
use moment_wire::saved::SavedV4;
use moment_wire::start::StartV3;

use crate::capture::{FETCH_AGAIN_MS, know};
use crate::config::Config;
use crate::guest::Guest;
use crate::listeners::{self, tell};
use crate::retry::Retry;
use crate::transport::{fetch_start, hex};
use crate::widget::delivery::send_if_due;
pub(crate) use crate::widget::delivery::{hurry, leave};
use crate::widget::news::{Told, names};
pub(crate) use crate::widget::saving::{Saving, absorb, keep, to_disk};
use crate::widget::saving::{keep_here, save_soon};
use crate::{clock, comments, prompter, replies};

/// Nobody refuses more often in one page; what comes after is not remembered.
const PAST_BYTES_MAX: usize = 64 * 16;

/// How many moments that the page's code names wait for the playbook.
const EARLY_MOMENTS_MAX: usize = 32;

/// Everything that is known of the trial in this page.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and all of them may be so at once")]
pub(crate) struct Widget {
    pub(crate) config: &'static Config,
    pub(crate) trial: Trial,
    /// The playbook's rules; none of them hold until it came.
    pub(crate) rules: Playbook,
    /// What the playbook holds beside the rules; none until the collector answered.
    pub(crate) playbook: Option<PlaybookV3>,
    pub(crate) replica: u64,
    /// The replicas that were refused in this page, sixteen digits each: the collector may know of them.
    pub(crate) past: String,
    /// The newest beacon that was sent in this page.
    pub(crate) last_sent: Vec<u8>,
    /// Whether it was counted that the browser cannot keep the state.
    is_loss_told: bool,
    /// What the browser keeps, as it was last read or written here, and what it says. Another page of this browser may
    /// have written since.
    kept_text: String,
    base: Summary,
    clock: Clock,
    /// By how many minutes the customer's clock is ahead of UTC, and when that was asked, in milliseconds of the page.
    utc_offset: Cell<(i16, f64)>,
    /// Whether the collector was asked for the time, and has answered or cannot be reached.
    pub(crate) is_clock_known: bool,
    confirmed_ms: Option<f64>,
    early_moments: Vec<String>,
    /// Counts changes of the summary, so that "has it changed since?" is one comparison.
    changes: u32,
    saved_changes: u32,
    sent_changes: u32,
    must_send: bool,
    is_sending: bool,
    retry: Retry,
    /// The number of the state with which the page began, until the collector says which it holds; none if there was no
    /// state.
    loaded: Option<String>,
    told: Told,
}

/// Takes one input in and does what the core says. Effects are carried out after the widget is let go, so that what
/// they call may call back.
pub(crate) fn step(guest: &'static Guest, input: Input) {
    let is_tick = matches!(input, Input::Tick);
    let Some(effects) = guest.with(|widget| widget.step(input)) else { return };
    let is_told = (is_tick || !effects.is_empty()) && !listeners::is_empty(guest);
    let news = guest.with(|widget| if is_told { widget.news() } else { Vec::new() }).unwrap_or_default();
    for effect in effects {
        match effect {
            Effect::Show { prompt } => prompter::show(guest, prompt),
            Effect::Hide => prompter::hide(guest),
            Effect::Save => save_soon(guest),
            Effect::Send => {}
        }
    }
    for (name, facts) in news {
        tell(guest, name, &facts);
    }
}

/// Once a second while the page is visible: decide, keep, send what is due.
pub(crate) fn tick(guest: &'static Guest) {
    step(guest, Input::Tick);
    // What is sent is kept before: a page that began with less would count again what the collector knows.
    keep_here(guest);
    send_if_due(guest);
    comments::send_if_due(guest);
}

/// A moment that the page's code names; it waits for the playbook that says what moments there are.
pub(crate) fn reach(guest: &'static Guest, moment: &str) {
    if !guest.is_granted() {
        return;
    }
    let must_wait = guest.with(|widget| {
        let must_wait = widget.playbook.is_none();
        if must_wait && widget.early_moments.len() < EARLY_MOMENTS_MAX {
            widget.early_moments.push(moment.to_owned());
        }
        must_wait
    });
    if must_wait == Some(false) {
        step(guest, Input::Event(Event::Reached { moment }));
    }
}

/// Asks the collector for the playbook and the trial's other replicas, then does `act`, whatever came of it, unless another
/// customer is here by then.
pub(crate) fn refresh(guest: &'static Guest, act: Box<dyn FnOnce(&'static Guest)>) {
    let Some((config, replica)) = guest.with(|widget| (widget.config, widget.replica)) else { return };
    let is_granted = guest.is_granted();
    // A preview needs the playbook, and nobody needs to know for whom.
    fetch_start(guest, config, is_granted.then_some(replica), move |heard| {
        // What was asked for a customer who has signed out since is nobody's.
        if guest.with(|widget| widget.config.is_of(config)) != Some(true) {
            return;
        }
        let is_news = guest.with(|widget| {
            if is_granted {
                widget.compare(heard.as_ref().and_then(|heard| heard.held.as_deref()));
            }
            widget.set_clock(heard.as_ref().map_or(f64::NAN, |heard| heard.at_ms))
        });
        let told = heard.and_then(|heard| {
            take_in(guest, heard.start);
            heard.replies
        });
        // Only now is it known what day it is.
        if is_news == Some(true) {
            step(guest, Input::Event(Event::Opened));
        }
        if let Some(told) = told {
            replies::look(guest, &told);
        }
        act(guest);
    });
}

fn take_in(guest: &'static Guest, mut start: StartV3) {
    let others = start.others.take().unwrap_or_default();
    guest.fetch_again_ms.set(FETCH_AGAIN_MS);
    let Some((early, was_open)) = guest.with(|widget| widget.take_in(start)) else { return };
    if was_open {
        prompter::hide(guest);
    }
    step(guest, Input::Merged(&others));
    for moment in early {
        reach(guest, &moment);
    }
}

impl Widget {
    /// The widget of a trial, with what the browser kept of it: the text, and the replica in it.
    pub(crate) fn new(config: &'static Config, kept: (String, SavedV4), consent: Consent) -> Self {
        let (kept_text, saved) = kept;
        let loaded = (!saved.summary.is_blank()).then(|| hex(held(&saved.summary)));
        let clock = time::first_clock(config, &saved.summary);
        let base = saved.summary.clone();
        let trial = Trial::new(config.identity.clone(), saved.summary, Summary::default(), consent);
        Self {
            base,
            kept_text,
            told: Told { moments: names(&trial), ..Told::default() },
            config,
            trial,
            rules: Playbook::default(),
            playbook: None,
            replica: saved.replica,
            past: String::new(),
            last_sent: Vec::new(),
            is_loss_told: false,
            clock,
            utc_offset: Cell::new((0, f64::NEG_INFINITY)),
            is_clock_known: false,
            confirmed_ms: None,
            early_moments: Vec::new(),
            changes: 0,
            saved_changes: 0,
            sent_changes: 0,
            must_send: false,
            is_sending: false,
            retry: Retry::new(),
            loaded,
        }
    }

    /// How ready the trial is.
    pub(crate) fn readiness(&self) -> Readiness {
        self.trial.readiness(&self.rules, self.now())
    }

    /// The summary says that something was lost: a use without a name counts as dropped.
    pub(crate) fn count_loss(&mut self) {
        self.step(Input::Event(Event::Used { feature: "", count: 1 }));
    }

    /// The replicas of this page that the collector may know of, sixteen digits each.
    pub(crate) fn spent(&self) -> String {
        let mut spent = self.past.clone();
        if spent.len() < PAST_BYTES_MAX && (self.trial.page().is_granted() || !self.kept_text.is_empty()) {
            spent.push_str(&hex(self.replica));
        }
        spent
    }

    fn step(&mut self, input: Input) -> Vec<Effect> {
        let effects = self.trial.step(&self.rules, self.now(), input);
        if effects.contains(&Effect::Save) {
            self.changes = self.changes.wrapping_add(1);
        }
        self.must_send |= effects.contains(&Effect::Send);
        effects
    }

    /// Takes the playbook that came; returns the moments that waited for it, and whether a prompt of the old one was
    /// open.
    fn take_in(&mut self, mut start: StartV3) -> (Vec<String>, bool) {
        let mut was_open = false;
        if self.playbook.as_ref().is_none_or(|known| known.version != start.playbook.version) {
            was_open = self.trial.change_playbook();
            self.rules = core::mem::take(&mut start.playbook.rules);
            let names = self.rules.features.iter().map(|feature| feature.name.as_str());
            know(names.zip(&start.playbook.selectors));
            self.playbook = Some(start.playbook);
        }
        self.rules.paused = start.paused;
        self.confirmed_ms = Some(clock::page_ms());
        (core::mem::take(&mut self.early_moments), was_open)
    }
}
