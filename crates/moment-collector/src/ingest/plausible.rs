//! Whether a state can be true: what no customer could have done in the time that there was is not mixed into a trial.

use moment_core::summary::{SESSION_GAP_S, Summary};
use moment_core::time::{DAY_S, Day, Second, day_of, second_of};
use moment_wire::beacon::BeaconV4;

/// What a wrong clock, or a wrong time zone, may add: a browser that is a day ahead is believed.
const ALLOWED_S: Second = DAY_S;

/// Two windows side by side may both count the seconds in which the customer moves from one to the other.
const WINDOWS: u64 = 2;

/// One exposure in so many seconds, all day long, is more than any page can paint and any customer can close.
const EXPOSURE_S: u32 = 5;

/// An answer may be heard whose exposure was not, where the page went in the same instant.
const ANSWERS_WITHOUT_EXPOSURE_MAX: u64 = 32;

/// How many replicas one person has in one trial. A browser that may keep nothing begins one with each page: seventy pages
/// on each of fourteen days. A stranger who knows a trial's id can make up as many, and no more, and each costs something
/// whenever the trial is put together.
pub const REPLICAS_MAX: usize = 1_024;

/// Why a state cannot be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Something in it is yet to happen.
    YetToCome,
    /// It has active or counted days that the trial has not.
    MoreDaysThanTheTrial,
    /// More engaged seconds than there were.
    MoreTimeThanThereWas,
    /// More sessions than fit, half an hour apart.
    MoreSessionsThanFit,
    /// More exposures than a page can paint in a day.
    MoreExposuresThanFit,
    /// More answers than prompts were shown.
    MoreAnswersThanPrompts,
    /// It is of one more replica than one person has.
    MoreReplicasThanAPersonHas,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::YetToCome,
        Self::MoreDaysThanTheTrial,
        Self::MoreTimeThanThereWas,
        Self::MoreSessionsThanFit,
        Self::MoreExposuresThanFit,
        Self::MoreAnswersThanPrompts,
        Self::MoreReplicasThanAPersonHas,
    ];

    /// Its name in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::YetToCome => "yet_to_come",
            Self::MoreDaysThanTheTrial => "days",
            Self::MoreTimeThanThereWas => "time",
            Self::MoreSessionsThanFit => "sessions",
            Self::MoreExposuresThanFit => "exposures",
            Self::MoreAnswersThanPrompts => "answers",
            Self::MoreReplicasThanAPersonHas => "replicas",
        }
    }

    /// In words, as the list of what is kept apart has it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::YetToCome => "something in it is yet to happen",
            Self::MoreDaysThanTheTrial => "more days than the trial has",
            Self::MoreTimeThanThereWas => "more engaged time than there was",
            Self::MoreSessionsThanFit => "more sessions than fit into the time",
            Self::MoreExposuresThanFit => "more prompts in a day than can be shown",
            Self::MoreAnswersThanPrompts => "more answers than prompts",
            Self::MoreReplicasThanAPersonHas => "more browsers than one person has",
        }
    }
}

/// What speaks against a beacon that comes at `now_ms` by the collector's clock, if anything does.
#[must_use]
pub fn doubt(beacon: &BeaconV4, now_ms: u64) -> Option<Doubt> {
    let summary = &beacon.summary;
    let until_s = second_of(beacon.started_ms, now_ms).saturating_add(ALLOWED_S);
    if instants(summary).any(|at_s| at_s > until_s) {
        return Some(Doubt::YetToCome);
    }
    if last_day(summary).is_some_and(|day| day > day_of(until_s)) {
        return Some(Doubt::MoreDaysThanTheTrial);
    }
    let day_max = WINDOWS * u64::from(DAY_S);
    let is_a_day_too_long = summary.engaged.days().iter().any(|(_, seconds)| u64::from(*seconds) > day_max);
    if is_a_day_too_long || u64::from(summary.engaged.total()) > WINDOWS * u64::from(until_s) {
        return Some(Doubt::MoreTimeThanThereWas);
    }
    if summary.sessions > until_s / SESSION_GAP_S + 1 {
        return Some(Doubt::MoreSessionsThanFit);
    }
    let shown = summary.prompts.iter().flat_map(|record| record.shown.days());
    if shown.into_iter().any(|(_, count)| *count > DAY_S / EXPOSURE_S) {
        return Some(Doubt::MoreExposuresThanFit);
    }
    let has_too_many_answers = summary.prompts.iter().any(|record| {
        let answers = [record.clicked, record.completed, record.dismissed, record.snoozed];
        answers.map(u64::from).iter().sum::<u64>() > u64::from(record.shown.total()) + ANSWERS_WITHOUT_EXPOSURE_MAX
    });
    has_too_many_answers.then_some(Doubt::MoreAnswersThanPrompts)
}

/// Whether a replica that is new to its trial is one more than one person has. `known` says of each replica of the trial
/// whether it is signed. What the vendor vouches for has its own places, which strangers cannot take.
#[must_use]
pub fn is_one_too_many(is_signed: bool, known: impl IntoIterator<Item = bool>) -> bool {
    let (mut signed, mut all) = (0, 0);
    for is_signed in known {
        signed += usize::from(is_signed);
        all += 1;
    }
    // A signed one that speaks without its signature once counts as unsigned from then on, hence the second bound.
    if is_signed { signed >= REPLICAS_MAX || all >= 2 * REPLICAS_MAX } else { all >= REPLICAS_MAX }
}

/// Every instant that a state tells of but the end of a snooze, which lies ahead.
fn instants(summary: &Summary) -> impl Iterator<Item = Second> {
    let features = summary.features.iter().flat_map(|feature| [feature.first_s, feature.last_s]);
    let moments = summary.moments.iter().map(|moment| moment.at_s);
    let limits = summary.limits.iter().map(|limit| limit.standing.at_s);
    let friction = summary.friction.iter().filter_map(|friction| friction.last_s);
    let reactions = summary.reactions.iter().map(|reaction| reaction.at_s);
    let prompts = summary.prompts.iter().flat_map(|record| {
        [record.last_shown_s, record.answered_s, record.due.map(|due| due.at_s)].into_iter().flatten()
    });
    let single = [summary.last_s, summary.budget.at_s, summary.recovered_s];
    let outcome = summary.outcome.map(|(at_s, _)| at_s);
    features.chain(moments).chain(limits).chain(friction).chain(reactions).chain(prompts).chain(single).chain(outcome)
}

/// The last day that anything is said of.
fn last_day(summary: &Summary) -> Option<Day> {
    let words = summary.active_days.words().iter().zip(0_u16..).filter(|(word, _)| **word != 0);
    let active = words.map(|(word, place)| place * 64 + u16::try_from(word.ilog2()).unwrap_or(0));
    let features = summary.features.iter().map(|feature| &feature.counts);
    let friction = summary.friction.iter().map(|friction| &friction.counts);
    let prompts = summary.prompts.iter().map(|record| &record.shown);
    let counts = features.chain(friction).chain(prompts).chain([&summary.engaged]);
    counts.filter_map(|counts| counts.days().last().map(|(day, _)| *day)).chain(active).max()
}
