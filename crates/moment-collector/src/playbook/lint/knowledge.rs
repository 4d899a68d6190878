//! What is known of all states that a trial can come to: the range of each reading, and what readings say of others.
//!
//! Two browser tabs that count at the very same instant may put a day's uses past the total that they agree on; what is
//! said here of windows leaves that race out.

use moment_core::day_set::LAST_DAY;
use moment_core::playbook::Playbook as Rules;
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::Reading;

use crate::playbook::lint::condition::Condition;
use crate::playbook::lint::interval::Interval;

/// Base points beyond this would overflow the sum.
const BASE_MAX: u32 = 1_000_000_000;

/// What a playbook's rules say of every trial.
#[derive(Debug, Clone)]
pub struct Knowledge<'a> {
    rules: &'a Rules,
    /// For each moment whether it can ever be reached.
    reachable: Vec<bool>,
    score_max: i64,
}

impl<'a> Knowledge<'a> {
    /// What follows from `rules`. Those moments whose place `is_told` names count as reachable: code says when.
    #[must_use]
    pub fn of(rules: &'a Rules, is_told: impl Fn(usize) -> bool) -> Self {
        let mut knowledge = Self { rules, reachable: vec![false; rules.moments.len()], score_max: 100 };
        let conditions: Vec<Option<Condition>> =
            rules.moments.iter().map(|moment| Condition::of(moment.when.as_ref()?)).collect();
        // A moment may wait for another: what the first makes possible is found in the next round.
        for _ in 0..rules.moments.len() {
            let before = knowledge.reachable.clone();
            for (place, condition) in conditions.iter().enumerate().filter(|(place, _)| !before[*place]) {
                let is_possible = condition.as_ref().is_none_or(|condition| condition.can_hold(&knowledge));
                knowledge.reachable[place] = is_told(place) || is_possible;
            }
            if knowledge.reachable == before {
                break;
            }
        }
        knowledge.score_max = knowledge.greatest_score(&rules.scorecard);
        knowledge
    }

    /// The greatest score that the scorecard can give.
    #[must_use]
    pub fn score_max(&self) -> i64 {
        self.score_max
    }

    /// The numbers that `reading` can be.
    #[must_use]
    pub fn range(&self, reading: Reading) -> Interval {
        let most = i64::from(i32::MAX);
        let (low, high) = match reading {
            Reading::FeatureCount { .. }
            | Reading::FeatureActivity { .. }
            | Reading::Activity { .. }
            | Reading::FrictionCount { .. }
            | Reading::Breadth
            | Reading::Sessions
            | Reading::EngagedMinutes
            | Reading::RecencyHours
            | Reading::LimitPercent { .. }
            | Reading::TrialProgress => (0, most),
            Reading::ActiveDays { within_days: 0 } | Reading::Streak => (0, i64::from(LAST_DAY) + 1),
            Reading::ActiveDays { within_days } => (0, i64::from(within_days)),
            Reading::TrialDay => (0, i64::from(u16::MAX)),
            Reading::MomentReached { moment } => (0, i64::from(self.can_be_reached(moment))),
            Reading::HoursTo { moment } => (-1, if self.can_be_reached(moment) { most } else { -1 }),
            Reading::Score => (0, self.score_max),
            Reading::Band => (0, self.band_of(self.score_max)),
        };
        Interval::new(low, high)
    }

    /// Lets the numbers `left` of `a` and `right` of `b` narrow each other by what `a` says of `b`. True if one has
    /// fewer now.
    pub fn relate(&self, a: Reading, left: &mut Interval, b: Reading, right: &mut Interval) -> bool {
        if let Some(factor) = at_most(a, b) {
            // a <= factor * b
            let least = (left.low + factor - 1).div_euclid(factor);
            return left.at_most(right.high.saturating_mul(factor)) | right.at_least(least);
        }
        match (a, b) {
            (Reading::FeatureCount { within_days: 0, .. }, Reading::Breadth) => {
                let is_used = left.low >= 1 && right.at_least(1);
                let is_unused = right.high <= 0 && left.at_most(0);
                is_used || is_unused
            }
            (Reading::MomentReached { moment }, Reading::HoursTo { moment: other }) if moment == other => {
                agree(left, right, 0)
            }
            (Reading::Score, Reading::Band) => self.relate_band(left, right),
            _ => false,
        }
    }

