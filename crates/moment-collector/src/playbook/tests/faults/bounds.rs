//! Faults in how often, when, where and in which ways a prompt is shown.

use crate::playbook::Playbook;

/// The first fault of a prompt with these keys: message and help.
fn fault(keys: &str) -> (String, String) {
    let kind = if keys.contains("kind =") { "" } else { "kind = \"card\"\n" };
    let text = format!(
        "name = \"Bounds\"\n[[moments]]\nname = \"activated\"\nstage = \"value\"\n\
         [[prompts]]\nid = \"offer\"\nstatus = \"running\"\nwhen = \"sessions >= 1\"\n{kind}{keys}\n\
         [prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{{ title = \"A\", body = \"B\" }}]\n"
    );
    let faults = Playbook::read(&text).expect_err(keys);
    (faults[0].message.clone(), faults[0].help.clone().unwrap_or_default())
}

#[test]
fn old_keys_are_told_with_the_new_ones() {
    let (message, help) = fault("lifetime_max = 3");
    assert_eq!(message, "`lifetime_max` is no key here");
    assert_eq!(help, "write `frequency = { lifetime = 3 }`");
    for (key, now) in [
        ("prompts_per_day_max = 1", "`frequency = { custom = [{ cap = 1, period = \"1d\" }] }`"),
        ("prompts_per_week_max = 1", "`frequency = { custom = [{ cap = 3, period = \"7d\" }] }`"),
        ("cooldown = \"2h\"", "`cooldownPeriod = \"4h\"`"),
    ] {
        let faults = Playbook::read(&format!("name = \"Old\"\n[budget]\n{key}\n")).unwrap_err();
        assert_eq!(faults[0].help, Some(format!("write {now}")), "{key}");
    }
}

#[test]
fn a_misspelt_key_comes_with_the_nearest() {
    assert_eq!(fault("priorty = 3").1, "did you mean `priority`?");
}

#[test]
fn a_period_is_whole_days_of_the_window() {
    for period in ["0d", "12h", "36h", "65d", "90s"] {
        let (message, help) = fault(&format!("frequency = {{ custom = [{{ cap = 1, period = \"{period}\" }}] }}"));
        assert_eq!(message, "days of the trial are counted here", "{period}");
        assert_eq!(help, "expected whole days, 1d to 64d");
        assert_eq!(fault(&format!("schedule = {{ every = \"{period}\" }}")).1, help);
    }
}

#[test]
fn caps_and_variants_have_an_end() {
    let caps = ["{ cap = 1, period = \"1d\" }"; 9].join(", ");
    assert_eq!(fault(&format!("frequency = {{ custom = [{caps}] }}")).0, "9 caps are too many");
    let variants: Vec<_> = (0..9).map(|number| format!("{{ key = \"v{number}\", weight = 1 }}")).collect();
    assert_eq!(fault(&format!("variants = [{}]", variants.join(", "))).0, "9 variants are too many");
}

#[test]
fn a_variant_has_a_name_and_one_of_them_has_weight() {
    let variants = |list: &str| fault(&format!("variants = [{list}]")).0;
    assert_eq!(variants("{ key = \"a b\", weight = 1 }"), "`a b` cannot be a name");
    assert_eq!(variants("{ key = \"a\", weight = 1 }, { key = \"a\", weight = 1 }"), "`a` is named twice");
    assert_eq!(variants("{ key = \"a\", weight = 0 }"), "no variant has any weight");
}

#[test]
fn a_variant_speaks_no_other_language_and_breaks_no_rule_of_words() {
    let (message, help) = fault("variants = [{ key = \"a\", weight = 1, words.de = { accept = \"Ja\" } }]");
    assert_eq!(message, "the prompt itself has no words in `de`");
    assert_eq!(help, "expected [prompts.words.de], which a variant says otherwise");
    let other = |words: &str| fault(&format!("variants = [{{ key = \"a\", weight = 1, words.en = {{ {words} }} }}]")).0;
    assert_eq!(other("decline = \" \""), "the prompt cannot be declined");
    assert_eq!(other("accept_url = \"http://a\""), "taking the offer cannot lead there");
    assert_eq!(other("steps = []"), "no steps");
}

#[test]
fn what_helps_never_sells() {
    let (message, help) = fault("kind = \"help\"\ncommercial = true");
    assert_eq!(message, "a help never sells");
    assert_eq!(help, "leave `commercial` out, or choose a card, modal, spotlight, banner, meter or advocacy");
}

#[test]
fn only_a_reaction_asks_about_a_moment_that_there_is() {
    assert_eq!(fault("about = \"activated\"").0, "a card asks nothing about a moment");
    let (message, help) = fault("kind = \"reaction\"\nabout = \"actvated\"");
    assert_eq!((message.as_str(), help.as_str()), ("no moment is called `actvated`", "did you mean `activated`?"));
}

#[test]
fn hours_are_two_times_of_a_day() {
    for hours in ["9-17", "09:00", "09:60-10:00", "24:00-06:00", "09:00-25:00", "9:00-17:00", "", "١٢:٠٠-١٣:٠٠"]
    {
        assert_eq!(fault(&format!("schedule = {{ hours = \"{hours}\" }}")).0, format!("`{hours}` are no hours"));
    }
    assert_eq!(fault("schedule = { hours = \"09:00-09:00\" }").0, "no time is in the hours `09:00-09:00`");
}

#[test]
fn a_time_begins_before_it_ends_on_some_clock_at_least() {
    let message = "the prompt's time ends before it begins";
    for times in [
        "from = 2026-11-10T09:00:00Z\nuntil = 2026-11-10T09:00:00Z",
        "from = 2026-11-10T09:00:00\nuntil = 2026-11-10T08:00:00",
        "from = 2026-11-10T09:00:00Z\nuntil = 2026-11-09T21:00:00",
        "from = 2026-11-10T23:00:00\nuntil = 2026-11-10T09:00:00Z",
    ] {
        assert_eq!(fault(times).0, message, "{times}");
    }
}

#[test]
fn a_route_begins_at_the_root() {
    let (message, help) = fault("routes = [\"/a\", \"invoices/*\"]");
    assert_eq!(message, "no page has the path `invoices/*`");
    assert_eq!(help, "expected a path that begins with `/` or `*`, such as \"/invoices/*\"");
}

#[test]
fn a_model_has_a_most_of_bytes() {
    let bins: Vec<String> = (1..=40).map(|bin| (bin * 70_000).to_string()).collect();
    let points: Vec<String> = (0..=40).map(|bin| (bin * 200).to_string()).collect();
    let (bins, points) = (bins.join(", "), points.join(", "));
    let weight = format!("[[readiness.weights]]\nreading = \"sessions\"\nbins = [{bins}]\npoints = [{points}]\n");
    assert!(Playbook::read(&format!("name = \"Small\"\n{}", weight.repeat(8))).is_ok());
    let faults = Playbook::read(&format!("name = \"Large\"\n{}", weight.repeat(9))).unwrap_err();
    assert_eq!(faults[0].message, "the weights take 2102 bytes in every browser");
}

#[test]
fn no_prompt_is_called_like_the_experiment_that_all_share() {
    let text = "name = \"H\"\n[[prompts]]\nid = \"holdout\"\nstatus = \"running\"\nkind = \"card\"\nwhen = \"sessions\"\n\
         [prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{ title = \"A\", body = \"B\" }]\n";
    let faults = Playbook::read(text).unwrap_err();
    assert_eq!(faults[0].message, "`holdout` is the experiment that all prompts share");
}
