//! The decision: show a prompt, or wait, and for which one reason.

use alloc::vec::Vec;

use crate::arm::{is_control, is_held_out};
use crate::budget::FEWER;
use crate::event::Outcome;
use crate::exposure::PromptRecord;
use crate::page::Page;
use crate::playbook::Playbook;
use crate::prompt::{PromptKind, PromptRule, Status};
use crate::reading::View;
use crate::summary::{BudgetChoice, Summary};
use crate::time::{Now, day_of};

/// What to do about prompts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Show the prompt at this place in the playbook.
    Show(u8),
    /// Show none; the reason is that of the prompt with the highest priority.
    Wait(Reason),
}

/// Why a prompt is not shown. The order is the order of the checks: the first that applies is the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// Everything is paused, or nobody can know that it is not: the playbook is too old, or the clock in doubt.
    KillSwitch = 0,
    /// The customer did not agree to be listened to.
    ConsentDenied = 1,
    /// The customer wants no prompts.
    UserOptedOut = 2,
    /// The prompt is not running.
    NotRunning = 3,
    /// The prompt waits for approval.
    NotApproved = 4,
    /// It is not the prompt's time.
    OutsideSchedule = 5,
    /// The trial gets no commercial prompt, so that lift can be measured.
    Holdout = 6,
    /// The trial is in the control arm of this prompt.
    Control = 7,
    /// Something went wrong lately: help comes before selling.
    RecoveryFirst = 8,
    /// The customer is busy or has only just arrived.
    QuietTime = 9,
    /// Too soon after the last prompt.
    Cooldown = 10,
    /// The day or the week has had its prompts.
    BudgetSpent = 11,
    /// The trial has seen this prompt as often as it may.
    AlreadySeen = 12,
    /// The customer said: not now.
    Snoozed = 13,
    /// Not on this page.
    RouteMismatch = 14,
    /// Not on this device.
    DeviceMismatch = 15,
    /// The element that it points at is not there.
    AnchorNotFound = 16,
    /// It could not be made visible.
    AnchorNotVisible = 17,
    /// Its condition does not hold yet.
    TriggerNotFired = 18,
    /// Something happened that takes its reason away.
    CancelledByEvent = 19,
    /// The trial is not ready enough.
    BelowThreshold = 20,
    /// Another prompt came first.
    LostArbitration = 21,
    /// There are no words for it in the customer's language.
    LanguageUnavailable = 22,
}

impl Reason {
    /// All reasons, in the order of their numbers.
    pub const ALL: [Self; 23] = [
        Self::KillSwitch,
        Self::ConsentDenied,
        Self::UserOptedOut,
        Self::NotRunning,
        Self::NotApproved,
        Self::OutsideSchedule,
        Self::Holdout,
        Self::Control,
        Self::RecoveryFirst,
        Self::QuietTime,
        Self::Cooldown,
        Self::BudgetSpent,
        Self::AlreadySeen,
        Self::Snoozed,
        Self::RouteMismatch,
        Self::DeviceMismatch,
        Self::AnchorNotFound,
        Self::AnchorNotVisible,
        Self::TriggerNotFired,
        Self::CancelledByEvent,
        Self::BelowThreshold,
        Self::LostArbitration,
        Self::LanguageUnavailable,
    ];

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::KillSwitch => "kill_switch",
            Self::ConsentDenied => "consent_denied",
            Self::UserOptedOut => "user_opted_out",
            Self::NotRunning => "not_running",
            Self::NotApproved => "not_approved",
            Self::OutsideSchedule => "outside_schedule",
            Self::Holdout => "holdout",
            Self::Control => "control",
            Self::RecoveryFirst => "recovery_first",
            Self::QuietTime => "quiet_time",
            Self::Cooldown => "cooldown",
            Self::BudgetSpent => "budget_spent",
            Self::AlreadySeen => "already_seen",
            Self::Snoozed => "snoozed",
            Self::RouteMismatch => "route_mismatch",
            Self::DeviceMismatch => "device_mismatch",
            Self::AnchorNotFound => "anchor_not_found",
            Self::AnchorNotVisible => "anchor_not_visible",
            Self::TriggerNotFired => "trigger_not_fired",
            Self::CancelledByEvent => "cancelled_by_event",
            Self::BelowThreshold => "below_threshold",
            Self::LostArbitration => "lost_arbitration",
            Self::LanguageUnavailable => "language_unavailable",
        }
    }
}

