//! The order in which reasons to wait are asked: of every two that can hold at once the earlier is given.

use moment_core::budget::Cap;
use moment_core::decision::{Case, Reason, decide};
use moment_core::device::Device;
use moment_core::event::{Consent, Outcome};
use moment_core::exposure::PromptRecord;
use moment_core::friction::FrictionKind;
use moment_core::page::Page;
use moment_core::playbook::Playbook;
use moment_core::prompt::{PromptRule, Status};
use moment_core::reading::View;
use moment_core::schedule::Edge;
use moment_core::summary::{BudgetChoice, Summary};
use moment_core::time::{DAY_S, Now, Second};

use crate::rulebook::{INVOICES, STARTED_MS, at_least, patterns, prompt, selling};

/// When it is decided: late enough for a trial to have a past.
const NOW_S: Second = 10 * DAY_S;

/// All that a decision on the card is made from, set up without any history, so that any two reasons can meet.
struct Scene {
    playbook: Playbook,
    summary: Summary,
    page: Page,
    now: Now,
}

impl Scene {
    /// The card stands in the way of nothing.
    fn new() -> Self {
        let mut page = Page::new(Consent::Granted);
        page.open_at(0);
        let unix_ms = STARTED_MS + u64::from(NOW_S) * 1000;
        let now = Now { unix_ms, utc_offset_min: 0, playbook_age_s: 0 };
        Self { playbook: selling(), summary: Summary::default(), page, now }
    }

    fn card(&mut self) -> &mut PromptRule {
        &mut self.playbook.prompts[0]
    }

    fn record(&mut self, id: &str) -> &mut PromptRecord {
        self.summary.prompt_mut(id).expect("there is room")
    }

    fn give_up(&mut self, reason: Reason) {
        self.page.open = Some(0);
        self.page.give_up(reason);
    }

    fn reason(&self) -> Option<Reason> {
        let view = View::new(&self.playbook, &self.summary, NOW_S, 14);
        let case = Case { view, trial: "t_1", own: &self.summary, page: &self.page, now: self.now };
        decide(&case)[0].reason
    }
}

/// What makes the card wait.
type Gate = fn(&mut Scene);

/// In the order of the reasons, and every way to each.
const GATES: [(Reason, Gate); 33] = [
    (Reason::KillSwitch, |scene| scene.playbook.paused = true),
    (Reason::KillSwitch, |scene| scene.now.playbook_age_s = u32::MAX),
    (Reason::ConsentDenied, |scene| scene.page.consent = Consent::Denied),
    (Reason::ConsentDenied, |scene| scene.page.consent = Consent::Required),
    (Reason::UserOptedOut, |scene| scene.summary.choose_budget(BudgetChoice::None, 1)),
    (Reason::NotRunning, |scene| scene.card().status = Status::Approved),
    (Reason::NotApproved, |scene| scene.card().status = Status::PendingReview),
    (Reason::OutsideSchedule, |scene| scene.card().schedule.from = Some(Edge { ms: u64::MAX, local: false })),
    (Reason::OutsideSchedule, |scene| scene.card().schedule.until = Some(Edge { ms: STARTED_MS, local: true })),
    (Reason::Holdout, |scene| scene.playbook.holdout_percent = 100),
    (Reason::Control, |scene| scene.card().control_percent = 100),
    (Reason::RecoveryFirst, |scene| scene.summary.add_friction(FrictionKind::QuickBack, NOW_S)),
    (Reason::QuietTime, |scene| scene.page.busy_at(NOW_S)),
    (Reason::QuietTime, |scene| scene.page.open_at(NOW_S)),
    (Reason::Cooldown, |scene| scene.record("another").last_shown_s = Some(NOW_S)),
    (Reason::Cooldown, |scene| {
        scene.card().frequency.cooldown_s = DAY_S;
        scene.record("card").last_shown_s = Some(NOW_S - DAY_S / 2);
    }),
    (Reason::BudgetSpent, |scene| scene.playbook.budget.caps[1].cap = 0),
    (Reason::BudgetSpent, |scene| scene.card().frequency.caps.push(Cap { cap: 0, period_days: 1 })),
    (Reason::BudgetSpent, |scene| {
        scene.playbook.budget.lifetime = 1;
        scene.record("another").shown.add(0, 1);
    }),
    (Reason::AlreadySeen, |scene| scene.record("card").clicked = 1),
    (Reason::AlreadySeen, |scene| scene.record("card").answered_s = Some(1)),
    (Reason::AlreadySeen, |scene| {
        scene.card().frequency.lifetime = 1;
        scene.record("card").shown.add(0, 1);
    }),
    (Reason::Snoozed, |scene| scene.record("card").snoozed_until_s = NOW_S + 1),
    (Reason::RouteMismatch, |scene| scene.card().routes = patterns(&["/reports/**"])),
    (Reason::DeviceMismatch, |scene| scene.card().devices = Device::Phone.bit()),
    (Reason::AnchorNotFound, |scene| scene.give_up(Reason::AnchorNotFound)),
    (Reason::AnchorNotVisible, |scene| scene.give_up(Reason::AnchorNotVisible)),
    (Reason::TriggerNotFired, |scene| scene.card().when = at_least(INVOICES, 3)),
    (Reason::CancelledByEvent, |scene| scene.card().unless = Some(at_least(INVOICES, 0))),
    (Reason::CancelledByEvent, |scene| _ = scene.summary.end(Outcome::Upgraded, 1)),
    (Reason::BelowThreshold, |scene| scene.card().score_min = 100),
    (Reason::LostArbitration, |scene| {
        let guide = PromptRule { priority: 1, commercial: false, ..prompt("guide") };
        scene.playbook.prompts.push(guide);
    }),
    (Reason::LanguageUnavailable, |scene| scene.card().has_words = false),
];

