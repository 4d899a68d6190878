//! Playbooks from text to the values that the core reads, and every fault as a person sees it.

mod documents;
mod faults;
mod kinds;
mod lints;
mod prompts;
mod rules;

use super::Playbook;

/// Features, moments and limits that the cases speak of.
const NAMES: &str = r#"
name = "Cases"
holdout_percent = 0
[[features]]
name = "report_created"
[[features]]
name = "export"
[[limits]]
name = "seats"
[[moments]]
name = "first_report"
stage = "first_use"
when = "report_created"
"#;

#[test]
fn the_playbook_of_the_repository_is_right() {
    let text = std::fs::read_to_string("../../playbook.toml").unwrap();
    let playbook = Playbook::read(&text).unwrap();
    assert!(playbook.rules.moments.iter().any(|moment| moment.activation));
    assert!(playbook.rules.prompts.iter().all(|prompt| prompt.has_words));
    assert_eq!(playbook.lints(0), []);
}

#[test]
fn another_text_is_another_version_and_the_same_text_the_same() {
    let version = |text: &str| Playbook::read(text).unwrap().version();
    assert_eq!(version(NAMES), version(NAMES));
    assert_ne!(version(NAMES), version(&format!("{NAMES}# a remark")));
}

#[test]
fn the_journey_goes_by_stage_and_a_moment_without_a_label_goes_by_its_name() {
    let text = r#"
name = "Journey"
[[moments]]
name = "shared"
stage = "share"
[[moments]]
name = "opened"
label = "Opened it"
stage = "unbox"
"#;
    let playbook = Playbook::read(text).unwrap();
    let labels: Vec<_> = playbook.journey().map(|(_, label)| label).collect();
    assert_eq!(labels, ["Opened it", "shared"]);
}
