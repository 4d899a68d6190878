//! The decision: show a prompt, or wait, and for which one reason.

use alloc::vec::Vec;

use crate::arm;
use crate::event::Outcome;
use crate::page::Page;
use crate::playbook::Playbook;
use crate::prompt::{PromptRule, Status};
use crate::reading::View;
use crate::summary::BudgetChoice;
use crate::time::Now;

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
    /// Everything is paused, or the playbook is too old to know that it is not.
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
    /// The page that the customer is in.
    pub page: &'a Page,
    /// The wall clock and the playbook's age.
    pub now: Now,
}

/// For each prompt of the playbook why it must wait; `None` for the one to show, if there is one. While a prompt is
/// open no other can be shown, and it has a reason only if it must be taken away.
#[must_use]
pub fn decide(case: &Case) -> Vec<Option<Reason>> {
    let prompts = &case.view.playbook.prompts;
    let open = case.page.open.map(usize::from);
    let reason = |(place, rule)| {
        if open == Some(place) { reason_to_hide(case, rule) } else { reason_to_wait(case, place, rule) }
    };
    let mut reasons: Vec<Option<Reason>> = prompts.iter().enumerate().map(reason).collect();
    let winner = open.or_else(|| first_by_priority(prompts, |at| reasons[at].is_none()));
    for (place, reason) in reasons.iter_mut().enumerate() {
        if reason.is_none() && Some(place) != winner {
            *reason = Some(Reason::LostArbitration);
        }
    }
    reasons
}

/// What the verdicts on all prompts come to.
#[must_use]
pub fn decision(playbook: &Playbook, reasons: &[Option<Reason>]) -> Decision {
    if let Some(place) = reasons.iter().position(Option::is_none) {
        return Decision::Show(u8::try_from(place).unwrap_or(0));
    }
    let first = first_by_priority(&playbook.prompts, |_| true).and_then(|place| reasons.get(place).copied().flatten());
    Decision::Wait(first.unwrap_or(Reason::NotRunning))
}

fn first_by_priority(prompts: &[PromptRule], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    (0..prompts.len()).rev().filter(|place| allowed(*place)).max_by_key(|place| prompts[*place].priority)
}

/// The first reason that applies, in the order of [`Reason`].
fn reason_to_wait(case: &Case, place: usize, rule: &PromptRule) -> Option<Reason> {
    global_reason(case)
        .or_else(|| standing_reason(case, rule))
        .or_else(|| if rule.commercial { commercial_reason(case) } else { None })
        .or_else(|| own_reason(case, place, rule))
}

/// The first reason that takes an open prompt away. Quiet time, the budget and what it has shown already only keep a
/// prompt from being shown anew; they must not hide a reason behind them.
fn reason_to_hide(case: &Case, rule: &PromptRule) -> Option<Reason> {
    let standing = || standing_reason(case, rule).filter(|reason| *reason != Reason::QuietTime);
    global_reason(case).or_else(standing).or_else(|| {
        if !case.page.is_on_route(&rule.routes) {
            Some(Reason::RouteMismatch)
        } else if is_cancelled(case, rule) {
            Some(Reason::CancelledByEvent)
        } else {
            None
        }
    })
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

/// Reasons in the prompt's own standing and in the arms of the trial, up to recovery and quiet time.
fn standing_reason(case: &Case, rule: &PromptRule) -> Option<Reason> {
    let playbook = case.view.playbook;
    let now_ms = case.now.unix_ms;
    let is_early = rule.from_ms.is_some_and(|from| now_ms < from);
    let is_late = rule.until_ms.is_some_and(|until| now_ms >= until);
    let in_arm = |experiment: &str, percent| arm::is_in(arm::place(&playbook.salt, case.trial, experiment), percent);
    match rule.status {
        Status::Running => {}
        Status::PendingReview => return Some(Reason::NotApproved),
        _ => return Some(Reason::NotRunning),
    }
    if is_early || is_late {
        Some(Reason::OutsideSchedule)
    } else if rule.commercial && in_arm("holdout", playbook.holdout_percent) {
        Some(Reason::Holdout)
    } else if in_arm(&rule.id, rule.control_percent) {
        Some(Reason::Control)
    } else if rule.commercial && is_in_trouble(case) {
        Some(Reason::RecoveryFirst)
    } else if case.page.is_quiet(case.view.now_s, playbook.settle_s) {
        Some(Reason::QuietTime)
    } else {
        None
    }
}

/// Reasons in the budget of attention.
fn commercial_reason(case: &Case) -> Option<Reason> {
    let View { playbook, summary, now_s, .. } = case.view;
    if playbook.budget.is_cooling(playbook, summary, now_s) {
        Some(Reason::Cooldown)
    } else if playbook.budget.is_spent(playbook, summary, now_s) {
        Some(Reason::BudgetSpent)
    } else {
        None
    }
}

/// Reasons in the prompt's own history and conditions.
fn own_reason(case: &Case, place: usize, rule: &PromptRule) -> Option<Reason> {
    let View { summary, now_s, .. } = case.view;
    let record = summary.prompt(&rule.id);
    let score = case.view.readiness.map_or(0, |readiness| readiness.score);
    let limit = u32::from(rule.lifetime_max);
    if record.is_some_and(|record| record.clicked > 0 || (limit > 0 && record.shown.total() >= limit)) {
        Some(Reason::AlreadySeen)
    } else if record.is_some_and(|record| now_s < record.snoozed_until_s) {
        Some(Reason::Snoozed)
    } else if !case.page.is_on_route(&rule.routes) {
        Some(Reason::RouteMismatch)
    } else if let Some(reason) = case.page.unpaintable(place) {
        Some(reason)
    } else if !rule.when.holds(&case.view) {
        Some(Reason::TriggerNotFired)
    } else if is_cancelled(case, rule) {
        Some(Reason::CancelledByEvent)
    } else if score < rule.score_min {
        Some(Reason::BelowThreshold)
    } else if !rule.has_words {
        Some(Reason::LanguageUnavailable)
    } else {
        None
    }
}

/// Whether something took the prompt's reason away; nothing is sold to a customer who has bought.
fn is_cancelled(case: &Case, rule: &PromptRule) -> bool {
    let has_bought = rule.commercial && matches!(case.view.summary.outcome, Some((_, Outcome::Upgraded)));
    has_bought || rule.unless.as_ref().is_some_and(|unless| unless.holds(&case.view))
}

/// Whether friction is open: some sign of trouble within the playbook's recovery time.
fn is_in_trouble(case: &Case) -> bool {
    let View { playbook, summary, now_s, .. } = case.view;
    summary.last_friction_s().is_some_and(|last| now_s < last.saturating_add(playbook.recovery_s))
}