/// All that a decision is made from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The trial's state and readiness.
    pub view: View<'a>,
    /// The trial's id, from which its arms follow.
    pub trial: &'a str,
    /// This replica's own state, into which what is shown is written.
    pub own: &'a Summary,
    /// The page that the customer is in.
    pub page: &'a Page,
    /// The wall clock and the playbook's age.
    pub now: Now,
}

/// What comes of one prompt now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Why it must wait; `None` for the one to show.
    pub reason: Option<Reason>,
    /// Whether it is due: nothing but the draw, the budget of attention, or another prompt of higher priority stands in
    /// its way. A trial that is kept back spends no budget, so only without it the arms can be compared.
    pub is_due: bool,
}

/// The verdict on each prompt of the playbook; at most one has no reason to wait. While a prompt is open no other can
/// be shown, and it has a reason only if it must be taken away.
#[must_use]
pub fn decide(case: &Case) -> Vec<Verdict> {
    let View { playbook, summary, .. } = case.view;
    let prompts = &playbook.prompts;
    // One that has left the playbook has sold, too: only what is known not to sell is left out.
    let sold = |record: &&PromptRecord| prompts.iter().all(|rule| rule.sells() || rule.id != record.id);
    let selling = summary.prompts.iter().filter(sold).collect();
    let is_held_out = is_held_out(playbook, case.trial);
    let bench = Bench { case, everywhere: global_reason(case), is_held_out, selling };
    let open = case.page.open.map(usize::from);
    let verdict = |(place, rule)| match open {
        Some(open) if open == place && (case.page.is_painted || case.page.is_asked) => {
            Verdict { reason: bench.reason_to_hide(rule), is_due: false }
        }
        _ => bench.verdict(place, rule),
    };
    let mut verdicts: Vec<Verdict> = prompts.iter().enumerate().map(verdict).collect();
    let can_win = |at: usize| verdicts[at].reason.is_none() && prompts[at].has_words;
    // What shows how things stand makes room for a prompt that has something to say.
    let stays = |open: &usize| !prompts.get(*open).is_some_and(|rule| rule.kind.is_standing());
    let winner = open.filter(stays).or_else(|| first_by_priority(prompts, can_win)).or(open);
    for (place, verdict) in verdicts.iter_mut().enumerate() {
        if verdict.reason.is_none() && Some(place) != winner {
            verdict.reason = Some(reason_of_loser(prompts, place, winner));
        }
    }
    verdicts
}

/// What the reasons of all prompts come to.
#[must_use]
pub fn decision(playbook: &Playbook, reasons: &[Option<Reason>]) -> Decision {
    if let Some(place) = reasons.iter().position(Option::is_none) {
        return Decision::Show(u8::try_from(place).unwrap_or(0));
    }
    let first = first_by_priority(&playbook.prompts, |_| true).and_then(|place| reasons.get(place).copied().flatten());
    Decision::Wait(first.unwrap_or(Reason::NotRunning))
}

/// Of several the one with the highest priority; of equals the first in the playbook.
fn first_by_priority(prompts: &[PromptRule], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    (0..prompts.len()).rev().filter(|place| allowed(*place)).max_by_key(|place| prompts[*place].priority)
}

