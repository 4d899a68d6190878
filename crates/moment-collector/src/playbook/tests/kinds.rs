//! Kinds of prompts end to end: from their tables to the pages that a browser gets.

use moment_core::prompt::PromptKind;
use moment_core::rule::{Comparison, Op};
use moment_wire::words::{ActionV1, BlockV1, ButtonV1, FrameWord, PromptWordsV2, SurroundV2, deed, language, role};

use super::NAMES;
use crate::playbook::Playbook;
use crate::playbook::fault::Fault;

const EN: &str = "[prompts.words.en]\ndecline = \"No\"\nsteps = [{ title = \"A\", body = \"B\" }]\n";

fn try_read(keys: &str, words: &str) -> Result<Playbook, Vec<Fault>> {
    Playbook::read(&format!(
        "{NAMES}[[prompts]]\nid = \"case\"\nstatus = \"running\"\nwhen = \"export\"\n{keys}\n{words}\n"
    ))
}

fn words_in(locale: &str, keys: &str, words: &str) -> PromptWordsV2 {
    let playbook = try_read(keys, words).unwrap_or_else(|faults| panic!("{faults:?}"));
    PromptWordsV2::unpack(&playbook.for_locale(locale).words[0][0]).unwrap()
}

fn words(keys: &str, words: &str) -> PromptWordsV2 {
    words_in("en", keys, words)
}

fn fault(keys: &str, words: &str) -> String {
    try_read(keys, words).expect_err("this is wrong").remove(0).message
}

/// Label, role and page of each button of a page.
fn buttons(words: &PromptWordsV2, page: usize) -> Vec<(&str, u8, u8)> {
    let rows = words.pages[page].blocks.iter().filter_map(|block| match block {
        BlockV1::Buttons(buttons) => Some(buttons),
        _ => None,
    });
    rows.flatten().map(|button| (button.label.as_str(), button.role, button.page)).collect()
}

fn actions(words: &PromptWordsV2, page: usize) -> Vec<(u8, &str)> {
    let first = words.pages[page].blocks.iter().find_map(|block| match block {
        BlockV1::Buttons(buttons) => buttons.first(),
        _ => None,
    });
    let told = |action: &'_ ActionV1| (action.deed, action.target.clone());
    let all: Vec<(u8, String)> = first.iter().flat_map(|button| button.actions.iter().map(told)).collect();
    all.into_iter().map(|(deed, target)| (deed, &*target.leak())).collect()
}

#[test]
fn steps_are_gone_through_and_the_offer_stands_on_the_last() {
    let steps = "[prompts.words.en]\naccept = \"Go\"\naccept_url = \"/upgrade\"\ndecline = \"No\"\n\
                 steps = [{ title = \"A\", body = \"B\", accept = \"Show me\", action = { focus = \"#x\" } },\n\
                 { title = \"C\", body = \"D\" }, { title = \"E\", body = \"F\" }]";
    let words = words("kind = \"modal\"", steps);
    assert_eq!((words.pages.len(), words.steps), (3, 3));
    assert_eq!(buttons(&words, 0), [("Show me", role::GO, 1), ("No", role::DECLINE, 0)]);
    assert_eq!(actions(&words, 0), [(deed::FOCUS, "#x")]);
    assert_eq!(buttons(&words, 1), [("Next", role::GO, 2), ("No", role::DECLINE, 0)]);
    assert_eq!(buttons(&words, 2), [("Go", role::ACCEPT, 0), ("No", role::DECLINE, 0)]);
    assert_eq!(actions(&words, 2), [(deed::URL, "/upgrade")]);
}

#[test]
fn an_action_is_done_in_one_order_however_it_is_written() {
    let action = "kind = \"card\"\naction = { url = \"/a\", focus = \"#b\", call = \"app.c\", track = \"export\" }";
    let words = words(action, &format!("{EN}accept = \"Go\"\n"));
    let expected = [(deed::TRACK, "export"), (deed::CALL, "app.c"), (deed::FOCUS, "#b"), (deed::URL, "/a")];
    assert_eq!(actions(&words, 0), expected);
}

