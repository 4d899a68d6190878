//! Rules and readings on the wire.

use alloc::vec::Vec;

use moment_core::reading::Reading;
use moment_core::rule::{Comparison, Op, Rule};
use serde::{Deserialize, Serialize};

/// [`Reading`], version 1: the place and the days mean what they mean there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is the core's reading of the same name")]
pub enum ReadingV1 {
    FeatureCount(u8, u8),
    FeatureActivity(u8, u8),
    Activity(u8),
    ActiveDays(u8),
    Breadth,
    Streak,
    Sessions,
    EngagedMinutes,
    RecencyHours,
    TrialDay,
    TrialProgress,
    MomentReached(u8),
    HoursTo(u8),
    LimitPercent(u8),
    FrictionCount(u8),
    Score,
    Band,
}

/// One step of a rule, version 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is the core's step of the same name")]
pub enum OpV1 {
    Read(ReadingV1),
    Number(i32),
    Compare(u8),
    And,
    Or,
    Not,
}

/// A rule in postfix order, version 1.
pub type RuleV1 = Vec<OpV1>;

/// `rule` for the wire.
#[must_use]
pub fn rule_to_wire(rule: &Rule) -> RuleV1 {
    rule.ops.iter().map(|op| OpV1::from(*op)).collect()
}

/// The rule that `wire` says.
#[must_use]
pub fn rule_from_wire(wire: &[OpV1]) -> Rule {
    Rule { ops: wire.iter().map(|op| Op::from(*op)).collect() }
}

impl From<Op> for OpV1 {
    fn from(op: Op) -> Self {
        match op {
            Op::Read(reading) => Self::Read(reading.into()),
            Op::Number(number) => Self::Number(number),
            Op::Compare(comparison) => Self::Compare(comparison as u8),
            Op::And => Self::And,
            Op::Or => Self::Or,
            Op::Not => Self::Not,
        }
    }
}

impl From<OpV1> for Op {
    fn from(wire: OpV1) -> Self {
        match wire {
            OpV1::Read(reading) => Self::Read(reading.into()),
            OpV1::Number(number) => Self::Number(number),
            OpV1::Compare(comparison) => {
                Self::Compare(Comparison::ALL.get(usize::from(comparison)).copied().unwrap_or(Comparison::Equal))
            }
            OpV1::And => Self::And,
            OpV1::Or => Self::Or,
            OpV1::Not => Self::Not,
        }
    }
}

impl From<Reading> for ReadingV1 {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::FeatureCount { feature, within_days } => Self::FeatureCount(feature, within_days),
            Reading::FeatureActivity { feature, half_life_days } => Self::FeatureActivity(feature, half_life_days),
            Reading::Activity { half_life_days } => Self::Activity(half_life_days),
            Reading::ActiveDays { within_days } => Self::ActiveDays(within_days),
            Reading::Breadth => Self::Breadth,
            Reading::Streak => Self::Streak,
            Reading::Sessions => Self::Sessions,
            Reading::EngagedMinutes => Self::EngagedMinutes,
            Reading::RecencyHours => Self::RecencyHours,
            Reading::TrialDay => Self::TrialDay,
            Reading::TrialProgress => Self::TrialProgress,
            Reading::MomentReached { moment } => Self::MomentReached(moment),
            Reading::HoursTo { moment } => Self::HoursTo(moment),
            Reading::LimitPercent { limit } => Self::LimitPercent(limit),
            Reading::FrictionCount { within_days } => Self::FrictionCount(within_days),
            Reading::Score => Self::Score,
            Reading::Band => Self::Band,
        }
    }
}

impl From<ReadingV1> for Reading {
    fn from(wire: ReadingV1) -> Self {
        match wire {
            ReadingV1::FeatureCount(feature, within_days) => Self::FeatureCount { feature, within_days },
            ReadingV1::FeatureActivity(feature, half_life_days) => Self::FeatureActivity { feature, half_life_days },
            ReadingV1::Activity(half_life_days) => Self::Activity { half_life_days },
            ReadingV1::ActiveDays(within_days) => Self::ActiveDays { within_days },
            ReadingV1::Breadth => Self::Breadth,
            ReadingV1::Streak => Self::Streak,
            ReadingV1::Sessions => Self::Sessions,
            ReadingV1::EngagedMinutes => Self::EngagedMinutes,
            ReadingV1::RecencyHours => Self::RecencyHours,
            ReadingV1::TrialDay => Self::TrialDay,
            ReadingV1::TrialProgress => Self::TrialProgress,
            ReadingV1::MomentReached(moment) => Self::MomentReached { moment },
            ReadingV1::HoursTo(moment) => Self::HoursTo { moment },
            ReadingV1::LimitPercent(limit) => Self::LimitPercent { limit },
            ReadingV1::FrictionCount(within_days) => Self::FrictionCount { within_days },
            ReadingV1::Score => Self::Score,
            ReadingV1::Band => Self::Band,
        }
    }
}
