//! Laws of time: no clock that is set back or forward ends a cooldown or a snooze early, and none makes time run backwards.

use moment_core::budget::Frequency;
use moment_core::clock::Clock;
use moment_core::effect::Effect;
use moment_core::event::{Answer, Event, Input};
use moment_core::time::{DAY_S, HOUR_S, Now, Second};
use proptest::prelude::*;

use crate::arbitrary::tries;
use crate::journey::Journey;
use crate::rulebook::{STARTED_MS, selling};

/// The pause of the example: four hours after an exposure, or a day after a snooze.
const PAUSES: [(Answer, Second); 2] = [(Answer::Completed, 4 * HOUR_S), (Answer::Snoozed, DAY_S)];

/// What happens to the browser's clocks: true time passes, and the wall clock is set to somewhere else.
#[derive(Debug, Clone)]
struct Turn {
    passed_ms: u64,
    set_ms: i64,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    const DAY_MS: i64 = 86_400_000;
    let set_ms = prop_oneof![4 => Just(0), 2 => -2 * DAY_MS..2 * DAY_MS, 1 => -900 * DAY_MS..900 * DAY_MS];
    let turn = (0..9_000_000_u64, set_ms).prop_map(|(passed_ms, set_ms)| Turn { passed_ms, set_ms });
    prop::collection::vec(turn, 1..40)
}

proptest! {
    #![proptest_config(tries(200))]

    /// The page's clock is made of what the collector said and of time that passed: setting the wall clock changes nothing.
    #[test]
    fn a_wall_clock_set_back_or_forward_ends_no_pause_early(turns in turns(), skew_ms in -9_000_000_000..9_000_000_000_i64) {
        for (answer, pause_s) in PAUSES {
            let mut playbook = selling();
            playbook.budget = Frequency { caps: Vec::new(), ..playbook.budget };
            let mut trial = Journey::new(playbook.clone()).trial;
            let mut true_ms = STARTED_MS;
            let mut wall_ms = STARTED_MS.saturating_add_signed(skew_ms);
            let mut clock = Clock::told(true_ms, wall_ms, 0);
            let mut answered_ms = None;
            for turn in &turns {
                true_ms += turn.passed_ms;
                wall_ms = wall_ms.saturating_add(turn.passed_ms).saturating_add_signed(turn.set_ms);
                let page_ms = true_ms - STARTED_MS;
                if clock.is_in_doubt(wall_ms, page_ms) {
                    clock = Clock::told(true_ms, wall_ms, page_ms);
                }
                prop_assert_eq!(clock.unix_ms(page_ms), true_ms);
                let now = Now { unix_ms: clock.unix_ms(page_ms), utc_offset_min: 0, playbook_age_s: 0 };
                trial.step(&playbook, now, Input::Event(Event::Opened));
                let settled = Now { unix_ms: now.unix_ms + 10_000, ..now };
                let effects = trial.step(&playbook, settled, Input::Tick);
                if effects.contains(&Effect::Show { prompt: 0 }) {
                    let is_over = answered_ms.is_none_or(|since| settled.unix_ms - since >= u64::from(pause_s) * 1000 - 1000);
                    prop_assert!(is_over, "shown after {:?} ms", answered_ms.map(|since| settled.unix_ms - since));
                    trial.step(&playbook, settled, Input::Event(Event::Painted));
                    trial.step(&playbook, settled, Input::Answered(answer));
                    answered_ms = Some(settled.unix_ms);
                }
                (true_ms, wall_ms) = (true_ms + 10_000, wall_ms + 10_000);
            }
        }
    }

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
