//! One sample of each message, with something in every field.

use moment_core::arm::Arm;
use moment_core::budget::{Cap, Frequency};
use moment_core::day_counts::DayCounts;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::Due;
use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule, Status, Variant};
use moment_core::reaction::Reaction;
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::{Counted, Over, Reading};
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use moment_core::schedule::{Edge, Schedule};
use moment_core::summary::{BudgetChoice, Summary};
use moment_core::time::{DAY_S, HOUR_S};
use moment_wire::beacon::BeaconV4;
use moment_wire::codec::Writer;
use moment_wire::comment::{CommentV1, CommentsV1};
use moment_wire::playbook::PlaybookV3;
use moment_wire::prompt::{Parts, PromptV3};
use moment_wire::reply::{RepliesV2, ReplyV2, SeenV2};
use moment_wire::saved::SavedV4;
use moment_wire::start::StartV3;
use moment_wire::words::{
    ActionV1, BlockV1, ButtonV1, FrameWord, FrameWordsV2, ItemV1, PageV1, PlanV1, PromptWordsV2, SurroundV2, ThemeV1,
    deed, role,
};

/// Two comments: one about a moment, and one about nothing.
pub(crate) fn comments() -> CommentsV1 {
    let about = CommentV1 {
        id: [7; 16],
        at_ms: 1_794_000_360_000,
        words: "Where is \"export\"?\nÉclair <b>&amp;</b> 🙂".into(),
        about: Some("activated".into()),
    };
    let alone = CommentV1 { id: *b"0123456789abcdef", at_ms: 1_794_000_361_000, words: "Thanks".into(), about: None };
    CommentsV1 {
        trial: "t_8f3a".into(),
        account: Some("a_19".into()),
        signature: Some([5; 32]),
        replica: 99,
        comments: vec![about, alone],
    }
}

/// A state as it is now: what version 3 could say, with names that begin alike, and one that has much of its own.
pub(crate) fn summary() -> Summary {
    let mut summary = summary_of_version_3();
    for feature in ["report_exported", "report_exported_as_a_spreadsheet", "report_opened"] {
        summary.use_feature(feature, 300, 2);
    }
    summary
}

/// What version 2 could say, and what came with version 3.
pub(crate) fn summary_of_version_3() -> Summary {
    let mut summary = summary_of_version_2();
    if let Some(record) = summary.prompt_mut("limit_near") {
        record.step = 3;
    }
    summary
}

/// What version 1 could say, and what came with version 2.
pub(crate) fn summary_of_version_2() -> Summary {
    let mut summary = summary_of_version_1();
    summary.engaged = DayCounts::from_parts(754, [(0, 300), (1, 400)]);
    summary.reactions = vec![Reaction { name: "activated".into(), at_s: DAY_S + 30, score: 4 }];
    summary.recovered_s = DAY_S + 60;
    if let Some(record) = summary.prompt_mut("limit_near") {
        record.answered_s = Some(DAY_S + 8);
        record.due = Some(Due { at_s: DAY_S + 6, arm: Arm::Variant(1) });
    }
    summary
}

/// What version 1 could say.
pub(crate) fn summary_of_version_1() -> Summary {
    let mut summary = Summary::default();
    for (at, feature, count) in [(60, "invoice_created", 1), (DAY_S, "invoice_created", 2), (HOUR_S, "export", 300)] {
        summary.touch(at);
        summary.use_feature(feature, at, count);
    }
    summary.reach("activated", HOUR_S);
    summary.set_limit("invoices", LimitUse { at_s: DAY_S, used: 4, of: 5, hard: true });
    summary.add_friction(FrictionKind::RageClick, DAY_S + 5);
    summary.engaged = DayCounts::from_parts(754, []);
    summary.choose_budget(BudgetChoice::Fewer, DAY_S + 9);
    summary.outcome = Some((2 * DAY_S, Outcome::Upgraded));
    summary.dropped = 3;
    if let Some(record) = summary.prompt_mut("limit_near") {
        record.expose(DAY_S + 7);
        record.dismissed = 1;
        record.snoozed_until_s = 3 * DAY_S;
        record.add_waits(Reason::TriggerNotFired, 12);
        record.add_waits(Reason::QuietTime, 2);
    }
    summary
}

