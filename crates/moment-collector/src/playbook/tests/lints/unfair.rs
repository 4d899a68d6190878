//! Dark patterns, missing words, and too many prompts.

use expect_test::expect;

use super::{check, rules, with_prompt, words};

fn said(locale: &str, accept: &str, decline: &str, body: &str) -> Vec<&'static str> {
    let english = if locale == "en" { String::new() } else { words("en", "Yes, please", "Not now", "Some news") };
    rules(&with_prompt(&format!("{}{english}", words(locale, accept, decline, body).trim_start())))
}

#[test]
fn declines_that_shame_are_found_in_four_languages() {
    for (locale, accept, decline) in [
        ("en", "See the plans", "No thanks, I hate saving money"),
        ("en", "See the plans", "I don’t want to grow"),
        ("en", "See the plans", "I'd rather lose my invoices"),
        ("en-GB", "See the plans", "I DON'T CARE about growth"),
        ("de", "Tarife ansehen", "Nein, ich zahle lieber mehr"),
        ("de", "Tarife ansehen", "Ich will nicht wachsen"),
        ("en", "See all plans and prices", "No thanks, I prefer doing it the hard way"),
        ("en", "See the plans", "No, I'll stay unproductive"),
        ("en", "See the plans", "No, I'm fine losing customers"),
        ("en", "See the plans", "Stay a loser"),
        ("de", "Alle Tarife ansehen", "Nein, ich will weiter Geld verschwenden"),
        ("de", "Alle Tarife ansehen", "Ich bleibe lieber unproduktiv"),
        ("ar", "عرض الباقات", "لا، أكره توفير المال"),
        ("ar", "عرض الباقات", "لا أريد أن أنمو"),
        ("ja", "プランを見る", "いいえ、損をしたいです"),
        ("ja", "プランを見る", "節約したくない"),
    ] {
        assert_eq!(said(locale, accept, decline, "Some news"), ["shaming_decline"], "{decline}");
    }
}

#[test]
fn plain_declines_pass() {
    for (locale, accept, decline) in [
        ("en", "See the plans", "Not now"),
        ("en", "OK", "No thanks"),
        ("en", "See the plans", "I don't need more seats"),
        ("en", "See the plans", "I don't want to upgrade now"),
        ("en", "See the plans", "I'd rather not"),
        ("en", "See the plans", "Keep the trial"),
        ("de", "Ja", "Nein danke"),
        ("de", "Tarife ansehen", "Ich bleibe lieber beim kostenlosen Tarif"),
        ("de", "Tarife ansehen", "Ich will jetzt nicht"),
        ("ar", "نعم", "ليس الآن"),
        ("ja", "はい", "今はしない"),
        ("fr", "Voir les offres", "Pas maintenant"),
    ] {
        assert_eq!(said(locale, accept, decline, "Some news"), [""; 0], "{decline}");
    }
}

#[test]
fn words_that_press_are_found_in_four_languages() {
    for (locale, body) in [
        ("en", "Only today: half the price."),
        ("en", "This is your LAST CHANCE"),
        ("en", "The offer expires in 3 hours."),
        ("en", "Only 10 minutes left."),
        ("en", "Ends in 00:59:59"),
        ("en", "BUY IT NOW and save."),
        ("en", "ACT SOON!"),
        ("en", "A new plan!!"),
        ("de", "Nur noch heute zum halben Preis."),
        ("de", "Die letzte Chance."),
        ("de", "Nur noch 20 Minuten."),
        ("ar", "العرض اليوم فقط"),
        ("ar", "واليوم فقط بنصف السعر"),
        ("ar", "أَسْرِع الآن"),
        ("ja", "本日限りの半額です。"),
        ("ja", "残り10分です。"),
        ("ja", "残り１０分です。"),
        ("en", "Upgrade before it is too late"),
        ("en", "Ends in 2 hours"),
        ("en", "Your discount expires at midnight"),
        ("en", "Your price expires today."),
        ("en", "The final hours"),
        ("en", "Almost gone"),
        ("en", "Last day"),
        ("en", "Last days!"),
        ("en", "3...2...1"),
        ("en", "Upgrade immediately or your data will be deleted"),
        ("de", "Das Angebot läuft gleich ab"),
        ("de", "Ihr Preis läuft bald ab"),
        ("de", "Nur noch heute!"),
        ("de", "Nur noch wenige Stunden"),
        ("ar", "أسرع"),
        ("ar", "أسرع! العرض"),
    ] {
        assert_eq!(said(locale, "Yes, please", "Not now", body), ["false_urgency"], "{body}");
    }
}

#[test]
fn plain_news_pass() {
    for (locale, body) in [
        ("en", "Your trial has three days left. Nothing is lost afterwards."),
        ("en", "Exports go to PDF, CSV, XML and JSON."),
        ("en", "Use our REST API!"),
        ("en", "Meet us at 10:30 in hall 3."),
        ("en", "Your trial ends today. Only 1 invoice left, and only 2 seats left."),
        ("de", "Die Probezeit endet heute; der Export dauert noch 20 Minuten."),
        ("ar", "تقارير أسرع من قبل"),
        ("ja", "本日までの請求書です。お急ぎの方はこちら。"),
        ("de", "Die Probezeit endet am 3. Dezember."),
        ("de", "Der letzte Chancenbericht ist fertig."),
        ("ar", "تقاريرك الآن أوضح"),
        ("ja", "請求書が今月も届きました。"),
        ("en", "No hurry: take your time. There is no hurry."),
        ("en", "Don’t hurry. Look at the plans when it suits."),
        ("en", "The report of the last days, until the last day of the month"),
        ("en", "SSO AND SAML"),
        ("en", "KANBAN BOARDS"),
        ("en", "Only 3 seats left"),
        ("de", "Nur noch 3 Plätze frei"),
        ("ar", "بقي 3 مقاعد فقط"),
        ("ja", "残り3席です"),
        ("de", "Beeilen Sie sich nicht."),
    ] {
        assert_eq!(said(locale, "Yes, please", "Not now", body), [""; 0], "{body}");
    }
}