    fn can_be_reached(&self, moment: u8) -> bool {
        self.reachable.get(usize::from(moment)).copied().unwrap_or(false)
    }

    fn relate_band(&self, score: &mut Interval, band: &mut Interval) -> bool {
        let begin = |band: i64| {
            let place = usize::try_from(band - 1).ok()?;
            self.rules.scorecard.bands.get(place).copied().map(i64::from)
        };
        let mut narrowed = band.at_least(self.band_of(score.low)) | band.at_most(self.band_of(score.high));
        if let Some(begin) = begin(band.low) {
            narrowed |= score.at_least(begin);
        }
        if let Some(end) = begin(band.high + 1) {
            narrowed |= score.at_most(end - 1);
        }
        narrowed
    }

    fn band_of(&self, score: i64) -> i64 {
        self.rules.scorecard.bands.iter().map(|begin| i64::from(score >= i64::from(*begin))).sum()
    }

    /// The score of the most points that any trial can have, between the fewest and the most that stand in the card.
    fn greatest_score(&self, card: &Scorecard) -> i64 {
        if card.base.unsigned_abs() > BASE_MAX {
            return 100;
        }
        let written = |pick: fn(i32, i32) -> i32, weight: &Weight| {
            i64::from(weight.points.iter().copied().reduce(pick).unwrap_or(0))
        };
        let fewest: i64 = card.weights.iter().map(|weight| written(i32::min, weight)).sum();
        let most: i64 = card.weights.iter().map(|weight| written(i32::max, weight)).sum();
        let possible: i64 = card.weights.iter().map(|weight| self.most_points(weight)).sum();
        ((possible - fewest) * 100 / (most - fewest).max(1)).clamp(0, 100)
    }

    /// The most points of the bins that the reading can come to.
    fn most_points(&self, weight: &Weight) -> i64 {
        let range = self.range(weight.reading);
        let bin = |value: i64| weight.bins.partition_point(|begin| i64::from(*begin) <= value);
        let possible = weight.points.get(bin(range.low)..=bin(range.high)).unwrap_or(&weight.points);
        possible.iter().copied().max().map_or(0, i64::from)
    }
}

/// The factor with which `a <= factor * b` in every state, if there is one.
fn at_most(a: Reading, b: Reading) -> Option<i64> {
    let holds = match (a, b) {
        (
            Reading::FeatureCount { feature, within_days },
            Reading::FeatureCount { feature: other, within_days: longer },
        ) => feature == other && is_shorter(within_days, longer),
        (Reading::ActiveDays { within_days }, Reading::ActiveDays { within_days: longer })
        | (Reading::FrictionCount { within_days }, Reading::FrictionCount { within_days: longer }) => {
            is_shorter(within_days, longer)
        }
        (Reading::Streak, Reading::ActiveDays { within_days: 0 }) => true,
        (Reading::FeatureActivity { half_life_days, .. }, Reading::Activity { half_life_days: same }) => {
            half_life_days == same
        }
        // Tenths of uses, none of which counts for more than one.
        (Reading::FeatureActivity { feature, .. }, Reading::FeatureCount { feature: other, within_days: 0 }) => {
            return (feature == other).then_some(10);
        }
        _ => false,
    };
    holds.then_some(1)
}

/// Whether a window of `days` lies within one of `longer`; 0 days are all time.
fn is_shorter(days: u8, longer: u8) -> bool {
    days != longer && (longer == 0 || (days != 0 && days < longer))
}

/// `truth` is 1 just when `value` is at least `threshold`.
fn agree(truth: &mut Interval, value: &mut Interval, threshold: i64) -> bool {
    (truth.low >= 1 && value.at_least(threshold))
        | (truth.high <= 0 && value.at_most(threshold - 1))
        | (value.low >= threshold && truth.at_least(1))
        | (value.high < threshold && truth.at_most(0))
}
