//! Laws of time: no clock that is wrong or is set ends a cooldown or a snooze early, and none makes time run backwards.

use moment_core::budget::Frequency;
use moment_core::clock::Clock;
use moment_core::effect::Effect;
use moment_core::event::{Answer, Input};
use moment_core::time::{DAY_S, HOUR_S, MINUTE_S, Now, Second};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::arbitrary::tries;
use crate::journey::Journey;
use crate::laptop::{Laptop, Turn};
use crate::rulebook::{STARTED_MS, selling};

/// The pause of the example: four hours after an exposure, or a day after a snooze.
const PAUSES: [(Answer, Second); 2] = [(Answer::Completed, 4 * HOUR_S), (Answer::Snoozed, DAY_S)];

/// How much earlier than it should a pause may end. Ten minutes by which the clock may fall behind what was known before
/// it is in doubt: another window may have believed a wall clock that is ahead. One minute by which the two clocks may
/// disagree before they are in doubt: so much sleep goes unnoticed. The rest is what the widget does not correct, and what
/// the collector's answer rounds off and is late.
const SLACK_S: Second = 10 * MINUTE_S + MINUTE_S + 15;

const MINUTE_MS: u64 = 60_000;
const DAY_MS: i64 = 86_400_000;

/// By how much a wall clock is wrong: mostly not at all or behind, for one that is ahead spoils what comes after.
fn skew_ms() -> impl Strategy<Value = i64> {
    let half_an_hour_ms = DAY_MS / 48;
    prop_oneof![
        12 => Just(0),
        4 => -900 * DAY_MS..0,
        2 => -half_an_hour_ms..half_an_hour_ms,
        1 => 0..2 * DAY_MS,
        1 => 0..900 * DAY_MS,
    ]
}

/// All sleep together is less than a day, and within a page the wall clock is set by whole days: see the law.
fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let pass_ms = prop_oneof![2 => 0..MINUTE_MS, 2 => 0..60 * MINUTE_MS, 2 => 0..9 * 60 * MINUTE_MS];
    let sleep_ms = prop_oneof![0..MINUTE_MS, 0..14 * MINUTE_MS];
    let turn = prop_oneof![
        5 => pass_ms.prop_map(Turn::Pass),
        4 => (0..16 * MINUTE_MS).prop_map(Turn::Near),
        2 => sleep_ms.prop_map(Turn::Sleep),
        1 => (-3..=3_i64).prop_map(|days| Turn::Set(days * DAY_MS)),
        2 => skew_ms().prop_map(Turn::Load),
        5 => (0..3_000_u64).prop_map(Turn::Hear),
        1 => Just(Turn::Miss),
        1 => Just(Turn::Use),
        1 => Just(Turn::Window),
        5 => Just(Turn::Visit),
        3 => Just(Turn::Tick),
    ];
    prop::collection::vec(turn, 1..100)
}

/// The true distances between one prompt and the next, milliseconds.
fn distances(turns: &[Turn], (answer, pause_s): (Answer, Second), skew_ms: i64) -> Vec<u64> {
    let mut playbook = selling();
    playbook.budget = Frequency { caps: Vec::new(), ..playbook.budget };
    let mut laptop = Laptop::new(playbook, answer, pause_s, skew_ms);
    for turn in turns {
        laptop.turn(turn);
    }
    laptop.painted_ms.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

proptest! {
    #![proptest_config(tries(1_500))]

    /// However wrong the wall clock is and whenever it is set, however long the machine sleeps, and wherever pages end and
    /// begin: what sells is not shown before its pause is over in true time, give or take [`SLACK_S`].
    ///
    /// This is assumed: what the collector says is true, and it is heard late, seldom or never, but where it confirms the
    /// playbook it says what time it is. The monotonic clock may stand still and never runs too fast. A sleep is not undone
    /// on the wall clock within one page by setting it back by as much: then the two clocks agree, and nobody can know. A
    /// prompt that was decided is painted and answered before the machine sleeps. What was counted is kept.
    #[test]
    fn no_clock_ends_a_pause_early(turns in turns(), skew_ms in skew_ms()) {
        for pause in PAUSES {
            let least_ms = u64::from(pause.1 - SLACK_S) * 1000;
            for distance_ms in distances(&turns, pause, skew_ms) {
                prop_assert!(distance_ms >= least_ms, "shown again after {distance_ms} ms of {pause:?}");
            }
        }
    }
}

/// A law about pauses says nothing where nothing is shown a second time.
#[test]
fn the_made_up_laptops_show_prompts_again() {
    let mut runner = TestRunner::new_with_rng(tries(0), TestRng::deterministic_rng(RngAlgorithm::XorShift));
    let mut again = [0, 0];
    for _ in 0..200 {
        let turns = turns().new_tree(&mut runner).expect("turns").current();
        for (again, pause) in again.iter_mut().zip(PAUSES) {
            *again += distances(&turns, pause, 0).len();
        }
    }
    assert!(again[0] > 100 && again[1] > 20, "{again:?}");
}

/// The limit of two clocks, which the law above assumes away.
#[test]
fn a_sleep_that_the_wall_clock_is_set_back_by_goes_unnoticed() {
    let clock = Clock::told(STARTED_MS, STARTED_MS, 0);
    let (woken_wall_ms, set_back_ms) = (STARTED_MS + 3_600_000, 3_600_000);
    assert!(clock.is_in_doubt(woken_wall_ms, 0));
    assert!(!clock.is_in_doubt(woken_wall_ms - set_back_ms, 0));
}

proptest! {
    #![proptest_config(tries(200))]

    /// Where nobody but the wall clock says what time it is, it can be set back as often as one likes.
    #[test]
    fn a_clock_that_only_goes_back_never_shows_a_prompt_again(jumps in prop::collection::vec(0..90_000_000_u64, 1..30)) {
        for (answer, _) in PAUSES {
            let mut journey = Journey::new(selling());
            journey.visited("3d 0:10").painted().answered(answer);
            let (playbook, mut trial) = (journey.playbook.clone(), journey.trial.clone());
            let mut unix_ms = STARTED_MS + 3 * 86_400_000;
            for jump in &jumps {
                unix_ms = unix_ms.saturating_sub(*jump);
                let now = Now { unix_ms, utc_offset_min: 0, playbook_age_s: 0 };
                let effects = trial.step(&playbook, now, Input::Tick);
                prop_assert!(!effects.contains(&Effect::Show { prompt: 0 }), "shown at {unix_ms}");
            }
        }
    }

    #[test]
    fn a_clock_that_was_set_or_slept_is_in_doubt_and_one_that_drifts_is_not(
        passed_ms in 0..9_000_000_u64,
        drift_ms in 0..60_000_u64,
        set_ms in 60_001..u64::from(u32::MAX),
    ) {
        let clock = Clock::start(STARTED_MS, 500);
        let page_ms = 500 + passed_ms;
        let wall_ms = STARTED_MS + passed_ms;
        prop_assert_eq!(clock.unix_ms(page_ms), wall_ms);
        prop_assert!(!clock.is_in_doubt(wall_ms + drift_ms, page_ms) && !clock.is_in_doubt(wall_ms - drift_ms, page_ms));
        prop_assert!(clock.is_in_doubt(wall_ms + set_ms, page_ms) && clock.is_in_doubt(wall_ms - set_ms, page_ms));
    }
}
