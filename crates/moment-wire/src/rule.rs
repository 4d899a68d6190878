//! Rules and readings on the wire: each a number for what it is, then what it needs. A number once given keeps its meaning.

use moment_core::reading::Reading;
use moment_core::rule::{Comparison, Op, Rule};

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// Puts a rule, version 1.
pub fn put_rule_v1(writer: &mut Writer, rule: &Rule) {
    writer.list(&rule.ops, |writer, op| match *op {
        Op::Read(reading) => {
            writer.byte(0);
            put_reading_v1(writer, reading);
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

/// Takes a rule, version 1.
pub fn take_rule_v1(reader: &mut Reader) -> Rule {
    Rule { ops: reader.list(take_op) }
}

fn take_op(reader: &mut Reader) -> Op {
    match reader.byte() {
        0 => Op::Read(take_reading_v1(reader)),
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

/// Puts a reading, version 1: its number, then two bytes of which most readings need none.
pub fn put_reading_v1(writer: &mut Writer, reading: Reading) {
    let (kind, first, second) = match reading {
        Reading::FeatureCount { feature, within_days } => (0, feature, within_days),
        Reading::FeatureActivity { feature, half_life_days } => (1, feature, half_life_days),
        Reading::Activity { half_life_days } => (2, half_life_days, 0),
        Reading::ActiveDays { within_days } => (3, within_days, 0),
        Reading::Breadth => (4, 0, 0),
        Reading::Streak => (5, 0, 0),
        Reading::Sessions => (6, 0, 0),
        Reading::EngagedMinutes => (7, 0, 0),
        Reading::RecencyHours => (8, 0, 0),
        Reading::TrialDay => (9, 0, 0),
        Reading::TrialProgress => (10, 0, 0),
        Reading::MomentReached { moment } => (11, moment, 0),
        Reading::HoursTo { moment } => (12, moment, 0),
        Reading::LimitPercent { limit } => (13, limit, 0),
        Reading::FrictionCount { within_days } => (14, within_days, 0),
        Reading::Score => (15, 0, 0),
        Reading::Band => (16, 0, 0),
    };
    writer.raw(&[kind, first, second]);
}

/// Takes a reading, version 1.
pub fn take_reading_v1(reader: &mut Reader) -> Reading {
    let (kind, first, second) = (reader.byte(), reader.byte(), reader.byte());
    match kind {
        0 => Reading::FeatureCount { feature: first, within_days: second },
        1 => Reading::FeatureActivity { feature: first, half_life_days: second },
        2 => Reading::Activity { half_life_days: first },
        3 => Reading::ActiveDays { within_days: first },
        4 => Reading::Breadth,
        5 => Reading::Streak,
        6 => Reading::Sessions,
        7 => Reading::EngagedMinutes,
        8 => Reading::RecencyHours,
        9 => Reading::TrialDay,
        10 => Reading::TrialProgress,
        11 => Reading::MomentReached { moment: first },
        12 => Reading::HoursTo { moment: first },
        13 => Reading::LimitPercent { limit: first },
        14 => Reading::FrictionCount { within_days: first },
        15 => Reading::Score,
        16 => Reading::Band,
        _ => unknown(reader, Reading::Breadth),
    }
}

fn unknown<T>(reader: &mut Reader, instead: T) -> T {
    reader.refuse(DecodeError::Malformed);
    instead
}
