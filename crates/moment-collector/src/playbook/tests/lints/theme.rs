//! Colours that cannot be read on each other.

use expect_test::expect;

use super::{check, lints, rules};
use crate::playbook::Playbook;

#[test]
fn labels_can_be_read_on_their_ground() {
    check(
        "name = \"Theme\"\n[theme]\naccent = \"#8ab4f8\"\non_accent = \"#fff\"\n",
        &expect![[r##"
            warning[contrast]: on_accent cannot be read on accent: their contrast is 2.10
             --> playbook.toml:4:13
              |
            4 | on_accent = "#fff"
              |             ^^^^^^
              |
              = help: 4.5 or more can be read by most people (WCAG 2.2, 1.4.3)

        "##]],
    );
}

#[test]
fn a_colour_is_held_against_the_usual_other_one_where_that_is_left_out() {
    assert_eq!(lints("name = \"Theme\"\n[theme]\naccent = \"#8ab4f8\"\n"), [("contrast", 3)]);
    assert_eq!(lints("name = \"Theme\"\n[theme]\non_accent = \"#1f5fd1\"\n"), [("contrast", 3)]);
    assert_eq!(rules("name = \"Theme\"\n[theme]\naccent = \"#767676\"\n"), [""; 0]);
}

#[test]
fn a_contrast_is_acknowledged_at_the_top_of_the_file() {
    let text = "name = \"Theme\"\nacknowledge = [\"contrast\"]\n[theme]\naccent = \"#777\"\n";
    let lints = Playbook::read(text).unwrap().lints(0);
    assert_eq!(lints.iter().map(|lint| lint.acknowledged).collect::<Vec<_>>(), [true]);
    let mended = text.replace("#777", "#767676");
    assert_eq!(rules(&mended), ["unused_acknowledgement"]);
}

#[test]
fn a_contrast_just_under_the_least_is_not_told_as_the_least() {
    let text = "name = \"Theme\"\n[theme]\naccent = \"#777\"\non_accent = \"#fff\"\n";
    let lints = Playbook::read(text).unwrap().lints(0);
    assert!(lints[0].message.ends_with(" 4.47"), "{}", lints[0].message);
}