/// A prompt that nothing held back but that does not win: another came first, or it lacks words.
fn reason_of_loser(prompts: &[PromptRule], place: usize, winner: Option<usize>) -> Reason {
    let has_lost = first_by_priority(prompts, |at| at == place || Some(at) == winner) != Some(place);
    if prompts[place].has_words || has_lost { Reason::LostArbitration } else { Reason::LanguageUnavailable }
}

/// Reasons that hold for every prompt.
fn global_reason(case: &Case) -> Option<Reason> {
    let playbook = case.view.playbook;
    if playbook.paused || case.now.playbook_age_s > playbook.stale_after_s {
        Some(Reason::KillSwitch)
    } else if !case.page.is_granted() {
        Some(Reason::ConsentDenied)
    } else if case.view.summary.budget.choice == BudgetChoice::None {
        Some(Reason::UserOptedOut)
    } else {
        None
    }
}

/// Reasons in the prompt's own standing.
fn standing_reason(rule: &PromptRule, now: Now) -> Option<Reason> {
    match rule.status {
        Status::Running if rule.schedule.is_open(now) => None,
        Status::Running => Some(Reason::OutsideSchedule),
        Status::PendingReview => Some(Reason::NotApproved),
        _ => Some(Reason::NotRunning),
    }
}

/// The case, with what all prompts share.
struct Bench<'a> {
    case: &'a Case<'a>,
    everywhere: Option<Reason>,
    is_held_out: bool,
    /// The records of all prompts that sell.
    selling: Vec<&'a PromptRecord>,
}

