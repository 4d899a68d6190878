//! A summary as JSON. Instants are seconds since the trial began, days count from its first, which is 0.

mod told;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use moment_core::arm::Arm;
use moment_core::day_counts::DayCounts;
use moment_core::day_set::DaySet;
use moment_core::decision::Reason;
use moment_core::event::Outcome;
use moment_core::exposure::{Due, PromptRecord};
use moment_core::feature::FeatureUse;
use moment_core::friction::FrictionKind;
use moment_core::limit::{Limit, LimitUse};
use moment_core::moment::Reached;
use moment_core::reaction::{Reaction, SCORE_MAX};
use moment_core::summary::{BudgetChoice, BudgetSetting, Friction, Summary};
use serde::{Deserialize, Serialize};

use crate::fault::DecodeError;

/// Version 1. Lists may be in any order; no name may come twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SummaryJsonV1 {
    /// The newest instant known.
    pub last_s: u32,
    /// Features used.
    pub features: Vec<FeatureJsonV1>,
    /// Moments reached.
    pub moments: Vec<MomentJsonV1>,
    /// Limits.
    pub limits: Vec<LimitJsonV1>,
    /// Friction, by kind.
    pub friction: Vec<FrictionJsonV1>,
    /// Days with any activity.
    pub active_days: Vec<u16>,
    /// Visits, apart by half an hour or more.
    pub sessions: u32,
    /// Seconds of engaged time.
    pub engaged: CountsJsonV1,
    /// What became of each prompt.
    pub prompts: Vec<PromptJsonV1>,
    /// How many prompts the customer wants.
    pub budget: BudgetJsonV1,
    /// How the trial ended.
    pub outcome: Option<OutcomeJsonV1>,
    /// The newest answer about each moment.
    pub reactions: Vec<ReactionJsonV1>,
    /// When the customer last said that help has helped; 0 is never.
    pub recovered_s: u32,
    /// Events that did not fit or had no proper name.
    pub dropped: u32,
}

/// How often, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CountsJsonV1 {
    /// In all, days before the window included.
    pub total: u32,
    /// Pairs of day and count, of the last 64 days.
    pub days: Vec<(u16, u32)>,
}

/// A feature's use, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeatureJsonV1 {
    /// Its name.
    pub name: String,
    /// How often.
    pub counts: CountsJsonV1,
    /// The first use.
    pub first_s: u32,
    /// The last.
    pub last_s: u32,
}

/// A moment that was reached, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MomentJsonV1 {
    /// Its name.
    pub name: String,
    /// When, the first time.
    pub at_s: u32,
}

/// A limit's standing, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LimitJsonV1 {
    /// Its name.
    pub name: String,
    /// When this was said.
    pub at_s: u32,
    /// How much is used.
    pub used: u32,
    /// Of how much.
    pub of: u32,
    /// Whether the product stops there.
    #[serde(default)]
    pub hard: bool,
}

/// Friction of one kind, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FrictionJsonV1 {
    /// `error`, `rage_click`, `dead_click`, `slow_response`, `abandoned_form` or `quick_back`.
    pub kind: String,
    /// How often.
    pub counts: CountsJsonV1,
    /// The last time.
    #[serde(default)]
    pub last_s: Option<u32>,
}

/// What became of a prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PromptJsonV1 {
    /// The prompt.
    pub id: String,
    /// Exposures.
    pub shown: CountsJsonV1,
    /// The last exposure.
    pub last_shown_s: Option<u32>,
    /// How often the offer was taken.
    pub clicked: u32,
    /// How often it was read to its end.
    pub completed: u32,
    /// How often it was dismissed.
    pub dismissed: u32,
    /// The furthest page that was gone to, counted from 0, the first.
    pub step: u8,
    /// How often it was snoozed.
    pub snoozed: u32,
    /// Until when the last snooze holds.
    pub snoozed_until_s: u32,
    /// The last time that its offer was taken or its question answered.
    pub answered_s: Option<u32>,
    /// When it first fell due.
    pub due: Option<DueJsonV1>,
    /// How often each reason held it back.
    pub waits: Vec<WaitJsonV1>,
}

/// When a prompt fell due, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DueJsonV1 {
    /// When.
    pub at_s: u32,
    /// The trial's arm then: `holdout`, `control` or `variant`.
    pub arm: String,
    /// The variant's place, from 0.
    #[serde(default)]
    pub variant: u8,
}

/// A reason to wait, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitJsonV1 {
    /// A reason of the ledger, such as `cooldown`.
    pub reason: String,
    /// How often.
    pub count: u32,
}

/// The customer's choice of budget, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BudgetJsonV1 {
    /// When it was chosen; 0 is never.
    #[serde(default)]
    pub at_s: u32,
    /// `normal`, `fewer` or `none`.
    pub choice: String,
}

/// How a trial ended, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutcomeJsonV1 {
    /// When.
    pub at_s: u32,
    /// `upgraded`, `cancelled` or `expired`.
    pub outcome: String,
}

/// An answer about a moment, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReactionJsonV1 {
    /// The moment, or the prompt that asked.
    pub name: String,
    /// When.
    pub at_s: u32,
    /// 1 (bad) to 5 (delighted).
    pub score: u8,
}

impl Default for BudgetJsonV1 {
    fn default() -> Self {
        Self { at_s: 0, choice: choice_name(BudgetChoice::Normal).to_owned() }
    }
}

