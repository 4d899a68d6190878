//! The bench: a trial in the middle of its way, and the pieces of work that are measured on it, natively and in a
//! browser.

use std::hint::black_box;

use moment_core::decision::{Case, decide};
use moment_core::event::{Consent, Event, Input};
use moment_core::merge::join;
use moment_core::playbook::Playbook;
use moment_core::readiness::Readiness;
use moment_core::reading::View;
use moment_core::summary::Summary;
use moment_core::time::{MINUTE_S, Now, Second};
use moment_core::trial::{Identity, Trial};
use moment_wire::beacon::BeaconV4;

use crate::readiness::{Given, Library};

/// The vector that is measured on.
const VECTOR: &str = "mid_trial";

const STARTED_MS: u64 = 1_794_000_000_000;

/// The customer has been in the page for so long when the measuring begins: no longer quiet time, so that a decision
/// goes through all its checks.
const IN_THE_PAGE_S: Second = MINUTE_S;

/// A piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A step: a feature that is known already is used once more.
    StepUse,
    /// A step: a tick, with its decision.
    StepTick,
    /// The same in the second browser of the trial, where each tick puts both replicas together.
    StepTickOfTwo,
    /// The readiness now.
    Readiness,
    /// The decision alone.
    Decision,
    /// A beacon into bytes.
    Encode,
    /// A beacon out of bytes, checked.
    Decode,
    /// Two states of a replica into one.
    Merge,
}

impl Work {
    /// All of it, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::StepUse,
        Self::StepTick,
        Self::StepTickOfTwo,
        Self::Readiness,
        Self::Decision,
        Self::Encode,
        Self::Decode,
        Self::Merge,
    ];

    /// Its name, which names a file too.
    pub fn name(self) -> &'static str {
        match self {
            Self::StepUse => "step_use",
            Self::StepTick => "step_tick",
            Self::StepTickOfTwo => "step_tick_of_two",
            Self::Readiness => "readiness",
            Self::Decision => "decision",
            Self::Encode => "encode",
            Self::Decode => "decode",
            Self::Merge => "merge",
        }
    }

    /// The work of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.name() == name)
    }
}

/// All that the work needs.
#[derive(Debug)]
pub struct Bench {
    playbook: Playbook,
    trial: Trial,
    trial_of_two: Trial,
    now: Now,
    now_s: Second,
    /// The feature that is used, the middle one of those that were.
    feature: String,
    beacon: BeaconV4,
    bytes: Vec<u8>,
    /// What a decision is made from, and stays as it is while steps change the trial.
    summary: Summary,
    readiness: Readiness,
}

impl Bench {
    /// A bench from the text of the readiness vectors. Errors: they cannot be read, or there is no `mid_trial` in them.
    pub fn new(vectors: &str) -> Result<Self, String> {
        let library = Library::read(vectors)?;
        let Given { playbook, summary, length_days, now_s } = library.named(VECTOR)?;
        let opened = at(now_s);
        let now = at(now_s + IN_THE_PAGE_S);
        let open = |others: Summary| {
            let mut trial = Trial::new(identity(length_days), summary.clone(), others, Consent::Granted);
            trial.step(playbook, opened, Input::Event(Event::Opened));
            trial.step(playbook, now, Input::Tick);
            trial
        };
        let trial = open(Summary::default());
        let used = summary.features.get(summary.features.len() / 2);
        let beacon = beacon(summary.clone(), length_days);
        Ok(Self {
            playbook: playbook.clone(),
            trial_of_two: open(summary.clone()),
            now,
            now_s: now_s + IN_THE_PAGE_S,
            feature: used.ok_or("the trial has used nothing")?.name.clone(),
            bytes: beacon.encode(),
            beacon,
            summary: trial.own().clone(),
            readiness: trial.readiness(playbook, now),
            trial,
        })
    }

