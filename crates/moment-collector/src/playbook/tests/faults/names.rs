//! Faults in what things are called and how many there are.

use expect_test::expect;
use moment_core::arm::Arm;

use super::check;
use crate::judge::arm_name;
use crate::playbook::Playbook;
use crate::playbook::tests::NAMES;

#[test]
fn there_is_one_activation() {
    let moment = |name| format!("[[moments]]\nname = \"{name}\"\nstage = \"value\"\nactivation = true\n");
    check(
        &format!("name = \"Two\"\n{}{}", moment("first"), moment("second")),
        &expect![[r#"
            error: a second activation
             --> playbook.toml:9:14
              |
            9 | activation = true
              |              ^^^^
              |
              = help: time to value is measured to one moment: mark one

        "#]],
    );
}

#[test]
fn a_word_of_the_language_is_no_name() {
    check(
        "name = \"Names\"\n[[features]]\nname = \"within\"\n",
        &expect![[r#"
            error: `within` is a word of the rule language
             --> playbook.toml:3:8
              |
            3 | name = "within"
              |        ^^^^^^^^
              |
              = help: expected another name

        "#]],
    );
}

#[test]
fn a_feature_and_a_moment_cannot_share_a_name() {
    check(
        &format!("{NAMES}[[moments]]\nname = \"export\"\nstage = \"value\"\n"),
        &expect![[r#"
            error: `export` is named twice
              --> playbook.toml:15:8
               |
            15 | name = "export"
               |        ^^^^^^^^
               |
               = help: expected another name

        "#]],
    );
}

#[test]
fn a_name_is_plain() {
    check(
        "name = \"Names\"\n[[features]]\nname = \"bob@example.com\"\n",
        &expect![[r#"
            error: `bob@example.com` cannot be a name
             --> playbook.toml:3:8
              |
            3 | name = "bob@example.com"
              |        ^^^^^^^^^^^^^^^^^
              |
              = help: expected 1 to 40 characters out of a-z A-Z 0-9 _ . : -

        "#]],
    );
}

#[test]
fn there_are_as_many_features_as_a_replica_keeps() {
    let names: Vec<_> = (0..65).map(|number| format!("{{ name = \"f{number}\" }}")).collect();
    check(
        &format!("name = \"Many\"\nfeatures = [{}]\n", names.join(",\n")),
        &expect![[r#"
            error: 65 features are too many
              --> playbook.toml:66:10
               |
            66 | { name = "f64" }]
               |          ^^^^^
               |
               = help: at most 64 features fit

        "#]],
    );
}

#[test]
fn a_variant_is_not_called_like_an_arm_of_every_prompt() {
    check(
        &variant("control"),
        &expect![[r#"
            error: `control` cannot be a variant
              --> playbook.toml:12:7
               |
            12 | key = "control"
               |       ^^^^^^^^^
               |
               = help: expected another name: reports call arms `holdout`, `control` and `shown`

        "#]],
    );
    for arm in [Arm::Holdout, Arm::Control, Arm::Variant(0)] {
        assert!(Playbook::read(&variant(&arm_name(arm, &[]))).is_err(), "{arm:?}");
    }
    assert!(Playbook::read(&variant("controls")).is_ok());
}

/// A playbook whose prompt has a variant called `key`.
fn variant(key: &str) -> String {
    format!(
        "name = \"Variants\"\n[[prompts]]\nid = \"offer\"\nkind = \"card\"\nstatus = \"running\"\nwhen = \"sessions >= 1\"\n\
         [prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{{ title = \"A\", body = \"B\" }}]\n\
         [[prompts.variants]]\nkey = \"{key}\"\nweight = 1\n"
    )
}