#[test]
fn all_that_presses_in_a_text_is_told() {
    let told = said("en", "Yes, please", "Not now", "HURRY UP TODAY!! Act now, this is your last chance");
    assert_eq!(told, ["false_urgency"; 5], "hurry, act now, last chance, !! and capital letters");
}

#[test]
fn a_ticked_box_is_found() {
    assert_eq!(said("en", "Yes, please", "Not now", "[x] Tell me more by e-mail"), ["prechecked_box"]);
    assert_eq!(said("en", "☑ Yes, please", "Not now", "Some news"), ["prechecked_box"]);
    assert_eq!(said("en", "Yes, please", "Not now", "[ ] Tell me more by e-mail"), [""; 0]);
}

#[test]
fn a_decline_is_as_easy_as_the_accept() {
    assert_eq!(said("en", "Go", "Leave everything as it is for now", "Some news"), ["unequal_decline"]);
    assert_eq!(said("en", "Continue", " continue", "Some news"), ["unequal_decline"]);
    assert_eq!(said("en", "Upgrade", "Stay on the free plan", "Some news"), [""; 0]);
}

#[test]
fn too_many_prompts_nag() {
    let budget = |lines: &str| rules(&format!("{}[budget]\n{lines}\n", with_prompt("")));
    let caps = |caps: &str| budget(&format!("frequency = {{ custom = [{caps}] }}"));
    assert_eq!(caps("{ cap = 4, period = \"1d\" }"), ["nagging"]);
    assert_eq!(caps(""), ["nagging"]);
    assert_eq!(caps("{ cap = 9, period = \"1d\" }, { cap = 3, period = \"7d\" }"), [""; 0]);
    assert_eq!(budget("cooldownPeriod = \"59s\""), ["nagging"]);
    assert_eq!(budget("cooldownPeriod = \"1m\""), [""; 0]);
}

#[test]
fn what_sells_every_day_without_end_nags() {
    let daily = "[budget]\nfrequency = { custom = [{ cap = 1, period = \"1d\" }] }\n";
    let nags = |keys: &str| rules(&format!("{}{daily}", with_prompt(keys))) == ["nagging"];
    assert!(nags("frequency = { lifetime = 0 }\n"));
    assert!(nags("frequency = { custom = [{ cap = 1, period = \"1d\" }] }\n"));
    assert!(nags("schedule = { every = \"1d\" }\n"));
    assert!(nags("frequency = { lifetime = 7 }\nschedule = { every = \"7d\" }\n"));
    for keys in [
        "",
        "frequency = { lifetime = 0 }\ncommercial = false\n",
        "frequency = { lifetime = 0 }\nkind = \"help\"\n",
        "frequency = { custom = [{ cap = 1, period = \"2d\" }] }\n",
        "frequency = { lifetime = 0 }\ncooldownPeriod = \"2d\"\n",
        "frequency = { lifetime = 0 }\nschedule = { weekdays = [\"mon\", \"tue\"] }\n",
        "schedule = { every = \"2d\" }\n",
    ] {
        assert!(!nags(keys), "{keys}");
    }
    assert_eq!(rules(&with_prompt("frequency = { lifetime = 0 }\n")), [""; 0], "the usual budget is three a week");
}

#[test]
fn variants_are_read_too_and_what_they_share_is_told_once() {
    let base = words("en", "See the plans", "Not now", "Hurry");
    let text = format!(
        "{}[[prompts.variants]]\nkey = \"a\"\nweight = 1\n[prompts.variants.words.en]\ndecline = \"I hate saving\"\n\
         [[prompts.variants]]\nkey = \"b\"\nweight = 1\n",
        with_prompt(base.trim_start())
    );
    assert_eq!(rules(&text), ["false_urgency", "shaming_decline"]);
}

#[test]
fn what_is_unfair_is_drawn_with_its_reason() {
    let text = words("en", "See the plans", "No thanks, I hate saving money", "Hurry, [x] is checked for you");
    check(
        &with_prompt(text.trim_start()),
        &expect![[r#"
            warning[shaming_decline]: “I hate” in a decline: it puts a foolish opinion into the customer's mouth
              --> playbook.toml:21:11
               |
            21 | decline = "No thanks, I hate saving money"
               |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = help: a decline says no more than that: "Not now", "No, thanks"

            warning[false_urgency]: “hurry”: it presses for time
              --> playbook.toml:22:32
               |
            22 | steps = [{ title = "A", body = "Hurry, [x] is checked for you" }]
               |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = help: say what the customer gets, and leave them the time; a true date may be acknowledged

            warning[prechecked_box]: [x] is a box that the customer did not tick
              --> playbook.toml:22:32
               |
            22 | steps = [{ title = "A", body = "Hurry, [x] is checked for you" }]
               |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = help: let customers agree by doing something, not by leaving something

        "#]],
    );
}

#[test]
fn a_prompt_speaks_the_playbooks_own_language() {
    assert_eq!(rules(&with_prompt(words("de", "Ja bitte", "Nein danke", "Neues").trim_start())), ["missing_language"]);
    assert_eq!(rules(&with_prompt(words("en-GB", "Yes, please", "No, thanks", "News").trim_start())), [""; 0]);
}
