//! Scorecards: every reading, every edge of a bin, and what a stranger might send.

use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::Reading::{
    self, ActiveDays, Band, Breadth, Count, Depth, FrictionRate, HoursSince, HoursTo, LastReaction, Limit,
    LimitPressure, Locale, Moment, Moments, Plan, Reaction, RecencyHours, Route, Score, Sessions, Streak, TrialDay,
    TrialProgress,
};
use moment_core::reading::{Counted, Over};

/// A place that no playbook here has.
const NOWHERE: u8 = 200;

pub(crate) fn counts() -> Scorecard {
    let features = [0, 1, 2, NOWHERE].into_iter();
    let windows = [0, 1, 7, 64, 127].map(over);
    let readings = features.flat_map(|feature| windows.map(|over| Count { of: Counted::Feature(feature), over }));
    weighed(-30, readings, &[1, 3, 10, 1000])
}

/// A power of one half that is no whole number of halvings has no exact double; the bins are those of tenths.
pub(crate) fn decays() -> Scorecard {
    let decayed = |of: Counted| [0, 1, 2, 3, 5, 7, 30, 127].map(|days| Count { of, over: Over::HalfLife(days) });
    let counted =
        [Counted::Feature(1), Counted::Uses, Counted::EngagedMinutes, Counted::Trouble, Counted::Feature(NOWHERE)];
    weighed(-41, counted.into_iter().flat_map(decayed), &[1, 9, 10, 33, 250, 1_000_000_007])
}

pub(crate) fn days() -> Scorecard {
    let active = [0, 1, 3, 7, 14, 255].map(|within_days| ActiveDays { within_days });
    let others = [Breadth, Streak, Sessions, MINUTES, RecencyHours, TrialDay, TrialProgress];
    weighed(7, active.into_iter().chain(others), &[1, 2, 4, 9, 24, 60])
}

pub(crate) fn journey() -> Scorecard {
    let reached = [0, 1, 2, NOWHERE].map(|moment| Moment { moment, within_days: moment % 3 * 5 });
    let hours = [0, 1, 2, NOWHERE].map(|moment| HoursTo { moment });
    weighed(-3, reached.into_iter().chain(hours).chain([Moments]), &[-1, 0, 1, 24, 72])
}

/// A model may not ask for its own score: it reads as 0.
pub(crate) fn limits_and_trouble() -> Scorecard {
    let limits = [0, 1, 2, NOWHERE].map(|limit| Limit { limit });
    let friction = [0, 1, 7, 127].map(|days| Count { of: Counted::Trouble, over: over(days) });
    let kinds = FrictionKind::ALL.map(|kind| Count { of: Counted::Friction(kind), over: Over::All });
    weighed(
        0,
        limits.into_iter().chain(friction).chain(kinds).chain([LimitPressure, FrictionRate, Score, Band]),
        &[1, 50, 80, 100, 101],
    )
}

/// How deep each feature is used and how long ago, and the features of each role.
pub(crate) fn depths() -> Scorecard {
    let features = [0, 1, 2, NOWHERE].into_iter();
    let readings = features.flat_map(|feature| [Depth { feature }, HoursSince { feature }]);
    let roles = Role::ALL.into_iter().flat_map(|role| {
        [Over::All, Over::Days(7), Over::HalfLife(3)].map(|over| Count { of: Counted::Role(role), over })
    });
    weighed(2, readings.chain(roles), &[-1, 0, 1, 3, 24, 500])
}

/// What customers said, and who and where they are.
pub(crate) fn words_and_places() -> Scorecard {
    let reactions = [0, 1, 2, NOWHERE].map(|moment| Reaction { moment });
    let texts = (0..6).chain([NOWHERE]).flat_map(|text| [Plan { text }, Locale { text }, Route { text }]);
    weighed(-9, reactions.into_iter().chain([LastReaction]).chain(texts), &[1, 2, 3, 4, 5])
}

pub(crate) const MINUTES: Reading = Count { of: Counted::EngagedMinutes, over: Over::All };

/// 0 days are all time.
fn over(days: u8) -> Over {
    if days == 0 { Over::All } else { Over::Days(days) }
}

/// One bin a visit, then wider ones: each edge, what is before it and what is after it has a vector.
pub(crate) fn edges() -> Scorecard {
    let weight = |reading, bins: &[i32]| Weight {
        reading,
        points: (0..=bins.len()).map(|bin| i32::try_from(bin * bin).unwrap_or(0) - 7).collect(),
        bins: bins.into(),
        mean: 3,
    };
    let weights =
        vec![weight(Sessions, &[1, 3, 10]), weight(TrialDay, &[1, 7, 14]), weight(TrialProgress, &[7, 50, 100])];
    Scorecard { base: -5, weights, bands: [10, 40, 70] }
}

/// Another number of points for each visit, so that each probability is another power of two.
pub(crate) fn odds() -> Scorecard {
    let points = [0, 1, -1, 3, -7, 13, -19, 21, 33, -47, 101, -399, 1019, -21_501].into();
    let weights = vec![Weight { reading: Sessions, bins: (1..14).collect(), points, mean: 0 }];
    Scorecard { base: 0, weights, bands: [25, 50, 75] }
}

pub(crate) fn extremes() -> Scorecard {
    let weight = |reading, points: [i32; 2], mean| Weight { reading, bins: [1].into(), points: points.into(), mean };
    let weights = vec![
        weight(Sessions, [i32::MIN, i32::MAX], i32::MIN),
        weight(Breadth, [i32::MIN, i32::MAX], i32::MAX),
        weight(Streak, [0, i32::MIN], 1),
    ];
    Scorecard { base: i32::MAX, weights, bands: [0, 100, 255] }
}

/// What the collector never compiles, but a stranger might send: too few points, bins out of order, none at all.
pub(crate) fn shapeless() -> Scorecard {
    let weight =
        |bins: &[i32], points: &[i32]| Weight { reading: Sessions, bins: bins.into(), points: points.into(), mean: 0 };
    let weights =
        vec![weight(&[1, 2, 3], &[5]), weight(&[9, 1, 5], &[1, 2, 3, 4]), weight(&[], &[]), weight(&[], &[6])];
    Scorecard { base: 1, weights, bands: [70, 40, 10] }
}

/// Each reading with the same bins, and points that differ.
pub(crate) fn weighed(base: i32, readings: impl Iterator<Item = Reading>, bins: &[i32]) -> Scorecard {
    let weight = |(place, reading): (i32, Reading)| Weight {
        reading,
        bins: bins.into(),
        points: (0_i32..).map(|bin| (bin - 1) * (place % 5 + 1) - place % 3).take(bins.len() + 1).collect(),
        mean: place % 4 - 1,
    };
    Scorecard { base, weights: (0..).zip(readings).map(weight).collect(), bands: [25, 45, 65] }
}
