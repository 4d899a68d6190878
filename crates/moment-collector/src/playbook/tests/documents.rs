//! The documents do not lie: their playbooks are right, and they name every reading and every lint.

use crate::playbook::Playbook;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::names::RESERVED;

fn document(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../../{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
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
fn every_reading_and_every_lint_is_described() {
    let document = document("docs/playbook.md");
    let lints = LintRule::ALL.map(LintRule::name);
    let words = RESERVED.into_iter().filter(|word| !["true", "false"].contains(word));
    for word in words.chain(lints) {
        assert!(document.contains(&format!("`{word}")), "{word}");
    }
}