/// A prompt has one status, and is not tried again where it could not be painted.
const NEVER_BOTH: [[Reason; 2]; 2] =
    [[Reason::NotRunning, Reason::NotApproved], [Reason::AnchorNotFound, Reason::AnchorNotVisible]];

/// What takes an open prompt away; the others only keep it from being shown anew.
const HIDING: [Reason; 12] = [
    Reason::KillSwitch,
    Reason::ConsentDenied,
    Reason::UserOptedOut,
    Reason::NotRunning,
    Reason::NotApproved,
    Reason::OutsideSchedule,
    Reason::Holdout,
    Reason::Control,
    Reason::RecoveryFirst,
    Reason::RouteMismatch,
    Reason::DeviceMismatch,
    Reason::CancelledByEvent,
];

/// Every two gates whose reasons can hold at once, and a gate with itself.
fn pairs() -> impl Iterator<Item = ([Reason; 2], Scene)> {
    let pairs = GATES.iter().enumerate().flat_map(|(at, first)| GATES[at..].iter().map(move |second| (first, second)));
    pairs.filter(|(first, second)| !NEVER_BOTH.contains(&[first.0, second.0])).map(|(first, second)| {
        let mut scene = Scene::new();
        (first.1)(&mut scene);
        (second.1)(&mut scene);
        ([first.0, second.0], scene)
    })
}

#[test]
fn each_reason_has_a_gate_and_each_gate_its_reason() {
    assert_eq!(Scene::new().reason(), None);
    let mut reasons: Vec<Reason> = GATES.iter().map(|gate| gate.0).collect();
    reasons.dedup();
    assert_eq!(reasons, Reason::ALL);
    for (reason, gate) in GATES {
        let mut scene = Scene::new();
        gate(&mut scene);
        assert_eq!(scene.reason(), Some(reason));
    }
}

#[test]
fn of_two_reasons_the_earlier_is_given() {
    for (reasons, scene) in pairs() {
        assert_eq!(scene.reason(), Some(reasons[0]), "of {reasons:?}");
    }
}

#[test]
fn of_two_reasons_to_take_an_open_prompt_away_the_earlier_is_given() {
    for (reasons, mut scene) in pairs() {
        (scene.page.open, scene.page.is_painted) = (Some(0), true);
        let hiding = reasons.into_iter().find(|reason| HIDING.contains(reason));
        assert_eq!(scene.reason(), hiding, "of {reasons:?}");
    }
}
