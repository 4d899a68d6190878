//! Readings: the numbers that rules and models read from a trial's state at one instant.

use crate::playbook::Playbook;
use crate::readiness::Readiness;
use crate::summary::Summary;
use crate::time::{HOUR_S, MINUTE_S, Second, day_of};

/// What a reading is read from.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The names that readings refer to by place.
    pub playbook: &'a Playbook,
    /// The trial, all replicas together.
    pub summary: &'a Summary,
    /// The instant.
    pub now_s: Second,
    /// How long the trial is.
    pub length_days: u16,
    /// How ready the trial is, where that is known already: prompts may ask, moments and models may not.
    pub readiness: Option<&'a Readiness>,
}

/// One number of the vocabulary. A place is an index into the playbook's list of features, moments or limits; a window
/// of 0 days is all time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Uses of a feature.
    FeatureCount {
        /// Which feature.
        feature: u8,
        /// On how many last days.
        within_days: u8,
    },
    /// Tenths of uses of a feature, each use losing half its weight with every half-life.
    FeatureActivity {
        /// Which feature.
        feature: u8,
        /// After how many days a use counts half.
        half_life_days: u8,
    },
    /// Tenths of uses of all features, decayed.
    Activity {
        /// After how many days a use counts half.
        half_life_days: u8,
    },
    /// Days with any activity.
    ActiveDays {
        /// On how many last days.
        within_days: u8,
    },
    /// How many different features were used.
    Breadth,
    /// Active days in a row.
    Streak,
    /// Visits.
    Sessions,
    /// Minutes of engaged time.
    EngagedMinutes,
    /// Hours since the last activity.
    RecencyHours,
    /// Days since the trial began.
    TrialDay,
    /// Percent of the trial that has passed; over 100 afterwards.
    TrialProgress,
    /// Whether a moment was reached: 1 or 0.
    MomentReached {
        /// Which moment.
        moment: u8,
    },
    /// Hours from the start to a moment; -1 while it is not reached.
    HoursTo {
        /// Which moment.
        moment: u8,
    },
    /// Percent of a limit that is used; 0 while nothing was told.
    LimitPercent {
        /// Which limit.
        limit: u8,
    },
    /// Signs of trouble of any kind.
    FrictionCount {
        /// On how many last days.
        within_days: u8,
    },
    /// The readiness score, 0 to 100.
    Score,
    /// The readiness band, 0 (cold) to 3 (urgent).
    Band,
}

impl Reading {
    /// The reading's value now. A place that the playbook does not have reads as 0.
    #[must_use]
    pub fn value(self, view: &View) -> i32 {
        let summary = view.summary;
        let today = day_of(view.now_s);
        match self {
            Self::FeatureCount { feature, within_days } => whole(match (feature_use(view, feature), within_days) {
                (Some(used), 0) => used.counts.total(),
                (Some(used), days) => used.counts.within(today, days),
                (None, _) => 0,
            }),
            Self::FeatureActivity { feature, half_life_days } => {
                tenths(feature_use(view, feature).map_or(0.0, |used| used.counts.decayed(today, half_life_days)))
            }
            Self::Activity { half_life_days } => {
                tenths(summary.features.iter().map(|used| used.counts.decayed(today, half_life_days)).sum())
            }
            Self::ActiveDays { within_days: 0 } => whole(summary.active_days.len()),
            Self::ActiveDays { within_days } => whole(summary.active_days.within(today, within_days)),
            Self::Breadth => i32::try_from(summary.features.len()).unwrap_or(i32::MAX),
            Self::Streak => whole(summary.active_days.streak(today)),
            Self::Sessions => whole(summary.sessions),
            Self::EngagedMinutes => whole(summary.engaged_s / MINUTE_S),
            Self::RecencyHours => whole(view.now_s.saturating_sub(summary.last_s) / HOUR_S),
            Self::TrialDay => i32::from(today),
            Self::TrialProgress => i32::from(today) * 100 / i32::from(view.length_days.max(1)),
            Self::MomentReached { moment } => i32::from(reached(view, moment).is_some()),
            Self::HoursTo { moment } => reached(view, moment).map_or(-1, |at| whole(at / HOUR_S)),
            Self::LimitPercent { limit } => {
                let name = view.playbook.limits.get(usize::from(limit));
                whole(name.and_then(|name| summary.limit(name)).map_or(0, |standing| standing.percent()))
            }
            Self::FrictionCount { within_days } => whole(friction(view, within_days)),
            Self::Score => view.readiness.map_or(0, |readiness| i32::from(readiness.score)),
            Self::Band => view.readiness.map_or(0, |readiness| readiness.band as i32),
        }
    }
}

fn feature_use<'a>(view: &View<'a>, feature: u8) -> Option<&'a crate::feature::FeatureUse> {
    view.summary.feature(&view.playbook.features.get(usize::from(feature))?.name)
}

fn reached(view: &View, moment: u8) -> Option<Second> {
    view.summary.moment(&view.playbook.moments.get(usize::from(moment))?.name)
}

fn friction(view: &View, within_days: u8) -> u32 {
    let today = day_of(view.now_s);
    view.summary.friction.iter().fold(0, |sum: u32, friction| {
        sum.saturating_add(match within_days {
            0 => friction.counts.total(),
            days => friction.counts.within(today, days),
        })
    })
}

fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "a float that is out of range becomes the nearest whole number")]
fn tenths(sum: f64) -> i32 {
    (sum * 10.0) as i32
}
