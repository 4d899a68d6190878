//! A trial in one browser: [`Trial::step`] is the core's one entry.

mod answers;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::arm::arm_of;
use crate::decision::{Case, Decision, Reason, Verdict, decide, decision};
use crate::effect::Effect;
use crate::event::{Consent, Event, Input};
use crate::exposure::{Due, PromptRecord};
use crate::limit::LimitUse;
use crate::merge::{combine, join, rebase};
use crate::moment::{MOMENTS_MAX, MomentRule};
use crate::page::Page;
use crate::playbook::Playbook;
use crate::prompt::PromptRule;
use crate::readiness::Readiness;
use crate::reading::View;
use crate::summary::{BudgetChoice, Summary};
use crate::time::{Now, Second, UnixMs, day_of, second_of};

/// More engaged seconds than this in one event are not believed.
pub const ENGAGED_AT_ONCE_MAX_S: u16 = 300;

/// A clock that says less than was known by more than this is in doubt: a minute that two clocks of a page may disagree,
/// ten seconds that are no difference to the collector's, and what is lost in whole seconds.
const CLOCK_BACK_S: Second = 75;

/// Who the trial is, as the vendor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The trial's id.
    pub trial: String,
    /// When it began.
    pub started_ms: UnixMs,
    /// How many days it lasts.
    pub length_days: u16,
    /// The plan's name; empty when the vendor gave none.
    pub plan: String,
    /// The customer's language, a BCP 47 tag; empty when nobody said.
    pub locale: String,
}

/// One browser's copy of a trial, with what is known of the others and of the open page.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    identity: Identity,
    own: Summary,
    others: Summary,
    has_others: bool,
    page: Page,
}

impl Trial {
    /// A trial as it was left: `own` is this replica's summary, `others` that of all other replicas together.
    #[must_use]
    pub fn new(identity: Identity, own: Summary, others: Summary, consent: Consent) -> Self {
        let has_others = !others.is_blank();
        Self { identity, own, others, has_others, page: Page::new(consent) }
    }

    /// Takes in one input and says what is to be done. Without consent nothing is counted and nothing is done.
    ///
    /// An event only counts: what follows from the counts is asked with each tick, and when the page is hidden or goes
    /// to another path, so that no click waits for it.
    pub fn step(&mut self, playbook: &Playbook, now: Now, input: Input) -> Vec<Effect> {
        let now_s = self.second(now);
        let mut effects = Vec::new();
        if let Input::Event(Event::Consent(consent)) = input {
            self.page.consent = consent;
        }
        if !self.page.is_granted() {
            self.hide(&mut effects);
            return effects;
        }
        // Every keystroke says this, and nothing follows from it but quiet.
        if let Input::Event(Event::Busy) = input {
            self.page.busy_at(now_s);
            return effects;
        }
        match input {
            Input::Event(event) => self.happen(playbook, now_s, event, &mut effects),
            Input::Answered(answer) => self.answer(playbook, now_s, answer, &mut effects),
            Input::Asked(place) => self.ask(playbook, now, place, &mut effects),
            Input::Merged(others) => {
                self.others = join(&self.others, others);
                self.has_others = !self.others.is_blank();
            }
            Input::Tick => {
                self.reach_moments(playbook, now_s, &mut effects);
                self.decide(playbook, now, &mut effects);
            }
            Input::Hidden => {
                self.reach_moments(playbook, now_s, &mut effects);
                effects.push(Effect::Send);
            }
        }
        effects
    }

    /// Who the trial is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// This replica's summary: what is kept and sent.
    #[must_use]
    pub fn own(&self) -> &Summary {
        &self.own
    }

