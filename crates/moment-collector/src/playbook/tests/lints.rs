//! A case a lint: what `second-moment check` says of what the language allows.

mod acknowledgements;
mod conditions;
mod never_a_false_alarm;
mod theme;
mod unfair;
mod unreachable;

use expect_test::Expect;

use super::NAMES;
use crate::playbook::Playbook;
use crate::playbook::drawing::Sheet;

/// 2026-11-10T09:00:00Z
const NOW_MS: u64 = 1_794_301_200_000;

/// The rules that `text` breaks, acknowledged or not, each with its line.
fn lints(text: &str) -> Vec<(&'static str, usize)> {
    let playbook = Playbook::read(text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    let sheet = Sheet { file: "playbook.toml", text, with_colour: false };
    playbook.lints(NOW_MS).iter().map(|lint| (lint.rule.name(), sheet.place(&lint.span).0)).collect()
}

fn rules(text: &str) -> Vec<&'static str> {
    lints(text).into_iter().map(|lint| lint.0).collect()
}

/// Expects these lints, as a person sees them.
fn check(text: &str, expected: &Expect) {
    let playbook = Playbook::read(text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    let sheet = Sheet { file: "playbook.toml", text, with_colour: false };
    let drawn: String = playbook.lints(NOW_MS).iter().map(|lint| sheet.draw_lint(lint)).collect();
    expected.assert_eq(&drawn);
}

/// A playbook with one prompt, which has these keys besides what it needs.
fn with_prompt(keys: &str) -> String {
    format!("{NAMES}{}", prompt("offer", keys))
}

/// A prompt that breaks no rule; `keys` are put in, and leave out what they say otherwise.
fn prompt(id: &str, keys: &str) -> String {
    let says = |key: &str| keys.lines().any(|line| line.starts_with(key));
    let mut text = format!("[[prompts]]\nid = \"{id}\"\n");
    for (key, usual) in [("kind", "card"), ("status", "running"), ("when", "export")] {
        if !says(&format!("{key} =")) {
            text = format!("{text}{key} = \"{usual}\"\n");
        }
    }
    text += keys;
    if !says("[prompts.words") {
        text += &words("en", "Yes, please", "Not now", "Some news");
    }
    text
}

fn words(locale: &str, accept: &str, decline: &str, body: &str) -> String {
    format!(
        "\n[prompts.words.{locale}]\naccept = \"{accept}\"\ndecline = \"{decline}\"\n\
         steps = [{{ title = \"A\", body = \"{body}\" }}]\n"
    )
}
