//! A laptop with two clocks that cannot be relied on, and a page in it that keeps time as `src/widget/time.rs` does.

use moment_core::clock::Clock;
use moment_core::effect::Effect;
use moment_core::event::{Answer, Consent, Event, Input};
use moment_core::playbook::Playbook;
use moment_core::summary::Summary;
use moment_core::time::{Now, Second};
use moment_core::trial::Trial;

use crate::rulebook::{STARTED_MS, trial};

/// The widget corrects its clock by more than this only.
const CLOCK_ERROR_MS: u64 = 10_000;

/// What happens to the laptop, its clocks, the network or the page.
#[derive(Debug, Clone)]
pub(crate) enum Turn {
    /// Time passes by all clocks, milliseconds.
    Pass(u64),
    /// Time passes until so long before the pause after the last prompt is over.
    Near(u64),
    /// The machine sleeps so long: the monotonic clock stands still.
    Sleep(u64),
    /// The wall clock is set, by so much.
    Set(i64),
    /// The page is loaded, from what was kept. Meanwhile the wall clock was set, by so much.
    Load(i64),
    /// The collector is heard; its answer was so long on its way.
    Hear(u64),
    /// The collector cannot be reached.
    Miss,
    /// The customer uses something.
    Use,
    /// Another window of the browser opens, which cannot reach the collector, and what it keeps is known to this page.
    Window,
    /// The page is seen again and settles, and the core decides.
    Visit,
    /// The core decides. What is shown is painted and answered at once.
    Tick,
}

/// The laptop and its one page.
pub(crate) struct Laptop {
    playbook: Playbook,
    answer: Answer,
    pause_ms: u64,
    /// What a clock would show that is never wrong.
    true_ms: u64,
    wall_ms: u64,
    /// The monotonic clock: milliseconds since the page was loaded.
    page_ms: u64,
    clock: Clock,
    is_clock_known: bool,
    confirmed_page_ms: Option<u64>,
    trial: Trial,
    /// The true instants at which a prompt was painted.
    pub(crate) painted_ms: Vec<u64>,
}

impl Laptop {
    /// A laptop whose wall clock is wrong by `skew_ms`, when a trial begins. Every prompt gets the same answer, and a
    /// pause of so many seconds should follow.
    pub(crate) fn new(playbook: Playbook, answer: Answer, pause_s: Second, skew_ms: i64) -> Self {
        let wall_ms = STARTED_MS.saturating_add_signed(skew_ms);
        let trial = trial(Summary::default(), Summary::default(), Consent::Granted);
        let mut laptop = Self {
            playbook,
            answer,
            pause_ms: u64::from(pause_s) * 1000,
            true_ms: STARTED_MS,
            wall_ms,
            page_ms: 0,
            clock: Clock::start(wall_ms, 0),
            is_clock_known: false,
            confirmed_page_ms: None,
            trial,
            painted_ms: Vec::new(),
        };
        laptop.load();
        laptop
    }

    pub(crate) fn turn(&mut self, turn: &Turn) {
        match *turn {
            Turn::Pass(ms) => self.pass(ms),
            Turn::Near(ms) => {
                let over_ms = self.painted_ms.last().map_or(0, |painted_ms| painted_ms + self.pause_ms);
                self.pass(over_ms.saturating_sub(self.true_ms + ms));
            }
            Turn::Sleep(ms) => {
                self.true_ms += ms;
                self.wall_ms = self.wall_ms.saturating_add(ms);
            }
            Turn::Set(ms) => self.wall_ms = self.wall_ms.saturating_add_signed(ms),
            Turn::Load(ms) => {
                self.wall_ms = self.wall_ms.saturating_add_signed(ms);
                self.load();
            }
            Turn::Hear(on_its_way_ms) => {
                self.pass(on_its_way_ms);
                // A header of HTTP has whole seconds.
                self.ask(Some((self.true_ms - on_its_way_ms) / 1000 * 1000));
            }
            Turn::Miss => self.ask(None),
            Turn::Use => _ = self.step(Input::Event(Event::Used { feature: "export", count: 1 })),
            Turn::Window => self.open_window(),
            Turn::Visit => {
                self.step(Input::Event(Event::Opened));
                self.pass(u64::from(self.playbook.settle_s) * 1000);
                self.tick();
            }
            Turn::Tick => self.tick(),
        }
    }

    fn pass(&mut self, ms: u64) {
        self.true_ms += ms;
        self.wall_ms = self.wall_ms.saturating_add(ms);
        self.page_ms += ms;
    }

    /// Until the collector is heard a kept replica's time goes on from the last instant that it knew.
    fn load(&mut self) {
        let kept = self.trial.own().clone();
        self.page_ms = 0;
        self.clock = match u64::from(kept.last_s) {
            0 => Clock::start(self.wall_ms, 0),
            last_s => Clock::told(STARTED_MS + 1000 * last_s, self.wall_ms, 0),
        };
        (self.is_clock_known, self.confirmed_page_ms) = (false, None);
        self.trial = trial(kept, Summary::default(), Consent::Granted);
        self.step(Input::Event(Event::Opened));
    }

    /// The collector said that it is `told_ms`, or nothing; where it was never heard, the wall clock must do.
    fn ask(&mut self, told_ms: Option<u64>) {
        let known_ms = self.clock.unix_ms(self.page_ms);
        let is_first = !std::mem::replace(&mut self.is_clock_known, true);
        if let Some(told_ms) = told_ms {
            let is_news = known_ms.abs_diff(told_ms) > CLOCK_ERROR_MS;
            self.clock = Clock::told(if is_news { told_ms } else { known_ms }, self.wall_ms, self.page_ms);
            self.confirmed_page_ms = Some(self.page_ms);
        } else if is_first {
            self.clock = Clock::start(self.wall_ms.max(known_ms), self.page_ms);
        }
        if is_first {
            self.step(Input::Event(Event::Opened));
        }
    }

    fn open_window(&mut self) {
        let kept = self.trial.own().clone();
        let unix_ms = self.wall_ms.max(STARTED_MS + 1000 * u64::from(kept.last_s));
        let mut window = trial(kept.clone(), Summary::default(), Consent::Granted);
        let now = Now { unix_ms, utc_offset_min: 0, playbook_age_s: u32::MAX };
        window.step(&self.playbook, now, Input::Event(Event::Opened));
        self.trial.absorb(&kept, window.own());
    }

    fn tick(&mut self) {
        if self.step(Input::Tick).iter().any(|effect| matches!(effect, Effect::Show { .. })) {
            self.painted_ms.push(self.true_ms);
            self.step(Input::Event(Event::Painted));
            self.step(Input::Answered(self.answer));
        }
    }

    fn step(&mut self, input: Input) -> Vec<Effect> {
        let is_in_doubt = self.clock.is_in_doubt(self.wall_ms, self.page_ms);
        let confirmed = self.confirmed_page_ms.filter(|_| !is_in_doubt);
        let age_s = |confirmed: u64| u32::try_from((self.page_ms - confirmed) / 1000).unwrap_or(u32::MAX);
        let playbook_age_s = confirmed.map_or(u32::MAX, age_s);
        let now = Now { unix_ms: self.clock.unix_ms(self.page_ms), utc_offset_min: 0, playbook_age_s };
        self.trial.step(&self.playbook, now, input)
    }
}
