//! Faults within rules.

use expect_test::expect;

use super::{check_rule, with_rule};
use crate::playbook::Playbook;
use crate::playbook::tests::NAMES;

#[test]
fn an_unknown_feature_comes_with_the_nearest_name() {
    check_rule(
        "report_craeted >= 3",
        &expect![[r#"
            error: nothing is called `report_craeted`
              --> playbook.toml:17:9
               |
            17 | when = "report_craeted >= 3"
               |         ^^^^^^^^^^^^^^
               |
               = help: did you mean `report_created`?

        "#]],
    );
}

#[test]
fn a_name_like_no_other_comes_with_what_was_expected() {
    check_rule(
        "export and zzz",
        &expect![[r#"
            error: nothing is called `zzz`
              --> playbook.toml:17:20
               |
            17 | when = "export and zzz"
               |                    ^^^
               |
               = help: expected the name of a feature, a moment, `limit.NAME` or a reading such as `sessions`

        "#]],
    );
}

#[test]
fn a_comparison_needs_a_number() {
    check_rule(
        "export >= lots",
        &expect![[r#"
            error: `lots` is not expected here
              --> playbook.toml:17:19
               |
            17 | when = "export >= lots"
               |                   ^^^^
               |
               = help: expected a whole number

        "#]],
    );
}

#[test]
fn a_comparison_is_none_of_another_language() {
    check_rule(
        "export => 3",
        &expect![[r#"
            error: `=>` has no meaning here
              --> playbook.toml:17:16
               |
            17 | when = "export => 3"
               |                ^^
               |
               = help: did you mean `>=`?

        "#]],
    );
}

#[test]
fn a_reading_that_is_never_a_truth_needs_a_comparison() {
    check_rule(
        "sessions",
        &expect![[r#"
            error: the rule ends too early
              --> playbook.toml:17:17
               |
            17 | when = "sessions"
               |                 ^
               |
               = help: expected a comparison, such as `>= 3`, after this reading

        "#]],
    );
}

#[test]
fn percent_goes_with_limits_only() {
    check_rule(
        "sessions >= 80%",
        &expect![[r#"
            error: this is not expected here
              --> playbook.toml:17:21
               |
            17 | when = "sessions >= 80%"
               |                     ^^^
               |
               = help: expected a whole number

        "#]],
    );
}

#[test]
fn a_window_goes_with_what_is_counted_by_day() {
    check_rule(
        "sessions >= 3 within 7d",
        &expect![[r#"
            error: `within` does not go with this reading
              --> playbook.toml:17:9
               |
            17 | when = "sessions >= 3 within 7d"
               |         ^^^^^^^^
               |
               = help: `within` goes once with what is counted by day, such as a feature or `uses`, and with a moment

        "#]],
    );
}

#[test]
fn a_window_is_given_once() {
    check_rule(
        "export within 7d >= 2 within 3d",
        &expect![[r#"
            error: `within` does not go with this reading
              --> playbook.toml:17:9
               |
            17 | when = "export within 7d >= 2 within 3d"
               |         ^^^^^^
               |
               = help: `within` goes once with what is counted by day, such as a feature or `uses`, and with a moment

        "#]],
    );
}

#[test]
fn a_window_is_as_long_as_days_are_kept() {
    check_rule(
        "export >= 2 within 65d",
        &expect![[r#"
            error: this is not expected here
              --> playbook.toml:17:28
               |
            17 | when = "export >= 2 within 65d"
               |                            ^^^
               |
               = help: expected days after `within`, 1d to 64d

        "#]],
    );
}

#[test]
fn activity_needs_a_half_life() {
    check_rule(
        "activity >= 2",
        &expect![[r#"
            error: `activity` needs a half-life
              --> playbook.toml:17:9
               |
            17 | when = "activity >= 2"
               |         ^^^^^^^^
               |
               = help: expected `activity half_life 3d`, or `uses`

        "#]],
    );
}

#[test]
fn a_moment_cannot_read_the_readiness_that_is_made_from_it() {
    check_rule(
        "band >= ready",
        &expect![[r#"
            error: `band` cannot be read here
              --> playbook.toml:17:9
               |
            17 | when = "band >= ready"
               |         ^^^^
               |
               = help: moments and weights make up readiness, so only prompts may ask for it

        "#]],
    );
}

#[test]
fn a_rule_that_ends_too_early_says_so() {
    check_rule(
        "export and",
        &expect![[r#"
            error: the rule ends too early
              --> playbook.toml:17:19
               |
            17 | when = "export and"
               |                   ^
               |
               = help: expected the name of a feature, moment or reading

        "#]],
    );
}

#[test]
fn a_parenthesis_is_closed() {
    check_rule(
        "(export or first_report",
        &expect![[r#"
            error: the rule ends too early
              --> playbook.toml:17:32
               |
            17 | when = "(export or first_report"
               |                                ^
               |
               = help: expected `)`, `and` or `or`

        "#]],
    );
}

#[test]
fn an_empty_rule_is_no_rule() {
    check_rule(
        "",
        &expect![[r#"
            error: the rule ends too early
              --> playbook.toml:17:9
               |
            17 | when = ""
               |         ^
               |
               = help: expected the name of a feature, moment or reading

        "#]],
    );
}

#[test]
fn a_number_fits() {
    check_rule(
        "export >= 99999999999",
        &expect![[r#"
            error: `99999999999` is too large a number
              --> playbook.toml:17:19
               |
            17 | when = "export >= 99999999999"
               |                   ^^^^^^^^^^^
               |
               = help: expected a whole number, -2147483648 to 2147483647

        "#]],
    );
}

#[test]
fn nesting_has_an_end() {
    let rule = format!("{}export{}", "(".repeat(40), ")".repeat(40));
    check_rule(
        &rule,
        &expect![[r#"
            error: the rule is nested too deeply
              --> playbook.toml:17:41
               |
            17 | when = "((((((((((((((((((((((((((((((((((((((((export))))))))))))))))))))))))))))))))))))))))"
               |                                         ^
               |
               = help: use fewer parentheses

        "#]],
    );
}

#[test]
fn steps_and_the_stack_of_the_core_have_an_end() {
    // Each `export` is a reading, a number and a comparison.
    let nested = |depth| format!("{}export{}", "export or (".repeat(depth), ")".repeat(depth));
    let cases = [
        (vec!["export"; 17].join(" or "), "the rule has 67 steps"),
        (nested(16), "the rule has 67 steps"),
        (nested(15), "the rule is nested too deeply"),
    ];
    for (rule, message) in cases {
        let faults = Playbook::read(&with_rule(&rule)).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(), [message], "{rule}");
    }
    for rule in [vec!["export"; 16].join(" or "), nested(14)] {
        assert!(Playbook::read(&with_rule(&rule)).is_ok(), "{rule}");
    }
}

#[test]
fn a_rule_of_several_lines_keeps_its_places() {
    let rule = "\"\"\nexport and\n  ünkonwn\"\"";
    check_rule(
        rule,
        &expect![[r#"
            error: `ü` has no meaning here
              --> playbook.toml:19:3
               |
            19 |   ünkonwn"""
               |   ^
               |
               = help: expected a name, a number, a comparison or a parenthesis

        "#]],
    );
}

#[test]
fn a_rule_with_escapes_is_shown_as_a_whole() {
    check_rule(
        "\\u0065xport and \\u00fcnkonwn",
        &expect![[r#"
            error: `ü` has no meaning here
              --> playbook.toml:17:8
               |
            17 | when = "\u0065xport and \u00fcnkonwn"
               |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = help: expected a name, a number, a comparison or a parenthesis

        "#]],
    );
}

#[test]
fn names_with_a_dot_and_kinds_of_friction_come_with_the_nearest() {
    for (rule, near) in [
        ("depth.exprot >= 1", "depth.export"),
        ("hours_since.exporr >= 1", "hours_since.export"),
        ("friction.rage_clik", "friction.rage_click"),
        ("reaction.first_reprt >= 1", "reaction.first_report"),
        ("limit.seat >= 1", "limit.seats"),
        ("pricing_view", "pricing_views"),
    ] {
        let faults = Playbook::read(&with_rule(rule)).unwrap_err();
        assert_eq!(faults[0].help, Some(format!("did you mean `{near}`?")), "{rule}");
    }
}

#[test]
fn plans_languages_and_routes_are_texts_and_only_alike_or_not() {
    for (rule, message, help) in [
        ("plan", "the rule ends too early", "expected `=` or `!=` after `plan`"),
        ("plan >= 'team'", "this is not expected here", "expected `=` or `!=` after `plan`"),
        ("plan = team", "`team` is not expected here", "expected a text in quotation marks, such as 'team'"),
        ("plan = ' '", "no plan is called ` `", "expected the name of a plan, such as 'team'"),
        ("plan = 'team", "the text does not end", "expected another quotation mark"),
        ("locale = 'de_DE'", "no locale is called `de_DE`", "did you mean 'de-DE'?"),
        (
            "route = 'a'",
            "no page has the path `a`",
            "expected a path that begins with `/` or `*`, such as '/invoices/*'",
        ),
        ("export = 'team'", "this is not expected here", "expected a whole number"),
    ] {
        let faults = Playbook::read(&with_rule(rule)).unwrap_err();
        assert_eq!((faults[0].message.as_str(), faults[0].help.as_deref()), (message, Some(help)), "{rule}");
    }
}

#[test]
fn a_weight_reads_plans_but_no_pages() {
    let weight = |reading: &str| {
        let weight = format!("[[readiness.weights]]\nreading = \"{reading}\"\nbins = [1]\npoints = [0, 1]\n");
        Playbook::read(&format!("{NAMES}{weight}")).map_err(|faults| faults[0].message.clone())
    };
    assert!(weight("plan = 'team'").is_ok());
    assert_eq!(weight("plan != 'team'").unwrap_err(), "a reading is 1 where it is like that");
    assert_eq!(weight("route = '/a'").unwrap_err(), "`route` cannot be read here");
    assert_eq!(weight("score").unwrap_err(), "`score` cannot be read here");
}
