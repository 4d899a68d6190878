//! Faults in tables, keys and values.

use expect_test::expect;

use super::check;
use crate::playbook::tests::NAMES;

#[test]
fn toml_itself_may_be_wrong() {
    check(
        "name = \"Broken\n",
        &expect![[r#"
            error: invalid basic string, expected `"`
             --> playbook.toml:1:15
              |
            1 | name = "Broken
              |               ^

        "#]],
    );
}

#[test]
fn an_unknown_key_is_told_with_the_known_ones() {
    check(
        "name = \"Keys\"\n[budget]\nprompts_per_hour_max = 3\n",
        &expect![[r#"
            error: unknown field `prompts_per_hour_max`, expected `frequency` or `cooldownPeriod`
             --> playbook.toml:3:1
              |
            3 | prompts_per_hour_max = 3
              | ^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_missing_name_is_told() {
    check(
        "",
        &expect![[r#"
            error: missing field `name`
             --> playbook.toml:1:1
              |
            1 |
              | ^

        "#]],
    );
}

#[test]
fn a_duration_has_a_unit() {
    check(
        "name = \"Durations\"\nsettle = \"soon\"\n",
        &expect![[r#"
            error: `soon` is no duration
             --> playbook.toml:2:10
              |
            2 | settle = "soon"
              |          ^^^^^^
              |
              = help: expected a number and a unit, such as 8s, 15m, 4h or 2d

        "#]],
    );
}

#[test]
fn bins_ascend() {
    let weight = "[[readiness.weights]]\nreading = \"export\"\nbins = [3, 1]\npoints = [0, 1, 2]\n";
    check(
        &format!("{NAMES}{weight}"),
        &expect![[r#"
            error: the bins do not ascend
              --> playbook.toml:16:8
               |
            16 | bins = [3, 1]
               |        ^^^^^^
               |
               = help: expected ascending numbers

        "#]],
    );
}

#[test]
fn there_is_one_number_of_points_more_than_bins() {
    let weight = "[[readiness.weights]]\nreading = \"export\"\nbins = [1, 3]\npoints = [0, 1]\n";
    check(
        &format!("{NAMES}{weight}"),
        &expect![[r#"
            error: 2 points for 3 bins
              --> playbook.toml:17:10
               |
            17 | points = [0, 1]
               |          ^^^^^^
               |
               = help: expected one number more than in `bins`: the first is for what lies below the first bin

        "#]],
    );
}

#[test]
fn bands_are_in_order() {
    check(
        "name = \"Bands\"\n[readiness]\nbands = { warming = 50, ready = 50, urgent = 101 }\n",
        &expect![[r#"
            error: the bands are not in order
             --> playbook.toml:3:9
              |
            3 | bands = { warming = 50, ready = 50, urgent = 101 }
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: expected warming < ready < urgent, none over 100

        "#]],
    );
}

#[test]
fn a_colour_is_written_in_hexadecimal() {
    check(
        "name = \"Theme\"\n[theme]\naccent = \"navy\"\n",
        &expect![[r#"
            error: `navy` is no colour
             --> playbook.toml:3:10
              |
            3 | accent = "navy"
              |          ^^^^^^
              |
              = help: expected #rgb or #rrggbb

        "#]],
    );
}

#[test]
fn no_more_than_everybody_is_held_out() {
    check(
        "name = \"Shares\"\nholdout_percent = 101\n",
        &expect![[r#"
            error: more than everybody
             --> playbook.toml:2:19
              |
            2 | holdout_percent = 101
              |                   ^^^
              |
              = help: expected 0 to 100

        "#]],
    );
}

#[test]
fn a_playbook_is_trusted_for_some_time() {
    check(
        "name = \"Trust\"\nstale_after = \"0s\"\n",
        &expect![[r#"
            error: a playbook that is never trusted shows nothing
             --> playbook.toml:2:15
              |
            2 | stale_after = "0s"
              |               ^^^^
              |
              = help: expected a second or more, such as 15m

        "#]],
    );
}

#[test]
fn selectors_and_routes_of_features_are_read() {
    check(
        "name = \"Features\"\n[[features]]\nname = \"export\"\nselectors = [\".a\", \"button[data-x\"]\nroutes = [\"\"]\n",
        &expect![[r#"
            error: `]` is missing
             --> playbook.toml:4:20
              |
            4 | selectors = [".a", "button[data-x"]
              |                    ^^^^^^^^^^^^^^^
              |
              = help: expected a CSS selector, such as ".mark-paid"

            error: no page has the path ``
             --> playbook.toml:5:11
              |
            5 | routes = [""]
              |           ^^
              |
              = help: expected a path that begins with `/` or `*`, such as "/invoices/*"

        "#]],
    );
}
