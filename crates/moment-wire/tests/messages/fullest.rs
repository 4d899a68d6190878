//! The fullest summary: how long a state can be on the wire, counted number by number and written.

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::{DaySet, LAST_DAY};
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{Due, PROMPTS_MAX, PromptRecord};
use moment_core::feature::{FEATURES_MAX, FeatureUse};
use moment_core::friction::FrictionKind;
use moment_core::limit::{LIMITS_MAX, LimitUse};
use moment_core::moment::MOMENTS_MAX;
use moment_core::reaction::REACTIONS_MAX;
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};
use moment_core::time::Day;
use moment_wire::beacon::{BEACON_BYTES_MAX, BeaconV4};
use moment_wire::codec::Writer;
use moment_wire::summary::{SUMMARY_BYTES_MAX, put};

use crate::sample;

/// So many seconds take five bytes, and so does what is left of all seconds without them.
const LONG_S: u32 = 1 << 28;

/// How many words hold the set of active days.
const DAY_WORDS: usize = LAST_DAY as usize / 64 + 1;

/// The published bound is hardly more than what the core's bounds come to.
const SLACK_BYTES: usize = 1_000;

/// Names that share the least with their neighbours begin with as many letters as there are, in their order.
const LETTERS: usize = 26;

fn letter(number: usize) -> char {
    char::from(b'a' + u8::try_from(number).expect("a letter"))
}

/// The largest state that the core's bounds allow, with the longest form of each number.
fn fullest() -> Summary {
    let name = |number: usize| format!("{}{:z<39}", letter(number / LETTERS), letter(number % LETTERS));
    let mut summary = Summary {
        last_s: u32::MAX,
        sessions: u32::MAX,
        recovered_s: u32::MAX,
        outcome: Some((u32::MAX, Outcome::Expired)),
        budget: BudgetSetting { at_s: u32::MAX, choice: BudgetChoice::None },
        dropped: u32::MAX,
        engaged: fullest_counts(),
        ..Summary::default()
    };
    for place in 0..FEATURES_MAX {
        // The last use travels as its distance from the first.
        let mut feature = FeatureUse::new(&name(place), LONG_S);
        (feature.last_s, feature.counts) = (u32::MAX, fullest_counts());
        summary.features.push(feature);
    }
    for kind in FrictionKind::ALL {
        summary.friction[kind as usize] = Friction { counts: fullest_counts(), last_s: Some(u32::MAX) };
    }
    for place in 0..PROMPTS_MAX {
        summary.prompts.push(PromptRecord {
            id: name(place),
            shown: fullest_counts(),
            last_shown_s: Some(u32::MAX),
            clicked: u32::MAX,
            completed: u32::MAX,
            dismissed: u32::MAX,
            step: u8::MAX,
            snoozed: u32::MAX,
            snoozed_until_s: u32::MAX,
            answered_s: Some(u32::MAX),
            due: Some(Due { at_s: u32::MAX, arm: Arm::Variant(9) }),
            waits: Reason::ALL.map(|reason| (reason, u32::MAX)).into(),
        });
    }
    for place in 0..MOMENTS_MAX {
        summary.reach(&name(place), u32::MAX);
    }
    for place in 0..REACTIONS_MAX {
        summary.react(&name(place), u32::MAX, 5);
    }
    for place in 0..LIMITS_MAX {
        summary.set_limit(&name(place), LimitUse { at_s: u32::MAX, used: u32::MAX, of: u32::MAX, hard: true });
    }
    // The last bit of a word makes it longest.
    summary.active_days = DaySet::from_words(vec![u64::MAX; DAY_WORDS]);
    summary
}

/// Counts on each of the last 64 days that a day's number can say, and many more before.
fn fullest_counts() -> DayCounts {
    DayCounts::from_parts(u32::MAX, (Day::MAX - 63..=Day::MAX).map(|day| (day, u32::MAX)))
}

/// The bytes of the fullest summary, number by number: the longest form of 32 bits is five bytes, of 64 bits ten, of a
/// day three, of a day's count three, of how many days two, of a length or a distance of one day one. A name shares nothing
/// with the one before, which is a byte more than can be for nearly all of them.
fn fullest_bytes() -> usize {
    let (number, name) = (5, 1 + 1 + 40);
    let counts = number + 2 + (3 + 3) + 63 * (1 + 3);
    let some = 1 + number;
    let features = 1 + FEATURES_MAX * (name + counts + 2 * number);
    let moments = 1 + MOMENTS_MAX * (name + number);
    let limits = 1 + LIMITS_MAX * (name + 3 * number + 1);
    let friction = 1 + FrictionKind::ALL.len() * (1 + counts + some);
    let waits = 1 + Reason::ALL.len() * (1 + number);
    let prompts = 1 + PROMPTS_MAX * (name + counts + some + 5 * number + some + (some + 1) + waits);
    let steps = 1 + PROMPTS_MAX * 2;
    let reactions = 1 + REACTIONS_MAX * (name + number + 1);
    let (last, sessions, recovered, dropped) = (number, number, number, number);
    let (budget, outcome) = (number + 1, some + 1);
    let lists = features + moments + limits + friction + (1 + DAY_WORDS * 10) + prompts + reactions + steps;
    last + lists + sessions + counts + budget + outcome + recovered + dropped
}

#[test]
fn the_fullest_state_fits_a_beacon_and_the_bound_is_hardly_more() {
    let mut writer = Writer::new(4);
    put(&mut writer, &fullest());
    let bytes = writer.finish();
    let named = FEATURES_MAX + MOMENTS_MAX + LIMITS_MAX + PROMPTS_MAX + REACTIONS_MAX;
    let shared = (1 + fullest_bytes()).checked_sub(bytes.len());
    assert!(shared.is_some_and(|shared| shared <= named), "{} of {} bytes", bytes.len(), fullest_bytes());
    let slack = SUMMARY_BYTES_MAX.checked_sub(fullest_bytes());
    assert!(slack.is_some_and(|slack| slack <= SLACK_BYTES), "{} bytes", fullest_bytes());
    let bytes = BeaconV4 { summary: fullest(), ..sample::beacon() }.encode();
    assert!(bytes.len() <= BEACON_BYTES_MAX, "{} bytes", bytes.len());
    assert_eq!(BeaconV4::decode(&bytes).map(|beacon| beacon.summary), Ok(fullest()));
}
