//! The widget's state in a trial, and how one input goes through it.

pub(crate) mod news;
mod time;

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use moment_core::clock::Clock;
use moment_core::effect::Effect;
use moment_core::event::{Consent, Event, Input};
use moment_core::playbook::Playbook;
use moment_core::readiness::Readiness;
use moment_core::summary::Summary;
use moment_core::trial::Trial;
use moment_wire::beacon::BeaconV2;
use moment_wire::playbook::PlaybookV2;
use moment_wire::saved::SavedV2;
use moment_wire::start::StartV2;

use crate::capture::FETCH_AGAIN_MS;
use crate::config::Config;
use crate::guest::Guest;
use crate::listeners::{Facts, tell};
use crate::transport::{Fate, fetch_start, hex, post_beacon, send_last};
use crate::widget::news::{Told, names};
use crate::{clock, consent, debug, forget, prompter, storage};

/// After a beacon was lost the next waits this long, and twice as long after each further loss.
const RETRY_MS: f64 = 5_000.0;
const RETRY_MS_MAX: f64 = 300_000.0;

/// Nobody refuses more often in one page; what comes after is not remembered.
const PAST_BYTES_MAX: usize = 64 * 16;

/// How many moments that the page's code names wait for the playbook.
const EARLY_MOMENTS_MAX: usize = 32;

/// Everything that is known of the trial in this page.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and all of them may be so at once")]
pub(crate) struct Widget {
    pub(crate) config: Config,
    pub(crate) trial: Trial,
    /// The playbook's rules; none of them hold until it came.
    pub(crate) rules: Playbook,
    /// What the playbook holds beside the rules; none until the collector answered.
    pub(crate) playbook: Option<PlaybookV2>,
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
    retry_at_ms: f64,
    retry_ms: f64,
    told: Told,
}

/// Takes one input in and does what the core says. Effects are carried out after the widget is let go, so that what
/// they call may call back.
pub(crate) fn step(guest: &Rc<Guest>, input: Input) {
    let Some((effects, news)) = guest.with(|widget| widget.step(input)) else { return };
    for effect in effects {
        match effect {
            Effect::Show { prompt } => prompter::show(guest, prompt),
            Effect::Hide => prompter::hide(guest),
            Effect::Save | Effect::Send => {}
        }
    }
    for (name, facts) in news {
        tell(guest, name, &facts);
    }
}

/// Once a second while the page is visible: decide, keep, send what is due.
pub(crate) fn tick(guest: &Rc<Guest>) {
    step(guest, Input::Tick);
    keep(guest);
    // Sent after the widget is let go: the page may have put its own code into `fetch`.
    let due = guest.with(|widget| {
        let state = (widget.replica, widget.changes);
        widget.take_due().map(|beacon| (widget.config.clone(), beacon, state))
    });
    if let Some(Some((config, beacon, (replica, changes)))) = due {
        let guest = guest.clone();
        post_beacon(&config, &beacon, move |fate| {
            // Whoever was forgotten meanwhile learns nothing any more.
            if guest.with(|widget| widget.replica) != Some(replica) {
                return;
            }
            match fate {
                Fate::Refused => debug::say(&guest, "the collector refused a beacon; its answer says why"),
                Fate::Erased => return forget::obey(&guest),
                Fate::Kept | Fate::Lost => {}
            }
            guest.with(|widget| widget.learn(fate, changes));
        });
    }
}

/// Keeps what has changed; if what was kept is gone, so is what this page knows.
pub(crate) fn keep(guest: &Rc<Guest>) {
    if guest.with(Widget::keep) == Some(false) {
        forget::lose(guest);
    }
}

/// The page is hidden or about to go: keep and send at once.
pub(crate) fn leave(guest: &Rc<Guest>) {
    absorb(guest);
    step(guest, Input::Hidden);
    keep(guest);
    let unsent =
        guest.with(|widget| widget.has_unsent().then(|| (widget.config.clone(), widget.beacon(), widget.changes)));
    if let Some(Some((config, beacon, changes))) = unsent {
        send_last(&config, &beacon);
        guest.with(|widget| {
            widget.last_sent = beacon;
            widget.sent_changes = changes;
            widget.must_send = false;
        });
    }
}

/// Another page of this browser may have kept something, or the customer has spoken there.
pub(crate) fn absorb(guest: &Rc<Guest>) {
    let news = guest.with(|widget| consent::news(&widget.config, widget.trial.page().consent));
    if let Some(Some(consent)) = news {
        forget::set_consent(guest, consent);
    }
    if guest.with(Widget::absorb_kept) == Some(false) {
        forget::lose(guest);
    }
}

