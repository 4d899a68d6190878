//! Faults of shape: all of them in one go, in plain words, and nothing that only follows from them.

use proptest::prelude::{Strategy, prop, prop_assert, proptest};

use super::render;
use crate::playbook::Playbook;
use crate::playbook::source::shape::SHAPE_FAULTS_MAX;
use crate::playbook::tests::NAMES;

/// The faults of `text`: line, message and help.
fn faults(text: &str) -> Vec<(usize, String, String)> {
    let faults = Playbook::read(text).expect_err(text);
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    faults.into_iter().map(|fault| (line(fault.span.start), fault.message, fault.help.unwrap_or_default())).collect()
}

/// Message and help of the one fault of a playbook that has `keys` at its top.
fn fault(keys: &str) -> (String, String) {
    let name = if keys.starts_with("name =") { "" } else { "name = \"Shape\"\n" };
    let mut faults = faults(&format!("{name}{keys}\n"));
    assert_eq!(faults.len(), 1, "{keys}: {faults:?}");
    let (_, message, help) = faults.remove(0);
    (message, help)
}

#[test]
fn unknown_keys_wrong_types_and_names_come_together_in_the_order_of_the_file() {
    let text = r##"name = 5
colour = "red"
settle = 10
holdout_percent = 130
[[features]]
name = "export"
role = "gat"
[[features]]
label = "no name"
[[moments]]
name = "m"
stage = "valu"
when = "exprot"
[[moments]]
name = "n"
when = "export"
[readiness]
base = "many"
bands = { warming = 5, ready = "x", urgent = 3 }
[[readiness.weights]]
reading = "export"
bins = [1, "x"]
points = [0, 5]
[[prompts]]
id = "p"
kind = "popup"
status = "live"
when = "exprot"
devices = ["watch"]
priority = 99999
from = "2026-11-10T09:00:00Z"
frequency = { custom = [{ cap = 300, period = "12h" }] }
[prompts.words.en]
accept = "Yes"
steps = ["x"]
[frame.english]
why = "x"
"##;
    let told: Vec<_> = faults(text).into_iter().map(|(line, message, _)| (line, message)).collect();
    let expected = [
        (1, "`name` cannot be a number"),
        (
            2,
            "unknown field `colour`, expected one of `name`, `locale`, `settle`, `stale_after`, `recovery`, `snooze`, `holdout_percent`, `salt`, `require_signature`, `acknowledge`, `features`, `limits`, `moments`, `budget`, `readiness`, `prompts`, `theme`, `frame`",
        ),
        (3, "`settle` cannot be a number"),
        (4, "more than everybody"),
        (7, "`gat` is none of the names that may stand here"),
        (8, "missing field `name`"),
        (12, "`valu` is none of the names that may stand here"),
        (13, "nothing is called `exprot`"),
        (14, "missing field `stage`"),
        (18, "`base` cannot be a text"),
        (19, "`ready` cannot be a text"),
        (22, "`bins` cannot be a text"),
        (26, "`popup` is none of the names that may stand here"),
        (27, "`live` is none of the names that may stand here"),
        (28, "nothing is called `exprot`"),
        (29, "`watch` is none of the names that may stand here"),
        (30, "99999 is out of bounds for `priority`"),
        (31, "`from` cannot be a text"),
        (32, "300 is out of bounds for `cap`"),
        (32, "days of the trial are counted here"),
        (33, "the prompt cannot be declined"),
        (35, "`steps` cannot be a text"),
        (36, "`english` is no language"),
    ];
    assert_eq!(told, expected.map(|(line, message)| (line, message.to_owned())));
}

#[test]
fn all_parts_of_a_prompt_and_of_a_weight_are_read_whatever_is_wrong_with_one() {
    let text = format!(
        "{NAMES}[[readiness.weights]]\nreading = \"nothing\"\nbins = [3, 1]\npoints = [0]\n\
         [[prompts]]\nid = \"p\"\nkind = \"help\"\nstatus = \"draft\"\nwhen = \"or\"\nunless = \"export >=\"\n\
         score_min = 101\ncommercial = true\nabout = \"x\"\nfrom = 2026-11-10\nuntil = 2026-11-10\n\
         schedule = {{ hours = \"9-17\", every = \"1h\" }}\nvariants = [{{ key = \"a b\", weight = 1 }}]\n\
         frequency = {{ custom = [{{ cap = 1, period = \"12h\" }}] }}\n\
         [prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{{ title = \"A\", body = \"B\" }}]\n"
    );
    let lines: Vec<_> = faults(&text).into_iter().map(|fault| fault.0).collect();
    assert_eq!(lines, [15, 16, 17, 22, 23, 24, 25, 26, 27, 28, 29, 29, 30, 31]);
}