impl SummaryJsonV1 {
    /// The same as the core knows it. Errors: a name or number that cannot be. What only all fields together tell is
    /// checked by the beacon.
    pub(crate) fn read(self) -> Result<Summary, DecodeError> {
        let mut active_days = DaySet::default();
        for day in self.active_days {
            ensure(active_days.insert(day), "active days")?;
        }
        Ok(Summary {
            last_s: self.last_s,
            features: sorted(self.features, FeatureJsonV1::read, |one| &one.name)?,
            moments: sorted(self.moments, |one| Ok(Reached { name: one.name, at_s: one.at_s }), |one| &one.name)?,
            limits: sorted(self.limits, |one| Ok(one.read()), |one| &one.name)?,
            friction: friction(self.friction)?,
            active_days,
            sessions: self.sessions,
            engaged: self.engaged.read(),
            prompts: sorted(self.prompts, PromptJsonV1::read, |one| &one.id)?,
            budget: BudgetSetting { at_s: self.budget.at_s, choice: choice(&self.budget.choice)? },
            reactions: sorted(self.reactions, ReactionJsonV1::read, |one| &one.name)?,
            recovered_s: self.recovered_s,
            outcome: self.outcome.map(OutcomeJsonV1::read).transpose()?,
            dropped: self.dropped,
        })
    }
}

fn sorted<J, T>(
    items: Vec<J>,
    read: impl Fn(J) -> Result<T, DecodeError>,
    name: impl Fn(&T) -> &str,
) -> Result<Vec<T>, DecodeError> {
    let mut items = items.into_iter().map(read).collect::<Result<Vec<T>, _>>()?;
    items.sort_by(|one, other| name(one).cmp(name(other)));
    Ok(items)
}

fn ensure(is_so: bool, what: &'static str) -> Result<(), DecodeError> {
    if is_so { Ok(()) } else { Err(DecodeError::Implausible(what)) }
}

fn friction(met: Vec<FrictionJsonV1>) -> Result<[Friction; FrictionKind::ALL.len()], DecodeError> {
    let mut all: [Friction; FrictionKind::ALL.len()] = Default::default();
    for one in met {
        let kind = FrictionKind::ALL.into_iter().find(|kind| kind.name() == one.kind);
        let slot = &mut all[kind.ok_or(DecodeError::Implausible("kind of friction"))? as usize];
        ensure(*slot == Friction::default(), "kind of friction, twice")?;
        *slot = Friction { counts: one.counts.read(), last_s: one.last_s };
    }
    Ok(all)
}

/// Beacons in bytes have no room for more.
const VARIANT_MAX: u8 = 253;

const CHOICES: [BudgetChoice; 3] = [BudgetChoice::Normal, BudgetChoice::Fewer, BudgetChoice::None];

fn choice(name: &str) -> Result<BudgetChoice, DecodeError> {
    CHOICES.into_iter().find(|choice| choice_name(*choice) == name).ok_or(DecodeError::Implausible("budget"))
}

fn choice_name(choice: BudgetChoice) -> &'static str {
    match choice {
        BudgetChoice::Normal => "normal",
        BudgetChoice::Fewer => "fewer",
        BudgetChoice::None => "none",
    }
}

impl CountsJsonV1 {
    fn read(self) -> DayCounts {
        DayCounts::from_parts(self.total, self.days)
    }
}

impl FeatureJsonV1 {
    fn read(self) -> Result<FeatureUse, DecodeError> {
        let Self { name, counts, first_s, last_s } = self;
        ensure(first_s <= last_s, "a feature's last use, before its first")?;
        Ok(FeatureUse { name, counts: counts.read(), first_s, last_s })
    }
}

impl LimitJsonV1 {
    fn read(self) -> Limit {
        let standing = LimitUse { at_s: self.at_s, used: self.used, of: self.of, hard: self.hard };
        Limit { name: self.name, standing }
    }
}

impl OutcomeJsonV1 {
    fn read(self) -> Result<(u32, Outcome), DecodeError> {
        Ok((self.at_s, Outcome::named(&self.outcome).ok_or(DecodeError::Implausible("outcome"))?))
    }
}

impl ReactionJsonV1 {
    fn read(self) -> Result<Reaction, DecodeError> {
        ensure((1..=SCORE_MAX).contains(&self.score), "reactions")?;
        Ok(Reaction { name: self.name, at_s: self.at_s, score: self.score })
    }
}

impl PromptJsonV1 {
    fn read(self) -> Result<PromptRecord, DecodeError> {
        let mut record = PromptRecord {
            id: self.id,
            shown: self.shown.read(),
            last_shown_s: self.last_shown_s,
            clicked: self.clicked,
            completed: self.completed,
            dismissed: self.dismissed,
            step: self.step,
            snoozed: self.snoozed,
            snoozed_until_s: self.snoozed_until_s,
            answered_s: self.answered_s,
            due: self.due.map(DueJsonV1::read).transpose()?,
            waits: Vec::new(),
        };
        for wait in self.waits {
            let reason = Reason::ALL.into_iter().find(|reason| reason.name() == wait.reason);
            record.add_waits(reason.ok_or(DecodeError::Implausible("reasons"))?, wait.count);
        }
        Ok(record)
    }
}

impl DueJsonV1 {
    fn read(self) -> Result<Due, DecodeError> {
        ensure(self.variant <= VARIANT_MAX, "variant")?;
        let arm = match self.arm.as_str() {
            "holdout" => Arm::Holdout,
            "control" => Arm::Control,
            "variant" => Arm::Variant(self.variant),
            _ => return Err(DecodeError::Implausible("arm")),
        };
        Ok(Due { at_s: self.at_s, arm })
    }
}