#[test]
fn plans_stand_beside_each_other_and_the_present_one_cannot_be_chosen() {
    let plans = format!(
        "{EN}plans = [{{ name = \"Trial\", price = \"free\" }},\n\
         {{ name = \"Team\", price = \"€9\", points = [\"All\"], accept = \"Take it\", accept_url = \"/team\" }}]"
    );
    let words = words("kind = \"modal\"", &plans);
    let BlockV1::Plans(plans) = &words.pages[0].blocks[1] else { panic!("{words:?}") };
    assert_eq!(plans[0].button, None);
    let actions = vec![ActionV1 { deed: deed::URL, target: "/team".into() }];
    assert_eq!(plans[1].button, Some(ButtonV1 { label: "Take it".into(), role: role::ACCEPT, page: 0, actions }));
    assert_eq!(buttons(&words, 0), [("No", role::DECLINE, 0)]);
}

#[test]
fn a_checklist_has_moments_with_their_labels_and_what_is_said_when_all_are_reached() {
    let keys = "kind = \"checklist\"\nitems = [{ moment = \"first_report\", action = { url = \"/reports\" } }]";
    let full = format!("{EN}full = {{ title = \"Done\", body = \"All of it\" }}\n");
    let plain = words(keys, &full);
    let BlockV1::Items(items) = &plain.pages[0].blocks[1] else { panic!("{plain:?}") };
    assert_eq!((items[0].moment.as_str(), items[0].label.as_str()), ("first_report", "first_report"));
    assert_eq!(items[0].actions, [ActionV1 { deed: deed::URL, target: "/reports".into() }]);
    assert_eq!((plain.pages[1].title.as_str(), buttons(&plain, 1)), ("Done", vec![("Close", role::DONE, 0)]));
    let named = words(keys, &format!("{full}items = {{ first_report = \"Make a report\" }}\n"));
    assert!(matches!(&named.pages[0].blocks[1], BlockV1::Items(items) if items[0].label == "Make a report"));
    assert_eq!(fault(keys, &format!("{EN}items = {{ second = \"X\" }}")), "`second` is not on the checklist");
    assert_eq!(fault("kind = \"checklist\"", EN), "a checklist needs `items`");
    assert_eq!(fault("kind = \"checklist\"\nitems = []", EN), "nothing is on the checklist");
    assert_eq!(
        fault("kind = \"checklist\"\nitems = [{ moment = \"first_reprt\" }]", EN),
        "no moment is called `first_reprt`"
    );
}

#[test]
fn a_meter_says_something_else_at_the_limit_and_comes_without_end() {
    let full = "full = { title = \"All {of} used\", body = \"Nothing is lost\" }";
    let words = words("kind = \"meter\"\nlimit = \"seats\"", &format!("{EN}{full}"));
    assert_eq!((words.limit.as_str(), words.pages.len(), words.steps), ("seats", 2, 1));
    assert!(words.pages.iter().all(|page| page.blocks[1] == BlockV1::Gauge { label: "seats".into() }));
    let lifetime = |keys: &str| try_read(keys, EN).unwrap().rules.prompts[0].frequency.lifetime;
    assert_eq!(lifetime("kind = \"meter\"\nlimit = \"seats\""), 0);
    assert_eq!(lifetime("kind = \"meter\"\nlimit = \"seats\"\nfrequency = { lifetime = 2 }"), 2);
    assert_eq!(fault("kind = \"meter\"", EN), "a meter needs `limit`");
    assert_eq!(fault("kind = \"meter\"\nlimit = \"seat\"", EN), "no limit is called `seat`");
}

