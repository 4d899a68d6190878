//! All cases of the vectors, made without randomness. When the core's types change, this is the file to change.
//! It is long because it is one table of everything that a playbook and a summary can be.

use moment_core::day_set::LAST_DAY;
use moment_core::decision::Reason;
use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook};
use moment_core::prompt::{PromptKind, PromptRule};
use moment_core::readiness::{Scorecard, Weight};
use moment_core::reading::Reading::{
    self, ActiveDays, Band, Breadth, Count, Depth, FrictionRate, HoursSince, HoursTo, LastReaction, Limit,
    LimitPressure, Locale, Moment, Moments, Plan, Reaction, RecencyHours, Route, Score, Sessions, Streak, TrialDay,
    TrialProgress,
};
use moment_core::reading::{Counted, Over};
use moment_core::route::Pattern;
use moment_core::rule::{Comparison, Op, Rule};
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S, MINUTE_S, Second, day_of};
use moment_wire::playbook::PlaybookV2;
use moment_wire::words::{FrameWordsV1, PromptWordsV1, StepV1, ThemeV1};

/// Everything that the file of readiness vectors is made from.
pub(crate) struct Cases {
    pub(crate) playbooks: Vec<(&'static str, PlaybookV2)>,
    pub(crate) summaries: Vec<(String, Summary)>,
    pub(crate) vectors: Vec<Case>,
}

/// What one vector is given.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) playbook: &'static str,
    pub(crate) summary: String,
    pub(crate) length_days: u16,
    pub(crate) now_s: Second,
}

/// How many states the counter makes.
const MADE: u32 = 8;

/// A place that no playbook here has.
const NOWHERE: u8 = 200;

