//! A case a fault: what `second-moment check` says of it.

use expect_test::{Expect, expect};

use super::NAMES;
use crate::playbook::Playbook;
use crate::playbook::fault::render;

/// Reads `text` alone and expects these faults.
fn check(text: &str, expected: &Expect) {
    let faults = Playbook::read(text).expect_err("this playbook is wrong");
    expected.assert_eq(&render("playbook.toml", text, &faults, false));
}

/// Reads a moment whose condition is `rule` and expects these faults.
fn check_rule(rule: &str, expected: &Expect) {
    check(&format!("{NAMES}[[moments]]\nname = \"case\"\nstage = \"value\"\nwhen = \"{rule}\"\n"), expected);
}

/// Reads a prompt with these lines besides what it needs, and expects these faults.
fn check_prompt(keys: &str, words: &str, expected: &Expect) {
    let text = format!(
        "name = \"Prompt\"\n[[prompts]]\nid = \"offer\"\nkind = \"card\"\nstatus = \"running\"\nwhen = \"sessions >= 1\"\n\
         {keys}\n[prompts.words.en]\naccept = \"Yes\"\nsteps = [{{ title = \"A\", body = \"B\" }}]\n{words}\n"
    );
    check(&text, expected);
}

#[test]
fn an_unknown_feature_comes_with_the_nearest_name() {
    check_rule("report_craeted >= 3", &expect![""]);
}

#[test]
fn a_name_like_no_other_comes_with_what_was_expected() {
    check_rule("export and zzz", &expect![""]);
}

#[test]
fn a_comparison_needs_a_number() {
    check_rule("export >= lots", &expect![""]);
}

#[test]
fn a_comparison_is_none_of_another_language() {
    check_rule("export => 3", &expect![""]);
}

#[test]
fn a_reading_that_is_never_a_truth_needs_a_comparison() {
    check_rule("sessions", &expect![""]);
}

#[test]
fn percent_goes_with_limits_only() {
    check_rule("sessions >= 80%", &expect![""]);
}

#[test]
fn a_window_goes_with_what_is_counted_by_day() {
    check_rule("sessions >= 3 within 7d", &expect![""]);
}

#[test]
fn a_window_is_given_once() {
    check_rule("export within 7d >= 2 within 3d", &expect![""]);
}

#[test]
fn a_window_is_as_long_as_days_are_kept() {
    check_rule("export >= 2 within 65d", &expect![""]);
}

#[test]
fn activity_needs_a_half_life() {
    check_rule("activity >= 2", &expect![""]);
}

#[test]
fn a_moment_cannot_read_the_readiness_that_is_made_from_it() {
    check_rule("band >= ready", &expect![""]);
}

#[test]
fn a_rule_that_ends_too_early_says_so() {
    check_rule("export and", &expect![""]);
}

#[test]
fn a_parenthesis_is_closed() {
    check_rule("(export or first_report", &expect![""]);
}

#[test]
fn an_empty_rule_is_no_rule() {
    check_rule("", &expect![""]);
}

#[test]
fn a_number_fits() {
    check_rule("export >= 99999999999", &expect![""]);
}

#[test]
fn nesting_has_an_end() {
    let rule = format!("{}export{}", "(".repeat(40), ")".repeat(40));
    check_rule(&rule, &expect![""]);
}

#[test]
fn the_stack_of_the_core_has_an_end() {
    let rule = format!("{}export{}", "export or (".repeat(17), ")".repeat(17));
    check_rule(&rule, &expect![""]);
}

#[test]
fn steps_have_an_end() {
    let rule = vec!["export"; 17].join(" or ");
    check_rule(&rule, &expect![""]);
}

#[test]
fn a_rule_of_several_lines_keeps_its_places() {
    let rule = "\"\"\nexport and\n  ünkonwn\"\"";
    check_rule(rule, &expect![""]);
}

#[test]
fn a_rule_with_escapes_is_shown_as_a_whole() {
    check_rule("\\u0065xport and \\u00fcnkonwn", &expect![""]);
}

#[test]
fn toml_itself_may_be_wrong() {
    check("name = \"Broken\n", &expect![""]);
}

#[test]
fn an_unknown_key_is_told_with_the_known_ones() {
    check("name = \"Keys\"\n[budget]\nprompts_per_hour_max = 3\n", &expect![""]);
}

