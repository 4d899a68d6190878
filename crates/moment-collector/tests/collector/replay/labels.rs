//! Readiness against labels of both forms.

use serde_json::{Value, json};

use super::desk::{Desk, START_S, line};

const DAY_S: u64 = 86_400;

/// Readiness rises from `a` (nothing that counts) over `b` and `c` (made) to `d` (made and shared).
fn log() -> String {
    [
        line("a", 0, "looked", "null"),
        line("b", 0, "made", "null"),
        line("c", 0, "made", "null"),
        line("d", 0, "made", r#"{"c":3}"#),
        line("d", 60, "shared", "null"),
        line("x", 0, "made", "null"),
    ]
    .concat()
}

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
}

#[test]
fn rows_of_one_day_are_measured() {
    let desk = Desk::with(log());
    let at = START_S + DAY_S;
    let text =
        format!("user,landmark,T,y\na,0,{at},0\na,2,{at},1\nb,0,{at},0\nc,0,{at},1\nd,0,{at},1\ngone,0,{at},1\n");
    let labels = desk.put("labels.csv", text);
    let document = desk.json(&["--labels", &labels, "--at-day", "0"]);
    let metrics = &document["metrics"];
    assert_eq!((&metrics["rows"], &metrics["positives"]), (&json!(4), &json!(2)));
    assert_eq!((&metrics["day"], &metrics["horizon_days"]), (&json!(0), &Value::Null));
    let left_out = json!({ "trials_without_labels": 1, "labels_without_events": 1, "converted_before": 0 });
    assert_eq!(metrics["left_out"], left_out);
    // Points -60, -40, -40, 40: odds of 1/8, 1/4, 1/4, 4.
    let (low, middle, high): (f64, f64, f64) = (1.0 / 9.0, 0.2, 0.8);
    near(&metrics["base_rate"], 0.5);
    near(&metrics["auc"], 3.5 / 4.0);
    near(&metrics["average_precision"], 5.0 / 6.0);
    near(&metrics["log_loss"], -((1.0 - low).ln() + (1.0 - middle).ln() + middle.ln() + high.ln()) / 4.0);
    near(&metrics["brier"], (low.powi(2) + middle.powi(2) + (1.0 - middle).powi(2) + (1.0 - high).powi(2)) / 4.0);
    near(&metrics["ece"], (low + (1.0 - 2.0 * middle) + (1.0 - high)) / 4.0);
    near(&metrics["expected_to_observed"], (low + 2.0 * middle + high) / 2.0);
    assert_eq!(document["trials"][2]["converted"], true);
    assert_eq!(document["trials"][4]["converted"], Value::Null);
}

#[test]
fn conversions_are_measured_over_the_horizon() {
    let desk = Desk::with(log());
    let at = |day: u64| START_S + day * DAY_S + 1;
    let text = format!("user,at\na,{}\nb,{}\nc,{}\nd,\n", at(0), at(1), at(8));
    let labels = desk.put("labels.csv", text);
    let metrics = |more: &[&str]| {
        let arguments = [&["--labels", &labels, "--at-day", "0"], more].concat();
        desk.json(&arguments)["metrics"].clone()
    };
    let week = metrics(&["--horizon-days", "7"]);
    // `a` had converted on day 0; `c` does so a second too late; `x` has no row.
    assert_eq!((&week["rows"], &week["positives"], &week["horizon_days"]), (&json!(4), &json!(1), &json!(7)));
    let left_out = json!({ "trials_without_labels": 0, "labels_without_events": 0, "converted_before": 1 });
    assert_eq!((&week["left_out"], &week["taken_as_not_converted"]), (&left_out, &json!(1)));
    let as_the_playbook_says = metrics(&[]);
    assert_eq!((&as_the_playbook_says["positives"], &as_the_playbook_says["horizon_days"]), (&json!(2), &json!(14)));
}

#[test]
fn where_nobody_converted_the_order_cannot_be_measured_but_the_probabilities_can() {
    let desk = Desk::with(log());
    let labels = desk.put("labels.csv", "user,at\na,\n");
    let arguments = ["--labels", &labels, "--at-day", "0"];
    let metrics = desk.json(&arguments)["metrics"].clone();
    assert_eq!((&metrics["rows"], &metrics["auc"]), (&json!(5), &Value::Null));
    assert_eq!((&metrics["average_precision"], &metrics["expected_to_observed"]), (&Value::Null, &Value::Null));
    // Points -60, three times -40, and 40.
    let (low, middle, high): (f64, f64, f64) = (1.0 / 9.0, 0.2, 0.8);
    near(&metrics["brier"], (low.powi(2) + 3.0 * middle.powi(2) + high.powi(2)) / 5.0);
    near(&metrics["ece"], (low + 3.0 * middle + high) / 5.0);
    near(&metrics["log_loss"], -((1.0 - low).ln() + 3.0 * (1.0 - middle).ln() + (1.0 - high).ln()) / 5.0);
    let text = desk.text(&arguments);
    assert!(text.contains("against the labels of day 0 and the 14 days after it: 5 trials, 0 converted"), "{text}");
    assert!(text.contains("4 trials have no row and count as not converted"), "{text}");
    assert!(!text.contains("no label"), "{text}");
    let text = desk.text(&[&arguments[..], &["--horizon-days", "1"]].concat());
    assert!(text.contains("against the labels of day 0 and the day after it: 5 trials"), "{text}");
}

#[test]
fn one_is_told_in_the_singular() {
    let desk = Desk::with(log());
    let at = START_S + DAY_S;
    let labels = desk.put(
        "labels.csv",
        format!("user,landmark,T,y\na,0,{at},0\nb,0,{at},0\nc,0,{at},1\nd,0,{at},1\ngone,0,{at},1\n"),
    );
    let text = desk.text(&["--labels", &labels, "--at-day", "0"]);
    assert!(text.contains("  1 trial has no label\n  1 label has no events\n"), "{text}");
}

#[test]
fn a_horizon_beside_labels_that_need_none_is_told_to_be_of_no_use() {
    let desk = Desk::with(log());
    let labels = desk.put("labels.csv", format!("user,landmark,T,y\na,0,{},0\n", START_S + DAY_S));
    let arguments = ["--json", "--labels", &labels, "--at-day", "0"];
    let without = desk.run(&arguments);
    let with = desk.run(&[&arguments[..], &["--horizon-days", "7"]].concat());
    assert_eq!((with.status.code(), &with.stdout), (Some(0), &without.stdout));
    assert_eq!(String::from_utf8(without.stderr).unwrap(), "");
    let note = String::from_utf8(with.stderr).unwrap();
    assert_eq!(note, format!("{labels}: the column y says who converted, so --horizon-days changes nothing\n"));
}

#[test]
fn a_wrong_labels_file_is_told_with_its_line_before_anything_is_printed() {
    let desk = Desk::with(log());
    let labels = desk.put("labels.csv", "user,landmark,T,y\na,0,1,0\nb,0,1,maybe\n");
    let output = desk.run(&["--json", "--labels", &labels, "--at-day", "0"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, format!("{labels}:3: `y` is `maybe`, expected 0 or 1\n"));
}
