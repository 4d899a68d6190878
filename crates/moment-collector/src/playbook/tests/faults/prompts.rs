//! Faults within prompts.

use expect_test::{Expect, expect};

use super::check;
use crate::playbook::Playbook;
use crate::playbook::fault::FaultRule;

/// Reads a prompt with these lines besides what it needs, and expects these faults.
fn check_prompt(keys: &str, words: &str, expected: &Expect) {
    let text = format!(
        "name = \"Prompt\"\n[[prompts]]\nid = \"offer\"\nkind = \"card\"\nstatus = \"running\"\nwhen = \"sessions >= 1\"\n\
         {keys}\n[prompts.words.en]\naccept = \"Yes\"\nsteps = [{{ title = \"A\", body = \"B\" }}]\n{words}\n"
    );
    check(&text, expected);
}

#[test]
fn an_offer_cannot_lead_into_a_script() {
    check_prompt(
        "",
        "decline = \"No\"\naccept_url = \"javascript:alert(1)\"",
        &expect![[r#"
            error: taking the offer cannot lead there
              --> playbook.toml:12:14
               |
            12 | accept_url = "javascript:alert(1)"
               |              ^^^^^^^^^^^^^^^^^^^^^
               |
               = help: expected an address within your site, such as "/upgrade", or one that begins with https://

        "#]],
    );
}

#[test]
fn an_offer_cannot_lead_to_another_site_by_two_slashes() {
    check_prompt(
        "",
        "decline = \"No\"\naccept_url = \"//evil.example\"",
        &expect![[r#"
            error: taking the offer cannot lead there
              --> playbook.toml:12:14
               |
            12 | accept_url = "//evil.example"
               |              ^^^^^^^^^^^^^^^^
               |
               = help: expected an address within your site, such as "/upgrade", or one that begins with https://

        "#]],
    );
}

#[test]
fn a_prompt_can_be_declined() {
    check_prompt(
        "",
        "decline = \" \"",
        &expect![[r#"
            error[missing_decline]: the prompt cannot be declined
              --> playbook.toml:11:11
               |
            11 | decline = " "
               |           ^^^
               |
               = help: expected `decline`, the label of a plain decline, such as "Not now"; this cannot be acknowledged

        "#]],
    );
}

#[test]
fn a_prompt_has_a_decline_at_all() {
    check_prompt(
        "",
        "",
        &expect![[r#"
            error[missing_decline]: the prompt cannot be declined
             --> playbook.toml:8:1
              |
            8 | [prompts.words.en]
              | ^^^^^^^^^^^^^^^^^^
              |
              = help: expected `decline`, the label of a plain decline, such as "Not now"; this cannot be acknowledged

        "#]],
    );
}

#[test]
fn a_decline_that_nobody_sees_is_none() {
    for blank in ["", "\\t", "\u{a0}", "\u{200b}", "\u{2060}\u{feff} \u{3164}"] {
        let text = format!(
            "name = \"Prompt\"\n[[prompts]]\nid = \"offer\"\nkind = \"card\"\nstatus = \"running\"\nwhen = \"sessions >= 1\"\n\
             acknowledge = [\"missing_decline\"]\n[prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\n\
             steps = [{{ title = \"A\", body = \"B\" }}]\n[[prompts.variants]]\nkey = \"a\"\nweight = 1\n\
             [prompts.variants.words.en]\ndecline = \"{blank}\"\n"
        );
        let faults = Playbook::read(&text).unwrap_err();
        let rules: Vec<_> = faults.iter().map(|fault| fault.rule).collect();
        assert_eq!(rules, [Some(FaultRule::MissingDecline)], "{blank:?}");
    }
}

#[test]
fn a_control_is_no_more_than_everybody() {
    check_prompt(
        "control_percent = 200",
        "decline = \"No\"",
        &expect![[r#"
            error: more than everybody
             --> playbook.toml:7:19
              |
            7 | control_percent = 200
              |                   ^^^
              |
              = help: expected 0 to 100

        "#]],
    );
}

#[test]
fn a_schedule_is_made_of_instants() {
    check_prompt(
        "from = 2026-11-10",
        "decline = \"No\"",
        &expect![[r#"
            error: `2026-11-10` is no instant
             --> playbook.toml:7:8
              |
            7 | from = 2026-11-10
              |        ^^^^^^^^^^
              |
              = help: expected date and time, such as 2026-11-10T09:00:00Z, or 2026-11-10T09:00:00 on the customer's clock

        "#]],
    );
}

#[test]
fn nothing_that_is_said_is_empty() {
    let text = "name = \"Prompt\"\n[[prompts]]\nid = \"offer\"\nkind = \"card\"\nstatus = \"running\"\n\
                when = \"sessions >= 1\"\n[prompts.words.en]\naccept = \" \"\ndecline = \"No\"\n\
                steps = [{ title = \"\", body = \"B\" }, { title = \"A\", body = \" \" }]\n";
    let faults = Playbook::read(text).unwrap_err();
    let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    let expected = ["the label that takes the offer is empty", "the heading is empty", "the text is empty"];
    assert_eq!(messages, expected);
}
