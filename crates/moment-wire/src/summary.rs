//! A summary on the wire: sparse, a few hundred bytes. All times are seconds since the trial began.
//!
//! Version 1 had one number for engaged time, days without their distance, no reactions, no recovery, and of a prompt
//! neither when it was answered nor when it fell due. Version 2 did not say how far a prompt was gone through. Version 3
//! wrote every name in full. All are read for ever.

use alloc::vec::Vec;

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::DaySet;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{Due, PROMPTS_MAX, PromptRecord};
use moment_core::feature::{FEATURES_MAX, FeatureUse};
use moment_core::friction::FrictionKind;
use moment_core::limit::{LIMITS_MAX, Limit, LimitUse};
use moment_core::moment::{MOMENTS_MAX, Reached};
use moment_core::name::{Name, is_name};
use moment_core::reaction::{REACTIONS_MAX, Reaction, SCORE_MAX};
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// The most bytes that a summary can have, worked out from the core's bounds and the longest form of each number; a
/// test fills a summary to the brim.
pub const SUMMARY_BYTES_MAX: usize = 43_700;

/// Since this version of a message its summary has what version 1 had not.
const WITH_REACTIONS: u8 = 2;

/// And since this one what version 2 had not.
const WITH_STEPS: u8 = 3;

/// Since this one a name says how much of the one before it begins with, and counts hold no needless zero.
const COMPACT: u8 = 4;

/// The largest number in half a byte.
const NIBBLE: u8 = 15;

/// The furthest page of each prompt, by its place among those that are written; most were never gone beyond their first.
pub(crate) fn steps(summary: &Summary) -> Vec<(u8, u8)> {
    let records = (0..).zip(summary.prompts.iter().take(PROMPTS_MAX));
    records.filter(|(_, record)| record.step > 0).map(|(place, record)| (place, record.step)).collect()
}

/// Puts a summary, in the form of the message's version, which is at least 2. What is over the core's bounds, which only a
/// merge of many replicas can be, is left out and counted as dropped.
pub fn put(writer: &mut Writer, summary: &Summary) {
    let mut dropped = summary.dropped;
    writer.number(summary.last_s);
    put_named(
        writer,
        fitting(&summary.features, FEATURES_MAX, &mut dropped),
        |item| &item.name,
        |writer, feature| {
            put_counts(writer, &feature.counts);
            writer.number(feature.first_s);
            writer.number(feature.last_s.saturating_sub(feature.first_s));
        },
    );
    put_named(
        writer,
        fitting(&summary.moments, MOMENTS_MAX, &mut dropped),
        |item| &item.name,
        |writer, moment| {
            writer.number(moment.at_s);
        },
    );
    put_named(
        writer,
        fitting(&summary.limits, LIMITS_MAX, &mut dropped),
        |item| &item.name,
        |writer, limit| {
            writer.number(limit.standing.at_s);
            writer.number(limit.standing.used);
            writer.number(limit.standing.of);
            writer.flag(limit.standing.hard);
        },
    );
    put_friction(writer, &summary.friction);
    writer.list(summary.active_days.words(), |writer, word| writer.number(*word));
    writer.number(summary.sessions);
    put_counts(writer, &summary.engaged);
    put_named(writer, fitting(&summary.prompts, PROMPTS_MAX, &mut dropped), |item| &item.id, put_prompt);
    writer.number(summary.budget.at_s);
    writer.byte(summary.budget.choice as u8);
    writer.option(summary.outcome, |writer, (at_s, outcome)| {
        writer.number(at_s);
        writer.byte(outcome as u8);
    });
    put_named(
        writer,
        fitting(&summary.reactions, REACTIONS_MAX, &mut dropped),
        |item| &item.name,
        |writer, reaction| {
            writer.number(reaction.at_s);
            writer.byte(reaction.score);
        },
    );
    writer.number(summary.recovered_s);
    writer.number(dropped);
    if writer.version() >= WITH_STEPS {
        writer.list(&steps(summary), |writer, (place, step)| writer.raw(&[*place, *step]));
    }
}

/// Takes a summary of the message's version. What no replica can be is refused: see [`check`].
pub fn take(reader: &mut Reader) -> Summary {
    let is_new = reader.version() >= WITH_REACTIONS;
    let mut summary = Summary {
        last_s: reader.u32(),
        features: take_named(reader, take_feature),
        moments: take_named(reader, |reader, name| Reached { name, at_s: reader.u32() }),
        limits: take_named(reader, |reader, name| Limit { name, standing: take_limit_use(reader) }),
        friction: take_friction(reader),
        active_days: DaySet::from_words(reader.list(Reader::u64)),
        sessions: reader.u32(),
        engaged: if is_new { take_counts(reader) } else { DayCounts::from_parts(reader.u32(), []) },
        prompts: take_named(reader, take_prompt),
        budget: BudgetSetting { at_s: reader.u32(), choice: take_choice(reader) },
        outcome: reader.option(|reader| (reader.u32(), take_outcome(reader))),
        reactions: if is_new { take_named(reader, take_reaction) } else { Vec::new() },
        recovered_s: if is_new { reader.u32() } else { 0 },
        dropped: reader.u32(),
    };
    if reader.version() >= WITH_STEPS {
        for (place, step) in reader.list(|reader| (reader.byte(), reader.byte())) {
            match summary.prompts.get_mut(usize::from(place)) {
                Some(record) => record.step = step,
                None => reader.refuse(DecodeError::Implausible("steps")),
            }
        }
    }
    if let Err(fault) = check(&summary) {
        reader.refuse(fault);
    }
    summary
}

