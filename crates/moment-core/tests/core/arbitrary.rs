//! Made-up inputs, playbooks and summaries, likely and odd ones.

#[path = "arbitrary/playbook.rs"]
pub(crate) mod playbook;
#[path = "arbitrary/summary.rs"]
pub(crate) mod summary;

use moment_core::device::Device;
use moment_core::event::{Answer, Consent, Event, Input, NotPainted, Outcome};
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::playbook::Playbook;
use moment_core::summary::{BudgetChoice, Summary};
use moment_core::time::Now;
use moment_core::trial::Trial;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngAlgorithm;

use crate::rulebook::{STARTED_MS, trial};

/// How a property is tried. Failures are written down as examples, not in a file of seeds. The default source of
/// randomness is a cipher that takes more than half of the time when it is not optimised.
pub(crate) fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::XorShift,
        ..ProptestConfig::default()
    }
}

/// One thing that happens, some time after the one before.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) jump_ms: i64,
    pub(crate) utc_offset_min: i16,
    pub(crate) playbook_age_s: u32,
    pub(crate) told: Told,
}

/// An [`Input`] that owns its words.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    Used(String, u32),
    Reached(String),
    Limited(String, LimitUse),
    Routed(String),
    Event(Event<'static>),
    Tick,
    Hidden,
    Answered(Answer),
    Asked(u8),
    Merged(Box<Summary>),
}

impl Told {
    pub(crate) fn input(&self) -> Input<'_> {
        match self {
            Self::Used(feature, count) => Input::Event(Event::Used { feature, count: *count }),
            Self::Reached(moment) => Input::Event(Event::Reached { moment }),
            Self::Limited(limit, standing) => Input::Event(Event::Limited { limit, standing: *standing }),
            Self::Routed(path) => Input::Event(Event::Routed { path }),
            Self::Event(event) => Input::Event(*event),
            Self::Tick => Input::Tick,
            Self::Hidden => Input::Hidden,
            Self::Answered(answer) => Input::Answered(*answer),
            Self::Asked(place) => Input::Asked(*place),
            Self::Merged(others) => Input::Merged(others),
        }
    }
}

/// Plays `steps` from the beginning of a trial and calls `look` after each, with the trial as it was before.
pub(crate) fn play(
    playbook: &Playbook,
    steps: &[Step],
    mut look: impl FnMut(&Trial, &Step, Now, &[moment_core::effect::Effect], &Trial),
) -> Trial {
    let mut trial = trial(Summary::default(), Summary::default(), Consent::Granted);
    let mut now = Now { unix_ms: STARTED_MS, utc_offset_min: 0, playbook_age_s: 0 };
    for step in steps {
        let before = trial.clone();
        now.unix_ms = now.unix_ms.saturating_add_signed(step.jump_ms);
        (now.utc_offset_min, now.playbook_age_s) = (step.utc_offset_min, step.playbook_age_s);
        let effects = trial.step(playbook, now, step.told.input());
        look(&before, step, now, &effects, &trial);
    }
    trial
}

/// The summary after each step.
pub(crate) fn snapshots(playbook: &Playbook, steps: &[Step]) -> Vec<Summary> {
    let mut snapshots = Vec::with_capacity(steps.len());
    play(playbook, steps, |_, _, _, _, after| snapshots.push(after.own().clone()));
    snapshots
}

pub(crate) fn steps(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), length)
}

fn step() -> BoxedStrategy<Step> {
    let age = prop_oneof![40 => 0..310_u32, 1 => any::<u32>()];
    (jump_ms(), zone(), age, told())
        .prop_map(|(jump_ms, utc_offset_min, playbook_age_s, told)| Step {
            jump_ms,
            utc_offset_min,
            playbook_age_s,
            told,
        })
        .boxed()
}

/// Minutes ahead of UTC, from the west of the Pacific Ocean's date line to its east; most zones stand at a quarter of an
/// hour.
pub(crate) fn zone() -> impl Strategy<Value = i16> {
    prop_oneof![(-48..=56_i16).prop_map(|quarters| 15 * quarters), -720..=840_i16]
}

