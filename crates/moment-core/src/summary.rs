//! The summary: all that is known of one replica of a trial, and the only facts that may leave the browser.

use alloc::vec::Vec;

use crate::day_counts::DayCounts;
use crate::day_set::DaySet;
use crate::event::Outcome;
use crate::exposure::{PROMPTS_MAX, PromptRecord};
use crate::feature::{FEATURES_MAX, FeatureUse};
use crate::friction::FrictionKind;
use crate::limit::{LIMITS_MAX, Limit, LimitUse};
use crate::moment::{MOMENTS_MAX, Reached};
use crate::name::is_name;
use crate::reaction::{REACTIONS_MAX, Reaction, SCORE_MAX};
use crate::time::{MINUTE_S, Second, day_of};

/// A pause this long ends a session: the field's usual half hour.
pub const SESSION_GAP_S: Second = 30 * MINUTE_S;

/// One replica's cumulative state. Within a replica every field only grows, so a later summary replaces all earlier
/// ones and [`crate::merge`] can put any two together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// The newest instant known; time never runs backwards from here.
    pub last_s: Second,
    /// Features used, ascending by name.
    pub features: Vec<FeatureUse>,
    /// Moments reached, ascending by name.
    pub moments: Vec<Reached>,
    /// Limits, ascending by name.
    pub limits: Vec<Limit>,
    /// Friction, by kind in the order of [`FrictionKind::ALL`].
    pub friction: [Friction; FrictionKind::ALL.len()],
    /// Days with any activity.
    pub active_days: DaySet,
    /// Visits, apart by half an hour or more.
    pub sessions: u32,
    /// Seconds of engaged time, by day.
    pub engaged: DayCounts,
    /// What became of each prompt, ascending by id.
    pub prompts: Vec<PromptRecord>,
    /// How many prompts the customer wants.
    pub budget: BudgetSetting,
    /// The newest answer about each moment, ascending by name.
    pub reactions: Vec<Reaction>,
    /// When the customer last said that help has helped; trouble before that is over. 0 is never.
    pub recovered_s: Second,
    /// How the trial ended, and when; what was said last counts.
    pub outcome: Option<(Second, Outcome)>,
    /// Events that did not fit or had no proper name.
    pub dropped: u32,
}

/// Friction of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Friction {
    /// How often, by day.
    pub counts: DayCounts,
    /// The last time, if any.
    pub last_s: Option<Second>,
}

/// How many prompts are welcome, as the customer chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
#[repr(u8)]
pub enum BudgetChoice {
    /// As the playbook has it.
    #[default]
    Normal = 0,
    /// One a week at most.
    Fewer = 1,
    /// None but what the customer asks for.
    None = 2,
}

/// The customer's newest choice of budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct BudgetSetting {
    /// When it was chosen. First, because the newest counts.
    pub at_s: Second,
    /// What was chosen.
    pub choice: BudgetChoice,
}

