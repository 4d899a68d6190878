//! The cases of the readiness vectors, made without randomness. When the core's types change, these rooms change.

#[path = "cases/draws.rs"]
pub(crate) mod draws;
#[path = "cases/playbooks.rs"]
mod playbooks;
#[path = "cases/scorecards.rs"]
mod scorecards;
#[path = "cases/summaries.rs"]
mod summaries;

use moment_core::readiness::Scorecard;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S, MINUTE_S, Second};
use moment_wire::playbook::PlaybookV3;

use playbooks::{alone, mid_trial_playbook};
use scorecards::{
    counts, days, decays, depths, edges, extremes, journey, limits_and_trouble, odds, shapeless, words_and_places,
};
use summaries::{a_year, draw, first_minutes, full, made, mid_trial, visit_counts, visited};

/// Everything that the file of readiness vectors is made from.
pub(crate) struct Cases {
    pub(crate) playbooks: Vec<(&'static str, PlaybookV3)>,
    pub(crate) summaries: Vec<(String, Summary)>,
    pub(crate) vectors: Vec<Case>,
}

/// What one vector is given.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) playbook: &'static str,
    pub(crate) summary: String,
    pub(crate) length_days: u16,
    pub(crate) now_s: Second,
}

/// How many states the counter makes.
const MADE: u32 = 8;

const MID_TRIAL_S: Second = 7 * DAY_S + 3 * HOUR_S;

pub(crate) fn readiness() -> Cases {
    let playbooks = vec![
        ("counts", alone(counts())),
        ("decays", alone(decays())),
        ("days", alone(days())),
        ("journey", alone(journey())),
        ("limits_and_trouble", alone(limits_and_trouble())),
        ("depths", alone(depths())),
        ("words_and_places", alone(words_and_places())),
        ("edges", alone(edges())),
        ("odds", alone(odds())),
        ("extremes", alone(extremes())),
        ("shapeless", alone(shapeless())),
        ("empty", alone(Scorecard::default())),
        ("mid_trial", mid_trial_playbook()),
    ];
    let mut summaries = vec![
        ("nothing".to_owned(), Summary::default()),
        ("first_minutes".to_owned(), first_minutes()),
        ("mid_trial".to_owned(), mid_trial()),
        ("a_year".to_owned(), a_year()),
        ("full".to_owned(), full()),
    ];
    summaries.extend((0..MADE).map(|number| (format!("made_{number}"), made(number))));
    summaries.extend(visit_counts().map(|visits| (format!("visits_{visits}"), visited(visits))));
    Cases { playbooks, summaries, vectors: vectors() }
}

/// The playbooks that are tried on every kind of state.
const PLAIN: [&str; 8] =
    ["counts", "decays", "days", "journey", "limits_and_trouble", "depths", "words_and_places", "mid_trial"];

fn vectors() -> Vec<Case> {
    let case = |playbook: &'static str, summary: &str, now_s: Second, length_days: u16| Case {
        name: format!("{playbook}.{summary}.{now_s}s"),
        playbook,
        summary: summary.to_owned(),
        length_days,
        now_s,
    };
    let mut vectors = vec![Case { name: "mid_trial".to_owned(), ..case("mid_trial", "mid_trial", MID_TRIAL_S, 14) }];
    for playbook in PLAIN {
        vectors.push(case(playbook, "nothing", 0, 14));
        vectors.push(case(playbook, "first_minutes", 20 * MINUTE_S, 14));
        vectors.push(case(playbook, "mid_trial", 9 * DAY_S + 1, 30));
        vectors.push(case(playbook, "a_year", 366 * DAY_S - 1, 365));
        vectors.push(case(playbook, "full", Second::MAX, 1));
        for number in 0..MADE {
            let now_s = draw(number, 999, 40 * DAY_S);
            vectors.push(case(playbook, &format!("made_{number}"), now_s, [7, 14, 0, 30][number as usize % 4]));
        }
    }
    for visits in visit_counts() {
        vectors.push(case("edges", &format!("visits_{visits}"), DAY_S, 14));
        vectors.push(case("odds", &format!("visits_{visits}"), DAY_S, 14));
    }
    for now_s in [0, DAY_S - 1, DAY_S, 7 * DAY_S - 1, 7 * DAY_S, 14 * DAY_S, u32::from(u16::MAX), Second::MAX] {
        vectors.push(case("edges", "first_minutes", now_s, 14));
    }
    for playbook in ["extremes", "shapeless", "empty"] {
        for summary in ["nothing", "mid_trial", "full"] {
            vectors.push(case(playbook, summary, MID_TRIAL_S, u16::MAX));
        }
    }
    vectors
}
