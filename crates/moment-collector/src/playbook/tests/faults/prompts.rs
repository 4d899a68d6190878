//! Faults within prompts.

use expect_test::{Expect, expect};

use super::check;
use crate::playbook::Playbook;

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
        playbook.toml:12:14: taking the offer cannot lead there
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
        playbook.toml:12:14: taking the offer cannot lead there
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
        playbook.toml:11:11: the prompt cannot be declined
        error: the prompt cannot be declined
          --> playbook.toml:11:11
           |
        11 | decline = " "
           |           ^^^
           |
           = help: expected the label of a plain decline, such as "Not now"

    "#]],
    );
}

#[test]
fn a_prompt_has_a_decline_at_all() {
    check_prompt(
        "",
        "",
        &expect![[r#"
        playbook.toml:8:1: missing field `decline`
        error: missing field `decline`
         --> playbook.toml:8:1
          |
        8 | [prompts.words.en]
          | ^^^^^^^^^^^^^^^^^^

    "#]],
    );
}

#[test]
fn a_control_is_no_more_than_everybody() {
    check_prompt(
        "control_percent = 200",
        "decline = \"No\"",
        &expect![[r#"
        playbook.toml:7:19: more than everybody
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
            playbook.toml:7:8: `2026-11-10` is no instant
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
