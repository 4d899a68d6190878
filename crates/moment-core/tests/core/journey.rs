//! The script helper: plays inputs to a trial and keeps a journal of what it was told and what it asked for.

use std::fmt::Write;

use expect_test::Expect;
use moment_core::decision::Decision;
use moment_core::effect::Effect;
use moment_core::event::{Answer, Consent, Event, Input};
use moment_core::limit::LimitUse;
use moment_core::playbook::Playbook;
use moment_core::prompt::PromptRule;
use moment_core::readiness::Readiness;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S, MINUTE_S, Now};
use moment_core::trial::Trial;

use crate::rulebook::{STARTED_MS, trial};

/// One trial in one browser, played by script.
pub(crate) struct Journey {
    pub(crate) playbook: Playbook,
    pub(crate) trial: Trial,
    now: Now,
    journal: String,
}

impl Journey {
    /// A trial that begins now; the page is not open yet.
    pub(crate) fn new(playbook: Playbook) -> Self {
        Self::resumed(playbook, trial(Summary::default(), Summary::default(), Consent::Granted))
    }

    /// A trial as it was left, a millisecond after its first second.
    pub(crate) fn resumed(playbook: Playbook, trial: Trial) -> Self {
        let now = Now { unix_ms: STARTED_MS + 1, utc_offset_min: 0, playbook_age_s: 0 };
        Self { playbook, trial, now, journal: String::new() }
    }

    /// The clock shows `h:mm` or `h:mm:ss` of the trial, on the first day or after `2d`. It may go back.
    pub(crate) fn at(&mut self, time: &str) -> &mut Self {
        self.now.unix_ms = STARTED_MS + u64::from(seconds(time)) * 1000 + 1;
        self
    }

    /// The playbook was last confirmed `seconds` ago.
    pub(crate) fn playbook_aged(&mut self, seconds: u32) -> &mut Self {
        self.now.playbook_age_s = seconds;
        self
    }

    /// The customer's clock is so many minutes ahead of UTC.
    pub(crate) fn in_zone(&mut self, utc_offset_min: i16) -> &mut Self {
        self.now.utc_offset_min = utc_offset_min;
        self
    }

    /// The vendor publishes another playbook.
    pub(crate) fn published(&mut self, change: impl FnOnce(&mut Playbook)) -> &mut Self {
        change(&mut self.playbook);
        self
    }

    pub(crate) fn opened(&mut self) -> &mut Self {
        self.event(Event::Opened)
    }

    pub(crate) fn used(&mut self, feature: &str) -> &mut Self {
        self.event(Event::Used { feature, count: 1 })
    }

    pub(crate) fn routed(&mut self, path: &str) -> &mut Self {
        self.event(Event::Routed { path })
    }

    pub(crate) fn limited(&mut self, limit: &str, used: u32, of: u32) -> &mut Self {
        let standing = LimitUse { at_s: 0, used, of, hard: false };
        self.step(&format!("{used} of {of} {limit}"), Input::Event(Event::Limited { limit, standing }))
    }

    pub(crate) fn event(&mut self, event: Event) -> &mut Self {
        self.step(&format!("{event:?}"), Input::Event(event))
    }

    pub(crate) fn painted(&mut self) -> &mut Self {
        self.event(Event::Painted)
    }

    pub(crate) fn answered(&mut self, answer: Answer) -> &mut Self {
        self.step(&format!("{answer:?}"), Input::Answered(answer))
    }

    pub(crate) fn asked(&mut self, place: u8) -> &mut Self {
        self.step(&format!("Asked for {place}"), Input::Asked(place))
    }

    pub(crate) fn merged(&mut self, others: &Summary) -> &mut Self {
        self.step("Merged", Input::Merged(others))
    }

    pub(crate) fn hidden(&mut self) -> &mut Self {
        self.step("Hidden", Input::Hidden)
    }

    pub(crate) fn tick(&mut self) -> &mut Self {
        self.step("Tick", Input::Tick)
    }

    /// The page opens at `time` and settles; then the core decides.
    pub(crate) fn visited(&mut self, time: &str) -> &mut Self {
        self.at(time).opened();
        self.now.unix_ms += u64::from(self.playbook.settle_s) * 1000;
        self.tick()
    }

    pub(crate) fn own(&self) -> &Summary {
        self.trial.own()
    }

    pub(crate) fn decision(&self) -> Decision {
        self.trial.decision(&self.playbook)
    }

    pub(crate) fn readiness(&self) -> Readiness {
        self.trial.readiness(&self.playbook, self.now)
    }

    /// The ledger of the prompt `id`: how often each reason held it back.
    pub(crate) fn ledger(&self, id: &str) -> Vec<(&'static str, u32)> {
        let waits = self.own().prompt(id).map(|record| record.waits.as_slice()).unwrap_or_default();
        waits.iter().map(|(reason, count)| (reason.name(), *count)).collect()
    }

    /// Compares the journal since the last comparison.
    #[track_caller]
    pub(crate) fn check(&mut self, expected: &Expect) -> &mut Self {
        expected.assert_eq(&std::mem::take(&mut self.journal));
        self
    }

    fn step(&mut self, told: &str, input: Input) -> &mut Self {
        let effects = self.trial.step(&self.playbook, self.now, input);
        let mut asked: Vec<String> = Vec::new();
        if let (Input::Tick, Decision::Wait(reason)) = (input, self.decision()) {
            asked.push(format!("wait {}", reason.name()));
        }
        asked.extend(effects.iter().map(|effect| self.named(*effect)));
        if asked.is_empty() {
            asked.push("nothing".into());
        }
        // To be asked twice for the same thing is to be asked once.
        asked.dedup();
        let time = clock(u32::try_from((self.now.unix_ms - STARTED_MS) / 1000).expect("a time of the trial"));
        writeln!(self.journal, "{time} {told}: {}", asked.join(", ")).expect("a string takes everything");
        self
    }

    fn named(&self, effect: Effect) -> String {
        match effect {
            Effect::Save => "save".into(),
            Effect::Send => "send".into(),
            Effect::Hide => "hide".into(),
            Effect::Show { prompt } => {
                let rule: Option<&PromptRule> = self.playbook.prompts.get(usize::from(prompt));
                format!("show {}", rule.map_or("a prompt that the playbook does not have", |rule| &rule.id))
            }
        }
    }
}

/// The second of the trial that `time` names: `0:10`, `23:59:59`, `2d 0:10`.
pub(crate) fn seconds(time: &str) -> u32 {
    let number = |digits: &str| digits.parse::<u32>().expect("a number in a time");
    let (days, clock) = time.split_once("d ").map_or((0, time), |(days, clock)| (number(days), clock));
    let units = [HOUR_S, MINUTE_S, 1];
    days * DAY_S + clock.split(':').zip(units).map(|(digits, unit)| number(digits) * unit).sum::<u32>()
}

fn clock(second: u32) -> String {
    let (day, second) = (second / DAY_S, second % DAY_S);
    format!("{day}d {}:{:02}:{:02}", second / HOUR_S, second % HOUR_S / MINUTE_S, second % MINUTE_S)
}
