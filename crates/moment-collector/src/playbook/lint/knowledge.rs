//! What is known of all states that a trial can come to: the range of each reading, and what readings say of others.
//!
//! Two browser tabs that count at the very same instant may put a day's uses past the total that they agree on; what is
//! said here of windows leaves that race out.

use moment_core::day_set::LAST_DAY;
use moment_core::feature::Role;
use moment_core::playbook::Playbook as Rules;
use moment_core::reaction::SCORE_MAX;
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::{Counted, Over, Reading, is_language};

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
            Reading::Count { of: Counted::Role(role), .. } if !self.has(role) => (0, 0),
            Reading::LimitPressure if self.rules.limits.is_empty() => (0, 0),
            // Only the playbook's moments exist.
            Reading::Moments => (0, i64::try_from(self.rules.moments.len()).unwrap_or(most)),
            Reading::Count { .. }
            | Reading::Breadth
            | Reading::Sessions
            | Reading::RecencyHours
            | Reading::Limit { .. }
            | Reading::LimitPressure
            | Reading::FrictionRate
            | Reading::TrialProgress => (0, most),
            Reading::Depth { .. } => (0, i64::from(u32::BITS) - 1),
            Reading::HoursSince { .. } => (-1, most),
            Reading::ActiveDays { within_days: 0 } | Reading::Streak => (0, i64::from(LAST_DAY) + 1),
            Reading::ActiveDays { within_days } => (0, within_days.into()),
            Reading::TrialDay => (0, u16::MAX.into()),
            Reading::Moment { moment, .. } => (0, self.can_be_reached(moment).into()),
            Reading::HoursTo { moment } => (-1, if self.can_be_reached(moment) { most } else { -1 }),
            Reading::Reaction { .. } | Reading::LastReaction => (0, SCORE_MAX.into()),
            Reading::Plan { .. } | Reading::Locale { .. } | Reading::Route { .. } => (0, 1),
            Reading::Score => (0, self.score_max),
            Reading::Band => (0, self.band_of(self.score_max)),
        };
        Interval::new(low, high)
    }

    /// Lets the numbers `left` of `a` and `right` of `b` narrow each other by what `a` says of `b`. True if one has
    /// fewer now.
    pub fn relate(&self, a: Reading, left: &mut Interval, b: Reading, right: &mut Interval) -> bool {
        if let Some(factor) = at_most(a, b, self.rules) {
            // a <= factor * b
            let least = (left.low + factor - 1).div_euclid(factor);
            return left.at_most(right.high.saturating_mul(factor)) | right.at_least(least);
        }
        match (a, b) {
            (Reading::Count { of: Counted::Feature(_) | Counted::Role(_) | Counted::Uses, .. }, Reading::Breadth)
            | (Reading::Reaction { .. }, Reading::LastReaction) => needs(left, right, 1),
            (Reading::Count { of: Counted::Feature(feature), .. }, Reading::HoursSince { feature: other })
                if feature == other =>
            {
                needs(left, right, 0)
            }
            (Reading::Moment { moment, within_days }, Reading::HoursTo { moment: other }) if moment == other => {
                let narrowed = needs(left, right, 0);
                narrowed | (within_days == 0 && follows(left, right, 0))
            }
            (Reading::Count { of: Counted::Feature(feature), over: Over::All }, Reading::Depth { feature: other })
                if feature == other =>
            {
                relate_depth(left, right)
            }
            (Reading::Plan { .. }, Reading::Plan { .. }) => exclude(left, right),
            (Reading::Locale { text }, Reading::Locale { text: other }) if self.are_apart(text, other) => {
                exclude(left, right)
            }
            (Reading::Streak, Reading::ActiveDays { within_days: days @ 1.. }) => {
                relate_streak(left, right, days.into())
            }
            (Reading::Score, Reading::Band) => self.relate_band(left, right),
            _ => false,
        }
    }

    fn has(&self, role: Role) -> bool {
        self.rules.features.iter().any(|feature| feature.role == Some(role))
    }

    /// Whether nobody's language is both.
    fn are_apart(&self, text: u8, other: u8) -> bool {
        let tag = |text: u8| self.rules.texts.get(usize::from(text));
        let both = tag(text).zip(tag(other));
        both.is_some_and(|(one, other)| !is_language(one, other) && !is_language(other, one))
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
fn at_most(a: Reading, b: Reading, rules: &Rules) -> Option<i64> {
    let holds = match (a, b) {
        (Reading::Count { of, over }, Reading::Count { of: whole, over: longer }) => {
            return if is_part(of, whole, rules) { count_at_most(of, over, longer) } else { None };
        }
        (Reading::ActiveDays { within_days }, Reading::ActiveDays { within_days: longer }) => {
            is_shorter(within_days, longer)
        }
        (Reading::Moment { moment, within_days }, Reading::Moment { moment: other, within_days: longer }) => {
            moment == other && is_shorter(within_days, longer)
        }
        (Reading::Streak, Reading::ActiveDays { within_days: 0 })
        | (Reading::Moment { .. }, Reading::Moments)
        // A use that counts nothing is no use.
        | (Reading::Breadth, Reading::Count { of: Counted::Uses, over: Over::All })
        | (Reading::Limit { .. }, Reading::LimitPressure) => true,
        (Reading::Locale { text }, Reading::Locale { text: other }) => {
            let tag = |text: u8| rules.texts.get(usize::from(text));
            tag(text).zip(tag(other)).is_some_and(|(tag, wanted)| is_language(tag, wanted))
        }
        (Reading::FrictionRate, Reading::Count { of: Counted::Trouble, over: Over::All })
        | (Reading::TrialProgress, Reading::TrialDay) => return Some(100),
        _ => false,
    };
    holds.then_some(1)
}

/// Whether all that is counted as `part` is counted as `whole` too.
fn is_part(part: Counted, whole: Counted, rules: &Rules) -> bool {
    let role = |feature: u8| rules.features.get(usize::from(feature)).and_then(|feature| feature.role);
    match (part, whole) {
        (Counted::Feature(feature), Counted::Role(wanted)) => role(feature) == Some(wanted),
        (Counted::Role(wanted), Counted::Feature(feature)) => {
            let with_role = rules.features.iter().filter(|feature| feature.role == Some(wanted)).count();
            with_role == 1 && role(feature) == Some(wanted)
        }
        (Counted::Feature(_) | Counted::Role(_), Counted::Uses) | (Counted::Friction(_), Counted::Trouble) => true,
        _ => part == whole,
    }
}

/// The factor for counts over different times. What fades is in tenths, and nothing counts for more than one; engaged
/// time is rounded to minutes before and to tenths of them after.
fn count_at_most(of: Counted, over: Over, longer: Over) -> Option<i64> {
    match (over, longer) {
        (Over::HalfLife(_), Over::All) => (of != Counted::EngagedMinutes).then_some(10),
        (Over::Days(days), Over::Days(more)) => (days <= more).then_some(1),
        (Over::Days(_), Over::All) => Some(1),
        _ => (over == longer).then_some(1),
    }
}

/// Whether a window of `days` lies within one of `longer`; 0 days are all time.
fn is_shorter(days: u8, longer: u8) -> bool {
    days != longer && (longer == 0 || (days != 0 && days < longer))
}

/// Where the count `left` is 1 or more, `right` is `least` or more.
fn needs(left: &mut Interval, right: &mut Interval, least: i64) -> bool {
    (left.low >= 1 && right.at_least(least)) | (right.high < least && left.at_most(0))
}

/// Where `right` is `least` or more, the truth `left` is 1.
fn follows(left: &mut Interval, right: &mut Interval, least: i64) -> bool {
    (right.low >= least && left.at_least(1)) | (left.high <= 0 && right.at_most(least - 1))
}

/// The truths are not both 1.
fn exclude(left: &mut Interval, right: &mut Interval) -> bool {
    (left.low >= 1 && right.at_most(0)) | (right.low >= 1 && left.at_most(0))
}

/// A streak goes up to today or to yesterday, so that the last days hold all of it but perhaps one day.
fn relate_streak(streak: &mut Interval, active: &mut Interval, days: i64) -> bool {
    let narrowed = active.at_least(streak.low.min(days - 1));
    narrowed | (active.high < days - 1 && streak.at_most(active.high))
}

/// Depth is the whole part of the binary logarithm of one more than the uses.
fn relate_depth(uses: &mut Interval, depth: &mut Interval) -> bool {
    let most = i64::from(i32::MAX);
    let log = |uses: i64| i64::from((uses.max(0) + 1).ilog2());
    let mut narrowed = depth.at_least(log(uses.low));
    if uses.high < most {
        narrowed |= depth.at_most(log(uses.high));
    }
    if (1..31).contains(&depth.low) {
        narrowed |= uses.at_least((1 << depth.low) - 1);
    }
    if (0..30).contains(&depth.high) {
        narrowed |= uses.at_most((1 << (depth.high + 1)) - 2);
    }
    narrowed
}
