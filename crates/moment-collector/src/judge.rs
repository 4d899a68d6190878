//! Judging a trial: its replicas put together, its readiness worked out, its standing for the pages.

use std::borrow::Cow;
use std::cmp::Reverse;

use moment_core::arm::Arm;
use moment_core::merge::combine;
use moment_core::moment::MomentRule;
use moment_core::prompt::Variant;
use moment_core::readiness::Readiness;
use moment_core::reading::{Reading, View};
use moment_core::summary::Summary;
use moment_core::time::{Second, UnixMs};
use moment_wire::beacon::BeaconV4;
use moment_wire::fault::DecodeError;

use crate::playbook::Playbook;
use crate::store::{Replica, Standing};

/// A trial put together from its replicas.
#[derive(Debug, Clone)]
pub struct Whole {
    /// What the newest beacon says of the trial; of those that are signed, if any is.
    pub head: BeaconV4,
    /// Whether the head is signed.
    head_signed: bool,
    /// All replicas together.
    pub summary: Summary,
    /// How many replicas there are.
    pub replicas: usize,
    /// When the collector last heard of it.
    pub last_seen_ms: UnixMs,
    /// Whether every replica is signed.
    pub signed: bool,
}

impl Whole {
    /// Puts the replicas together; `None` if there are none. A replica that cannot be read any more is left out.
    #[must_use]
    pub fn of(replicas: &[Replica]) -> Option<Self> {
        let heard = |replica: &Replica| Some((read(replica)?, replica.received_ms, replica.signed));
        Self::of_read(replicas.iter().filter_map(heard))
    }

    /// The same, of beacons that were read already, each with when it was received and whether it is signed.
    pub fn of_read(beacons: impl IntoIterator<Item = (BeaconV4, UnixMs, bool)>) -> Option<Self> {
        beacons.into_iter().fold(None, |whole, heard| Some(Self::with(whole, heard)))
    }

    fn with(whole: Option<Self>, (beacon, received_ms, signed): (BeaconV4, UnixMs, bool)) -> Self {
        let Some(whole) = whole else {
            return Self {
                summary: beacon.summary.clone(),
                head: beacon,
                head_signed: signed,
                replicas: 1,
                last_seen_ms: received_ms,
                signed,
            };
        };
        let summary = combine(&whole.summary, &beacon.summary);
        // What the vendor vouches for counts before what anybody may say; then what was sent last; of two at one instant the
        // greater replica, so that their order is nothing.
        let known = (whole.head_signed, whole.head.sent_ms, whole.head.replica);
        let is_better = (signed, beacon.sent_ms, beacon.replica) > known;
        let (head, head_signed) = if is_better { (beacon, signed) } else { (whole.head, whole.head_signed) };
        Self {
            summary,
            head,
            head_signed,
            replicas: whole.replicas + 1,
            last_seen_ms: whole.last_seen_ms.max(received_ms),
            signed: whole.signed && signed,
        }
    }

    /// The instant of a second of this trial.
    #[must_use]
    pub fn unix_ms(&self, second: Second) -> UnixMs {
        self.head.started_ms.saturating_add(u64::from(second) * 1000)
    }

    /// What readings are read from, as of the trial's last activity.
    #[must_use]
    pub fn view<'a>(&'a self, playbook: &'a Playbook) -> View<'a> {
        View {
            playbook: &playbook.rules,
            summary: &self.summary,
            now_s: self.summary.last_s,
            length_days: self.head.length_days,
            plan: self.head.plan.as_deref().unwrap_or_default(),
            locale: self.head.locale.as_deref().unwrap_or_default(),
            path: "",
            readiness: None,
        }
    }

    /// How ready the trial was at its last activity.
    #[must_use]
    pub fn readiness(&self, playbook: &Playbook) -> Readiness {
        playbook.rules.scorecard.readiness(&self.view(playbook))
    }

    /// When the activation was reached.
    #[must_use]
    pub fn activated_ms(&self, playbook: &Playbook) -> Option<UnixMs> {
        let activation = playbook.rules.moments.iter().find(|moment| moment.activation)?;
        self.summary.moment(&activation.name).map(|at_s| self.unix_ms(at_s))
    }

    /// The playbook's moments that the trial has reached, and when. Of others nothing is known but what a stranger may have
    /// made up.
    pub fn reached<'a>(&'a self, playbook: &'a Playbook) -> impl Iterator<Item = (&'a MomentRule, Second)> {
        playbook.rules.moments.iter().filter_map(|moment| Some((moment, self.summary.moment(&moment.name)?)))
    }

    /// The trial as the pages ask for it.
    #[must_use]
    pub fn standing(&self, playbook: &Playbook) -> Standing {
        let readiness = self.readiness(playbook);
        let sum = |count: fn(&moment_core::exposure::PromptRecord) -> u32| {
            self.summary.prompts.iter().fold(0, |sum: u32, record| sum.saturating_add(count(record)))
        };
        Standing {
            trial: self.head.trial.clone(),
            account: self.head.account.clone(),
            plan: self.head.plan.clone(),
            started_ms: self.head.started_ms,
            length_days: self.head.length_days,
            last_seen_ms: self.last_seen_ms,
            score: readiness.score,
            band: readiness.band as u8,
            probability: readiness.probability,
            top_reason: top_reason(playbook, &self.view(playbook), &readiness),
            activated_ms: self.activated_ms(playbook),
            shown: sum(|record| record.shown.total()),
            clicked: sum(|record| record.clicked),
            dismissed: sum(|record| record.dismissed),
            simulated: self.head.simulated,
            signed: self.signed,
            moments: self.reached(playbook).map(|(moment, _)| moment.name.clone()).collect(),
        }
    }
}

/// What a replica's bytes say. That they cannot be read any more is told in the log: they were read when they came.
pub fn read(replica: &Replica) -> Option<BeaconV4> {
    let told =
        |error: &DecodeError| tracing::error!(replica = replica.replica, %error, "a kept replica cannot be read");
    BeaconV4::decode(&replica.beacon).inspect_err(told).ok()
}

/// What people call an arm: `holdout`, `control`, `shown` where there is one way of telling the prompt, or the variant.
#[must_use]
pub fn arm_name(arm: Arm, variants: &[Variant]) -> Cow<'_, str> {
    match arm {
        Arm::Holdout => "holdout".into(),
        Arm::Control => "control".into(),
        Arm::Variant(place) => variants.get(usize::from(place)).map_or("shown", |variant| &variant.key).into(),
    }
}

/// The label of the reading that adds most to the score, if one adds anything. What is missing is not told as a reason: its
/// label is "Trouble", or "On the plan Team", and there was none, or it is another plan.
fn top_reason(playbook: &Playbook, view: &View, readiness: &Readiness) -> Option<String> {
    let weights = playbook.source.readiness.weights.iter().zip(&playbook.rules.scorecard.weights);
    let parts = weights.zip(&readiness.contributions);
    let adding = parts.filter(|((_, weight), points)| **points > 0 && !is_missing(weight.reading, view));
    // Of equals the first.
    let ((source, _), _) = adding.min_by_key(|(_, points)| Reverse(**points))?;
    Some(source.label.clone().unwrap_or_else(|| source.reading.get_ref().clone()))
}

/// Whether a reading says that something is not there. Of a time 0 is just now, and -1 is never.
fn is_missing(reading: Reading, view: &View) -> bool {
    let value = reading.value(view);
    match reading {
        Reading::RecencyHours | Reading::TrialDay | Reading::TrialProgress => false,
        Reading::HoursSince { .. } | Reading::HoursTo { .. } => value < 0,
        _ => value == 0,
    }
}
