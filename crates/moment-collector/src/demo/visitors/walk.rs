//! A walk: visits day after day, each a handful of uses, with the core deciding as it would in the page.

use moment_core::decision::Decision;
use moment_core::effect::Effect;
use moment_core::event::{Answer, Consent, Event, Input};
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::summary::Summary;
use moment_core::time::{DAY_MS, Now, UnixMs};
use moment_core::trial::{Identity, Trial};

use crate::demo::visitors::person::Person;
use crate::playbook::Playbook;

/// How long a simulated trial lasts.
pub const LENGTH_DAYS: u16 = 14;

/// The demo product's limit of invoices.
const INVOICES_MAX: u32 = 5;

const MINUTE_MS: u64 = 60_000;
/// One person's way through the product.
#[derive(Debug)]
pub struct Walk<'a> {
    person: Person,
    playbook: &'a Playbook,
    trial: Trial,
    at_ms: UnixMs,
    invoices: u32,
    upgraded_ms: Option<UnixMs>,
}

impl<'a> Walk<'a> {
    /// The way of `person`, who has just signed up.
    #[must_use]
    pub fn new(person: Person, playbook: &'a Playbook) -> Self {
        let identity = Identity {
            trial: person.trial.clone(),
            started_ms: person.started_ms,
            length_days: LENGTH_DAYS,
            plan: String::new(),
            locale: String::new(),
        };
        let trial = Trial::new(identity, Summary::default(), Summary::default(), Consent::Granted);
        Self { at_ms: person.started_ms, person, playbook, trial, invoices: 0, upgraded_ms: None }
    }

    /// When they upgraded, if they did.
    #[must_use]
    pub fn upgraded_ms(&self) -> Option<UnixMs> {
        self.upgraded_ms
    }

    /// The next visit: when it ended, and what the browser would then send. `None` when there are no more.
    pub fn next_visit(&mut self) -> Option<(UnixMs, Summary)> {
        let length_ms = u64::from(LENGTH_DAYS) * DAY_MS;
        if self.upgraded_ms.is_some() || self.at_ms > self.person.now_ms.min(self.person.started_ms + length_ms) {
            return None;
        }
        self.visit();
        let ended = (self.at_ms, self.trial.own().clone());
        let is_first = self.trial.own().sessions <= 1;
        let stays = 0.35 + 0.6 * self.person.need;
        if is_first && !self.person.does(stays) {
            self.at_ms = UnixMs::MAX;
        } else {
            self.wait(DAY_MS / 4, DAY_MS / 4 + share(3 * DAY_MS, 1.0 - self.person.need));
        }
        Some(ended)
    }

    fn visit(&mut self) {
        self.step(Input::Event(Event::Opened));
        self.step(Input::Event(Event::Routed { path: "/" }));
        let uses = 2 + self.person.dice.u32(..4) + u32::try_from(share(8, self.person.need)).unwrap_or(0);
        for _ in 0..uses {
            self.wait(MINUTE_MS / 4, 3 * MINUTE_MS);
            self.step(Input::Event(Event::Engaged { seconds: 15 }));
            self.use_something();
            self.decide();
        }
        self.step(Input::Hidden);
    }

    fn use_something(&mut self) {
        match self.person.dice.u32(..100) {
            0..30 => self.create(),
            30..50 if self.invoices > 0 => self.send(),
            50..58 if self.invoices > 0 => self.feature("invoice_edited"),
            58..64 if self.invoices > 0 => self.feature("invoice_exported"),
            64..72 => self.report(),
            72..76 if self.person.does(self.person.need) => self.feature("teammate_invited"),
            76..80 if self.person.does(self.person.need) => self.visit_prices(),
            80..84 if self.invoices > 0 => self.feature("invoice_paid"),
            84..86 if self.invoices > 0 => self.feature("template_saved"),
            _ => self.feature("search_used"),
        }
    }

    fn create(&mut self) {
        if self.invoices == INVOICES_MAX {
            return self.visit_prices();
        }
        self.invoices += 1;
        let standing = LimitUse { at_s: 0, used: self.invoices, of: INVOICES_MAX, hard: true };
        self.step(Input::Event(Event::Limited { limit: "invoices", standing }));
        self.feature("invoice_created");
    }

    fn send(&mut self) {
        if self.person.does(0.3 + self.person.need) {
            self.feature("invoice_sent");
        }
    }

    /// The demo's report page sometimes fails.
    fn report(&mut self) {
        self.feature("report_viewed");
        if self.person.does(0.25) {
            self.step(Input::Event(Event::Friction(FrictionKind::Error)));
        }
    }

    fn visit_prices(&mut self) {
        self.step(Input::Event(Event::Routed { path: "/upgrade" }));
        let readiness = self.trial.readiness(&self.playbook.rules, self.now());
        let buys = readiness.probability * (0.2 + self.person.need);
        if self.person.does(buys) {
            self.upgraded_ms = Some(self.at_ms);
        }
        self.step(Input::Event(Event::Routed { path: "/invoices" }));
    }

    /// What the page does once a second: ask for a decision, and live with it.
    fn decide(&mut self) {
        self.wait(MINUTE_MS / 6, MINUTE_MS / 2);
        let is_shown = self.step(Input::Tick).iter().any(|effect| matches!(effect, Effect::Show { .. }));
        if !is_shown {
            return;
        }
        self.step(Input::Event(Event::Painted));
        self.wait(2_000, MINUTE_MS);
        let takes = self.person.need * 0.8;
        let answer = if self.person.does(takes) {
            Answer::Clicked
        } else if self.person.does(self.person.wary * 0.2) {
            Answer::Fewer
        } else if self.person.does(0.2) {
            Answer::Snoozed
        } else {
            Answer::Dismissed
        };
        self.step(Input::Answered(answer));
        debug_assert!(!matches!(self.trial.decision(&self.playbook.rules), Decision::Show(_)), "answered and gone");
        if answer == Answer::Clicked {
            self.visit_prices();
        }
    }

    fn feature(&mut self, feature: &str) {
        self.step(Input::Event(Event::Used { feature, count: 1 }));
    }

    fn step(&mut self, input: Input) -> Vec<Effect> {
        let now = self.now();
        self.trial.step(&self.playbook.rules, now, input)
    }

    fn now(&self) -> Now {
        Now { unix_ms: self.at_ms, utc_offset_min: 0, playbook_age_s: 0 }
    }

    fn wait(&mut self, least_ms: u64, most_ms: u64) {
        let passed_ms = self.person.dice.u64(least_ms..=most_ms.max(least_ms));
        self.at_ms = self.at_ms.saturating_add(passed_ms);
    }
}

/// A part of a whole, 0 to 1 of it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a few days in milliseconds are far below 2^53"
)]
fn share(whole: u64, part: f64) -> u64 {
    (whole as f64 * part) as u64
}
