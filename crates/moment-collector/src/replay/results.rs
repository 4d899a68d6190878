//! Results: what one trial came to, and what all came to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use moment_core::decision::Reason;
use moment_core::exposure::PromptRecord;
use moment_core::playbook::Playbook as Rules;
use moment_core::readiness::Band;
use moment_core::time::{HOUR_S, Second, day_of};
use serde::{Serialize, Serializer};

use crate::judge::arm_name;
use crate::replay::paint::unpaintable;
use crate::replay::walk::Course;

/// How often each reason held a prompt back.
type Waits = BTreeMap<&'static str, u64>;

/// One trial.
#[derive(Debug, Serialize)]
pub struct TrialResult<'a> {
    trial: &'a str,
    started: f64,
    events: u64,
    readiness: ReadinessResult,
    /// Whether it converted, where the labels say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<bool>,
    moments: Vec<MomentResult<'a>>,
    shown: Vec<ShownResult<'a>>,
    /// When each prompt first fell due, and in which arm: holdout and control alike.
    due: Vec<DueResult<'a>>,
    /// Prompt -> reason -> how often.
    waits: BTreeMap<&'a str, Waits>,
    dropped: u32,
}

#[derive(Debug, Serialize)]
struct ReadinessResult {
    at: f64,
    points: i32,
    probability: f64,
    score: u8,
    band: &'static str,
}

#[derive(Debug, Serialize)]
struct MomentResult<'a> {
    name: &'a str,
    day: u16,
    at_s: Second,
}

#[derive(Debug, Serialize)]
struct ShownResult<'a> {
    id: &'a str,
    times: u32,
    first_day: u16,
    first_at_s: Second,
}

#[derive(Debug, Serialize)]
struct DueResult<'a> {
    id: &'a str,
    arm: Cow<'a, str>,
    day: u16,
    at_s: Second,
}

impl<'a> TrialResult<'a> {
    /// What `course` came to under `rules`; `converted` is its label, if it counts.
    #[must_use]
    pub fn of(course: &'a Course, rules: &'a Rules, converted: Option<bool>) -> Self {
        let readiness = &course.reading.readiness;
        let mut moments: Vec<_> = course.summary.moments.iter().collect();
        moments.sort_by_key(|moment| moment.at_s);
        let first = |id: &str| {
            let place = rules.prompts.iter().position(|rule| rule.id == id)?;
            course.first_shown.get(place).copied().flatten()
        };
        let shown = course.summary.prompts.iter().filter_map(|record| {
            let first_at_s = first(&record.id)?;
            let times = record.shown.total();
            Some(ShownResult { id: &record.id, times, first_day: day_of(first_at_s), first_at_s })
        });
        let waits = course.summary.prompts.iter().filter(|record| !record.waits.is_empty()).map(|record| {
            let by_reason = record.waits.iter().map(|(reason, count)| (reason.name(), u64::from(*count)));
            (record.id.as_str(), by_reason.collect())
        });
        Self {
            trial: &course.user,
            started: unix_s(course.started_ms),
            events: course.events,
            readiness: ReadinessResult {
                at: unix_s(course.reading.at_ms),
                points: readiness.points,
                probability: readiness.probability,
                score: readiness.score,
                band: readiness.band.name(),
            },
            converted,
            moments: moments
                .into_iter()
                .map(|moment| MomentResult { name: &moment.name, day: day_of(moment.at_s), at_s: moment.at_s })
                .collect(),
            shown: shown.collect(),
            due: course.summary.prompts.iter().filter_map(|record| due_of(record, rules)).collect(),
            waits: waits.collect(),
            dropped: course.summary.dropped,
        }
    }
}

fn due_of<'a>(record: &'a PromptRecord, rules: &'a Rules) -> Option<DueResult<'a>> {
    let due = record.due?;
    let variants = rules.prompts.iter().find(|rule| rule.id == record.id).map(|rule| rule.variants.as_slice());
    let arm = arm_name(due.arm, variants.unwrap_or_default());
    Some(DueResult { id: &record.id, arm, day: day_of(due.at_s), at_s: due.at_s })
}

