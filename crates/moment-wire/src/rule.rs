//! Rules and readings on the wire: each a number for what it is, then what it needs.

use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::reading::{Counted, Over, Reading};
use moment_core::rule::{Comparison, Op, Rule};

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// Added to days that are a half-life; those without are a window, and 0 is all time.
const HALF_LIFE: u8 = 128;

/// Puts a rule.
pub fn put_rule(writer: &mut Writer, rule: &Rule) {
    writer.list(&rule.ops, |writer, op| match *op {
        Op::Read(reading) => {
            writer.byte(0);
            put_reading(writer, reading);
        }
        Op::Number(number) => {
            writer.byte(1);
            writer.signed(number);
        }
        Op::Compare(comparison) => {
            writer.byte(2);
            writer.byte(comparison as u8);
        }
        Op::And => writer.byte(3),
        Op::Or => writer.byte(4),
        Op::Not => writer.byte(5),
    });
}

/// Takes a rule.
pub fn take_rule(reader: &mut Reader) -> Rule {
    Rule { ops: reader.list(take_op) }
}

fn take_op(reader: &mut Reader) -> Op {
    match reader.byte() {
        0 => Op::Read(take_reading(reader)),
        1 => Op::Number(reader.i32()),
        2 => match Comparison::ALL.get(usize::from(reader.byte())) {
            Some(comparison) => Op::Compare(*comparison),
            None => unknown(reader, Op::Not),
        },
        3 => Op::And,
        4 => Op::Or,
        5 => Op::Not,
        _ => unknown(reader, Op::Not),
    }
}

/// Puts a reading: its number, then two bytes of which most readings need none.
pub fn put_reading(writer: &mut Writer, reading: Reading) {
    let (kind, first, second) = match reading {
        Reading::Count { of: Counted::Feature(feature), over } => (0, feature, days_of(over)),
        Reading::Count { of: Counted::Role(role), over } => (1, role as u8, days_of(over)),
        Reading::Count { of: Counted::Uses, over } => (2, 0, days_of(over)),
        Reading::Count { of: Counted::EngagedMinutes, over } => (3, 0, days_of(over)),
        Reading::Count { of: Counted::Friction(kind), over } => (4, kind as u8, days_of(over)),
        Reading::Count { of: Counted::Trouble, over } => (5, 0, days_of(over)),
        Reading::Depth { feature } => (6, feature, 0),
        Reading::HoursSince { feature } => (7, feature, 0),
        Reading::ActiveDays { within_days } => (8, 0, within_days),
        Reading::Breadth => (9, 0, 0),
        Reading::Streak => (10, 0, 0),
        Reading::Sessions => (11, 0, 0),
        Reading::RecencyHours => (12, 0, 0),
        Reading::TrialDay => (13, 0, 0),
        Reading::TrialProgress => (14, 0, 0),
        Reading::Moment { moment, within_days } => (15, moment, within_days),
        Reading::Moments => (16, 0, 0),
        Reading::HoursTo { moment } => (17, moment, 0),
        Reading::Limit { limit } => (18, limit, 0),
        Reading::LimitPressure => (19, 0, 0),
        Reading::FrictionRate => (20, 0, 0),
        Reading::Reaction { moment } => (21, moment, 0),
        Reading::LastReaction => (22, 0, 0),
        Reading::Plan { text } => (23, text, 0),
        Reading::Locale { text } => (24, text, 0),
        Reading::Route { text } => (25, text, 0),
        Reading::Score => (26, 0, 0),
        Reading::Band => (27, 0, 0),
    };
    writer.raw(&[kind, first, second]);
}

/// Takes a reading.
pub fn take_reading(reader: &mut Reader) -> Reading {
    let (kind, first, second) = (reader.byte(), reader.byte(), reader.byte());
    let count = |of| Reading::Count { of, over: over_of(second) };
    let role = Role::ALL.get(usize::from(first)).copied();
    let friction = FrictionKind::ALL.get(usize::from(first)).copied();
    match (kind, role, friction) {
        (0, ..) => count(Counted::Feature(first)),
        (1, Some(role), _) => count(Counted::Role(role)),
        (2, ..) => count(Counted::Uses),
        (3, ..) => count(Counted::EngagedMinutes),
        (4, _, Some(friction)) => count(Counted::Friction(friction)),
        (5, ..) => count(Counted::Trouble),
        (6, ..) => Reading::Depth { feature: first },
        (7, ..) => Reading::HoursSince { feature: first },
        (8, ..) => Reading::ActiveDays { within_days: second },
        (9, ..) => Reading::Breadth,
        (10, ..) => Reading::Streak,
        (11, ..) => Reading::Sessions,
        (12, ..) => Reading::RecencyHours,
        (13, ..) => Reading::TrialDay,
        (14, ..) => Reading::TrialProgress,
        (15, ..) => Reading::Moment { moment: first, within_days: second },
        (16, ..) => Reading::Moments,
        (17, ..) => Reading::HoursTo { moment: first },
        (18, ..) => Reading::Limit { limit: first },
        (19, ..) => Reading::LimitPressure,
        (20, ..) => Reading::FrictionRate,
        (21, ..) => Reading::Reaction { moment: first },
        (22, ..) => Reading::LastReaction,
        (23, ..) => Reading::Plan { text: first },
        (24, ..) => Reading::Locale { text: first },
        (25, ..) => Reading::Route { text: first },
        (26, ..) => Reading::Score,
        (27, ..) => Reading::Band,
        _ => unknown(reader, Reading::Breadth),
    }
}

fn days_of(over: Over) -> u8 {
    match over {
        Over::All => 0,
        Over::Days(days) => days,
        Over::HalfLife(days) => days | HALF_LIFE,
    }
}

fn over_of(days: u8) -> Over {
    match days {
        0 => Over::All,
        days if days < HALF_LIFE => Over::Days(days),
        days => Over::HalfLife(days & !HALF_LIFE),
    }
}

fn unknown<T>(reader: &mut Reader, instead: T) -> T {
    reader.refuse(DecodeError::Malformed);
    instead
}