    /// Does a piece of work once.
    pub fn once(&mut self, work: Work) {
        let Self { playbook, now, .. } = self;
        let used = Input::Event(Event::Used { feature: &self.feature, count: 1 });
        match work {
            Work::StepUse => {
                black_box(self.trial.step(playbook, *now, black_box(used)));
            }
            Work::StepTick => {
                black_box(self.trial.step(playbook, *now, black_box(Input::Tick)));
            }
            Work::StepTickOfTwo => {
                black_box(self.trial_of_two.step(playbook, *now, black_box(Input::Tick)));
            }
            Work::Readiness => {
                black_box(self.trial.readiness(black_box(playbook), *now));
            }
            Work::Decision => {
                black_box(decide(black_box(&self.case())));
            }
            Work::Encode => {
                black_box(black_box(&self.beacon).encode());
            }
            Work::Decode => {
                black_box(BeaconV4::decode(black_box(&self.bytes)).is_ok());
            }
            Work::Merge => {
                black_box(join(black_box(&self.summary), black_box(&self.beacon.summary)));
            }
        }
    }

    fn case(&self) -> Case<'_> {
        let length_days = self.trial.identity().length_days;
        let view = View::new(&self.playbook, &self.summary, self.now_s, length_days);
        let view = View { readiness: Some(&self.readiness), ..view };
        Case { view, trial: &self.trial.identity().trial, own: &self.summary, page: self.trial.page(), now: self.now }
    }
}

fn at(second: u32) -> Now {
    Now { unix_ms: STARTED_MS + u64::from(second) * 1000, utc_offset_min: 60, playbook_age_s: 1 }
}

fn identity(length_days: u16) -> Identity {
    Identity { trial: "t_8f3a".into(), started_ms: STARTED_MS, length_days, plan: "team".into(), locale: "en".into() }
}

fn beacon(summary: Summary, length_days: u16) -> BeaconV4 {
    BeaconV4 {
        trial: "t_8f3a".into(),
        account: Some("a_19".into()),
        plan: Some("team".into()),
        locale: Some("de-AT".into()),
        started_ms: STARTED_MS,
        length_days,
        replica: 0x9e37_79b9_7f4a_7c15,
        sent_ms: STARTED_MS,
        playbook: 0xdead_beef,
        simulated: false,
        signature: Some([7; 32]),
        summary,
    }
}

#[cfg(test)]
mod tests {
    use moment_core::decision::Reason;

    use super::*;

    const VECTORS: &str = include_str!("../../../tests/vectors/readiness.txt");

    #[test]
    fn a_decision_goes_through_all_its_checks() {
        let bench = Bench::new(VECTORS).expect("the bench is set up");
        let reasons: Vec<&str> =
            decide(&bench.case()).into_iter().filter_map(|verdict| verdict.reason).map(Reason::name).collect();
        let waits = ["trigger_not_fired", "below_threshold", "route_mismatch", "already_seen", "snoozed"];
        assert_eq!(reasons, [waits.as_slice(), &["trigger_not_fired"]].concat());
    }

    /// An open prompt is asked less than one that waits.
    #[test]
    fn a_tick_decides_on_all_prompts_and_of_two_replicas_on_both_together() {
        let bench = Bench::new(VECTORS).expect("the bench is set up");
        for (trial, replicas) in [(&bench.trial, 1), (&bench.trial_of_two, 2)] {
            assert!(trial.page().last_reasons().iter().flatten().count() == bench.playbook.prompts.len());
            let uses = |summary: &Summary| summary.features.iter().map(|used| used.counts.total()).sum::<u32>();
            assert_eq!(uses(&trial.whole()), replicas * uses(trial.own()));
        }
    }

    #[test]
    fn the_trial_is_in_the_middle_of_its_way() {
        let Bench { playbook, summary, .. } = Bench::new(VECTORS).expect("the bench is set up");
        let sizes = (playbook.features.len(), playbook.scorecard.weights.len(), playbook.prompts.len());
        assert_eq!((sizes, summary.features.len(), summary.moments.len()), ((40, 12, 6), 30, 5));
    }

    #[test]
    fn all_work_can_be_done_and_called_by_its_name() {
        let mut bench = Bench::new(VECTORS).expect("the bench is set up");
        for work in Work::ALL {
            assert_eq!(Work::named(work.name()), Some(work));
            bench.once(work);
        }
        assert_eq!(Work::named("sleep"), None);
    }
}
