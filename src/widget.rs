//! The widget's state, and how one input goes through it.

use std::cell::RefCell;

use moment_core::decision::{Decision, Reason};
use moment_core::effect::Effect;
use moment_core::event::{Consent, Event, Input};
use moment_core::playbook::Playbook;
use moment_core::readiness::Readiness;
use moment_core::summary::Summary;
use moment_core::time::Now;
use moment_core::trial::Trial;
use moment_wire::beacon::BeaconV1;
use moment_wire::playbook::PlaybookV1;
use moment_wire::start::StartV1;
use wasm_bindgen::JsValue;

use crate::config::Config;
use crate::{clock, consent, listeners, prompter, storage, transport};

/// After a beacon was lost the next waits this long, and twice as long after each further loss.
const RETRY_MS: f64 = 5_000.0;
const RETRY_MS_MAX: f64 = 300_000.0;

/// Moments that the page's code named before the playbook came.
const EARLY_MOMENTS_MAX: usize = 32;

thread_local! {
    static WIDGET: RefCell<Option<Widget>> = const { RefCell::new(None) };
}

/// Everything that is known in this page.
#[derive(Debug)]
pub(crate) struct Widget {
    pub(crate) config: Config,
    pub(crate) replica: u64,
    pub(crate) trial: Trial,
    pub(crate) rules: Playbook,
    /// The playbook with its words; none until the collector answered.
    pub(crate) playbook: Option<PlaybookV1>,
    confirmed_ms: Option<f64>,
    early_moments: Vec<String>,
    is_dirty: bool,
    must_send: bool,
    is_sending: bool,
    retry_at_ms: f64,
    retry_ms: f64,
    kept: Option<Summary>,
    told: Told,
}

/// What the page's listeners were told last.
#[derive(Debug, Default)]
struct Told {
    score: Option<u8>,
    decision: Option<Decision>,
    moments: usize,
}

/// Makes the widget, with what the browser kept.
pub(crate) fn create(config: Config) {
    let consent = consent::initial(&config);
    let saved = storage::load(&config);
    let trial = Trial::new(config.identity.clone(), saved.summary, Summary::default(), consent);
    let told = Told { moments: trial.own().moments.len(), ..Told::default() };
    let widget = Widget {
        config,
        replica: saved.replica,
        trial,
        rules: Playbook::default(),
        playbook: None,
        confirmed_ms: None,
        early_moments: Vec::new(),
        is_dirty: false,
        must_send: false,
        is_sending: false,
        retry_at_ms: 0.0,
        retry_ms: RETRY_MS,
        kept: None,
        told,
    };
    WIDGET.with_borrow_mut(|slot| *slot = Some(widget));
}

/// Looks at or changes the widget; `None` before it is made, and within another look.
pub(crate) fn with<T>(look: impl FnOnce(&mut Widget) -> T) -> Option<T> {
    WIDGET.with(|slot| slot.try_borrow_mut().ok()?.as_mut().map(look))
}

/// Whether the customer may be listened to.
pub(crate) fn is_granted() -> bool {
    with(|widget| widget.trial.page().is_granted()).unwrap_or(false)
}

/// Takes one input in and does what the core says.
pub(crate) fn step(input: Input) {
    let Some((effects, news)) = with(|widget| {
        let effects = widget.trial.step(&widget.rules, widget.now(), input);
        (effects, widget.news())
    }) else {
        return;
    };
    for effect in effects {
        match effect {
            Effect::Save => drop(with(|widget| widget.is_dirty = true)),
            Effect::Send => drop(with(|widget| widget.must_send = true)),
            Effect::Show { prompt } => prompter::show(prompt),
            Effect::Hide => prompter::hide(),
        }
    }
    for (name, facts) in news {
        listeners::tell(name, &facts);
    }
}

/// Once a second while the page is visible: decide, keep, send what is due.
pub(crate) fn tick() {
    step(Input::Tick);
    keep();
    send_if_due();
}

/// The page is hidden or about to go: keep and send at once.
pub(crate) fn leave() {
    step(Input::Hidden);
    keep();
    with(|widget| {
        if let Some(beacon) = widget.beacon() {
            if transport::send_last(&widget.config, &beacon) {
                widget.kept = Some(widget.trial.own().clone());
            }
            widget.must_send = false;
        }
    });
}

/// A moment that the page's code names; it waits for the playbook that says what moments there are.
pub(crate) fn reach(moment: &str) {
    let must_wait = with(|widget| {
        let must_wait = widget.playbook.is_none();
        if must_wait && widget.early_moments.len() < EARLY_MOMENTS_MAX {
            widget.early_moments.push(moment.to_owned());
        }
        must_wait
    });
    if must_wait == Some(false) {
        step(Input::Event(Event::Reached { moment }));
    }
}

/// The customer's word on consent: kept, and obeyed from now on.
pub(crate) fn set_consent(consent: Consent) {
    let answer = if consent == Consent::Granted { "granted" } else { "denied" };
    with(|widget| {
        storage::save_consent(&widget.config, answer);
        if consent != Consent::Granted {
            widget.is_dirty = false;
            widget.must_send = false;
        }
    });
    step(Input::Event(Event::Consent(consent)));
}

/// Asks the collector for the playbook. True if there is a confirmed one now.
pub(crate) async fn refresh() -> bool {
    let Some((config, replica)) = with(|widget| (widget.config.clone(), widget.replica)) else { return false };
    let Some(start) = transport::fetch_start(&config, replica).await else { return false };
    let others = start.others().unwrap_or_default();
    let early = with(|widget| widget.take_in(start)).unwrap_or_default();
    step(Input::Merged(&others));
    for moment in early {
        reach(&moment);
    }
    true
}

