//! Prompts end to end: from their tables to the rule that the core evaluates and the words that a browser gets.

use moment_core::budget::{Cap, Frequency};
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::schedule::{Edge, Schedule};
use moment_wire::words::{BlockV1, PromptWordsV2};

use super::NAMES;
use crate::playbook::Playbook;

const WORDS: &str =
    "[prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{ title = \"A\", body = \"B\" }]\n";

fn read(keys: &str) -> Playbook {
    let text = format!(
        "{NAMES}[[prompts]]\nid = \"case\"\nstatus = \"running\"\nwhen = \"export\"\n{keys}{}",
        if keys.contains("words") { "" } else { WORDS }
    );
    Playbook::read(&text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"))
}

fn rule(keys: &str) -> PromptRule {
    let kind = if keys.contains("kind =") { "" } else { "kind = \"card\"\n" };
    read(&format!("{kind}{keys}")).rules.prompts.remove(0)
}

#[test]
fn every_kind_has_its_name_and_sells_if_it_can() {
    for kind in PromptKind::ALL {
        let rule = rule(&format!("kind = \"{}\"\n{}", kind.name(), needs(kind)));
        assert_eq!((rule.kind, rule.commercial), (kind, kind.can_sell()));
    }
    assert!(!rule("commercial = false\n").sells());
    assert!(!rule(&format!("kind = \"help\"\ncommercial = false\n{}", needs(PromptKind::Help))).sells());
}

/// What a prompt of this kind cannot be without.
fn needs(kind: PromptKind) -> String {
    match kind {
        PromptKind::Spotlight => "anchor = \"#export\"\n".to_owned(),
        PromptKind::Checklist => "items = [{ moment = \"first_report\" }]\n".to_owned(),
        PromptKind::Meter => "limit = \"seats\"\n".to_owned(),
        PromptKind::Help => WORDS.replace("decline", "accept_url = \"/help\"\ndecline"),
        _ => String::new(),
    }
}

#[test]
fn a_prompt_is_seen_once_unless_it_says_more() {
    let frequency = |keys: &str| rule(keys).frequency;
    assert_eq!(frequency(""), Frequency { lifetime: 1, ..Frequency::default() });
    assert_eq!(frequency("frequency = { lifetime = 3 }\n"), Frequency { lifetime: 3, ..Frequency::default() });
    let weekly = Cap { cap: 2, period_days: 7 };
    let caps = "custom = [{ cap = 2, period = \"7d\" }]";
    assert_eq!(
        frequency(&format!("frequency = {{ {caps} }}\n")),
        Frequency { caps: vec![weekly], ..Frequency::default() }
    );
    let all = format!("frequency = {{ lifetime = 4, {caps} }}\ncooldownPeriod = \"3d\"\n");
    assert_eq!(frequency(&all), Frequency { lifetime: 4, caps: vec![weekly], cooldown_s: 3 * 86_400 });
}

#[test]
fn the_budget_is_the_usual_one_unless_it_says_otherwise() {
    let budget = |lines: &str| Playbook::read(&format!("{NAMES}{lines}")).unwrap().rules.budget;
    assert_eq!(budget(""), Frequency::usual());
    assert_eq!(budget("[budget]\ncooldownPeriod = \"2h\"\n"), Frequency { cooldown_s: 7_200, ..Frequency::usual() });
    let caps = "[budget]\nfrequency = { lifetime = 9, custom = [{ cap = 5, period = \"30d\" }] }\n";
    let expected = Frequency { lifetime: 9, caps: vec![Cap { cap: 5, period_days: 30 }], ..Frequency::usual() };
    assert_eq!(budget(caps), expected);
}

#[test]
fn devices_are_a_bit_each() {
    assert_eq!(rule("").devices, 0);
    assert_eq!(rule("devices = [\"phone\", \"desktop\"]\n").devices, 0b101);
    assert_eq!(rule("devices = [\"tablet\"]\n").devices, 0b010);
}

#[test]
fn a_time_without_an_offset_is_on_the_customers_clock() {
    let schedule = rule("from = 2026-11-10T10:00:00+01:00\nuntil = 2026-12-01T00:00:00\n").schedule;
    let expected = Schedule {
        from: Some(Edge { ms: 1_794_301_200_000, local: false }),
        until: Some(Edge { ms: 1_796_083_200_000, local: true }),
        ..Schedule::default()
    };
    assert_eq!(schedule, expected);
}

#[test]
fn weekdays_hours_and_rounds_make_a_schedule() {
    let schedule = |keys: &str| rule(&format!("schedule = {{ {keys} }}\n")).schedule;
    let office = Schedule { weekdays: 0b1_1111, from_minute: 540, until_minute: 1020, ..Schedule::default() };
    let weekdays = "weekdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]";
    assert_eq!(schedule(&format!("{weekdays}, hours = \"09:00-17:00\"")), office);
    assert_eq!(schedule("weekdays = [\"sun\"]").weekdays, 0b100_0000);
    let night = schedule("hours = \"22:30-06:00\"");
    assert_eq!((night.from_minute, night.until_minute), (1350, 360));
    assert_eq!(schedule("hours = \"18:00-24:00\"").until_minute, 1440);
    assert_eq!(schedule("every = \"30d\"").every_days, 30);
}

#[test]
fn a_reaction_asks_about_a_moment() {
    assert_eq!(rule("kind = \"reaction\"\nabout = \"first_report\"\n").about, Some(0));
    assert_eq!(rule("kind = \"reaction\"\n").about, None);
}

#[test]
fn a_variant_says_some_things_otherwise_in_the_language_of_the_prompt() {
    let german = "[prompts.words.de]\naccept = \"Ja\"\ndecline = \"Nein\"\nsteps = [{ title = \"C\", body = \"D\" }]\n";
    let variants = "[[prompts.variants]]\nkey = \"plain\"\nweight = 1\n\
                    [[prompts.variants]]\nkey = \"short\"\nweight = 3\n\
                    [prompts.variants.words.en]\naccept = \"Go\"\n";
    let playbook = read(&format!("kind = \"card\"\n{WORDS}{german}{variants}"));
    let weights: Vec<_> =
        playbook.rules.prompts[0].variants.iter().map(|variant| (variant.key.as_str(), variant.weight)).collect();
    assert_eq!(weights, [("plain", 1), ("short", 3)]);
    let said = |locale: &str| {
        let words = playbook.for_locale(locale).words[0].iter().map(|words| PromptWordsV2::unpack(words).unwrap());
        let labels = |words: PromptWordsV2| match words.pages[0].blocks.last() {
            Some(BlockV1::Buttons(buttons)) => (buttons[0].label.clone(), buttons[1].label.clone()),
            other => panic!("{other:?}"),
        };
        words.map(labels).collect::<Vec<_>>()
    };
    let pair = |accept: &str, decline: &str| (accept.to_owned(), decline.to_owned());
    assert_eq!(said("en"), [pair("Yes", "No"), pair("Go", "No")]);
    assert_eq!(said("de"), [pair("Ja", "Nein"), pair("Ja", "Nein")]);
}

#[test]
fn texts_of_all_rules_stand_in_one_list_whatever_the_language() {
    let german = "[prompts.words.de]\naccept = \"Ja\"\ndecline = \"Nein\"\nsteps = [{ title = \"C\", body = \"D\" }]\n";
    let playbook = read(&format!(
        "kind = \"card\"\nunless = '''plan = \"team\" or plan = \"solo\" and route != \"/a\"'''\n{WORDS}{german}\
         [[readiness.weights]]\nreading = \"plan = 'solo'\"\nbins = [1]\npoints = [0, 5]\n"
    ));
    assert_eq!(playbook.rules.texts, ["solo", "team", "/a"]);
    assert_eq!(playbook.for_locale("de").rules.texts, ["solo", "team", "/a"]);
}
