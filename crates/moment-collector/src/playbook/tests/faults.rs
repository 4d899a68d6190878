//! A case a fault: what `second-moment check` says of it.
#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes snapshots in this form")]

mod bounds;
mod names;
mod offers;
mod prompts;
mod rules;
mod shape;
mod tables;

use expect_test::Expect;
use proptest::prelude::{Strategy, prop, prop_assert, prop_oneof, proptest};

use super::NAMES;
use crate::playbook::Playbook;
use crate::playbook::drawing::Sheet;
use crate::playbook::fault::Fault;

fn sheet(text: &str) -> Sheet<'_> {
    Sheet { file: "playbook.toml", text, with_colour: false }
}

fn render(text: &str, faults: &[Fault]) -> String {
    sheet(text).draw_faults(faults)
}

/// Reads `text` alone and expects these faults.
fn check(text: &str, expected: &Expect) {
    let faults = Playbook::read(text).expect_err("this playbook is wrong");
    expected.assert_eq(&render(text, &faults));
}

/// Reads a moment whose condition is `rule` and expects these faults.
fn check_rule(rule: &str, expected: &Expect) {
    check(&with_rule(rule), expected);
}

fn with_rule(rule: &str) -> String {
    format!("{NAMES}[[moments]]\nname = \"case\"\nstage = \"value\"\nwhen = \"{rule}\"\n")
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_text() {
    let text = "name = \"All\"\nholdout_percent = 101\n[theme]\non_accent = \"navy\"\n\
                [[moments]]\nname = \"band\"\nstage = \"value\"\nwhen = \"nothing\"\n";
    let faults = Playbook::read(text).unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| sheet(text).place(&fault.span)).collect();
    assert_eq!(places, [(2, 19), (4, 13), (6, 8), (8, 9)]);
}

#[test]
fn a_playbook_has_a_longest_length() {
    let text = format!("name = \"Long\"\n# {}", "x".repeat(512 * 1024));
    let faults = Playbook::read(&text).unwrap_err();
    assert_eq!(faults[0].message, "the playbook has 524304 bytes; at most 524288 are read");
}

/// Rules as nobody would write them: words of the language and anything else, in every kind of quotes.
fn any_rule() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        prop::sample::select(vec![
            "export",
            "and",
            "or",
            "not",
            "(",
            ")",
            ">=",
            "3",
            "80%",
            "7d",
            "within",
            "half_life"
        ]),
        prop::sample::select(vec![
            "limit.seats",
            "hours_to.first_report",
            "plan",
            "'a'",
            "band",
            "ready",
            "é",
            "-",
            "\\u00e9",
            "\n"
        ]),
    ];
    let any = prop_oneof![words.prop_map(str::to_owned), "\\PC{0,3}"];
    let quotes = prop::sample::select(vec!["\"", "'", "\"\"\"", "\"\"\"\n", "'''"]);
    (prop::collection::vec(any, 0..12), quotes)
        .prop_map(|(words, quote)| format!("{quote}{}{}", words.join(" "), quote.trim_end()))
}

proptest! {
    #[test]
    fn every_text_is_a_playbook_or_has_faults_that_can_be_shown(rule in any_rule()) {
        let text = format!("{NAMES}[[moments]]\nname = \"case\"\nstage = \"value\"\nwhen = {rule}\n");
        match Playbook::read(&text) {
            Ok(playbook) => {
                let drawn: String = playbook.lints(0).iter().map(|lint| sheet(&text).draw_lint(lint)).collect();
                prop_assert!(drawn.is_empty() || drawn.contains("never_holds"));
            }
            Err(faults) => prop_assert!(!render(&text, &faults).is_empty()),
        }
    }
}