#[test]
fn a_missing_name_is_told() {
    check("", &expect![""]);
}

#[test]
fn a_duration_has_a_unit() {
    check("name = \"Durations\"\nsettle = \"soon\"\n", &expect![""]);
}

#[test]
fn there_is_one_activation() {
    let moment = |name| format!("[[moments]]\nname = \"{name}\"\nstage = \"value\"\nactivation = true\n");
    check(&format!("name = \"Two\"\n{}{}", moment("first"), moment("second")), &expect![""]);
}

#[test]
fn bins_ascend() {
    let weight = "[[readiness.weights]]\nreading = \"export\"\nbins = [3, 1]\npoints = [0, 1, 2]\n";
    check(&format!("{NAMES}{weight}"), &expect![""]);
}

#[test]
fn there_is_one_number_of_points_more_than_bins() {
    let weight = "[[readiness.weights]]\nreading = \"export\"\nbins = [1, 3]\npoints = [0, 1]\n";
    check(&format!("{NAMES}{weight}"), &expect![""]);
}

#[test]
fn bands_are_in_order() {
    check("name = \"Bands\"\n[readiness]\nbands = { warming = 50, ready = 50, urgent = 101 }\n", &expect![""]);
}

#[test]
fn labels_can_be_read_on_their_ground() {
    check("name = \"Theme\"\n[theme]\naccent = \"#8ab4f8\"\non_accent = \"#fff\"\n", &expect![""]);
}

#[test]
fn a_colour_is_written_in_hexadecimal() {
    check("name = \"Theme\"\n[theme]\naccent = \"navy\"\n", &expect![""]);
}

#[test]
fn an_offer_cannot_lead_into_a_script() {
    check_prompt("", "decline = \"No\"\naccept_url = \"javascript:alert(1)\"", &expect![""]);
}

#[test]
fn an_offer_cannot_lead_to_another_site_by_two_slashes() {
    check_prompt("", "decline = \"No\"\naccept_url = \"//evil.example\"", &expect![""]);
}

#[test]
fn a_prompt_can_be_declined() {
    check_prompt("", "decline = \" \"", &expect![""]);
}

#[test]
fn a_prompt_has_a_decline_at_all() {
    check_prompt("", "", &expect![""]);
}

#[test]
fn no_more_than_everybody_is_held_out() {
    check("name = \"Shares\"\nholdout_percent = 101\n", &expect![""]);
}

#[test]
fn a_control_is_no_more_than_everybody() {
    check_prompt("control_percent = 200", "decline = \"No\"", &expect![""]);
}

#[test]
fn a_schedule_is_made_of_instants() {
    check_prompt("from = 2026-11-10", "decline = \"No\"", &expect![""]);
}

#[test]
fn a_word_of_the_language_is_no_name() {
    check("name = \"Names\"\n[[features]]\nname = \"within\"\n", &expect![""]);
}

#[test]
fn a_feature_and_a_moment_cannot_share_a_name() {
    check(&format!("{NAMES}[[moments]]\nname = \"export\"\nstage = \"value\"\n"), &expect![""]);
}

#[test]
fn a_name_is_plain() {
    check("name = \"Names\"\n[[features]]\nname = \"bob@example.com\"\n", &expect![""]);
}

#[test]
fn there_are_as_many_features_as_a_replica_keeps() {
    let features: String = (0..65).map(|number| format!("[[features]]\nname = \"f{number}\"\n")).collect();
    check(&format!("name = \"Many\"\n{features}"), &expect![""]);
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_text() {
    let text = "name = \"All\"\nholdout_percent = 101\n[theme]\non_accent = \"#1f5fd1\"\n\
                [[moments]]\nname = \"band\"\nstage = \"value\"\nwhen = \"nothing\"\n";
    let faults = Playbook::read(text).unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| fault.place(text)).collect();
    assert_eq!(places, [(2, 19), (4, 13), (6, 8), (8, 9)]);
}

#[test]
fn a_playbook_has_a_longest_length() {
    let text = format!("name = \"Long\"\n# {}", "x".repeat(512 * 1024));
    let faults = Playbook::read(&text).unwrap_err();
    assert_eq!(faults[0].message, "the playbook has 524304 bytes; at most 524288 are read");
}