#[test]
fn what_follows_from_a_fault_is_not_told_beside_it() {
    for keys in [
        "[[prompts]]\nid = \"p\"\nkind = \"card\"\nstatus = \"draft\"\nwhen = \"uses\"\nwords = 5",
        "[[prompts]]\nid = \"p\"\nkind = \"card\"\nstatus = \"draft\"\nwhen = \"uses\"",
        "[readiness]\nbands = { warming = 5, ready = 900, urgent = 3 }",
        "[[readiness.weights]]\nreading = \"uses\"\nbins = [2, 1]\npoints = [\"x\"]",
        "[[moments]]\nstage = \"value\"\nwhen = \"uses\"",
        "features = [{ name = 1 }, { name = \"a\" }]",
        "prompts = 5",
        "[[budget]]\ncooldownPeriod = \"2h\"",
        "[features]\nlabel = \"a\"",
    ] {
        let _ = fault(keys);
    }
}

#[test]
fn there_is_an_end_of_faults_of_shape() {
    let keys: Vec<_> = (0..SHAPE_FAULTS_MAX * 2).map(|number| format!("key_{number} = 1\n")).collect();
    assert_eq!(faults(&format!("name = \"Many\"\n{}", keys.concat())).len(), SHAPE_FAULTS_MAX);
}