#[test]
fn a_reaction_is_a_tap_and_then_perhaps_words() {
    let plain = words("kind = \"reaction\"", EN);
    assert_eq!(plain.pages.len(), 2);
    let scale = ["Very bad", "Bad", "Fair", "Good", "Very good"].map(str::to_owned).into();
    assert_eq!(plain.pages[0].blocks[1], BlockV1::Scale { labels: scale, page: 1 });
    assert_eq!((plain.about.as_str(), plain.pages[1].title.as_str()), ("case", "Thank you"));
    let asking = words("kind = \"reaction\"\nabout = \"first_report\"", &format!("{EN}ask = \"Why?\"\n"));
    assert_eq!((asking.about.as_str(), asking.pages.len(), asking.steps), ("first_report", 3, 1));
    let field = BlockV1::Field { label: "Why?".into(), send: "Send".into(), page: 2 };
    assert_eq!(asking.pages[1].blocks[0], field);
    assert_eq!(fault("kind = \"reaction\"", &format!("{EN}scale = [\"Bad\", \"Good\"]")), "2 answers");
}

#[test]
fn help_opens_beside_the_page_and_asks_whether_it_helped() {
    let help = format!("{EN}accept = \"Read how\"\naccept_url = \"/help\"\ncall_me = \"Call me\"\n");
    let words = words("kind = \"help\"", &help);
    let first = [("Read how", role::HELP, 1), ("Call me", role::GO, 2), ("No", role::DECLINE, 0)];
    assert_eq!(buttons(&words, 0), first);
    assert_eq!(actions(&words, 0), [(deed::WINDOW, "/help")]);
    assert_eq!(buttons(&words, 1), [("Yes, it did", role::HELPED, 0), ("Not yet", role::GO, 2)]);
    assert!(matches!(&words.pages[2].blocks[0], BlockV1::Field { page: 3, .. }));
    assert_eq!(fault("kind = \"help\"", EN), "missing field `accept`");
}

/// Somebody who took the help and was not helped has not refused it.
#[test]
fn not_yet_closes_the_help_where_nobody_can_be_asked() {
    let link = format!("{EN}accept = \"Open it\"\naccept_url = \"/help\"\n");
    assert_eq!(buttons(&words("kind = \"help\"", &link), 1)[1], ("Not yet", role::DONE, 0));
    let asked = format!("{link}call_me = \"Ask us\"\n");
    assert_eq!(buttons(&words("kind = \"help\"", &asked), 1)[1], ("Not yet", role::GO, 2));
}

#[test]
fn why_a_prompt_comes_is_said_by_its_rule_where_the_score_has_no_part_in_it() {
    let why = |keys: &str| {
        let words = format!("{EN}accept = \"Go\"\naccept_url = \"/go\"\n");
        let text = format!("{NAMES}[[prompts]]\nid = \"case\"\nstatus = \"running\"\n{keys}\n{words}");
        let playbook = Playbook::read(&text).unwrap_or_else(|faults| panic!("{keys}: {faults:?}"));
        PromptWordsV2::unpack(&playbook.for_locale("en").words[0][0]).unwrap().why
    };
    let (everybody, card) = ("It is shown to everybody at this point of the trial.", "kind = \"card\"");
    for (keys, expected) in [
        (format!("{card}\nwhen = \"export\""), everybody),
        (format!("{card}\nwhen = \"export\"\nscore_min = 1"), ""),
        (format!("{card}\nwhen = \"export and score >= 20\""), ""),
        (format!("{card}\nwhen = \"export and band >= ready\""), ""),
        (format!("{card}\nwhen = \"limit_pressure >= 80%\""), "A limit of the trial is near or reached."),
        ("kind = \"help\"\nwhen = \"friction\"".into(), "Something did not go as it should just now."),
        ("kind = \"advocacy\"\nwhen = \"export\"".into(), "You said that it went well."),
    ] {
        assert_eq!(why(&keys), expected, "{keys}");
    }
}

#[test]
fn tomorrow_is_promised_only_where_a_snooze_lasts_a_day() {
    let snooze = |top: &str| {
        let text = format!("{top}{NAMES}");
        let playbook = Playbook::read(&text).unwrap_or_else(|faults| panic!("{top}: {faults:?}"));
        let surround = SurroundV2::unpack(&playbook.for_locale("en").surround).unwrap();
        surround.frame.get(FrameWord::Snooze).to_owned()
    };
    assert_eq!(snooze(""), "Remind me tomorrow");
    assert_eq!(snooze("snooze = \"24h\"\n"), "Remind me tomorrow");
    assert_eq!(snooze("snooze = \"4h\"\n"), "Remind me later");
}

