//! Prompts that nobody can see.

use expect_test::expect;

use super::{NAMES, check, lints, prompt, rules, with_prompt};

#[test]
fn a_prompt_whose_time_is_over_is_drawn() {
    check(
        &with_prompt("from = 2026-10-10T09:00:00Z\nuntil = 2026-11-10T09:00:00Z\n"),
        &expect![[r#"
            warning[unreachable_prompt]: the time of `offer` is over
              --> playbook.toml:20:9
               |
            20 | until = 2026-11-10T09:00:00Z
               |         ^^^^^^^^^^^^^^^^^^^^
               |
               = help: move `until`, or give it the status "ended"

        "#]],
    );
}

#[test]
fn shares_and_budgets_can_leave_nobody() {
    let unreachable = |text: &str| rules(text) == ["unreachable_prompt"];
    assert!(unreachable(&with_prompt("control_percent = 100\n")));
    assert!(unreachable(&with_prompt("until = 2026-11-09T21:00:00\n")));
    let budget = |line: &str| format!("{}[budget]\n{line}\n", with_prompt(""));
    assert!(unreachable(&budget("frequency = { custom = [{ cap = 0, period = \"1d\" }] }")));
    assert!(unreachable(&with_prompt("frequency = { custom = [{ cap = 0, period = \"9d\" }] }\n")));
    let held_out = |keys: &str| with_prompt(keys).replace("holdout_percent = 0", "holdout_percent = 100");
    assert!(unreachable(&held_out("")));
    for (text, why) in [
        (held_out("commercial = false\n"), "help is not held out"),
        (with_prompt("control_percent = 99\n"), "one in a hundred sees it"),
        (with_prompt("status = \"paused\"\ncontrol_percent = 100\n"), "it is not running"),
        (with_prompt("until = 2026-11-10T09:00:01Z\n"), "there is a second left"),
        (with_prompt("until = 2026-11-09T21:00:01\n"), "there is a second left on the last clock of the world"),
    ] {
        assert_eq!(rules(&text), [""; 0], "{why}");
    }
}

#[test]
fn a_score_that_nobody_reaches_is_told() {
    let card = "[[readiness.weights]]\nreading = \"export\"\nbins = [1, 5]\npoints = [0, 10, 20]\n";
    let rules = |keys: &str| rules(&format!("{}{card}", with_prompt(keys)));
    assert_eq!(rules("score_min = 100\n"), [""; 0]);
    assert_eq!(rules("score_min = 60\nwhen = \"score <= 50\"\n"), ["unreachable_prompt"]);
    assert_eq!(super::rules(&with_prompt("score_min = 1\n")), ["unreachable_prompt"]);
}

#[test]
fn a_prompt_behind_one_without_end_is_told() {
    let other = |keys: &str| format!("{NAMES}{}{}", prompt("first", keys), prompt("offer", "when = \"export >= 3\"\n"));
    let help = "commercial = false\nfrequency = { lifetime = 0 }\n";
    assert_eq!(lints(&other(help)), [("unreachable_prompt", 27)]);
    for keys in [
        "commercial = false\n",
        "commercial = false\nfrequency = { lifetime = 0 }\npriority = -1\n",
        "commercial = false\nfrequency = { lifetime = 0 }\ncontrol_percent = 1\n",
        "commercial = false\nfrequency = { lifetime = 0 }\nroutes = [\"/a\"]\n",
        "commercial = false\nfrequency = { lifetime = 0 }\nwhen = \"export >= 4\"\n",
        "commercial = false\nfrequency = { lifetime = 0 }\nunless = \"first_report\"\n",
        "commercial = false\nfrequency = { lifetime = 0 }\nuntil = 2027-01-01T00:00:00Z\n",
        "commercial = false\nfrequency = { lifetime = 0, custom = [{ cap = 9, period = \"1d\" }] }\n",
        "commercial = false\nfrequency = { lifetime = 0 }\ncooldownPeriod = \"1h\"\n",
        "commercial = false\nfrequency = { lifetime = 0 }\ndevices = [\"phone\"]\n",
        "commercial = false\nfrequency = { lifetime = 0 }\nschedule = { weekdays = [\"mon\"] }\n",
        "commercial = false\nfrequency = { lifetime = 0 }\nstatus = \"draft\"\n",
    ] {
        assert_eq!(lints(&other(keys)), [], "{keys}");
    }
}