impl Summary {
    /// Whether nothing is known that could be put together with anything: a page that never opened may still have been
    /// told how many prompts are welcome, or that the trial has ended.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let numbers =
            [self.last_s, self.sessions, self.engaged.total(), self.budget.at_s, self.recovered_s, self.dropped];
        numbers == [0; 6]
            && self.active_days.is_empty()
            && self.outcome.is_none()
            && self.features.is_empty()
            && self.moments.is_empty()
            && self.limits.is_empty()
            && self.prompts.is_empty()
            && self.reactions.is_empty()
            && self.friction.iter().all(|friction| friction.counts.total() == 0)
    }

    /// Any sign of life at `at`: moves time on, marks the day, and begins a session after a long pause.
    pub fn touch(&mut self, at: Second) {
        if self.sessions == 0 || at.saturating_sub(self.last_s) >= SESSION_GAP_S {
            self.sessions = self.sessions.saturating_add(1);
        }
        self.last_s = self.last_s.max(at);
        if !self.active_days.insert(day_of(at)) {
            self.drop_one();
        }
    }

    /// `feature` was used `count` times at `at`.
    pub fn use_feature(&mut self, feature: &str, at: Second, count: u32) {
        match self.features.binary_search_by(|known| known.name.as_str().cmp(feature)) {
            Ok(index) => self.features[index].add(at, count),
            Err(index) if self.features.len() < FEATURES_MAX && is_name(feature) => {
                let mut new = FeatureUse::new(feature, at);
                new.add(at, count);
                self.features.insert(index, new);
            }
            Err(_) => self.drop_one(),
        }
    }

    /// `moment` was reached at `at`. True if that is news.
    pub fn reach(&mut self, moment: &str, at: Second) -> bool {
        match self.moments.binary_search_by(|known| known.name.as_str().cmp(moment)) {
            Ok(_) => false,
            Err(index) if self.moments.len() < MOMENTS_MAX => {
                self.moments.insert(index, Reached { name: moment.into(), at_s: at });
                true
            }
            Err(_) => {
                self.drop_one();
                false
            }
        }
    }

    /// `limit` now stands at `standing`. True if that is news: another standing, or the same at a later time, which is
    /// newer than what another replica said in between.
    pub fn set_limit(&mut self, limit: &str, standing: LimitUse) -> bool {
        match self.limits.binary_search_by(|known| known.name.as_str().cmp(limit)) {
            Ok(index) => {
                let known = &mut self.limits[index].standing;
                let before = *known;
                let is_same = LimitUse { at_s: before.at_s, ..standing } == before;
                let at_s = if is_same { standing.at_s } else { later_than(before.at_s, standing.at_s) };
                *known = before.max(LimitUse { at_s, ..standing });
                *known != before
            }
            Err(index) if self.limits.len() < LIMITS_MAX && is_name(limit) => {
                self.limits.insert(index, Limit { name: limit.into(), standing });
                true
            }
            Err(_) => {
                self.drop_one();
                true
            }
        }
    }

    /// The customer chose a budget at `at`.
    pub fn choose_budget(&mut self, choice: BudgetChoice, at: Second) {
        self.budget = self.budget.max(BudgetSetting { at_s: later_than(self.budget.at_s, at), choice });
    }

    /// The trial ended so at `at`. What is said last counts. True if that is news.
    pub fn end(&mut self, outcome: Outcome, at: Second) -> bool {
        let at = match self.outcome {
            Some((_, known)) if known == outcome => return false,
            Some((known, _)) => later_than(known, at),
            None => at,
        };
        // At the end of time nothing is later: of two equally new ones the greater counts.
        let newest = self.outcome.max(Some((at, outcome)));
        let is_news = newest != self.outcome;
        self.outcome = newest;
        is_news
    }

    /// The customer gave `score` for `name` at `at`. A score that cannot be given is dropped.
    pub fn react(&mut self, name: &str, at: Second, score: u8) {
        let is_score = (1..=SCORE_MAX).contains(&score);
        match self.reactions.binary_search_by(|known| known.name.as_str().cmp(name)) {
            Ok(index) if is_score => {
                let known = &mut self.reactions[index];
                // At the end of time nothing is later, and the better answer counts, as in every merge.
                (known.at_s, known.score) = (known.at_s, known.score).max((later_than(known.at_s, at), score));
            }
            Err(index) if is_score && self.reactions.len() < REACTIONS_MAX => {
                self.reactions.insert(index, Reaction { name: name.into(), at_s: at, score });
            }
            _ => self.drop_one(),
        }
    }

    /// A sign of trouble at `at`.
    pub fn add_friction(&mut self, kind: FrictionKind, at: Second) {
        let friction = &mut self.friction[kind as usize];
        friction.counts.add(day_of(at), 1);
        // Help within the same second came before.
        let at = if self.recovered_s > 0 { later_than(self.recovered_s, at) } else { at };
        friction.last_s = friction.last_s.max(Some(at));
    }

    /// The record of the prompt `id`, made if it is new; `None` if it does not fit.
    pub fn prompt_mut(&mut self, id: &str) -> Option<&mut PromptRecord> {
        let index = match self.prompts.binary_search_by(|known| known.id.as_str().cmp(id)) {
            Ok(index) => index,
            Err(index) if self.prompts.len() < PROMPTS_MAX => {
                self.prompts.insert(index, PromptRecord::new(id));
                index
            }
            Err(_) => {
                self.drop_one();
                return None;
            }
        };
        self.prompts.get_mut(index)
    }

    /// Whether there is a record of the prompt `id`, or room for one.
    #[must_use]
    pub fn has_room_for(&self, id: &str) -> bool {
        self.prompts.len() < PROMPTS_MAX || self.prompt(id).is_some()
    }

    /// The record of the prompt `id`, if anything is known of it.
    #[must_use]
    pub fn prompt(&self, id: &str) -> Option<&PromptRecord> {
        self.prompts.iter().find(|known| known.id == id)
    }

    /// The use of `feature`, if it was ever used.
    #[must_use]
    pub fn feature(&self, feature: &str) -> Option<&FeatureUse> {
        let index = self.features.binary_search_by(|known| known.name.as_str().cmp(feature)).ok()?;
        self.features.get(index)
    }

    /// When `moment` was reached, if it was.
    #[must_use]
    pub fn moment(&self, moment: &str) -> Option<Second> {
        self.moments.iter().find(|known| known.name == moment).map(|known| known.at_s)
    }

    /// The standing of `limit`, if it was told.
    #[must_use]
    pub fn limit(&self, limit: &str) -> Option<LimitUse> {
        self.limits.iter().find(|known| known.name == limit).map(|known| known.standing)
    }

    /// The newest reaction to `name`, if there was one.
    #[must_use]
    pub fn reaction(&self, name: &str) -> Option<u8> {
        self.reactions.iter().find(|known| known.name == name).map(|known| known.score)
    }

    /// The newest reaction of all; of two at one instant the better.
    #[must_use]
    pub fn last_reaction(&self) -> Option<u8> {
        self.reactions.iter().map(|known| (known.at_s, known.score)).max().map(|(_, score)| score)
    }

    /// The last friction of any kind that no help has helped yet. Help that another browser, with a clock of its own,
    /// says is still to come has not helped.
    #[must_use]
    pub fn open_friction_s(&self, now_s: Second) -> Option<Second> {
        let kinds = FrictionKind::ALL.into_iter().zip(&self.friction).filter(|(kind, _)| kind.opens_trouble());
        let last = kinds.filter_map(|(_, friction)| friction.last_s).max();
        let is_helped = |last| 0 < self.recovered_s && last <= self.recovered_s && self.recovered_s <= now_s;
        last.filter(|last| !is_helped(*last))
    }

    /// Something did not fit.
    pub fn drop_one(&mut self) {
        self.dropped = self.dropped.saturating_add(1);
    }
}

/// `at`, or one second after `known`: of two changes within a second the later must win every merge.
fn later_than(known: Second, at: Second) -> Second {
    at.max(known.saturating_add(1))
}