#[test]
fn a_reply_tells_who_said_what() {
    let words = words("kind = \"reply\"", EN);
    assert_eq!(words.pages[0].blocks[1..3], [BlockV1::Quote("{comment}".into()), BlockV1::Text("{reply}".into())]);
    assert_eq!(buttons(&words, 0), [("No", role::DONE, 0)]);
}

#[test]
fn nobody_is_asked_to_recommend_what_did_not_delight_them() {
    let ops = |kind: &str| {
        let words = format!("{EN}accept = \"Go\"\n");
        try_read(&format!("kind = \"{kind}\""), &words).unwrap().rules.prompts[0].when.ops.clone()
    };
    let (card, advocacy) = (ops("card"), ops("advocacy"));
    assert_eq!(advocacy[..card.len()], card);
    let [Op::Read(_), Op::Number(4), Op::Compare(Comparison::AtLeast), Op::And] = advocacy[card.len()..] else {
        panic!("{advocacy:?}");
    };
}

#[test]
fn an_anchor_goes_with_a_spotlight() {
    let accept = format!("{EN}accept = \"Go\"\n");
    assert_eq!(words("kind = \"spotlight\"\nanchor = \"#x\"", &accept).anchor, "#x");
    assert_eq!(fault("kind = \"spotlight\"", &accept), "a spotlight needs `anchor`");
    assert_eq!(fault("kind = \"card\"\nanchor = \"#x\"", &accept), "a card has no `anchor`");
    assert_eq!(fault("kind = \"spotlight\"\nanchor = \"..x\"", &accept), "no name stands after `.`");
}

#[test]
fn an_action_leads_somewhere() {
    let cases = [
        ("url = \"javascript:x\"", "taking the offer cannot lead there"),
        ("call = \"alert(1)\"", "no function is called so"),
        ("focus = \"#\"", "no name stands after `#`"),
        ("prompt = \"csae\"", "no prompt is called `csae`"),
        ("track = \"exprot\"", "no feature is called `exprot`"),
        ("prompt = \"case\", url = \"/a\"", "the page is left before another prompt can start"),
    ];
    for (action, message) in cases {
        let keys = format!("kind = \"card\"\naction = {{ {action} }}");
        assert_eq!(fault(&keys, &format!("{EN}accept = \"Go\"\n")), message, "{action}");
    }
}

#[test]
fn what_a_language_leaves_out_is_said_as_in_the_playbooks_own() {
    let both = format!("{EN}accept = \"Go\"\naccept_url = \"/up\"\n[prompts.words.de]\naccept = \"Los\"\n");
    let words = words_in("de", "kind = \"card\"", &both);
    let [title, decline] = ["A", "No"].map(|text| language::mark(text, "en"));
    assert_eq!((words.locale.as_str(), &words.pages[0].title), ("de", &title), "and says that it is English");
    assert_eq!(buttons(&words, 0), [("Los", role::ACCEPT, 0), (decline.as_str(), role::DECLINE, 0)]);
    assert_eq!(actions(&words, 0), [(deed::URL, "/up")], "an address has no language");
    let nowhere = try_read("kind = \"card\"", "[prompts.words.de]\naccept = \"Los\"\n").unwrap_err();
    let messages: Vec<_> = nowhere.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages, ["missing field `steps`", "the prompt cannot be declined"]);
}

#[test]
fn places_speak_of_what_the_prompt_has() {
    let title = |title: &str| {
        format!(
            "[prompts.words.en]\ndecline = \"No\"\naccept = \"Go\"\nsteps = [{{ title = \"{title}\", body = \"B\" }}]"
        )
    };
    assert!(try_read("kind = \"card\"\nlimit = \"seats\"", &title("{left} left until {ends}")).is_ok());
    let message = "{left} speaks of a limit, and the prompt has none";
    assert_eq!(fault("kind = \"card\"", &title("{left} left")), message);
    assert_eq!(fault("kind = \"card\"", &title("{by} wrote")), "{by} speaks of a reply");
    assert_eq!(fault("kind = \"card\"", &title("{lefft}")), "nothing is known as {lefft}");
}