/// Mostly seconds to days on; sometimes the clock is set back, or leaps to the end of time.
fn jump_ms() -> impl Strategy<Value = i64> {
    const DAY_MS: i64 = 86_400_000;
    prop_oneof![
        40 => 0..20_000_i64,
        10 => 0..DAY_MS / 12,
        8 => 0..3 * DAY_MS,
        1 => 0..100 * DAY_MS,
        4 => -3 * DAY_MS..0_i64,
        1 => prop_oneof![40 => Just(-DAY_MS), 1 => any::<i64>()],
    ]
}

fn told() -> BoxedStrategy<Told> {
    let count = prop_oneof![10 => 0..4_u32, 1 => any::<u32>()];
    let standing = (0..4_u32, 0..4_u32, any::<bool>(), any::<u32>());
    let standing = standing.prop_map(|(used, of, hard, at_s)| LimitUse { at_s, used, of, hard });
    prop_oneof![
        70 => Just(Told::Tick),
        10 => (name(), count).prop_map(|(name, count)| Told::Used(name, count)),
        3 => name().prop_map(Told::Reached),
        4 => (name(), standing).prop_map(|(name, standing)| Told::Limited(name, standing)),
        6 => path().prop_map(Told::Routed),
        60 => event().prop_map(Told::Event),
        2 => Just(Told::Hidden),
        12 => answer().prop_map(Told::Answered),
        3 => (0..6_u8).prop_map(Told::Asked),
        1 => summary::summary().prop_map(|summary| Told::Merged(summary.into())),
    ]
    .boxed()
}

fn event() -> BoxedStrategy<Event<'static>> {
    let consent = prop_oneof![6 => Just(Consent::Granted), 1 => Just(Consent::Denied), 1 => Just(Consent::Required)];
    let budget =
        prop_oneof![6 => Just(BudgetChoice::Normal), 1 => Just(BudgetChoice::Fewer), 1 => Just(BudgetChoice::None)];
    let why = prop_oneof![Just(NotPainted::AnchorNotFound), Just(NotPainted::AnchorNotVisible)];
    prop_oneof![
        8 => Just(Event::Opened),
        24 => Just(Event::Painted),
        2 => why.prop_map(Event::NotPainted),
        2 => select(FrictionKind::ALL.as_slice()).prop_map(Event::Friction),
        4 => any::<u16>().prop_map(|seconds| Event::Engaged { seconds }),
        3 => Just(Event::Busy),
        1 => select(Device::ALL.as_slice()).prop_map(Event::Device),
        1 => consent.prop_map(Event::Consent),
        1 => budget.prop_map(Event::Budget),
        1 => outcome().prop_map(Event::Outcome),
    ]
    .boxed()
}

fn outcome() -> impl Strategy<Value = Outcome> {
    select([Outcome::Upgraded, Outcome::Cancelled, Outcome::Expired].as_slice())
}

fn answer() -> impl Strategy<Value = Answer> {
    use Answer::{Clicked, Closed, Completed, Dismissed, Fewer, Helped, Reacted, Snoozed, Stepped};
    let usual = vec![
        Clicked,
        Stepped(0),
        Stepped(1),
        Stepped(3),
        Closed,
        Completed,
        Completed,
        Dismissed,
        Dismissed,
        Snoozed,
        Fewer,
        Helped,
    ];
    prop_oneof![12 => select(usual), 2 => (0..8_u8).prop_map(Reacted)]
}

/// Names that playbooks know, names that they do not, and what is no name.
pub(crate) fn name() -> BoxedStrategy<String> {
    prop_oneof![
        20 => select(["a", "b", "c", "d", "e", "f", "g", "h"].as_slice()).prop_map(Into::into),
        4 => "[a-z]{2}",
        1 => select(["", "bob@example.com", "ü", "two words"].as_slice()).prop_map(Into::into),
        1 => ".{0,60}",
    ]
    .boxed()
}

fn path() -> BoxedStrategy<String> {
    prop_oneof![10 => "(/[a-c]){0,3}", 1 => ".{0,20}", 1 => "/a{500,530}ü{5}"].boxed()
}
