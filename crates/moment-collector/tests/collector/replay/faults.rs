//! Logs that are not right, usage that is not, and readers that leave.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::desk::{Desk, START_S, line};

#[test]
fn malformed_lines_are_left_out_and_told_and_the_rest_is_printed() {
    let log = [
        line("ann", 0, "made", "null"),
        "not json\n".into(),
        "\n".into(),
        line("ann", 50, "made", "null"),
        line("ann", 20, "made", "null"),
        line("bob", 0, "made", "null"),
        line("ann", 99, "made", "null"),
        format!("{{\"u\":\"bob\",\"t\":{START_S}}}\n"),
        line("bob", 1, "outcome", r#"{"o":"bought"}"#),
        line("bob", 2, "made", "null"),
    ]
    .concat();
    let desk = Desk::with(&log);
    let output = desk.run(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["totals"]["events"], 4);
    let first = document["malformed"]["first"].as_array().unwrap();
    let told: Vec<(u64, &str)> =
        first.iter().map(|bad| (bad["line"].as_u64().unwrap(), bad["fault"].as_str().unwrap())).collect();
    let expected = [
        (2, "expected an object with u, t and e"),
        (5, "time goes back by 30 s within the user ann: sort the log by time"),
        (7, "the user ann appears again after others: sort the log by user"),
        (8, "missing field `e`, column 26"),
        (9, "the outcome `bought` is none of upgraded, cancelled, expired"),
    ];
    assert_eq!(told, expected);
    assert_eq!(first[0]["text"], "not json");
    let errors = String::from_utf8(output.stderr).unwrap();
    let place = format!("{}:2: expected an object", desk.path("events.ndjson"));
    assert!(errors.contains(&place) && errors.ends_with("5 malformed lines were left out\n"), "{errors}");
}

#[test]
fn events_that_are_slightly_wrong_are_told_and_count_for_nothing() {
    let log = [
        line("ann", 0, "made", "null"),
        line("ann", 1, "made", r#"{"c":2.5}"#),
        line("ann", 2, "made", r#"{"v":"long"}"#),
        line("ann", 3, "limit", r#"{"o":"seat","used":4,"of":5}"#),
        line("ann", 4, "limit", r#"{"o":"seats","used":4}"#),
        line("ann", 5, "limit", r#"{"o":"seats","used":4,"of":5}"#),
        line("ann", 6, "outcome", "null"),
        line("ann", 7, "route", "{}"),
        line("ann", 8, "snapshot", "{}"),
    ]
    .concat();
    let output = Desk::with(&log).run(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&document["totals"]["events"], &document["malformed"]["count"]), (&json!(2), &json!(7)));
    let errors = String::from_utf8(output.stderr).unwrap();
    let told =
        r#"ndjson:4: the playbook has no limit `seat`: did you mean `seats`?: {"u":"ann","t":1800000003,"e":"limit""#;
    assert!(errors.contains(told), "{errors}");
    assert!(errors.contains("ndjson:2: `c` is 2.5, expected a whole number from 0 to 4294967295: {"), "{errors}");
}

#[test]
fn a_byte_order_mark_before_the_log_is_passed_over() {
    let log = line("ann", 0, "made", "null");
    let text = Desk::with(&log).text(&["--json"]);
    assert_eq!(Desk::with(format!("\u{feff}{log}")).text(&["--json"]), text);
}

#[test]
fn ten_malformed_lines_are_quoted_and_the_rest_counted() {
    let output = Desk::with("{}\n".repeat(25)).run(&["--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["malformed"]["count"], 25);
    assert_eq!(document["malformed"]["first"].as_array().unwrap().len(), 10);
    assert!(String::from_utf8(output.stderr).unwrap().contains("and 15 more"));
}

#[test]
fn a_file_without_lines_is_one_malformed_line() {
    let log = [line("ann", 0, "made", "null").into_bytes(), vec![b'x'; 3_000_000]].concat();
    let output = Desk::with(&log).packed().run(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["totals"]["trials"], 1);
    assert_eq!(document["malformed"]["first"][0]["fault"], "the line is longer than 65536 bytes");
    assert!(document["malformed"]["first"][0]["text"].as_str().unwrap().len() < 200);
}

#[test]
fn a_packed_log_that_was_cut_off_is_told_after_what_could_be_read() {
    let mut log = String::new();
    for user in 0..2_000 {
        log += &line(&format!("user{user:05}"), user * 7, "made", "null");
    }
    let desk = Desk::with(&log).packed();
    let bytes = std::fs::read(desk.path("events.ndjson")).unwrap();
    desk.put("events.ndjson", &bytes[..bytes.len() / 2]);
    let output = desk.run(&["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["totals"]["trials"].as_u64().unwrap() > 100);
    let fault = document["malformed"]["first"][0]["fault"].as_str().unwrap().to_owned();
    assert!(fault.starts_with("the log cannot be read on from here"), "{fault}");
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let log: String = (0..20_000).map(|user| line(&format!("user{user:05}"), 0, "made", "null")).collect();
    let desk = Desk::with(&log);
    let mut command = desk.command(&desk.path("events.ndjson"), &["--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "{\"trials\":[\n", "printed while it runs");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stderr)), (Some(0), ""));
}

#[test]
fn usage_that_is_wrong_ends_with_2_and_a_missing_file_with_1() {
    let desk = Desk::with(line("ann", 0, "made", "null"));
    let labels = desk.put("labels.csv", "user,at\nann,5\n");
    let cases: [&[&str]; 6] = [
        &["--labels", &labels],
        &["--at-day", "1", "--horizon-days", "7"],
        &["--at-day", "-1"],
        &["--at-day", "1", "--labels", &labels, "--horizon-days", "0"],
        &["--length-days", "0"],
        &["--jsn"],
    ];
    for arguments in cases {
        assert_eq!(desk.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let missing = desk.path("missing.ndjson");
    let output = desk.command(&missing, &[]).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&format!("cannot read the events {missing}")));
}

#[test]
fn a_wrong_playbook_is_told_before_anything_is_read() {
    let desk = Desk::with(line("ann", 0, "made", "null"));
    desk.put("playbook.toml", "name = 7\n");
    let output = desk.run(&["--json"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("playbook.toml:1:8"));
}

#[test]
fn what_does_not_fit_is_counted() {
    let long = "x".repeat(41);
    let document = Desk::with(line("ann", 0, &long, "null")).json(&[]);
    assert_eq!(document["trials"][0]["dropped"], 1);
    assert_eq!(document["totals"]["dropped"], json!(1));
}