pub(crate) fn beacon() -> BeaconV4 {
    BeaconV4 {
        trial: "t_8f3a".into(),
        account: Some("a_19".into()),
        plan: None,
        locale: Some("de-AT".into()),
        started_ms: 1_794_000_000_000,
        length_days: 14,
        replica: u64::MAX - 7,
        sent_ms: 1_794_172_800_123,
        playbook: 0xdead_beef,
        simulated: false,
        signature: Some(core::array::from_fn(|at| u8::try_from(at).unwrap_or(0))),
        summary: summary(),
    }
}

pub(crate) fn start() -> StartV3 {
    let frequency = Frequency { lifetime: 2, caps: vec![Cap { cap: 4, period_days: 7 }], cooldown_s: 120 };
    let rule = Rule {
        ops: vec![
            Op::Read(Reading::Count { of: Counted::Feature(0), over: Over::Days(7) }),
            Op::Number(-3),
            Op::Compare(Comparison::AtLeast),
            Op::Not,
        ],
    };
    let rules = Playbook {
        features: vec![FeatureRule {
            name: "invoice_created".into(),
            routes: vec![Pattern("/invoices/*".into())],
            role: Some(Role::Invitation),
        }],
        moments: vec![MomentRule {
            name: "activated".into(),
            stage: Stage::Value,
            activation: true,
            when: Some(rule.clone()),
        }],
        limits: vec!["invoices".into()],
        texts: vec!["team".into()],
        salt: "salt".into(),
        budget: frequency.clone(),
        scorecard: Scorecard {
            base: -62,
            weights: vec![Weight {
                reading: Reading::Count { of: Counted::Uses, over: Over::HalfLife(3) },
                bins: vec![10, 50],
                points: vec![-8, 0, 6],
                mean: -1,
            }],
            bands: [25, 45, 65],
        },
        prompts: vec![PromptRule {
            id: "limit_near".into(),
            kind: PromptKind::Modal,
            status: Status::Running,
            priority: -5,
            when: rule.clone(),
            unless: Some(rule),
            score_min: 40,
            routes: vec![Pattern("/**".into())],
            devices: 5,
            frequency,
            control_percent: 50,
            variants: vec![Variant { key: "short".into(), weight: 7 }],
            schedule: Schedule {
                from: Some(Edge { ms: 1_794_000_000_000, local: true }),
                until: None,
                weekdays: 3,
                from_minute: 540,
                until_minute: 1020,
                every_days: 30,
            },
            about: Some(0),
            ..PromptRule::default()
        }],
        ..Playbook::default()
    };
    StartV3 {
        paused: true,
        playbook: PlaybookV3 {
            version: 7,
            rules,
            selectors: vec![vec![".mark-paid".into()]],
            words: vec![vec![texts(&["ar", "\u{1}", "العنوان", "النص", "Yes", "/upgrade", "No"])]],
            surround: texts(&[
                "Why?",
                "Because",
                "Everybody",
                "Fewer",
                "Later",
                "Close",
                "Next",
                "Back",
                "#1f5fd0",
                "#fff",
                "\u{1}",
                "You were busy here.",
            ]),
        },
        others: Some(summary_of_version_3()),
    }
}

/// Words and surround as they were packed when the start message was released: it carries them, whatever they are. A
/// text of one control character is how many items of a list follow.
fn texts(texts: &[&str]) -> Vec<u8> {
    let mut writer = Writer::default();
    for text in texts {
        match text.as_bytes() {
            [count @ 0..=31] => writer.byte(*count),
            _ => writer.text(text),
        }
    }
    writer.finish()
}

pub(crate) fn prompt() -> PromptV3 {
    PromptV3 {
        id: "limit_near".into(),
        kind: PromptKind::Modal as u8,
        is_preview: true,
        ends_ms: 1_795_200_000_000,
        words: words(),
        surround: surround(),
        contributions: vec![-8],
        facts: SavedV4 { replica: 0, started_ms: 1_794_000_000_000, summary: summary_of_version_3() },
        reply: Some(reply()),
    }
}

/// The sample prompt in bytes.
pub(crate) fn prompt_bytes() -> Vec<u8> {
    PromptV3::encode(&Parts {
        id: "limit_near",
        kind: PromptKind::Modal as u8,
        is_preview: true,
        ends_ms: 1_795_200_000_000,
        words: &words().pack(),
        surround: &surround().pack(),
        contributions: &[-8],
        facts: &SavedV4::encode(0, 1_794_000_000_000, &summary_of_version_3()),
        reply: &reply().pack(),
    })
}

