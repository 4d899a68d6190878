//! Acknowledgements: where they count, and when they count for nothing.

use expect_test::expect;

use super::{NAMES, NOW_MS, check, prompt, with_prompt};
use crate::playbook::Playbook;

fn acknowledged(text: &str) -> Vec<bool> {
    Playbook::read(text).unwrap().lints(NOW_MS).iter().map(|lint| lint.acknowledged).collect()
}

#[test]
fn an_acknowledgement_counts_where_it_stands() {
    let never = "when = \"export < 0\"\n";
    let known = "acknowledge = [\"never_holds\"]\n";
    assert_eq!(acknowledged(&with_prompt(never)), [false]);
    assert_eq!(acknowledged(&with_prompt(&format!("{never}{known}"))), [true]);
    assert_eq!(acknowledged(&format!("{known}{}", with_prompt(never))), [true]);
    let two = format!("{NAMES}{}{}", prompt("a", &format!("{never}{known}")), prompt("b", never));
    assert_eq!(acknowledged(&two), [true, false]);
    let moment = format!("{NAMES}[[moments]]\nname = \"m\"\nstage = \"value\"\n{never}{known}");
    assert_eq!(acknowledged(&moment), [true]);
}

#[test]
fn an_acknowledgement_of_nothing_is_told() {
    check(
        &with_prompt("acknowledge = [\"never_holds\"]\n"),
        &expect![[r#"
            warning[unused_acknowledgement]: nothing here breaks the rule `never_holds`
              --> playbook.toml:19:16
               |
            19 | acknowledge = ["never_holds"]
               |                ^^^^^^^^^^^^^
               |
               = help: take the acknowledgement out

        "#]],
    );
}

#[test]
fn an_acknowledgement_of_no_rule_comes_with_the_nearest() {
    check(
        &with_prompt("when = \"export < 0\"\nacknowledge = [\"nevver_holds\", \"zzz\", \"unknown_rule\"]\n"),
        &expect![[r#"
            warning[never_holds]: this condition can never hold
              --> playbook.toml:18:8
               |
            18 | when = "export < 0"
               |        ^^^^^^^^^^^^
               |
               = help: look for a contradiction, such as `export >= 5 and export < 3`, or for a number that the reading cannot come to

            warning[unknown_rule]: no rule is called `nevver_holds`
              --> playbook.toml:19:16
               |
            19 | acknowledge = ["nevver_holds", "zzz", "unknown_rule"]
               |                ^^^^^^^^^^^^^^
               |
               = help: did you mean `never_holds`?

            warning[unknown_rule]: no rule is called `zzz`
              --> playbook.toml:19:32
               |
            19 | acknowledge = ["nevver_holds", "zzz", "unknown_rule"]
               |                                ^^^^^
               |
               = help: `second-moment check --rules` lists the rules

            warning[unused_acknowledgement]: `unknown_rule` cannot be acknowledged: an acknowledgement that is wrong is mended
              --> playbook.toml:19:39
               |
            19 | acknowledge = ["nevver_holds", "zzz", "unknown_rule"]
               |                                       ^^^^^^^^^^^^^^
               |
               = help: take the acknowledgement out

        "#]],
    );
}

#[test]
fn a_missing_decline_cannot_be_acknowledged() {
    check(
        &with_prompt("acknowledge = [\"missing_decline\"]\n"),
        &expect![[r#"
            warning[unused_acknowledgement]: `missing_decline` cannot be acknowledged: there is no prompt without a decline
              --> playbook.toml:19:16
               |
            19 | acknowledge = ["missing_decline"]
               |                ^^^^^^^^^^^^^^^^^
               |
               = help: take the acknowledgement out

        "#]],
    );
}
