//! Conditions that never hold, and prompts that are always cancelled.

use expect_test::expect;
use moment_core::reading::{Counted, Over, Reading};
use moment_core::rule::Comparison::AtLeast;

use super::{NAMES, check, rules, with_prompt};
use crate::playbook::Playbook;
use crate::playbook::lint::condition::Condition;
use crate::playbook::lint::knowledge::Knowledge;

/// Whether a prompt with the condition `when` is said never to be shown.
fn never(when: &str) -> bool {
    rules(&with_prompt(&format!("when = \"{when}\"\n"))) == ["never_holds"]
}

#[test]
fn a_contradiction_is_drawn_where_it_stands() {
    check(
        &with_prompt("when = \"export >= 5 and export < 3\"\nunless = \"export >= 0\"\n"),
        &expect![[r#"
            warning[never_holds]: this condition can never hold
              --> playbook.toml:18:8
               |
            18 | when = "export >= 5 and export < 3"
               |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = help: look for a contradiction, such as `export >= 5 and export < 3`, or for a number that the reading cannot come to

        "#]],
    );
}

#[test]
fn numbers_that_a_reading_cannot_come_to_never_hold() {
    for when in [
        "export < 0",
        "breadth <= -1",
        "active_days >= 8 within 7d",
        "active_days > 1024",
        "streak >= 2000",
        "trial_day > 70000",
        "limit.seats < 0%",
        "hours_to.first_report < -1",
        "score >= 1",
        "band >= warming",
        "export > 2 and export < 3",
        "export != 0 and export != 1 and export < 2",
        "not (export >= 1 or export = 0)",
        "not (sessions >= 0)",
    ] {
        assert!(never(when), "{when}");
    }
}

#[test]
fn readings_that_speak_of_each_other_contradict_each_other() {
    for when in [
        "export >= 5 within 7d and export < 5",
        "export >= 5 within 7d and export < 5 within 14d",
        "active_days = 2 within 7d and active_days = 1 within 30d",
        "streak >= 4 and active_days <= 3",
        "first_report and hours_to.first_report = -1",
        "not first_report and hours_to.first_report >= 2",
        "export and breadth = 0",
        "export half_life 3d >= 10 and activity half_life 3d < 10",
        "export half_life 3d > 50 and export <= 5",
        "(export or first_report) and breadth = 0 and hours_to.first_report < 0",
    ] {
        assert!(never(when), "{when}");
    }
    for when in [
        "export >= 5 within 14d and export < 5 within 7d",
        "export half_life 3d >= 10 and activity half_life 4d < 10",
        "streak >= 3 and active_days <= 3",
        "export and export = 0 within 1d",
        "first_report and hours_to.first_report >= 0",
        "score = 0 and band = cold",
        "export != 0 and export < 2",
    ] {
        assert!(!never(when), "{when}");
    }
}

#[test]
fn the_whole_vocabulary_can_contradict_itself() {
    for when in [
        "premium_touches",
        "export > uses_max",
        "export >= 3 and uses < 3",
        "export >= 3 within 3d and uses < 3 within 7d",
        "friction.error >= 2 within 3d and friction < 2",
        "friction_rate >= 1% and friction = 0",
        "limit.seats >= 80% and limit_pressure < 80%",
        "depth.export >= 3 and export < 7",
        "depth.export = 0 and export",
        "depth.export < 2 and export > 2",
        "hours_since.export = -1 and export within 3d",
        "first_report within 3d and not first_report",
        "first_report within 3d and not first_report within 5d",
        "first_report and moments = 0",
        "reaction > 5",
        "reaction.first_report >= 1 and reaction = 0",
        "plan = 'team' and plan = 'solo'",
        "locale = 'de' and locale = 'fr'",
        "locale = 'de-AT' and locale != 'de'",
        "route = '/a' and route != '/a'",
        "breadth >= 3 and uses < 3",
        "moments > 1",
        "streak >= 5 and active_days < 3 within 14d",
        "streak >= 9 and active_days < 6 within 7d",
        "streak >= 1 and active_days = 0 within 2d",
    ] {
        let when = when.replace("uses_max", "2147483647");
        assert!(never(&when), "{when}");
    }
    for when in [
        "invitations = 0",
        "export >= 3 within 7d and uses >= 3 within 3d",
        "depth.export >= 3 and export = 7",
        "depth.export < 2 and export = 2",
        "hours_since.export >= 0 and export = 0 within 3d",
        "engaged_minutes half_life 3d >= 19 and engaged_minutes < 2",
        "plan = 'team' and plan != 'solo'",
        "locale = 'de' and locale != 'de-AT'",
        "route = '/a/*' and route = '/a/b'",
        "breadth >= 3 and uses = 3",
        "breadth >= 3 and uses < 3 within 7d",
        "moments = 1",
        "streak >= 5 and active_days = 5 within 14d",
        "streak >= 9 and active_days = 6 within 7d",
        "streak >= 1 and active_days = 0 within 1d",
    ] {
        assert!(!never(when), "{when}");
    }
}

#[test]
fn a_role_that_one_feature_plays_is_counted_as_that_feature_is() {
    let view = |name: &str| format!("[[features]]\nname = \"{name}\"\nrole = \"pricing\"\n");
    let never = |features: &str, when: &str| {
        let text = with_prompt(&format!("when = \"{when}\"\n"));
        rules(&format!("{text}{features}")) == ["never_holds"]
    };
    assert!(never(&view("view"), "pricing_views >= 2 and view < 2"));
    assert!(never(&view("view"), "pricing_views >= 2 within 3d and view < 2"));
    assert!(!never(&view("view"), "pricing_views >= 2 and view < 2 within 3d"));
    assert!(!never(&(view("view") + &view("other")), "pricing_views >= 2 and view < 2"));
}

#[test]
fn an_unless_that_never_holds_is_told_as_one_that_cancels_nothing() {
    let text = with_prompt("when = \"export\"\nunless = \"export >= 5 and export < 3\"\n");
    let lints = Playbook::read(&text).unwrap().lints(0);
    let messages: Vec<_> = lints.iter().map(|lint| (lint.rule.name(), lint.message.as_str())).collect();
    assert_eq!(messages, [("never_holds", "this can never hold, so it cancels nothing")]);
    assert_eq!(rules(&with_prompt("when = \"export < 0\"\nunless = \"uses < 0\"\n")), ["never_holds"; 2]);
}

#[test]
fn scores_go_as_far_as_the_scorecard_and_bands_go_with_scores() {
    let card = "[readiness]\nbands = { warming = 20, ready = 40, urgent = 60 }\n\
                [[readiness.weights]]\nreading = \"export\"\nbins = [1]\npoints = [0, 60]\n\
                [[readiness.weights]]\nreading = \"active_days within 2d\"\nbins = [1, 3]\npoints = [-10, 0, 30]\n";
    let never =
        |when: &str| rules(&format!("{}{card}", with_prompt(&format!("when = \"{when}\"\n")))).contains(&"never_holds");
    // Three active days in two never come, so the greatest is 70 of 100 points.
    for when in
        ["score > 70", "score < 20 and band = warming", "score >= 40 and band < ready", "band = urgent and score < 60"]
    {
        assert!(never(when), "{when}");
    }
    for when in ["score >= 70", "band = urgent", "score = 20 and band = warming", "score = 59 and band = ready"] {
        assert!(!never(when), "{when}");
    }
}

#[test]
fn a_moment_that_waits_for_what_never_comes_never_comes() {
    let moment =
        |name: &str, when: &str| format!("[[moments]]\nname = \"{name}\"\nstage = \"value\"\nwhen = \"{when}\"\n");
    let circle = format!("{NAMES}{}{}{}", moment("a", "b and export"), moment("b", "a"), moment("c", "not a"));
    assert_eq!(rules(&circle), ["never_holds", "never_holds"]);
    let chain = format!("{NAMES}{}{}{}", moment("a", "b"), moment("b", "c"), moment("c", "export"));
    assert_eq!(rules(&chain), [""; 0]);
    // Whoever acknowledges that says that code tells of the moment.
    let told = format!("{NAMES}{}acknowledge = [\"never_holds\"]\n{}", moment("a", "export < 0"), moment("b", "a"));
    assert_eq!(rules(&told), ["never_holds"]);
}

#[test]
fn an_unless_that_leaves_nothing_cancels_always() {
    let cancelled = |when: &str, unless: &str| {
        rules(&with_prompt(&format!("when = \"{when}\"\nunless = \"{unless}\"\n"))) == ["always_cancelled"]
    };
    assert!(cancelled("export", "sessions >= 0"));
    assert!(cancelled("export >= 3", "export >= 2"));
    assert!(cancelled("export >= 3 within 7d", "export"));
    assert!(cancelled("export and first_report", "first_report or sessions > 5"));
    assert!(!cancelled("export", "export >= 2"));
    assert!(!cancelled("export", "export within 7d"));
}

#[test]
fn what_is_too_much_to_look_at_is_let_pass() {
    let rules = Playbook::read(NAMES).unwrap().rules;
    let knowledge = Knowledge::of(&rules, |_| false);
    let at_least = |feature, number| {
        Condition::Compare(Reading::Count { of: Counted::Feature(feature), over: Over::All }, AtLeast, number)
    };
    // One of two, so many times over, and then neither.
    let case = |choices: i32| {
        let either = |number| Condition::Or(Box::new(at_least(0, number)), Box::new(at_least(1, number)));
        let all = (1..=choices).map(either).reduce(Condition::and).unwrap();
        all.and(at_least(0, 1).not()).and(at_least(1, 1).not())
    };
    assert!(!case(4).can_hold(&knowledge), "4 choices are 16 terms");
    assert!(case(9).can_hold(&knowledge), "9 choices are 512 terms");
}
