//! The documents do not lie: their playbooks are right, and they name every reading and every lint.

use moment_core::event::{Consent, Event, Input};
use moment_core::summary::Summary;
use moment_core::time::Now;
use moment_core::trial::{Identity, Trial};

use crate::playbook::Playbook;
use crate::playbook::fault::FaultRule;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::names::RESERVED;

fn document(name: &str) -> String {
    std::fs::read_to_string(format!("../../{name}")).unwrap()
}

#[test]
fn playbooks_in_the_documents_are_right_and_break_no_rule() {
    for name in ["README.md", "docs/playbook.md"] {
        let document = document(name);
        let blocks = document.split("```toml\n").skip(1).filter_map(|rest| rest.split("```\n").next());
        let playbooks: Vec<_> = blocks.filter(|block| block.starts_with("name")).collect();
        assert!(!playbooks.is_empty(), "{name}");
        for text in playbooks {
            let playbook = Playbook::read(text).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
            assert_eq!(playbook.lints(0), [], "{name}");
        }
    }
}

#[test]
fn every_reading_and_every_rule_with_a_name_is_described() {
    let document = document("docs/playbook.md");
    let named = LintRule::ALL.map(LintRule::name).into_iter().chain(FaultRule::ALL.map(FaultRule::name));
    let words = RESERVED.into_iter().filter(|word| !["true", "false"].contains(word));
    for word in words.chain(named) {
        assert!(document.contains(&format!("`{word}")), "{word}");
    }
    let lints = LintRule::ALL.into_iter().filter(|rule| !rule.may_be_acknowledged()).map(LintRule::name);
    for name in lints.chain(FaultRule::ALL.map(FaultRule::name)) {
        let row = document.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        assert!(row.is_some_and(|row| row.contains("cannot be acknowledged")), "{name}");
    }
}

#[test]
fn who_comes_back_after_days_was_away_by_some_readings_but_not_by_recency_hours() {
    let rules = [
        ("recency", "recency_hours >= 1"),
        ("days", "active_days within 3d = 1 and sessions >= 2"),
        ("feature", "hours_since.made >= 72"),
        ("faded", "uses half_life 1d < 10 and uses"),
    ];
    let moments =
        rules.map(|(name, when)| format!("[[moments]]\nname = \"{name}\"\nstage = \"habit\"\nwhen = \"{when}\"\n"));
    let text = format!("name = \"Away\"\n[[features]]\nname = \"made\"\n{}", moments.concat());
    let playbook = Playbook::read(&text).unwrap();
    let (trial, locale, plan) = ("t_1".into(), "en".into(), String::new());
    let identity = Identity { trial, started_ms: 0, length_days: 14, plan, locale };
    let mut trial = Trial::new(identity, Summary::default(), Summary::default(), Consent::Granted);
    let mut page = |day: u64, inputs: &[Input]| {
        let now = Now { unix_ms: day * 86_400_000, utc_offset_min: 0, playbook_age_s: 0 };
        for input in inputs {
            trial.step(&playbook.rules, now, *input);
        }
        trial.own().moments.iter().map(|moment| moment.name.clone()).collect::<Vec<_>>()
    };
    let opened = Input::Event(Event::Opened);
    assert_eq!(page(0, &[opened, Input::Event(Event::Used { feature: "made", count: 1 }), Input::Tick]), [""; 0]);
    assert_eq!(page(5, &[opened, Input::Tick]), ["days", "faded", "feature"]);
}
