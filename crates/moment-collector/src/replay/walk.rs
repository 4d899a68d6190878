//! A walk: one trial's events through the core, page by page, as its browser would have told them.

use moment_core::effect::Effect;
use moment_core::event::{Consent, Event, Input};
use moment_core::playbook::Playbook as Rules;
use moment_core::readiness::Readiness;
use moment_core::summary::{SESSION_GAP_S, Summary};
use moment_core::time::{Now, Second, UnixMs, second_of};
use moment_core::trial::{Identity, Trial};

use crate::replay::mapping::Meaning;

/// One trial on its way.
#[derive(Debug)]
pub struct Walk<'a> {
    rules: &'a Rules,
    trial: Trial,
    /// The newest event.
    last_ms: Option<UnixMs>,
    /// When the page has settled after the newest event.
    settled_ms: Option<UnixMs>,
    /// When readiness is still to be read.
    read_ms: Option<UnixMs>,
    reading: Option<Reading>,
    first_shown: Vec<Option<Second>>,
    events: u64,
}

/// Readiness at one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The instant.
    pub at_ms: UnixMs,
    /// How ready the trial was.
    pub readiness: Readiness,
}

/// What became of one trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The trial's id.
    pub user: String,
    /// Its first event.
    pub started_ms: UnixMs,
    /// How many events the log has of it.
    pub events: u64,
    /// Its state after the last one.
    pub summary: Summary,
    /// Its readiness.
    pub reading: Reading,
    /// For each prompt of the playbook when it was shown first, if it was.
    pub first_shown: Vec<Option<Second>>,
}

impl<'a> Walk<'a> {
    /// The trial of `user`, which begins at `started_ms` and lasts `length_days`. Readiness is read at `read_ms`, or at
    /// the last event.
    #[must_use]
    pub fn begin(rules: &'a Rules, user: &str, started_ms: UnixMs, length_days: u16, read_ms: Option<UnixMs>) -> Self {
        Self {
            rules,
            trial: page_of(identity_of(user, started_ms, length_days), Summary::default()),
            last_ms: None,
            settled_ms: None,
            read_ms,
            reading: None,
            first_shown: vec![None; rules.prompts.len()],
            events: 0,
        }
    }

    /// What happened at `at_ms`, which is not before what happened last.
    pub fn hear(&mut self, at_ms: UnixMs, meaning: &Meaning) {
        self.wait_until(at_ms);
        let gap_ms = u64::from(SESSION_GAP_S) * 1000;
        if self.last_ms.is_none_or(|last_ms| at_ms.saturating_sub(last_ms) >= gap_ms) {
            self.open_page(at_ms);
        }
        let (trial, rules) = (&mut self.trial, self.rules);
        meaning.tell(|event| {
            trial.step(rules, instant(at_ms), Input::Event(event));
        });
        self.tick(at_ms);
        self.last_ms = Some(at_ms);
        self.settled_ms = Some(at_ms.saturating_add(u64::from(self.rules.settle_s) * 1000));
        self.events += 1;
    }

    /// There are no more events.
    #[must_use]
    pub fn end(mut self) -> Course {
        let started_ms = self.trial.identity().started_ms;
        let last_ms = self.last_ms.unwrap_or(started_ms);
        if self.reading.is_none() && self.read_ms.is_none() {
            self.read(last_ms);
        }
        self.wait_until(UnixMs::MAX);
        let reading = self.reading.take();
        Course {
            user: self.trial.identity().trial.clone(),
            started_ms,
            events: self.events,
            summary: self.trial.own().clone(),
            reading: reading.unwrap_or_else(|| self.reading_at(last_ms)),
            first_shown: self.first_shown,
        }
    }

    /// What is due before `next_ms`, when the next event happens: the tick of the settled page and the reading.
    fn wait_until(&mut self, next_ms: UnixMs) {
        loop {
            let settled_ms = self.settled_ms.filter(|at_ms| *at_ms < next_ms);
            let read_ms = self.read_ms.filter(|at_ms| *at_ms < next_ms);
            match (settled_ms, read_ms) {
                (Some(settled_ms), read_ms) if read_ms.is_none_or(|read_ms| settled_ms <= read_ms) => {
                    self.settled_ms = None;
                    self.tick(settled_ms);
                }
                (_, Some(read_ms)) => {
                    self.read_ms = None;
                    self.read(read_ms);
                }
                _ => break,
            }
        }
    }

    /// The page before is gone, and what was open in it.
    fn open_page(&mut self, at_ms: UnixMs) {
        self.trial = page_of(self.trial.identity().clone(), self.trial.own().clone());
        self.trial.step(self.rules, instant(at_ms), Input::Event(Event::Opened));
    }

    /// The core decides. What it shows is painted at once and ignored.
    fn tick(&mut self, at_ms: UnixMs) {
        let effects = self.trial.step(self.rules, instant(at_ms), Input::Tick);
        let shown = effects.iter().find_map(|effect| match effect {
            Effect::Show { prompt } => Some(usize::from(*prompt)),
            _ => None,
        });
        let Some(place) = shown else { return };
        self.trial.step(self.rules, instant(at_ms), Input::Event(Event::Painted));
        let second = second_of(self.trial.identity().started_ms, at_ms);
        if let Some(first) = self.first_shown.get_mut(place) {
            first.get_or_insert(second);
        }
    }

    fn read(&mut self, at_ms: UnixMs) {
        self.reading = Some(self.reading_at(at_ms));
    }

    fn reading_at(&self, at_ms: UnixMs) -> Reading {
        Reading { at_ms, readiness: self.trial.readiness(self.rules, instant(at_ms)) }
    }
}

/// A log knows neither plan nor language.
fn identity_of(user: &str, started_ms: UnixMs, length_days: u16) -> Identity {
    let (plan, locale) = (String::new(), String::new());
    Identity { trial: user.to_owned(), started_ms, length_days, plan, locale }
}

/// A page of a trial that has no other browsers.
fn page_of(identity: Identity, own: Summary) -> Trial {
    Trial::new(identity, own, Summary::default(), Consent::Granted)
}

/// An instant at which the playbook is current and the customer's clock shows UTC.
fn instant(unix_ms: UnixMs) -> Now {
    Now { unix_ms, utc_offset_min: 0, playbook_age_s: 0 }
}