/// Salt, trial and experiment.
pub(crate) fn arms() -> [(&'static str, &'static str, &'static str); 20] {
    [
        ("", "", ""),
        ("", "t", ""),
        ("", "", "holdout"),
        ("invoices", "t_8f3a", "holdout"),
        ("invoices", "t_8f3a", "upgrade_card"),
        ("invoices", "t_8f3b", "holdout"),
        ("invoices", "t_8f3c", "holdout"),
        ("invoices", "T_8F3A", "holdout"),
        ("other", "t_8f3a", "holdout"),
        ("invoices2", "t_8f3a", "holdout"),
        ("a", "b/c", "d"),
        ("a/b", "c", "d"),
        ("s", "kündigung-42", "größe"),
        ("salt", "試用", "實驗"),
        ("salt", "0123456789012345678901234567890123456789", "seats_at_limit"),
        ("salt", "0123456789012345678901234567890123456789012345678901234567890123", "seats_at_limit"),
        ("2026", "1", "v2.export"),
        ("2026", "2", "v2.export"),
        ("2026", "3", "v2.export"),
        ("~", "a|b+c=d:e", "nav:upgrade"),
    ]
}

/// Salt, trial, prompt, and the keys and weights of its variants.
type Dealing = (&'static str, &'static str, &'static str, &'static [(&'static str, u8)]);

/// Trials on both sides of the edges between two variants, and at either end, and variants of all kinds.
pub(crate) fn variants() -> Vec<Dealing> {
    const HALVES: &[(&str, u8)] = &[("short", 50), ("long", 50)];
    const THIRDS: &[(&str, u8)] = &[("a", 1), ("b", 1), ("c", 1)];
    const ODD: &[(&str, u8)] = &[("rare", 1), ("never", 0), ("often", 255)];
    const LATE: &[(&str, u8)] = &[("none", 0), ("nothing", 0), ("all", 255), ("empty", 0)];
    const EIGHT: &[(&str, u8)] = &[("a", 1), ("b", 2), ("c", 4), ("d", 0), ("e", 16), ("f", 32), ("g", 64), ("h", 128)];
    const FULL: &[(&str, u8)] =
        &[("a", 255), ("b", 255), ("c", 255), ("d", 255), ("e", 255), ("f", 255), ("g", 255), ("h", 255)];
    let of = |salt, prompt, variants, trials: &[&'static str]| -> Vec<Dealing> {
        trials.iter().map(|trial| (salt, *trial, prompt, variants)).collect()
    };
    [
        of("invoices", "upgrade_card", HALVES, &["t_8f3a", "t_8f3b", "t_1439", "t_2877"]),
        of("other", "upgrade_card", HALVES, &["t_8f3a", "t_8f3b"]),
        of("invoices", "upgrade_card", THIRDS, &["t_2510", "t_5696", "t_2481", "t_9905", "t_1853", "t_14833"]),
        of("invoices", "upgrade_card", ODD, &["t_2510", "t_1276", "t_3014", "t_14833"]),
        of("2026", "seats_at_limit", LATE, &["t_6821", "t_2324"]),
        of("2026", "seats_at_limit", &[("only", 7)], &["t_6821", "t_2324"]),
        of("2026", "seats_at_limit", &[("only", 0)], &["t_2324"]),
        of("2026", "seats_at_limit", &[("a", 0), ("b", 0)], &["t_2324"]),
        of("2026", "seats_at_limit", EIGHT, &["t_6821", "t_6441", "t_5748", "t_7408", "t_4617", "t_13717", "t_2324"]),
        of("2026", "seats_at_limit", FULL, &["t_6821", "t_3968", "t_4617", "t_13717", "t_10065", "t_2324"]),
        of("", "p", HALVES, &["", "kündigung-42"]),
        of("s/t", "nav:upgrade", THIRDS, &["a|b+c=d:e", "0123456789012345678901234567890123456789"]),
    ]
    .concat()
}

pub(crate) fn readiness() -> Cases {
    let playbooks = vec![
        ("counts", alone(counts())),
        ("decays", alone(decays())),
        ("days", alone(days())),
        ("journey", alone(journey())),
        ("limits_and_trouble", alone(limits_and_trouble())),
        ("depths", alone(depths())),
        ("words_and_places", alone(words_and_places())),
        ("edges", alone(edges())),
        ("odds", alone(odds())),
        ("extremes", alone(extremes())),
        ("shapeless", alone(shapeless())),
        ("empty", alone(Scorecard::default())),
        ("mid_trial", mid_trial_playbook()),
    ];
    let mut summaries = vec![
        ("nothing".to_owned(), Summary::default()),
        ("first_minutes".to_owned(), first_minutes()),
        ("mid_trial".to_owned(), mid_trial()),
        ("a_year".to_owned(), a_year()),
        ("full".to_owned(), full()),
    ];
    summaries.extend((0..MADE).map(|number| (format!("made_{number}"), made(number))));
    summaries.extend(visit_counts().map(|visits| (format!("visits_{visits}"), visited(visits))));
    Cases { playbooks, summaries, vectors: vectors() }
}

/// The playbooks that are tried on every kind of state.
const PLAIN: [&str; 8] =
    ["counts", "decays", "days", "journey", "limits_and_trouble", "depths", "words_and_places", "mid_trial"];

fn vectors() -> Vec<Case> {
    let case = |playbook: &'static str, summary: &str, now_s: Second, length_days: u16| Case {
        name: format!("{playbook}.{summary}.{now_s}s"),
        playbook,
        summary: summary.to_owned(),
        length_days,
        now_s,
    };
    let mut vectors = vec![Case { name: "mid_trial".to_owned(), ..case("mid_trial", "mid_trial", MID_TRIAL_S, 14) }];
    for playbook in PLAIN {
        vectors.push(case(playbook, "nothing", 0, 14));
        vectors.push(case(playbook, "first_minutes", 20 * MINUTE_S, 14));
        vectors.push(case(playbook, "mid_trial", 9 * DAY_S + 1, 30));
        vectors.push(case(playbook, "a_year", 366 * DAY_S - 1, 365));
        vectors.push(case(playbook, "full", Second::MAX, 1));
        for number in 0..MADE {
            let now_s = draw(number, 999, 40 * DAY_S);
            vectors.push(case(playbook, &format!("made_{number}"), now_s, [7, 14, 0, 30][number as usize % 4]));
        }
    }
    for visits in visit_counts() {
        vectors.push(case("edges", &format!("visits_{visits}"), DAY_S, 14));
        vectors.push(case("odds", &format!("visits_{visits}"), DAY_S, 14));
    }
    for now_s in [0, DAY_S - 1, DAY_S, 7 * DAY_S - 1, 7 * DAY_S, 14 * DAY_S, u32::from(u16::MAX), Second::MAX] {
        vectors.push(case("edges", "first_minutes", now_s, 14));
    }
    for playbook in ["extremes", "shapeless", "empty"] {
        for summary in ["nothing", "mid_trial", "full"] {
            vectors.push(case(playbook, summary, MID_TRIAL_S, u16::MAX));
        }
    }
    vectors
}

// Scorecards.

fn counts() -> Scorecard {
    let features = [0, 1, 2, NOWHERE].into_iter();
    let windows = [0, 1, 7, 64, 127].map(over);
    let readings = features.flat_map(|feature| windows.map(|over| Count { of: Counted::Feature(feature), over }));
    weighed(-30, readings, &[1, 3, 10, 1000])
}

/// A power of one half that is no whole number of halvings has no exact double; the bins are those of tenths.
fn decays() -> Scorecard {
    let decayed = |of: Counted| [0, 1, 2, 3, 5, 7, 30, 127].map(|days| Count { of, over: Over::HalfLife(days) });
    let counted =
        [Counted::Feature(1), Counted::Uses, Counted::EngagedMinutes, Counted::Trouble, Counted::Feature(NOWHERE)];
    weighed(-41, counted.into_iter().flat_map(decayed), &[1, 9, 10, 33, 250, 1_000_000_007])
}

fn days() -> Scorecard {
    let active = [0, 1, 3, 7, 14, 255].map(|within_days| ActiveDays { within_days });
    let others = [Breadth, Streak, Sessions, MINUTES, RecencyHours, TrialDay, TrialProgress];
    weighed(7, active.into_iter().chain(others), &[1, 2, 4, 9, 24, 60])
}

fn journey() -> Scorecard {
    let reached = [0, 1, 2, NOWHERE].map(|moment| Moment { moment, within_days: moment % 3 * 5 });
    let hours = [0, 1, 2, NOWHERE].map(|moment| HoursTo { moment });
    weighed(-3, reached.into_iter().chain(hours).chain([Moments]), &[-1, 0, 1, 24, 72])
}

/// A model may not ask for its own score: it reads as 0.
fn limits_and_trouble() -> Scorecard {
    let limits = [0, 1, 2, NOWHERE].map(|limit| Limit { limit });
    let friction = [0, 1, 7, 127].map(|days| Count { of: Counted::Trouble, over: over(days) });
    let kinds = FrictionKind::ALL.map(|kind| Count { of: Counted::Friction(kind), over: Over::All });
    weighed(
        0,
        limits.into_iter().chain(friction).chain(kinds).chain([LimitPressure, FrictionRate, Score, Band]),
        &[1, 50, 80, 100, 101],
    )
}

/// How deep each feature is used and how long ago, and the features of each role.
fn depths() -> Scorecard {
    let features = [0, 1, 2, NOWHERE].into_iter();
    let readings = features.flat_map(|feature| [Depth { feature }, HoursSince { feature }]);
    let roles = Role::ALL.into_iter().flat_map(|role| {
        [Over::All, Over::Days(7), Over::HalfLife(3)].map(|over| Count { of: Counted::Role(role), over })
    });
    weighed(2, readings.chain(roles), &[-1, 0, 1, 3, 24, 500])
}

/// What customers said, and who and where they are.
fn words_and_places() -> Scorecard {
    let reactions = [0, 1, 2, NOWHERE].map(|moment| Reaction { moment });
    let texts = (0..6).chain([NOWHERE]).flat_map(|text| [Plan { text }, Locale { text }, Route { text }]);
    weighed(-9, reactions.into_iter().chain([LastReaction]).chain(texts), &[1, 2, 3, 4, 5])
}

const MINUTES: Reading = Count { of: Counted::EngagedMinutes, over: Over::All };

/// 0 days are all time.
fn over(days: u8) -> Over {
    if days == 0 { Over::All } else { Over::Days(days) }
}

/// One bin a visit, then wider ones: each edge, what is before it and what is after it has a vector.
fn edges() -> Scorecard {
    let weight = |reading, bins: &[i32]| Weight {
        reading,
        points: (0..=bins.len()).map(|bin| i32::try_from(bin * bin).unwrap_or(0) - 7).collect(),
        bins: bins.into(),
        mean: 3,
    };
    let weights =
        vec![weight(Sessions, &[1, 3, 10]), weight(TrialDay, &[1, 7, 14]), weight(TrialProgress, &[7, 50, 100])];
    Scorecard { base: -5, weights, bands: [10, 40, 70] }
}

/// Another number of points for each visit, so that each probability is another power of two.
fn odds() -> Scorecard {
    let points = [0, 1, -1, 3, -7, 13, -19, 21, 33, -47, 101, -399, 1019, -21_501].into();
    let weights = vec![Weight { reading: Sessions, bins: (1..14).collect(), points, mean: 0 }];
    Scorecard { base: 0, weights, bands: [25, 50, 75] }
}

fn extremes() -> Scorecard {
    let weight = |reading, points: [i32; 2], mean| Weight { reading, bins: [1].into(), points: points.into(), mean };
    let weights = vec![
        weight(Sessions, [i32::MIN, i32::MAX], i32::MIN),
        weight(Breadth, [i32::MIN, i32::MAX], i32::MAX),
        weight(Streak, [0, i32::MIN], 1),
    ];
    Scorecard { base: i32::MAX, weights, bands: [0, 100, 255] }
}

/// What the collector never compiles, but a stranger might send: too few points, bins out of order, none at all.
fn shapeless() -> Scorecard {
    let weight =
        |bins: &[i32], points: &[i32]| Weight { reading: Sessions, bins: bins.into(), points: points.into(), mean: 0 };
    let weights =
        vec![weight(&[1, 2, 3], &[5]), weight(&[9, 1, 5], &[1, 2, 3, 4]), weight(&[], &[]), weight(&[], &[6])];
    Scorecard { base: 1, weights, bands: [70, 40, 10] }
}

/// Each reading with the same bins, and points that differ.
fn weighed(base: i32, readings: impl Iterator<Item = Reading>, bins: &[i32]) -> Scorecard {
    let weight = |(place, reading): (i32, Reading)| Weight {
        reading,
        bins: bins.into(),
        points: (0_i32..).map(|bin| (bin - 1) * (place % 5 + 1) - place % 3).take(bins.len() + 1).collect(),
        mean: place % 4 - 1,
    };
    Scorecard { base, weights: (0..).zip(readings).map(weight).collect(), bands: [25, 45, 65] }
}

// Playbooks.

/// A playbook of three names of each kind and a scorecard.
fn alone(scorecard: Scorecard) -> PlaybookV2 {
    let names = ["first", "second", "third"].map(str::to_owned);
    let rules = Playbook {
        features: names
            .clone()
            .map(|name| {
                let role = Role::ALL.into_iter().find(|role| role.name().len() % 3 == name.len() % 3);
                FeatureRule { name, routes: Vec::new(), role }
            })
            .into(),
        texts: ["team", "free", "de", "en-GB", "/invoices/*", "/reports"].map(str::to_owned).into(),
        moments: names.clone().map(|name| moment(name, None)).into(),
        limits: names.into(),
        salt: "vectors".into(),
        scorecard,
        ..Playbook::default()
    };
    printed(rules)
}

/// A playbook as a vendor would have it after some months: 40 features, 10 moments, 3 limits, 12 weights, 6 prompts.
fn mid_trial_playbook() -> PlaybookV2 {
    let at_least = |reading, number| vec![Op::Read(reading), Op::Number(number), Op::Compare(Comparison::AtLeast)];
    let used = |feature: u8, number| at_least(Count { of: Counted::Feature(feature), over: Over::Days(7) }, number);
    let both = |one: Vec<Op>, other: Vec<Op>| [one, other, vec![Op::And]].concat();
    let moments = (0..10).map(|place| {
        let when = if place < 5 { used(place * 4, 2) } else { both(used(place * 4, 2000), used(place * 4 - 1, 3)) };
        moment(format!("moment_{place}"), Some(Rule { ops: when }))
    });
    let readings = [
        Count { of: Counted::Feature(0), over: Over::HalfLife(3) },
        Count { of: Counted::Feature(7), over: Over::HalfLife(7) },
        Count { of: Counted::Uses, over: Over::HalfLife(3) },
        ActiveDays { within_days: 7 },
        Breadth,
        Streak,
        MINUTES,
        RecencyHours,
        Moment { moment: 1, within_days: 0 },
        HoursTo { moment: 0 },
        Limit { limit: 0 },
        Count { of: Counted::Trouble, over: Over::Days(3) },
    ];
    // Each waits, for the reason that stands beside it: so does nearly every prompt at nearly every tick.
    let prompts = [
        PromptRule { when: Rule { ops: used(3, 100_000) }, ..prompt("trigger_not_fired", PromptKind::Card) },
        PromptRule { score_min: 100, ..prompt("below_threshold", PromptKind::Modal) },
        PromptRule { routes: vec![Pattern("/billing/**".into())], ..prompt("route_mismatch", PromptKind::Card) },
        prompt("already_seen", PromptKind::Modal),
        prompt("snoozed", PromptKind::Card),
        PromptRule {
            when: Rule { ops: both(at_least(Limit { limit: 1 }, 80), at_least(Score, 99)) },
            commercial: false,
            ..prompt("help_at_the_limit", PromptKind::Card)
        },
    ];
    let rules = Playbook {
        features: (0..40).map(|place| FeatureRule { name: feature(place), routes: Vec::new(), role: None }).collect(),
        moments: moments.collect(),
        limits: ["seats", "invoices", "storage"].map(str::to_owned).into(),
        holdout_percent: 0,
        salt: "invoices".into(),
        scorecard: weighed(-62, readings.into_iter(), &[1, 10, 40]),
        prompts: prompts.into(),
        ..Playbook::default()
    };
    printed(rules)
}

fn prompt(id: &str, kind: PromptKind) -> PromptRule {
    PromptRule { id: id.into(), kind, ..PromptRule::default() }
}

fn moment(name: String, when: Option<Rule>) -> MomentRule {
    MomentRule { name, stage: Stage::Value, activation: false, when }
}

fn printed(rules: Playbook) -> PlaybookV2 {
    let frame = FrameWordsV1 {
        why: "Why?".into(),
        why_intro: "Because".into(),
        why_none: "For everybody".into(),
        fewer: "Fewer".into(),
        snooze: "Later".into(),
        close: "Close".into(),
        next: "Next".into(),
        back: "Back".into(),
    };
    PlaybookV2 {
        version: 1,
        selectors: rules.features.iter().map(|_| Vec::new()).collect(),
        reasons: rules.scorecard.weights.iter().map(|_| String::new()).collect(),
        words: rules.prompts.iter().map(|_| vec![words()]).collect(),
        rules,
        frame,
        theme: ThemeV1 { accent: "#1f5fd0".into(), on_accent: "#fff".into() },
    }
}

fn words() -> PromptWordsV1 {
    PromptWordsV1 {
        locale: "en".into(),
        steps: vec![StepV1 { title: "A title".into(), body: "A body.".into() }],
        accept: "Yes".into(),
        accept_url: "/upgrade".into(),
        decline: "No".into(),
    }
}

// Summaries.

const MID_TRIAL_S: Second = 7 * DAY_S + 3 * HOUR_S;

fn feature(place: u32) -> String {
    let things = ["invoice", "client", "report", "template", "payment", "reminder", "expense", "project"];
    let deeds = ["created", "edited", "sent", "exported", "deleted"];
    format!("{}_{}", things[place as usize % 8], deeds[place as usize / 8 % 5])
}

fn used(summary: &mut Summary, name: &str, at: Second, count: u32) {
    summary.touch(at);
    summary.use_feature(name, at, count);
}

fn first_minutes() -> Summary {
    let mut summary = Summary::default();
    used(&mut summary, "first", MINUTE_S, 1);
    used(&mut summary, "second", 19 * MINUTE_S, 3);
    summary.reach("first", MINUTE_S);
    summary.set_limit("first", LimitUse { at_s: MINUTE_S, used: 1, of: 3, hard: false });
    summary.engaged.add(0, 19 * MINUTE_S + 59);
    summary.react("first", 20 * MINUTE_S, 4);
    summary
}

/// 30 features on 8 days, as the playbook of the same name has them.
fn mid_trial() -> Summary {
    let mut summary = Summary::default();
    for day in 0..8 {
        for place in (0..30).filter(|place| draw(day, *place, 3) == 0 || day == 0) {
            let at = day * DAY_S + 2 * HOUR_S + place * 100;
            used(&mut summary, &feature(place), at, 1 + draw(day, 100 + place, 5));
        }
        summary.engaged.add(day_of(day * DAY_S), 600 + draw(day, 50, 1200));
    }
    for place in 0..5 {
        summary.reach(&format!("moment_{place}"), place * DAY_S / 2 + HOUR_S);
    }
    summary.set_limit("seats", LimitUse { at_s: DAY_S, used: 4, of: 5, hard: true });
    summary.set_limit("invoices", LimitUse { at_s: 5 * DAY_S, used: 31, of: 100, hard: false });
    for (kind, day) in [(FrictionKind::Error, 0), (FrictionKind::DeadClick, 2), (FrictionKind::Error, 5)] {
        summary.add_friction(kind, day * DAY_S + HOUR_S);
    }
    for id in ["already_seen", "below_threshold", "help_at_the_limit", "route_mismatch", "snoozed", "trigger_not_fired"]
    {
        let record = summary.prompt_mut(id).expect("there is room for six");
        for reason in [Reason::QuietTime, Reason::Cooldown, Reason::TriggerNotFired] {
            record.add_waits(reason, 1 + draw(0, u32::from(reason as u8), 40));
        }
        match id {
            "already_seen" => record.expose(3 * DAY_S),
            "snoozed" => record.snoozed_until_s = 8 * DAY_S,
            _ => {}
        }
    }
    summary
}

/// Activity on two days of three for a year: older days live on in totals alone.
fn a_year() -> Summary {
    let mut summary = Summary::default();
    for day in (0..366).filter(|day| day % 3 != 1) {
        let name = ["first", "second", "third"][day as usize % 3];
        used(&mut summary, name, day * DAY_S + draw(9, day, DAY_S), 1 + day % 11);
        summary.engaged.add(day_of(day * DAY_S), 97);
    }
    for (place, name) in ["first", "second", "third"].into_iter().enumerate() {
        summary.reach(name, [HOUR_S - 1, 24 * HOUR_S, 300 * DAY_S][place]);
        summary.set_limit(name, LimitUse { at_s: 1, used: [79, 80, 101][place], of: 100, hard: place == 2 });
    }
    for day in (0..366).step_by(10) {
        summary.add_friction(FrictionKind::ALL[day as usize % FrictionKind::ALL.len()], day * DAY_S);
    }
    summary
}

/// Every number as great as it can be.
fn full() -> Summary {
    let mut summary = Summary { sessions: u32::MAX, ..Summary::default() };
    summary.engaged.add(day_of(Second::MAX), u32::MAX);
    for name in ["first", "second", "third"] {
        for at in [0, u32::from(LAST_DAY) * DAY_S, Second::MAX - DAY_S, Second::MAX] {
            used(&mut summary, name, at, u32::MAX);
        }
        summary.reach(name, Second::MAX);
        summary.set_limit(name, LimitUse { at_s: Second::MAX, used: u32::MAX, of: 1, hard: true });
    }
    for day in 0..=LAST_DAY {
        summary.active_days.insert(day);
    }
    for _ in 0..70 {
        for kind in FrictionKind::ALL {
            summary.add_friction(kind, Second::MAX);
        }
    }
    summary.set_limit("third", LimitUse { at_s: Second::MAX, used: 0, of: 0, hard: true });
    summary
}

fn visit_counts() -> impl Iterator<Item = u32> {
    0..14
}

fn visited(visits: u32) -> Summary {
    Summary { sessions: visits, last_s: visits * HOUR_S, ..Summary::default() }
}

/// A state that the counter makes: some features on some days, with counts up to some hundred millions.
fn made(number: u32) -> Summary {
    let mut summary = Summary::default();
    for entry in 0..12 {
        let pick = |what: u32, below: u32| draw(number, entry * 16 + what, below);
        let name = ["first", "second", "third", "fourth", "fifth"][pick(0, 5) as usize];
        let count = pick(1, [3, 50, 7_000, 90_000_000][pick(2, 4) as usize]);
        let at = pick(3, 40 * DAY_S);
        used(&mut summary, name, at, count);
        summary.engaged.add(day_of(at), pick(4, 4000));
        if pick(9, 3) == 0 {
            summary.react(name, at, u8::try_from(1 + pick(10, 5)).unwrap_or(5));
        }
        match pick(5, 4) {
            0 => drop(summary.reach(name, at)),
            1 => drop(summary.set_limit(name, LimitUse { at_s: at, used: pick(6, 120), of: pick(7, 100), hard: true })),
            2 => summary.add_friction(FrictionKind::ALL[pick(8, 6) as usize], at),
            _ => {}
        }
    }
    summary
}

/// A number below `below` that follows from where it is drawn: the finalizer of `SplitMix64` on a counter.
fn draw(from: u32, at: u32, below: u32) -> u32 {
    let mut mixed = (u64::from(from) << 32 | u64::from(at)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) % u64::from(below.max(1))).unwrap_or(0)
}