impl Bench<'_> {
    /// The first reason that applies, in the order of [`Reason`]. Whether a prompt is due is asked in every arm alike.
    fn verdict(&self, place: usize, rule: &PromptRule) -> Verdict {
        let Some(reason) = self.everywhere.or_else(|| standing_reason(rule, self.case.now)) else {
            let record = self.case.view.summary.prompt(&rule.id);
            let early = self.trouble_reason(rule);
            let attention = self.attention_reason(rule, record.as_slice());
            let late = self.late_reason(place, rule, record);
            let is_due = early.is_none() && late.is_none() && rule.has_words;
            return Verdict { reason: self.arm_reason(rule).or(early).or(attention).or(late), is_due };
        };
        Verdict { reason: Some(reason), is_due: false }
    }

    /// Why the open prompt must go. What has to do with having been shown already only keeps a prompt from being shown
    /// anew, and quiet is only asked before: they must not hide a reason behind them.
    fn reason_to_hide(&self, rule: &PromptRule) -> Option<Reason> {
        let standing = || standing_reason(rule, self.case.now).or_else(|| self.arm_reason(rule));
        self.everywhere.or_else(standing).or_else(|| {
            if rule.sells() && self.is_in_trouble() {
                Some(Reason::RecoveryFirst)
            } else {
                self.place_reason(rule).or_else(|| self.is_cancelled(rule).then_some(Reason::CancelledByEvent))
            }
        })
    }

    fn arm_reason(&self, rule: &PromptRule) -> Option<Reason> {
        if rule.sells() && self.is_held_out {
            Some(Reason::Holdout)
        } else if is_control(self.case.view.playbook, self.case.trial, rule) {
            Some(Reason::Control)
        } else {
            None
        }
    }

    /// Reasons in how the customer fares now.
    fn trouble_reason(&self, rule: &PromptRule) -> Option<Reason> {
        let Case { view, page, .. } = self.case;
        if rule.sells() && self.is_in_trouble() {
            Some(Reason::RecoveryFirst)
        } else if page.is_quiet(view.now_s, view.playbook.settle_s) {
            Some(Reason::QuietTime)
        } else {
            None
        }
    }

    /// Reasons that come after those of the budget, up to the threshold.
    fn late_reason(&self, place: usize, rule: &PromptRule, record: Option<&PromptRecord>) -> Option<Reason> {
        record
            .and_then(|record| self.history_reason(rule, record))
            .or_else(|| self.place_reason(rule))
            .or_else(|| self.case.page.unpaintable(place))
            .or_else(|| self.trigger_reason(rule))
    }

    /// Reasons in the budget of attention: the prompt's own, and for one that sells that of all that sell.
    fn attention_reason(&self, rule: &PromptRule, own: &[&PromptRecord]) -> Option<Reason> {
        let View { playbook, summary, now_s, .. } = self.case.view;
        let selling = &self.selling;
        // What cannot be written down could be shown without end.
        let has_room = self.case.own.has_room_for(&rule.id);
        let budget = &playbook.budget;
        let wants_fewer = summary.budget.choice == BudgetChoice::Fewer && FEWER.is_reached(selling, now_s);
        let is_spent = budget.is_spent(selling, now_s) || budget.is_worn_out(selling) || wants_fewer;
        if rule.frequency.is_cooling(own, now_s) || rule.sells() && budget.is_cooling(selling, now_s) {
            Some(Reason::Cooldown)
        } else if !has_room || rule.frequency.is_spent(own, now_s) || rule.sells() && is_spent {
            Some(Reason::BudgetSpent)
        } else {
            None
        }
    }

    /// Reasons in what became of the prompt so far.
    fn history_reason(&self, rule: &PromptRule, record: &PromptRecord) -> Option<Reason> {
        let now_s = self.case.view.now_s;
        let today = day_of(now_s);
        let begin = rule.schedule.round_begin(today);
        let (is_answered, shown) = if rule.schedule.every_days == 0 {
            (record.clicked > 0 || record.answered_s.is_some(), record.shown.total())
        } else {
            let days = u8::try_from(today - begin + 1).unwrap_or(u8::MAX);
            (record.answered_s.is_some_and(|at| day_of(at) >= begin), record.shown.within(today, days))
        };
        let lifetime = u32::from(rule.frequency.lifetime);
        // Each answer of the vendor's is another one, whatever became of the last.
        let is_answered = is_answered && rule.kind != PromptKind::Reply;
        if is_answered || lifetime > 0 && shown >= lifetime {
            Some(Reason::AlreadySeen)
        } else if now_s < record.snoozed_until_s {
            Some(Reason::Snoozed)
        } else {
            None
        }
    }

    /// Reasons in where the customer is.
    fn place_reason(&self, rule: &PromptRule) -> Option<Reason> {
        let page = self.case.page;
        if !page.is_on_route(&rule.routes) {
            Some(Reason::RouteMismatch)
        } else if rule.devices != 0 && rule.devices & page.device.bit() == 0 {
            Some(Reason::DeviceMismatch)
        } else {
            None
        }
    }

    /// Reasons in the prompt's conditions.
    fn trigger_reason(&self, rule: &PromptRule) -> Option<Reason> {
        let view = &self.case.view;
        let score = view.readiness.map_or(0, |readiness| readiness.score);
        let has_news = rule.kind != PromptKind::Reply || self.case.page.has_reply;
        if !has_news || !rule.when.holds(view) {
            Some(Reason::TriggerNotFired)
        } else if self.is_cancelled(rule) {
            Some(Reason::CancelledByEvent)
        } else if score < rule.score_min {
            Some(Reason::BelowThreshold)
        } else {
            None
        }
    }

    /// Whether something took the prompt's reason away; nothing is sold to a customer who has bought.
    fn is_cancelled(&self, rule: &PromptRule) -> bool {
        let view = &self.case.view;
        let has_bought = rule.sells() && matches!(view.summary.outcome, Some((_, Outcome::Upgraded)));
        has_bought || rule.unless.as_ref().is_some_and(|unless| unless.holds(view))
    }

    /// Whether friction is open: some sign of trouble within the playbook's recovery time, and no help has helped since.
    fn is_in_trouble(&self) -> bool {
        let View { playbook, summary, now_s, .. } = self.case.view;
        summary.open_friction_s(now_s).is_some_and(|last| now_s < last.saturating_add(playbook.recovery_s))
    }
}
