//! The beacon as JSON: it says what the bytes say, and says where it is wrong.

use expect_test::expect_file;
use moment_core::summary::Summary;
use moment_wire::beacon::BeaconV4;
use moment_wire::beacon_json::BeaconJsonV1;
use moment_wire::fault::DecodeError;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::properties::summary_of;
use crate::sample;

/// What the file has: of the form that is read by name there is one version.
fn beacon() -> BeaconV4 {
    BeaconV4 { summary: sample::summary_of_version_3(), ..sample::beacon() }
}

fn to_json(beacon: &BeaconV4) -> Value {
    serde_json::to_value(BeaconJsonV1::from(beacon)).expect("a beacon has a form in JSON")
}

fn read(json: Value) -> Result<BeaconV4, DecodeError> {
    serde_json::from_value::<BeaconJsonV1>(json).expect("the shape is right").read()
}

#[test]
fn a_beacon_of_version_1_in_json_is_read_for_ever() {
    let golden = include_str!("../../../../tests/wire/beacon_json_v1.json");
    let then = BeaconV4 { summary: sample::summary_of_version_2(), ..beacon() };
    assert_eq!(read(serde_json::from_str(golden).expect("JSON")), Ok(then));
}

/// What has come since may be left out, so that the version is the same.
#[test]
fn a_beacon_in_json_is_read_as_it_is_written_now() {
    let text = serde_json::to_string_pretty(&BeaconJsonV1::from(&beacon())).expect("it has a text") + "\n";
    expect_file!["../../../../tests/wire/beacon_json_v1_with_steps.json"].assert_eq(&text);
    assert_eq!(read(serde_json::from_str(&text).expect("JSON")), Ok(beacon()));
}

#[test]
fn what_is_left_out_is_empty() {
    let little =
        json!({ "trial": "t_1", "started_ms": 5, "length_days": 14, "replica": "00000000000000ff", "sent_ms": 9 });
    let beacon = read(little).expect("nothing more is needed");
    assert_eq!((beacon.replica, beacon.summary), (255, Summary::default()));
    assert_eq!((beacon.signature, beacon.playbook, beacon.simulated), (None, 0, false));
}

#[test]
fn lists_come_in_any_order() {
    let mut json = to_json(&beacon());
    let features = json["summary"]["features"].as_array_mut().expect("a list");
    assert!(features.len() > 1);
    features.reverse();
    assert_eq!(read(json), Ok(beacon()));
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let wrong: [(&str, Value, &str); 13] = [
        ("/trial", json!("bob@example.com"), "trial id"),
        ("/replica", json!("12"), "replica"),
        ("/replica", json!("+000000000000001"), "replica"),
        ("/signature", json!("zz"), "signature"),
        ("/length_days", json!(0), "length of the trial"),
        ("/summary/features/1/name", json!("bob@example.com"), "features"),
        ("/summary/features/0/first_s", json!(4_000_000_000_u32), "a feature's last use, before its first"),
        ("/summary/active_days", json!([1, 5000]), "active days"),
        ("/summary/friction/0/kind", json!("anger"), "kind of friction"),
        ("/summary/budget/choice", json!("more"), "budget"),
        ("/summary/reactions/0/score", json!(6), "reactions"),
        ("/summary/prompts/0/waits/0/reason", json!("tired"), "reasons"),
        ("/summary/prompts/0/due/arm", json!("left"), "arm"),
    ];
    for (place, value, what) in wrong {
        let mut json = to_json(&beacon());
        *json.pointer_mut(place).unwrap_or_else(|| panic!("the sample has no {place}")) = value;
        assert_eq!(read(json), Err(DecodeError::Implausible(what)), "{place}");
    }
}

#[test]
fn nothing_comes_twice() {
    for (list, what) in [("features", "features"), ("moments", "moments"), ("friction", "kind of friction, twice")] {
        let mut json = to_json(&beacon());
        let items = json["summary"][list].as_array_mut().expect("a list");
        items.push(items[0].clone());
        assert_eq!(read(json), Err(DecodeError::Implausible(what)), "{list}");
    }
}

#[test]
fn a_field_that_is_not_known_is_named() {
    let text = "{\"trial\": \"t_1\",\n \"trail\": 1}";
    let error = serde_json::from_str::<BeaconJsonV1>(text).expect_err("misspelt").to_string();
    assert!(error.contains("`trail`") && error.contains("line 2 column 8"), "{error}");
}

proptest! {
    #[test]
    fn every_beacon_is_the_same_in_json(events: Vec<(u8, u32, u32)>) {
        let beacon = BeaconV4 { summary: summary_of(&events), ..beacon() };
        prop_assert_eq!(read(to_json(&beacon)), Ok(beacon));
    }
}