fn keep() {
    with(|widget| {
        if std::mem::take(&mut widget.is_dirty) && widget.trial.page().is_granted() {
            storage::save(&widget.config, widget.replica, widget.trial.own());
        }
    });
}

fn send_if_due() {
    let due = with(|widget| {
        let is_due = widget.must_send && !widget.is_sending && clock::page_ms() >= widget.retry_at_ms;
        let beacon = if is_due { widget.beacon() } else { None };
        widget.must_send &= !(is_due && beacon.is_none());
        beacon.map(|beacon| {
            (widget.is_sending, widget.must_send) = (true, false);
            (widget.config.clone(), beacon, widget.trial.own().clone())
        })
    });
    if let Some(Some((config, beacon, sent))) = due {
        wasm_bindgen_futures::spawn_local(async move {
            let fate = transport::post_beacon(&config, &beacon).await;
            with(|widget| widget.learn(fate, sent));
        });
    }
}

impl Widget {
    /// The instant, and how old the playbook is.
    pub(crate) fn now(&self) -> Now {
        Now { unix_ms: clock::unix_ms(), playbook_age_s: self.playbook_age_s() }
    }

    /// Seconds since the collector last confirmed the playbook.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "out of range is the nearest number")]
    pub(crate) fn playbook_age_s(&self) -> u32 {
        self.confirmed_ms.map_or(u32::MAX, |confirmed| ((clock::page_ms() - confirmed) / 1000.0) as u32)
    }

    /// How ready the trial is.
    pub(crate) fn readiness(&self) -> Readiness {
        self.trial.readiness(&self.rules, self.now())
    }

    /// The playbook that came, and the moments that waited for it.
    fn take_in(&mut self, start: StartV1) -> Vec<String> {
        let is_other = self.playbook.as_ref().is_none_or(|known| *known != start.playbook);
        if is_other {
            self.rules = Playbook::from(&start.playbook);
            self.playbook = Some(start.playbook);
        }
        self.rules.paused = start.paused;
        self.confirmed_ms = Some(clock::page_ms());
        std::mem::take(&mut self.early_moments)
    }

    /// The beacon to send; none if the collector has all that it would say, or may not hear it.
    fn beacon(&self) -> Option<Vec<u8>> {
        let own = self.trial.own();
        if !self.trial.page().is_granted() || self.kept.as_ref() == Some(own) {
            return None;
        }
        let Config { identity, account, plan, locale, signature, .. } = &self.config;
        let beacon = BeaconV1 {
            trial: identity.trial.clone(),
            account: account.clone(),
            plan: plan.clone(),
            locale: locale.clone(),
            started_ms: identity.started_ms,
            length_days: identity.length_days,
            replica: self.replica,
            sent_ms: clock::unix_ms(),
            playbook: self.playbook.as_ref().map_or(0, |playbook| playbook.version),
            simulated: false,
            signature: *signature,
            summary: own.into(),
        };
        Some(beacon.encode())
    }

    fn learn(&mut self, fate: transport::Fate, sent: Summary) {
        self.is_sending = false;
        match fate {
            transport::Fate::Kept => {
                self.kept = Some(sent);
                self.retry_ms = RETRY_MS;
            }
            // It will be refused again, so only a later and different one is worth sending.
            transport::Fate::Refused => {
                crate::debug::say("the collector refused a beacon; its answer says why");
                self.kept = Some(sent);
            }
            transport::Fate::Lost => {
                self.must_send = true;
                self.retry_at_ms = clock::page_ms() + self.retry_ms * (0.5 + js_sys::Math::random());
                self.retry_ms = (2.0 * self.retry_ms).min(RETRY_MS_MAX);
            }
        }
    }

    /// What the page's listeners do not know yet.
    fn news(&mut self) -> Vec<(&'static str, Vec<(&'static str, JsValue)>)> {
        let mut news = Vec::new();
        let moments = &self.trial.own().moments;
        if moments.len() != self.told.moments {
            self.told.moments = moments.len();
            if let Some(newest) = moments.iter().max_by_key(|moment| moment.at_s) {
                news.push(("moment", vec![("moment", newest.name.as_str().into())]));
            }
        }
        let decision = self.trial.decision(&self.rules);
        if self.told.decision != Some(decision) {
            self.told.decision = Some(decision);
            news.push(("decision", self.decision_facts(decision)));
            let readiness = self.readiness();
            if self.told.score != Some(readiness.score) {
                self.told.score = Some(readiness.score);
                news.push(("readiness", readiness_facts(&readiness)));
            }
        }
        news
    }

    fn decision_facts(&self, decision: Decision) -> Vec<(&'static str, JsValue)> {
        match decision {
            Decision::Show(place) => {
                let id = self.rules.prompts.get(usize::from(place)).map_or("", |rule| &rule.id);
                vec![("prompt", id.into())]
            }
            Decision::Wait(reason) => vec![("reason", Reason::name(reason).into())],
        }
    }
}

/// Readiness as the page's code sees it.
pub(crate) fn readiness_facts(readiness: &Readiness) -> Vec<(&'static str, JsValue)> {
    vec![
        ("score", readiness.score.into()),
        ("band", readiness.band.name().into()),
        ("probability", readiness.probability.into()),
        ("points", readiness.points.into()),
    ]
}
