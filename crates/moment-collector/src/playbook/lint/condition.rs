//! A rule of the core, read back as a condition, and whether it can ever hold.
//!
//! The condition becomes a choice of terms; a term is a set of readings with the numbers that each can still be. If no
//! term is possible, the condition never holds. What is too much work, or no rule that the playbook's language makes,
//! counts as possible: a lint keeps silent where it is not sure.

use moment_core::reading::Reading;
use moment_core::rule::{Comparison, Op, Rule};

use crate::playbook::lint::knowledge::Knowledge;
use crate::playbook::lint::term::Term;

/// More terms than this are not looked at.
const TERMS_MAX: usize = 256;
/// So many pairs of terms are put together for one question.
const WORK_MAX: usize = 2_048;

/// A condition on readings.
#[derive(Debug, Clone)]
pub enum Condition {
    /// Holds in every state.
    Always,
    /// A comparison of a reading with a number.
    Compare(Reading, Comparison, i32),
    /// Both hold.
    And(Box<Self>, Box<Self>),
    /// One of them holds.
    Or(Box<Self>, Box<Self>),
    /// It does not hold.
    Not(Box<Self>),
}

impl Condition {
    /// The condition that `rule` computes; `None` if it has no such form.
    #[must_use]
    pub fn of(rule: &Rule) -> Option<Self> {
        if rule.ops.is_empty() {
            return Some(Self::Always);
        }
        let mut stack: Vec<Part> = Vec::new();
        for op in &rule.ops {
            let part = match *op {
                Op::Read(reading) => Part::Reading(reading),
                Op::Number(number) => Part::Number(number),
                Op::Compare(comparison) => match (stack.pop()?, stack.pop()?) {
                    (Part::Number(number), Part::Reading(reading)) => {
                        Part::Truth(Self::Compare(reading, comparison, number))
                    }
                    _ => return None,
                },
                Op::And => {
                    let right = stack.pop()?.truth()?;
                    Part::Truth(stack.pop()?.truth()?.and(right))
                }
                Op::Or => {
                    let right = stack.pop()?.truth()?;
                    Part::Truth(Self::Or(Box::new(stack.pop()?.truth()?), Box::new(right)))
                }
                Op::Not => Part::Truth(stack.pop()?.truth()?.not()),
            };
            stack.push(part);
        }
        let whole = stack.pop()?.truth()?;
        stack.is_empty().then_some(whole)
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// Its contrary.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it stands beside `and`, which no operator stands for")]
    pub fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// False only if no state that trials come to makes it hold.
    #[must_use]
    pub fn can_hold(&self, knowledge: &Knowledge) -> bool {
        let mut work = WORK_MAX;
        self.terms(true, knowledge, &mut work).is_none_or(|terms| !terms.is_empty())
    }

    /// The possible terms in which the condition is as `wanted`; `None` when there is too much to do.
    fn terms(&self, wanted: bool, knowledge: &Knowledge, work: &mut usize) -> Option<Vec<Term>> {
        let terms = match (self, wanted) {
            (Self::Always, true) => vec![Term::default()],
            (Self::Always, false) => Vec::new(),
            (Self::Compare(reading, comparison, number), _) => {
                let comparison = if wanted { *comparison } else { contrary(*comparison) };
                Term::of(*reading, comparison, *number, knowledge).into_iter().collect()
            }
            (Self::Not(inner), _) => inner.terms(!wanted, knowledge, work)?,
            (Self::And(left, right), true) | (Self::Or(left, right), false) => {
                let left = left.terms(wanted, knowledge, work)?;
                let right = right.terms(wanted, knowledge, work)?;
                *work = work.checked_sub(left.len() * right.len())?;
                let pairs = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
                pairs.filter_map(|(left, right)| left.and(right, knowledge)).collect()
            }
            (Self::And(left, right), false) | (Self::Or(left, right), true) => {
                let mut terms = left.terms(wanted, knowledge, work)?;
                terms.extend(right.terms(wanted, knowledge, work)?);
                terms
            }
        };
        (terms.len() <= TERMS_MAX).then_some(terms)
    }
}

/// What lies on the stack while a rule is read back.
enum Part {
    Reading(Reading),
    Number(i32),
    Truth(Condition),
}

impl Part {
    fn truth(self) -> Option<Condition> {
        match self {
            Self::Truth(condition) => Some(condition),
            Self::Reading(_) | Self::Number(_) => None,
        }
    }
}

fn contrary(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::AtLeast => Comparison::Less,
        Comparison::Greater => Comparison::AtMost,
    }
}