/// A moment that the page's code names; it waits for the playbook that says what moments there are.
pub(crate) fn reach(guest: &Rc<Guest>, moment: &str) {
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

/// Asks the collector for the playbook and the trial's other replicas, then does `act`, whatever came of it.
pub(crate) fn refresh(guest: &Rc<Guest>, act: impl FnOnce(&Rc<Guest>) + 'static) {
    let Some((config, replica)) = guest.with(|widget| (widget.config.clone(), widget.replica)) else { return };
    let guest = guest.clone();
    fetch_start(&config, replica, move |heard| {
        let is_news = guest.with(|widget| widget.set_clock(heard.as_ref().map_or(f64::NAN, |heard| heard.at_ms)));
        if let Some(heard) = heard {
            take_in(&guest, heard.start);
        }
        // Only now is it known what day it is.
        if is_news == Some(true) {
            step(&guest, Input::Event(Event::Opened));
        }
        act(&guest);
    });
}

fn take_in(guest: &Rc<Guest>, mut start: StartV2) {
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
    pub(crate) fn new(config: Config, kept: (String, SavedV2), consent: Consent) -> Self {
        let (kept_text, saved) = kept;
        let clock = time::first_clock(&config, &saved.summary);
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
            is_clock_known: false,
            confirmed_ms: None,
            early_moments: Vec::new(),
            changes: 0,
            saved_changes: 0,
            sent_changes: 0,
            must_send: false,
            is_sending: false,
            retry_at_ms: 0.0,
            retry_ms: RETRY_MS,
        }
    }

    /// How ready the trial is.
    pub(crate) fn readiness(&self) -> Readiness {
        self.trial.readiness(&self.rules, self.now())
    }

    fn step(&mut self, input: Input) -> (Vec<Effect>, Vec<(&'static str, Facts)>) {
        let is_tick = matches!(input, Input::Tick);
        let effects = self.trial.step(&self.rules, self.now(), input);
        if effects.contains(&Effect::Save) {
            self.changes = self.changes.wrapping_add(1);
        }
        self.must_send |= effects.contains(&Effect::Send);
        let news = if is_tick || !effects.is_empty() { self.news() } else { Vec::new() };
        (effects, news)
    }

    /// Takes the playbook that came; returns the moments that waited for it, and whether a prompt of the old one was
    /// open.
    fn take_in(&mut self, mut start: StartV2) -> (Vec<String>, bool) {
        let mut was_open = false;
        if self.playbook.as_ref().is_none_or(|known| known.version != start.playbook.version) {
            was_open = self.trial.change_playbook();
            self.rules = core::mem::take(&mut start.playbook.rules);
            self.playbook = Some(start.playbook);
        }
        self.rules.paused = start.paused;
        self.confirmed_ms = Some(clock::page_ms());
        (core::mem::take(&mut self.early_moments), was_open)
    }

    /// What another page of this browser kept since is counted here too. If it began anew, so does this one. False if
    /// nothing is kept any more, or what is kept is to be erased.
    fn absorb_kept(&mut self) -> bool {
        if !self.trial.page().is_granted() {
            return true;
        }
        let text = storage::read(&self.config);
        let is_gone = text.is_empty() && !self.kept_text.is_empty();
        if is_gone || forget::is_erasing(&storage::erasing(&self.config), self.replica) {
            return false;
        }
        if let Some(kept) = storage::decode(&self.config, &text).filter(|_| text != self.kept_text) {
            // Where nothing was kept when the page began, another one may have begun at the same moment.
            if kept.replica == self.replica || self.kept_text.is_empty() {
                self.trial.absorb(&self.base, &kept.summary);
            } else {
                self.trial.begin_anew(&kept.summary);
            }
            (self.base, self.replica, self.kept_text) = (kept.summary, kept.replica, text);
        }
        true
    }

    /// Keeps what has changed. False if what was kept is gone.
    fn keep(&mut self) -> bool {
        if self.saved_changes == self.changes || !self.trial.page().is_granted() {
            return true;
        }
        if !self.absorb_kept() {
            return false;
        }
        self.saved_changes = self.changes;
        if let Some(text) = storage::save(&self.config, self.replica, self.trial.own()) {
            (self.kept_text, self.base) = (text, self.trial.own().clone());
        } else {
            self.kept_text.clear();
            if !core::mem::replace(&mut self.is_loss_told, true) {
                self.count_loss();
            }
        }
        true
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

    /// Whether the collector lacks something that it may know.
    fn has_unsent(&self) -> bool {
        self.sent_changes != self.changes && self.trial.page().is_granted()
    }

    /// The beacon to send now, if one is due.
    fn take_due(&mut self) -> Option<Vec<u8>> {
        let is_due = self.must_send && !self.is_sending && clock::page_ms() >= self.retry_at_ms;
        if !is_due {
            return None;
        }
        self.must_send = false;
        self.is_sending = self.has_unsent();
        self.is_sending.then(|| {
            self.last_sent = self.beacon();
            self.last_sent.clone()
        })
    }

    /// What would be sent now.
    pub(crate) fn beacon(&self) -> Vec<u8> {
        let Config { identity, account, signature, .. } = &self.config;
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let beacon = BeaconV2 {
            trial: identity.trial.clone(),
            account: account.clone(),
            plan: said(&identity.plan),
            locale: said(&identity.locale),
            started_ms: identity.started_ms,
            length_days: identity.length_days,
            replica: self.replica,
            sent_ms: self.clock.unix_ms(clock::whole_page_ms()),
            playbook: self.playbook.as_ref().map_or(0, |playbook| playbook.version),
            simulated: false,
            signature: *signature,
            summary: self.trial.own().clone(),
        };
        beacon.encode()
    }

    /// What became of the beacon that held all changes up to `changes`.
    fn learn(&mut self, fate: Fate, changes: u32) {
        self.is_sending = false;
        if fate == Fate::Lost {
            self.must_send = true;
            self.retry_at_ms = clock::page_ms() + self.retry_ms * (0.5 + js_sys::Math::random());
            self.retry_ms = (2.0 * self.retry_ms).min(RETRY_MS_MAX);
        } else {
            // One that was refused would be refused again: only what is new is worth sending.
            self.sent_changes = changes;
            self.retry_ms = RETRY_MS;
        }
    }
}
