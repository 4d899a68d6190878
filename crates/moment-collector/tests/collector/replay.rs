//! `replay` from outside: what it prints of a made-up log, and how it ends.

mod desk;
mod faults;
mod labels;
mod painting;

use moment_collector::playbook::Playbook;
use moment_core::effect::Effect;
use moment_core::event::{Consent, Event, Input};
use moment_core::friction::FrictionKind;
use moment_core::summary::Summary;
use moment_core::time::Now;
use moment_core::trial::{Identity, Trial};
use serde_json::{Value, json};

use crate::scene::PLAYBOOK;
use desk::{Desk, START_S, line};

const DAY_S: u64 = 86_400;

/// Three visits of one customer: makes and shares at once; the day after makes again and meets an error; comes back
/// late on the third day.
fn three_visits() -> String {
    [
        line("ann", 0, "made", "null"),
        line("ann", 5, "made", r#"{"c":2,"v":7}"#),
        line("ann", 20, "shared", "null"),
        line("ann", DAY_S, "made", "null"),
        line("ann", DAY_S + 4, "Error", "null"),
        line("ann", 3 * DAY_S, "made", "null"),
    ]
    .concat()
}

/// The same, told to the core step by step: what happens before `end_s`.
fn fold(end_s: u64) -> (Trial, Playbook, Vec<u64>) {
    let playbook = Playbook::read(PLAYBOOK).unwrap();
    let (plan, locale) = (String::new(), String::new());
    let identity = Identity { trial: "ann".into(), started_ms: START_S * 1000, length_days: 14, plan, locale };
    let page = |own: Summary| Trial::new(identity.clone(), own, Summary::default(), Consent::Granted);
    let used = |feature, count| Input::Event(Event::Used { feature, count });
    let opened = Input::Event(Event::Opened);
    let engaged = |seconds| Input::Event(Event::Engaged { seconds });
    let steps = [
        (0, vec![opened, used("made", 1), Input::Tick]),
        (5, vec![used("made", 2), engaged(300), engaged(120), Input::Tick]),
        (15, vec![Input::Tick]),
        (20, vec![used("shared", 1), Input::Tick]),
        (30, vec![Input::Tick]),
        (DAY_S, vec![opened, used("made", 1), Input::Tick]),
        (DAY_S + 4, vec![Input::Event(Event::Friction(FrictionKind::Error)), Input::Tick]),
        (DAY_S + 14, vec![Input::Tick]),
        (3 * DAY_S, vec![opened, used("made", 1), Input::Tick]),
        (3 * DAY_S + 10, vec![Input::Tick]),
    ];
    let (mut trial, mut shown) = (page(Summary::default()), Vec::new());
    for (at_s, inputs) in steps.into_iter().filter(|(at_s, _)| *at_s < end_s) {
        for input in inputs {
            if input == opened {
                trial = page(trial.own().clone());
            }
            let effects = trial.step(&playbook.rules, now(at_s), input);
            if effects.iter().any(|effect| matches!(effect, Effect::Show { .. })) {
                trial.step(&playbook.rules, now(at_s), Input::Event(Event::Painted));
                shown.push(at_s);
            }
        }
    }
    (trial, playbook, shown)
}

fn now(at_s: u64) -> Now {
    Now { unix_ms: (START_S + at_s) * 1000, utc_offset_min: 0, playbook_age_s: 0 }
}

#[test]
fn readiness_is_that_of_the_core_at_the_end_of_the_day() {
    let desk = Desk::with(three_visits());
    for day in [0, 1, 2, 3, 9] {
        let end_s = (day + 1) * DAY_S;
        let (trial, playbook, _) = fold(end_s);
        let last = Now { unix_ms: (START_S + end_s) * 1000 - 1, ..now(end_s) };
        let expected = trial.readiness(&playbook.rules, last);
        let document = desk.json(&["--at-day", &day.to_string()]);
        let readiness = &document["trials"][0]["readiness"];
        assert_eq!(readiness["points"], expected.points, "day {day}");
        assert_eq!(readiness["score"], expected.score, "day {day}");
        assert_eq!(readiness["band"], expected.band.name(), "day {day}");
        assert_eq!(readiness["probability"].as_f64(), Some(expected.probability), "day {day}");
        assert_eq!(readiness["at"].as_f64(), Some(f64::from(u32::try_from(START_S + end_s).unwrap()) - 0.001));
    }
}

/// The points of day 0 to 3, where each thing made today is a point.
fn points_of_today(log: &str) -> Vec<Value> {
    let desk = Desk::with(log);
    let weight = "reading = \"made within 1d\"\nbins = [1, 2, 3]\npoints = [0, 1, 2, 3]\n";
    let playbook = format!("name = \"Today\"\n[[features]]\nname = \"made\"\n[[readiness.weights]]\n{weight}");
    desk.put("playbook.toml", playbook);
    let points = |day: u64| desk.json(&["--at-day", &day.to_string()])["trials"][0]["readiness"]["points"].clone();
    (0..4).map(points).collect()
}

#[test]
fn the_end_of_a_day_has_that_day_as_its_today() {
    let at = |day: u64, after_s: u64| line("ann", day * DAY_S + after_s, "made", "null");
    let log = [at(0, 0), at(0, 500), at(1, 1), at(1, 80_000), at(1, DAY_S - 1), at(3, 5)].concat();
    assert_eq!(points_of_today(&log), [2, 3, 0, 1]);
}

#[test]
fn what_happens_the_instant_a_day_ends_belongs_to_the_next() {
    let log = [line("ann", 0, "made", "null"), line("ann", DAY_S, "made", r#"{"c":2}"#)].concat();
    assert_eq!(points_of_today(&log), [1, 2, 0, 0]);
    let last_ms = format!("{{\"u\":\"ann\",\"t\":{}.999,\"e\":\"made\"}}\n", START_S + DAY_S - 1);
    assert_eq!(points_of_today(&(line("ann", 0, "made", "null") + &last_ms)), [2, 0, 0, 0]);
}

#[test]
fn a_trial_tells_its_moments_what_it_was_shown_and_why_not() {
    let desk = Desk::with(three_visits());
    let document = desk.json(&[]);
    let (trial, _, shown) = fold(u64::MAX);
    let result = &document["trials"][0];
    assert_eq!(result["trial"], "ann");
    assert_eq!(result["events"], 6);
    let moments = json!([
        { "name": "first_made", "day": 0, "at_s": 0 },
        { "name": "activated", "day": 0, "at_s": 20 },
    ]);
    assert_eq!(result["moments"], moments);
    assert_eq!(shown, [20], "the offer, once the page has settled and its moment is reached");
    assert_eq!(result["shown"], json!([{ "id": "offer", "times": 1, "first_day": 0, "first_at_s": 20 }]));
    let record = trial.own().prompt("offer").unwrap();
    let waits = record.waits.iter().map(|(reason, count)| (reason.name().to_owned(), json!(count))).collect();
    assert_eq!(result["waits"]["offer"], Value::Object(waits));
    assert_eq!(result["waits"]["offer"]["trigger_not_fired"], 1);
    assert_eq!(result["waits"]["offer"]["recovery_first"], 1, "after the error");
}

#[test]
fn totals_add_the_trials_up() {
    let log = [three_visits(), line("bob", 0, "made", "null"), line("cyd", 7_200, "shared", "null")].concat();
    let document = Desk::with(&log).json(&[]);
    let totals = &document["totals"];
    assert_eq!((&totals["trials"], &totals["events"], &totals["sessions"]), (&json!(3), &json!(8), &json!(5)));
    let moment = |place: usize| (&totals["moments"][place]["name"], &totals["moments"][place]["trials"]);
    assert_eq!(moment(0), (&json!("activated"), &json!(2)));
    assert_eq!(moment(1), (&json!("first_made"), &json!(2)));
    let offer = &totals["prompts"][0];
    assert_eq!((&offer["id"], &offer["trials"], &offer["shown"]), (&json!("offer"), &json!(2), &json!(2)));
    assert_eq!(offer["waits"]["trigger_not_fired"], json!({ "count": 2, "trials": 2 }));
    let banded: u64 = totals["bands"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(banded, 3);
    assert_eq!(document["metrics"], Value::Null);
    assert_eq!(document["malformed"], json!({ "count": 0, "first": [] }));
}

#[test]
fn the_document_has_a_trial_on_each_line() {
    let log = [line("a", 0, "made", "null"), line("b", 0, "made", "null")].concat();
    let text = Desk::with(&log).text(&["--json"]);
    let heads: Vec<&str> = text.lines().map(|line| line.split([':', ',']).next().unwrap()).collect();
    assert_eq!(heads, ["{\"trials\"", "{\"trial\"", "{\"trial\"", "]", "\"totals\"", "\"malformed\""]);
    let empty = Desk::with("").json(&[]);
    assert_eq!((&empty["trials"], &empty["totals"]["trials"]), (&json!([]), &json!(0)));
}

#[test]
fn people_read_a_summary() {
    let text = Desk::with(three_visits()).text(&[]);
    for part in ["1 trial, 6 events, 3 visits", "first_made", "100.0 %", "offer", "trigger_not_fired", "recovery_first"]
    {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(!text.contains("against the labels"), "{text}");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let offer = rows.iter().position(|row| *row == ["offer", "shown", "1", "1"]).unwrap();
    assert_eq!((&rows[offer + 1], &rows[offer + 2]), (&vec!["due", "1"], &vec!["recovery_first", "1", "1"]), "{text}");
}

#[test]
fn packed_logs_and_standard_input_read_the_same() {
    let desk = Desk::with(three_visits());
    let plain = desk.text(&["--json"]);
    assert_eq!(desk.packed().text(&["--json"]), plain);
    assert_eq!(desk.text_from_input(&["--json"]), plain);
}