/// Errors: what no replica can be: too many entries, improper names, entries twice or out of order.
pub fn check(summary: &Summary) -> Result<(), DecodeError> {
    names(&summary.features, |item| &item.name, FEATURES_MAX, "features")?;
    names(&summary.moments, |item| &item.name, MOMENTS_MAX, "moments")?;
    names(&summary.reactions, |item| &item.name, REACTIONS_MAX, "reactions")?;
    names(&summary.limits, |item| &item.name, LIMITS_MAX, "limits")?;
    names(&summary.prompts, |item| &item.id, PROMPTS_MAX, "prompts")
}

fn names<T>(items: &[T], name: fn(&T) -> &str, max: usize, what: &'static str) -> Result<(), DecodeError> {
    let mut before = "";
    for item in items {
        let name = name(item);
        if !is_name(name) || before >= name {
            return Err(DecodeError::Implausible(what));
        }
        before = name;
    }
    if items.len() > max { Err(DecodeError::Implausible(what)) } else { Ok(()) }
}

/// As many as fit; the others are counted.
fn fitting<'a, T>(items: &'a [T], max: usize, dropped: &mut u32) -> &'a [T] {
    let fitting = &items[..items.len().min(max)];
    *dropped = dropped.saturating_add(u32::try_from(items.len() - fitting.len()).unwrap_or(u32::MAX));
    fitting
}

/// A list of what has a name, in the order of the names.
fn put_named<T>(writer: &mut Writer, items: &[T], name: fn(&T) -> &str, put: fn(&mut Writer, &T)) {
    writer.count(items.len());
    let mut before: &[u8] = &[];
    for item in items {
        let name = name(item).as_bytes();
        put_name(writer, before, name);
        put(writer, item);
        before = name;
    }
}

fn take_named<T>(reader: &mut Reader, take: fn(&mut Reader, Name) -> T) -> Vec<T> {
    let mut before = Name::new();
    reader.list(|reader| {
        before = take_name(reader, &before);
        take(reader, before.clone())
    })
}

/// In one byte how many bytes a name shares with the one before and how many follow, up to 15 each; 0 follow where their
/// number stands after it.
#[inline(never)]
fn put_name(writer: &mut Writer, before: &[u8], name: &[u8]) {
    if writer.version() < COMPACT {
        return writer.packed(name);
    }
    let pairs = before.iter().zip(name).take(usize::from(NIBBLE));
    #[expect(clippy::cast_possible_truncation, reason = "at most 15")]
    let shared = pairs.take_while(|(one, other)| one == other).count() as u8;
    let rest = &name[usize::from(shared)..];
    if let Ok(len @ 1..=NIBBLE) = u8::try_from(rest.len()) {
        writer.byte(shared << 4 | len);
        writer.raw(rest);
    } else {
        writer.byte(shared << 4);
        writer.packed(rest);
    }
}

#[inline(never)]
fn take_name(reader: &mut Reader, before: &str) -> Name {
    if reader.version() < COMPACT {
        return reader.text();
    }
    let sizes = reader.byte();
    let rest = match sizes & NIBBLE {
        0 => Some(reader.bytes()),
        len => reader.raw(len.into()),
    };
    let shared = before.get(..usize::from(sizes >> 4));
    let (Some(shared), Some(Ok(rest))) = (shared, rest.map(core::str::from_utf8)) else {
        reader.refuse(DecodeError::Malformed);
        return Name::new();
    };
    [shared, rest].concat()
}

/// How many days there are, twice, and one more if something is not held by the days; that, which is nearly always 0; then
/// the days, each by its distance from the one before. Before version 4 both stood there, that first.
fn put_counts(writer: &mut Writer, counts: &DayCounts) {
    let kept = counts.days().iter().fold(0, |sum: u32, (_, count)| sum.saturating_add(*count));
    let older = counts.total().saturating_sub(kept);
    if writer.version() < COMPACT {
        writer.number(older);
        writer.count(counts.days().len());
    } else {
        writer.count(2 * counts.days().len() + usize::from(older > 0));
        if older > 0 {
            writer.number(older);
        }
    }
    let mut before = 0;
    for (day, count) in counts.days() {
        writer.number(day - before);
        writer.number(*count);
        before = *day;
    }
}