/// All trials together.
#[derive(Debug, Serialize)]
pub struct Totals {
    /// How many trials there are.
    pub trials: u64,
    /// How many events were taken in.
    pub events: u64,
    /// Visits of all trials.
    pub sessions: u64,
    /// Trials by band.
    pub bands: BTreeMap<&'static str, u64>,
    /// The mean of their probabilities, if there are any.
    pub mean_probability: Option<f64>,
    /// For each moment of the playbook.
    pub moments: Vec<MomentTotal>,
    /// For each prompt of the playbook.
    pub prompts: Vec<PromptTotal>,
    /// The running ones among them that no log can bring to the screen.
    pub unpaintable: Vec<String>,
    /// What did not fit into a trial's state or had no proper name.
    pub dropped: u64,
    #[serde(skip)]
    probabilities: f64,
}

/// One moment in all trials.
#[derive(Debug, Serialize)]
pub struct MomentTotal {
    /// Its name.
    pub name: String,
    /// How many trials reached it.
    pub trials: u64,
    /// The mean time to it of those that did, in hours.
    pub mean_hours: Option<f64>,
    #[serde(skip)]
    hours: f64,
}

/// One prompt in all trials.
#[derive(Debug, Serialize)]
pub struct PromptTotal {
    /// Its id.
    pub id: String,
    /// How many trials saw it.
    pub trials: u64,
    /// How often it was shown.
    pub shown: u64,
    /// In how many trials it fell due, in every arm: nothing but the draw, the budget of attention or another prompt
    /// stood in its way.
    pub due: u64,
    /// Every reason that held it back: the first that applied, counted when another one did before.
    #[serde(serialize_with = "by_name")]
    pub waits: BTreeMap<Reason, WaitTotal>,
}

/// One reason that held a prompt back.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct WaitTotal {
    /// How often.
    pub count: u64,
    /// In how many trials.
    pub trials: u64,
}

fn by_name<S: Serializer>(waits: &BTreeMap<Reason, WaitTotal>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(waits.iter().map(|(reason, total)| (reason.name(), total)))
}

impl Totals {
    /// No trials yet.
    #[must_use]
    pub fn new(rules: &Rules) -> Self {
        let moment = |name: &String| MomentTotal { name: name.clone(), trials: 0, mean_hours: None, hours: 0.0 };
        let prompt = |id: &String| PromptTotal { id: id.clone(), trials: 0, shown: 0, due: 0, waits: BTreeMap::new() };
        Self {
            trials: 0,
            events: 0,
            sessions: 0,
            bands: Band::ALL.into_iter().map(|band| (band.name(), 0)).collect(),
            mean_probability: None,
            moments: rules.moments.iter().map(|rule| moment(&rule.name)).collect(),
            prompts: rules.prompts.iter().map(|rule| prompt(&rule.id)).collect(),
            unpaintable: unpaintable(rules).map(|rule| rule.id.clone()).collect(),
            dropped: 0,
            probabilities: 0.0,
        }
    }

    /// One trial more.
    pub fn add(&mut self, course: &Course) {
        let (summary, readiness) = (&course.summary, &course.reading.readiness);
        self.trials += 1;
        self.events += course.events;
        self.sessions += u64::from(summary.sessions);
        *self.bands.entry(readiness.band.name()).or_default() += 1;
        self.probabilities += readiness.probability;
        self.mean_probability = Some(self.probabilities / real(self.trials));
        self.dropped += u64::from(summary.dropped);
        for moment in &mut self.moments {
            if let Some(at_s) = summary.moment(&moment.name) {
                moment.trials += 1;
                moment.hours += f64::from(at_s) / f64::from(HOUR_S);
                moment.mean_hours = Some(moment.hours / real(moment.trials));
            }
        }
        for prompt in &mut self.prompts {
            let Some(record) = summary.prompt(&prompt.id) else { continue };
            let shown = record.shown.total();
            prompt.trials += u64::from(shown > 0);
            prompt.shown += u64::from(shown);
            prompt.due += u64::from(record.due.is_some());
            for (reason, count) in &record.waits {
                let total = prompt.waits.entry(*reason).or_default();
                total.count += u64::from(*count);
                total.trials += 1;
            }
        }
    }
}

/// Unix seconds of an instant.
fn unix_s(ms: u64) -> f64 {
    real(ms) / 1000.0
}

/// A count as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "counts and instants are below 2^53")]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}