fn reply() -> moment_wire::prompt::ReplyV1 {
    moment_wire::prompt::ReplyV1 {
        comment: "Where is \"export\"?".into(),
        words: "In the menu.".into(),
        by: "Mia".into(),
        at_ms: 1_794_100_000_000,
    }
}

pub(crate) fn surround() -> SurroundV2 {
    SurroundV2 {
        frame: FrameWordsV2((0..FrameWord::COUNT).map(|word| format!("word {word}")).collect()),
        theme: ThemeV1 { accent: "#1f5fd0".into(), on_accent: "#fff".into() },
        reasons: vec!["You were busy here.".into()],
        caps: vec![Cap { cap: 2, period_days: 1 }],
        guides: vec!["tour".into()],
        names: vec![("export".into(), "Exports".into())],
    }
}

/// A block of each sort, an action of each sort, a button of each role.
fn words() -> PromptWordsV2 {
    let action = |deed, target: &str| ActionV1 { deed, target: target.into() };
    let button = |role, page, actions| ButtonV1 { label: "Yes".into(), role, page, actions };
    let all = [
        action(deed::URL, "/upgrade"),
        action(deed::WINDOW, "https://help.example/"),
        action(deed::CALL, "app.open"),
        action(deed::FOCUS, "#export"),
        action(deed::PROMPT, "tour"),
        action(deed::TRACK, "export"),
    ];
    let item = ItemV1 { moment: "activated".into(), label: "Send it".into(), actions: all.to_vec() };
    let plan = |button| PlanV1 { name: "Team".into(), price: "€9".into(), points: vec!["All".into()], button };
    let first = vec![
        BlockV1::Text("النص".into()),
        BlockV1::Quote("So".into()),
        BlockV1::Items(vec![item]),
        BlockV1::Gauge { label: "Invoices".into() },
        BlockV1::Scale { labels: vec!["Bad".into(), "Good".into()], page: 1 },
        BlockV1::Field { label: "Why?".into(), send: "Send".into(), page: 1 },
        BlockV1::Plans(vec![plan(None), plan(Some(button(role::ACCEPT, 0, Vec::new())))]),
        BlockV1::Buttons(vec![button(role::DECLINE, 0, Vec::new()), button(role::GO, 1, all.to_vec())]),
    ];
    PromptWordsV2 {
        locale: "ar".into(),
        anchor: "#export".into(),
        limit: "invoices".into(),
        about: "activated".into(),
        why: "It is {day} days old.".into(),
        steps: 1,
        pages: vec![
            PageV1 { title: "العنوان".into(), blocks: first },
            PageV1 { title: "Thanks".into(), blocks: Vec::new() },
        ],
    }
}
/// Replies to the two comments.
pub(crate) fn replies() -> RepliesV2 {
    let [asked, thanks] = comments().comments.try_into().expect("two comments");
    let first = ReplyV2 {
        id: [9; 16],
        comment: asked.id,
        at_ms: 1_794_000_400_000,
        words: "Under \"Reports\" → Export.\nÉcrivez-nous 🙂".into(),
        by: "Mia".into(),
        asked: asked.words,
        asked_ms: asked.at_ms,
    };
    let second = ReplyV2 {
        id: [10; 16],
        comment: thanks.id,
        at_ms: 1_794_000_401_000,
        words: "Welcome".into(),
        by: String::new(),
        asked: thanks.words,
        asked_ms: thanks.at_ms,
    };
    RepliesV2 { open: true, replies: vec![first, second] }
}

/// The same without what version 1 did not tell.
pub(crate) fn replies_of_version_1() -> RepliesV2 {
    let RepliesV2 { open, replies } = replies();
    let strip = |reply| ReplyV2 { by: String::new(), asked: String::new(), asked_ms: 0, ..reply };
    RepliesV2 { open, replies: replies.into_iter().map(strip).collect() }
}

/// Both of them are put off.
pub(crate) fn seen() -> SeenV2 {
    let CommentsV1 { trial, account, signature, replica, .. } = comments();
    SeenV2 { trial, account, signature, replica, ids: vec![[9; 16], [10; 16]], put_off: true }
}