fn take_counts(reader: &mut Reader) -> DayCounts {
    let is_by_distance = reader.version() >= WITH_REACTIONS;
    let (older, count) = if reader.version() < COMPACT {
        (reader.u32(), reader.u32())
    } else {
        let count = reader.u32();
        (if count & 1 == 1 { reader.u32() } else { 0 }, count >> 1)
    };
    let mut days = reader.items(count, |reader| (reader.u16(), reader.u32()));
    let mut total = older;
    let mut before: u16 = 0;
    for (day, count) in &mut days {
        total = total.saturating_add(*count);
        if is_by_distance {
            *day = day.saturating_add(before);
            before = *day;
        }
    }
    DayCounts::from_parts(total, days)
}

fn take_reaction(reader: &mut Reader, name: Name) -> Reaction {
    let reaction = Reaction { name, at_s: reader.u32(), score: reader.byte() };
    if !(1..=SCORE_MAX).contains(&reaction.score) {
        reader.refuse(DecodeError::Implausible("reactions"));
    }
    reaction
}

fn take_feature(reader: &mut Reader, name: Name) -> FeatureUse {
    let (counts, first_s) = (take_counts(reader), reader.u32());
    FeatureUse { name, counts, first_s, last_s: first_s.saturating_add(reader.u32()) }
}

fn take_limit_use(reader: &mut Reader) -> LimitUse {
    LimitUse { at_s: reader.u32(), used: reader.u32(), of: reader.u32(), hard: reader.flag() }
}

/// Only the kinds that were met.
fn put_friction(writer: &mut Writer, friction: &[Friction]) {
    let met: Vec<(u8, &Friction)> = (0..).zip(friction).filter(|(_, friction)| friction.counts.total() > 0).collect();
    writer.list(&met, |writer, (kind, friction)| {
        writer.byte(*kind);
        put_counts(writer, &friction.counts);
        writer.option(friction.last_s, Writer::number);
    });
}

fn take_friction(reader: &mut Reader) -> [Friction; FrictionKind::ALL.len()] {
    let mut all: [Friction; FrictionKind::ALL.len()] = Default::default();
    let met = reader.list(|reader| {
        let kind = reader.byte();
        (kind, Friction { counts: take_counts(reader), last_s: reader.option(Reader::u32) })
    });
    for (kind, friction) in met {
        match all.get_mut(usize::from(kind)) {
            Some(slot) => *slot = friction,
            None => reader.refuse(DecodeError::Implausible("friction")),
        }
    }
    all
}

fn put_prompt(writer: &mut Writer, record: &PromptRecord) {
    put_counts(writer, &record.shown);
    writer.option(record.last_shown_s, Writer::number);
    writer.number(record.clicked);
    writer.number(record.completed);
    writer.number(record.dismissed);
    writer.number(record.snoozed);
    writer.number(record.snoozed_until_s);
    writer.option(record.answered_s, Writer::number);
    writer.option(record.due, |writer, due| {
        writer.number(due.at_s);
        writer.byte(match due.arm {
            Arm::Holdout => 0,
            Arm::Control => 1,
            Arm::Variant(place) => place.saturating_add(FIRST_VARIANT),
        });
    });
    writer.list(&record.waits, |writer, (reason, count)| {
        writer.byte(*reason as u8);
        writer.number(*count);
    });
}

/// Arms on the wire: 0 is the holdout, 1 the control, and from here on they are variants by place.
const FIRST_VARIANT: u8 = 2;

fn take_due(reader: &mut Reader) -> Due {
    let at_s = reader.u32();
    let arm = match reader.byte() {
        0 => Arm::Holdout,
        1 => Arm::Control,
        variant => Arm::Variant(variant - FIRST_VARIANT),
    };
    Due { at_s, arm }
}

fn take_prompt(reader: &mut Reader, id: Name) -> PromptRecord {
    let is_new = reader.version() >= WITH_REACTIONS;
    let mut record = PromptRecord {
        id,
        shown: take_counts(reader),
        last_shown_s: reader.option(Reader::u32),
        clicked: reader.u32(),
        completed: reader.u32(),
        dismissed: reader.u32(),
        snoozed: reader.u32(),
        snoozed_until_s: reader.u32(),
        answered_s: if is_new { reader.option(Reader::u32) } else { None },
        due: if is_new { reader.option(take_due) } else { None },
        waits: Vec::new(),
        step: 0,
    };
    for (reason, count) in reader.list(|reader| (reader.byte(), reader.u32())) {
        match Reason::ALL.get(usize::from(reason)) {
            Some(reason) => record.add_waits(*reason, count),
            None => reader.refuse(DecodeError::Implausible("reasons")),
        }
    }
    record
}

fn take_choice(reader: &mut Reader) -> BudgetChoice {
    match reader.byte() {
        0 => BudgetChoice::Normal,
        1 => BudgetChoice::Fewer,
        2 => BudgetChoice::None,
        _ => {
            reader.refuse(DecodeError::Implausible("budget"));
            BudgetChoice::Normal
        }
    }
}

fn take_outcome(reader: &mut Reader) -> Outcome {
    match reader.byte() {
        1 => Outcome::Upgraded,
        2 => Outcome::Cancelled,
        3 => Outcome::Expired,
        _ => {
            reader.refuse(DecodeError::Implausible("outcome"));
            Outcome::Expired
        }
    }
}