    /// All replicas together.
    #[must_use]
    pub fn whole(&self) -> Cow<'_, Summary> {
        if self.has_others { Cow::Owned(combine(&self.own, &self.others)) } else { Cow::Borrowed(&self.own) }
    }

    /// What another page of this replica kept is known here too; `base` is what this page last kept or found kept.
    pub fn absorb(&mut self, base: &Summary, kept: &Summary) {
        self.own = rebase(base, &self.own, kept);
    }

    /// Another page of this browser has begun anew, after a refusal: what was counted here before is not known any more.
    pub fn begin_anew(&mut self, kept: &Summary) {
        self.own = kept.clone();
    }

    /// Another playbook comes into force: what the page remembers of prompts by their place is forgotten. True if one
    /// was open.
    pub fn change_playbook(&mut self) -> bool {
        self.page.forget_places()
    }

    /// The open page.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// How ready the trial is now.
    #[must_use]
    pub fn readiness(&self, playbook: &Playbook, now: Now) -> Readiness {
        let whole = self.whole();
        playbook.scorecard.readiness(&self.view(playbook, &whole, self.second(now)))
    }

    /// What the newest tick decided.
    #[must_use]
    pub fn decision(&self, playbook: &Playbook) -> Decision {
        match self.page.open {
            Some(prompt) => Decision::Show(prompt),
            None if !self.page.is_granted() => Decision::Wait(Reason::ConsentDenied),
            None => decision(playbook, self.page.last_reasons()),
        }
    }

    /// The trial's time, which never runs backwards.
    fn second(&self, now: Now) -> Second {
        second_of(self.identity.started_ms, now.unix_ms).max(self.own.last_s)
    }

    fn view<'a>(&'a self, playbook: &'a Playbook, summary: &'a Summary, now_s: Second) -> View<'a> {
        let Identity { length_days, plan, locale, .. } = &self.identity;
        let path = self.page.path();
        View { playbook, summary, now_s, length_days: *length_days, plan, locale, path, readiness: None }
    }

    fn happen(&mut self, playbook: &Playbook, at: Second, event: Event, effects: &mut Vec<Effect>) {
        let own = &mut self.own;
        match event {
            // Consent opens the page that was open before it.
            Event::Opened | Event::Consent(_) => {
                own.touch(at);
                self.page.open_at(at);
            }
            Event::Used { count: 0, .. } | Event::Busy => return,
            Event::Used { feature, count } => {
                own.touch(at);
                own.use_feature(feature, at, count);
            }
            Event::Reached { moment } => {
                if !self.reach(playbook, moment, at, effects) {
                    return;
                }
            }
            Event::Limited { limit, standing } => {
                if !own.set_limit(limit, LimitUse { at_s: at, ..standing }) {
                    return;
                }
            }
            Event::Routed { path } => {
                if !self.route(playbook, path, at, effects) {
                    return;
                }
            }
            Event::Device(device) => {
                self.page.device = device;
                return;
            }
            Event::Replied(has_reply) => {
                self.page.has_reply = has_reply;
                return;
            }
            Event::Friction(kind) => own.add_friction(kind, at),
            Event::Engaged { seconds } => {
                own.touch(at);
                own.engaged.add(day_of(at), seconds.min(ENGAGED_AT_ONCE_MAX_S).into());
            }
            Event::Budget(choice) => {
                self.choose_budget(choice, at);
                effects.push(Effect::Send);
            }
            Event::Outcome(outcome) => {
                if !own.end(outcome, at) {
                    return;
                }
                effects.push(Effect::Send);
            }
            Event::Painted => {
                self.page.is_painted = self.page.open.is_some();
                let Some(record) = self.open_record(playbook) else { return };
                record.expose(at);
            }
            Event::NotPainted(_) if self.page.open.is_none() => return,
            Event::NotPainted(why) => self.give_up(playbook, why),
        }
        effects.push(Effect::Save);
    }

    /// The vendor's code says that `moment` was reached; only the playbook's moments exist. True if that is news.
    fn reach(&mut self, playbook: &Playbook, moment: &str, at: Second, effects: &mut Vec<Effect>) -> bool {
        if !playbook.moments.iter().any(|rule| rule.name == moment) {
            self.own.drop_one();
            return true;
        }
        let is_news = self.own.reach(moment, at);
        if is_news {
            effects.push(Effect::Send);
        }
        is_news
    }

    /// A moment may be bound to a page that is passed in less than a tick. True if a visit counted as a use.
    fn route(&mut self, playbook: &Playbook, path: &str, at: Second, effects: &mut Vec<Effect>) -> bool {
        if self.page.is_at(path) {
            return false;
        }
        self.reach_moments(playbook, at, effects);
        self.page.go_to(path);
        let mut is_use = false;
        for feature in &playbook.features {
            if !feature.routes.is_empty() && self.page.is_on_route(&feature.routes) {
                self.own.touch(at);
                self.own.use_feature(&feature.name, at, 1);
                is_use = true;
            }
        }
        self.reach_moments(playbook, at, effects);
        is_use
    }

    /// What the customer chooses here counts, even if the clock of another browser runs ahead.
    fn choose_budget(&mut self, choice: BudgetChoice, at: Second) {
        self.own.choose_budget(choice, at.max(self.others.budget.at_s.saturating_add(1)));
    }

    fn open_rule<'a>(&self, playbook: &'a Playbook) -> Option<&'a PromptRule> {
        playbook.prompts.get(usize::from(self.page.open?))
    }

    /// The record of the open prompt.
    fn open_record(&mut self, playbook: &Playbook) -> Option<&mut PromptRecord> {
        self.own.prompt_mut(&self.open_rule(playbook)?.id)
    }

    fn hide(&mut self, effects: &mut Vec<Effect>) {
        if self.page.close(Reason::AlreadySeen) {
            effects.push(Effect::Hide);
        }
    }

    /// Moments whose rule has come true.
    fn reach_moments(&mut self, playbook: &Playbook, now_s: Second, effects: &mut Vec<Effect>) {
        // Moments that do not fit stay due: that is counted as dropped at least once, but not with every step.
        if self.own.moments.len() >= MOMENTS_MAX && self.own.dropped > 0 {
            return;
        }
        let whole = self.whole();
        let view = self.view(playbook, &whole, now_s);
        let is_due = |rule: &&MomentRule| {
            whole.moment(&rule.name).is_none() && rule.when.as_ref().is_some_and(|when| when.holds(&view))
        };
        let due: Vec<&MomentRule> = playbook.moments.iter().filter(is_due).collect();
        for rule in due {
            if self.own.reach(&rule.name, now_s) {
                effects.extend([Effect::Save, Effect::Send]);
            }
        }
    }

    /// Shows what should be shown, hides what no longer should be, and writes the reasons into the ledger.
    fn decide(&mut self, playbook: &Playbook, now: Now, effects: &mut Vec<Effect>) {
        let verdicts = self.verdicts(playbook, now);
        let reasons: Vec<Option<Reason>> = verdicts.iter().map(|verdict| verdict.reason).collect();
        if let Some(open) = self.page.open
            && reasons.get(usize::from(open)) != Some(&None)
        {
            self.hide(effects);
        }
        if self.page.open.is_none()
            && let Decision::Show(prompt) = decision(playbook, &reasons)
        {
            self.page.open = Some(prompt);
            effects.push(Effect::Show { prompt });
        }
        self.write_due(playbook, self.second(now), &verdicts, effects);
        self.write_ledger(playbook, reasons, effects);
    }

    /// The customer asks for a prompt: it takes the place of the open one, if nothing speaks against it that would take
    /// it away again.
    fn ask(&mut self, playbook: &Playbook, now: Now, place: u8, effects: &mut Vec<Effect>) {
        self.hide(effects);
        (self.page.open, self.page.is_asked) = (Some(place), true);
        self.decide(playbook, now, effects);
        if self.page.open == Some(place) && self.page.is_asked {
            effects.push(Effect::Show { prompt: place });
        }
    }

    /// Time stands still where the clock says less than was known: it was ahead, or has been set back. Then nobody knows
    /// whether a pause is over, so nothing is shown, as with a playbook that cannot be confirmed.
    fn trusted(&self, now: Now) -> Now {
        let clock_s = second_of(self.identity.started_ms, now.unix_ms);
        let is_back = clock_s.saturating_add(CLOCK_BACK_S) < self.own.last_s;
        Now { playbook_age_s: if is_back { Second::MAX } else { now.playbook_age_s }, ..now }
    }

    fn verdicts(&self, playbook: &Playbook, now: Now) -> Vec<Verdict> {
        let now = self.trusted(now);
        let whole = self.whole();
        let mut view = self.view(playbook, &whole, self.second(now));
        let readiness = playbook.scorecard.readiness(&view);
        view.readiness = Some(&readiness);
        decide(&Case { view, trial: &self.identity.trial, own: &self.own, page: &self.page, now })
    }

    fn write_ledger(&mut self, playbook: &Playbook, reasons: Vec<Option<Reason>>, effects: &mut Vec<Effect>) {
        for (place, reason) in self.page.changed_reasons(reasons) {
            let id = playbook.prompts.get(place).map(|rule| &rule.id);
            if let Some(record) = id.and_then(|id| self.own.prompt_mut(id)) {
                record.add_waits(reason, 1);
                effects.push(Effect::Save);
            }
        }
    }

    /// Writes down when a prompt first fell due, and in which arm, so that what came of it can be compared.
    fn write_due(&mut self, playbook: &Playbook, at_s: Second, verdicts: &[Verdict], effects: &mut Vec<Effect>) {
        for (rule, verdict) in playbook.prompts.iter().zip(verdicts) {
            // Asking for a record that does not fit would count as dropped, with every tick.
            if !verdict.is_due || !self.own.has_room_for(&rule.id) {
                continue;
            }
            if let Some(record) = self.own.prompt_mut(&rule.id).filter(|record| record.due.is_none()) {
                record.due = Some(Due { at_s, arm: arm_of(playbook, &self.identity.trial, rule) });
                effects.push(Effect::Save);
            }
        }
    }
}
