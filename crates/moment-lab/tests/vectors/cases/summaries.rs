//! Summaries: from nothing at all to every number as great as it can be.

use moment_core::day_set::LAST_DAY;
use moment_core::decision::Reason;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S, MINUTE_S, Second, day_of};

pub(crate) fn feature(place: u32) -> String {
    let things = ["invoice", "client", "report", "template", "payment", "reminder", "expense", "project"];
    let deeds = ["created", "edited", "sent", "exported", "deleted"];
    format!("{}_{}", things[place as usize % 8], deeds[place as usize / 8 % 5])
}

fn used(summary: &mut Summary, name: &str, at: Second, count: u32) {
    summary.touch(at);
    summary.use_feature(name, at, count);
}

pub(crate) fn first_minutes() -> Summary {
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
pub(crate) fn mid_trial() -> Summary {
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
pub(crate) fn a_year() -> Summary {
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
pub(crate) fn full() -> Summary {
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

pub(crate) fn visit_counts() -> impl Iterator<Item = u32> {
    0..14
}

pub(crate) fn visited(visits: u32) -> Summary {
    Summary { sessions: visits, last_s: visits * HOUR_S, ..Summary::default() }
}

/// A state that the counter makes: some features on some days, with counts up to some hundred millions.
pub(crate) fn made(number: u32) -> Summary {
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
pub(crate) fn draw(from: u32, at: u32, below: u32) -> u32 {
    let mut mixed = (u64::from(from) << 32 | u64::from(at)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((mixed ^ (mixed >> 31)) % u64::from(below.max(1))).unwrap_or(0)
}