#[test]
fn the_surround_knows_bounds_guides_and_names_in_the_customers_language() {
    let german = "[prompts.words.de]\ndecline = \"Nein\"\n";
    let frame = "[frame.de]\nwhy = \"Wozu?\"\n[frame.de.names]\nexport = \"Exporte\"\n";
    let playbook = try_read("kind = \"reaction\"", &format!("{EN}{german}{frame}")).unwrap();
    let surround = |locale: &str| SurroundV2::unpack(&playbook.for_locale(locale).surround).unwrap();
    let (english, german) = (surround("en"), surround("de"));
    assert_eq!(german.guides, ["case"]);
    assert_eq!(german.caps, playbook.rules.budget.caps);
    assert_eq!((german.label("export"), english.label("export")), ("Exporte", "export"));
    let first = |surround: &SurroundV2| surround.frame.0[..5].to_vec();
    assert_eq!(first(&german)[0], "Wozu?");
    assert_eq!((first(&german)[4].as_str(), first(&english)[4].as_str()), ("Morgen erinnern", "Remind me tomorrow"));
    let strange = try_read("kind = \"reaction\"", &format!("{EN}[frame.de.names]\nexprot = \"X\"\n")).unwrap_err();
    assert_eq!(strange[0].message, "no feature, moment or limit is called `exprot`");
}

#[test]
fn what_stands_around_a_prompt_in_another_language_says_which_it_is() {
    // Danish is not known here: its frame says one word itself, and the others are English.
    let danish = "[prompts.words.da]\ndecline = \"Nej\"\nsteps = [{ title = \"A\", body = \"B\" }]\n";
    let frame = "[frame.da]\nwhy = \"Hvorfor?\"\n[frame.de]\nwhy = \"Wozu?\"\n";
    let playbook = try_read("kind = \"reaction\"", &format!("{EN}{danish}{frame}")).unwrap();
    let around = |locale: &str| SurroundV2::unpack(&playbook.for_locale(locale).surround).unwrap().frame;
    let word = |locale: &str, word| around(locale).get(word).to_owned();
    assert_eq!(word("da", FrameWord::Why), "Hvorfor?");
    assert_eq!(word("da", FrameWord::Close), language::mark("Close", "en"));
    // To Germans the prompt speaks English, and what stands around it German.
    assert_eq!(word("de", FrameWord::Why), language::mark("Wozu?", "de"));
    assert_eq!(word("de", FrameWord::Close), language::mark("Schließen", "de"));
    assert_eq!(word("en", FrameWord::Close), "Close");
    let words = PromptWordsV2::unpack(&playbook.for_locale("da").words[0][0]).unwrap();
    assert_eq!(buttons(&words, 0), [("Nej", role::DECLINE, 0)]);
    let Some(BlockV1::Scale { labels, .. }) =
        words.pages[0].blocks.iter().find(|block| matches!(block, BlockV1::Scale { .. }))
    else {
        panic!("{words:?}")
    };
    assert!(labels.iter().all(|label| language::split(label).0 == Some("en")), "{labels:?}");
}

#[test]
fn every_kind_makes_pages_of_its_own() {
    for kind in PromptKind::ALL {
        let keys = match kind {
            PromptKind::Spotlight => "anchor = \"#x\"",
            PromptKind::Checklist => "items = [{ moment = \"first_report\" }]",
            PromptKind::Meter => "limit = \"seats\"",
            _ => "",
        };
        let words = words(&format!("kind = \"{}\"\n{keys}", kind.name()), &format!("{EN}accept = \"Go\"\n"));
        assert!(!words.pages.is_empty() && words.pages[0].title == "A", "{kind:?}");
    }
}