#[test]
fn what_is_no_toml_is_told_alone() {
    let told = faults("name = \"Broken\ncolour = 5\nlocale = en\n");
    assert_eq!(told.iter().map(|fault| fault.0).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn bounds_are_said_in_plain_words() {
    for (keys, message, help) in [
        ("holdout_percent = 300", "300 is out of bounds for `holdout_percent`", "expected a whole number, 0 to 100"),
        (
            "holdout_percent = 2.5",
            "`holdout_percent` cannot be a number with a fraction",
            "expected a whole number, 0 to 100",
        ),
        (
            "[readiness]\nhorizon_days = -1",
            "-1 is out of bounds for `horizon_days`",
            "expected a whole number, 1 to 65535",
        ),
        (
            "[readiness]\nhorizon_days = 0",
            "nobody upgrades within 0 days",
            "expected a whole number of days, 1 to 65535",
        ),
        (
            "[readiness]\nbase = 1.5",
            "`base` cannot be a number with a fraction",
            "expected a whole number, -2147483648 to 2147483647",
        ),
        ("snooze = \"400d\"", "`400d` is too long", "expected at most 366 days"),
        ("snooze = \"2w\"", "`2w` is no duration", "expected a number and a unit, such as 8s, 15m, 4h or 2d"),
        (
            "snooze = 5",
            "`snooze` cannot be a number",
            "expected a duration in quotation marks, such as \"8s\", \"15m\", \"4h\" or \"2d\"",
        ),
        ("require_signature = \"yes\"", "`require_signature` cannot be a text", "expected true or false"),
        ("name = true", "`name` cannot be true or false", "expected a text in quotation marks"),
        ("salt = 2026-11-10", "`salt` cannot be a date or a time", "expected a text in quotation marks"),
        (
            "[features]\nlabel = \"a\"",
            "`features` cannot be a table",
            "expected a list: write [[features]], with two brackets, or [ ] around the table",
        ),
        ("acknowledge = \"nagging\"", "`acknowledge` cannot be a text", "expected a list in brackets: [ ]"),
        ("budget = 5", "`budget` cannot be a number", "expected a table: [ ] as a header, or { } behind the key"),
    ] {
        assert_eq!(fault(keys), (message.to_owned(), help.to_owned()), "{keys}");
    }
}

/// Message and help of the one fault of a prompt with `keys`.
fn prompt_fault(keys: &str) -> (String, String) {
    fault(&format!(
        "[[prompts]]\nid = \"p\"\nkind = \"card\"\nstatus = \"draft\"\nwhen = \"uses\"\n{keys}\n\
         [prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{{ title = \"A\", body = \"B\" }}]"
    ))
}

#[test]
fn a_date_stands_without_quotes() {
    let help = |value: &str| prompt_fault(&format!("from = {value}")).1;
    assert_eq!(help("\"2026-11-10T09:00:00Z\""), "write the date without quotes: 2026-11-10T09:00:00Z");
    assert_eq!(help("'2026-11-10T09:00:00'"), "write the date without quotes: 2026-11-10T09:00:00");
    assert_eq!(help("\"tomorrow\""), "expected a date and a time without quotes, such as 2026-11-10T09:00:00Z");
}

#[test]
fn lists_that_leave_nothing_are_left_out() {
    assert_eq!(
        prompt_fault("devices = []"),
        ("no device is left".into(), "leave `devices` out to mean all of them".into())
    );
    let (message, help) = prompt_fault("schedule = { weekdays = [] }");
    assert_eq!((message.as_str(), help.as_str()), ("no weekday is left", "leave `weekdays` out to mean all of them"));
}

#[test]
fn a_playbook_has_a_name_and_languages_are_tags() {
    for blank in ["", " ", "\\t"] {
        assert_eq!(fault(&format!("name = \"{blank}\"")).0, "the playbook has no name");
    }
    let expected = "expected a language tag (BCP 47), such as \"en\" or \"pt-BR\"";
    for (keys, tag, help) in [
        ("locale = \"\"", "", expected),
        ("locale = \"english!\"", "english!", expected),
        ("locale = \"en_US\"", "en_US", "did you mean \"en-US\"?"),
        ("[frame.german]\nwhy = \"x\"", "german", expected),
        (
            "[[readiness.weights]]\nreading = \"uses\"\nbins = []\npoints = [0]\nreason = { en_US = \"x\" }",
            "en_US",
            "did you mean \"en-US\"?",
        ),
    ] {
        assert_eq!(fault(keys), (format!("`{tag}` is no language"), help.to_owned()), "{keys}");
    }
    let words = "variants = [{ key = \"a\", weight = 1, words = { \"e n\" = { accept = \"x\" } } }]";
    assert_eq!(prompt_fault(words).0, "`e n` is no language");
    assert_eq!(
        prompt_fault("words.en_GB = { accept = \"a\", decline = \"b\", steps = [{ title = \"t\", body = \"b\" }] }").1,
        "did you mean \"en-GB\"?"
    );
}

#[test]
fn a_route_is_a_path() {
    for (route, sign) in [("/a b", ' '), ("/x?y=1", '?'), ("/a#b", '#'), ("/a,\t/b", '\t')] {
        let route = route.replace('\t', "\\t");
        assert_eq!(prompt_fault(&format!("routes = [\"{route}\"]")).0, format!("no path holds `{sign}`"));
    }
}

/// The repository's playbook with some lines left out and some values spoilt.
fn spoilt() -> impl Strategy<Value = String> {
    let text = std::fs::read_to_string("../../playbook.toml").unwrap();
    let values = prop::sample::select(vec!["5", "-1", "true", "'x'", "[]", "{}", "['x']", "2026-11-10", "[{ x = 1 }]"]);
    prop::collection::vec((prop::sample::select((0..text.lines().count()).collect::<Vec<_>>()), values, 0..4_u8), 1..8)
        .prop_map(move |deeds| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            for (line, value, deed) in deeds {
                lines[line] = match (deed, lines[line].split_once(" = ")) {
                    (0, _) => String::new(),
                    (1, Some((_, old))) => format!("x{line} = {old}"),
                    (_, Some((key, _))) => format!("{key} = {value}"),
                    _ => continue,
                };
            }
            lines.join("\n")
        })
}

proptest! {
    #[test]
    fn a_spoilt_playbook_has_faults_that_can_be_shown_and_none_of_them_twice(text in spoilt()) {
        let Err(faults) = Playbook::read(&text) else { return Ok(()) };
        prop_assert!(!faults.is_empty() && !render(&text, &faults).is_empty());
        prop_assert!(faults.is_sorted_by_key(|fault| fault.span.start));
        for (at, fault) in faults.iter().enumerate() {
            prop_assert!(!faults[..at].contains(fault), "{fault:?}\n{text}");
            let is_stand_in = fault.message.contains("`_:") || fault.message.contains("sessions >= 0");
            prop_assert!(!is_stand_in, "{fault:?}\n{text}");
        }
    }
}
