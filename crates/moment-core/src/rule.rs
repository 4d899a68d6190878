//! Rules: conditions of the playbook, compiled on the server and only evaluated here.

use alloc::vec::Vec;

use crate::reading::{Reading, View};

/// How many steps a rule may have.
pub const RULE_OPS_MAX: usize = 64;

/// How deep a rule may stack its values.
pub const RULE_STACK_MAX: usize = 16;

/// One step of a rule. Values are whole numbers; a truth is 1 or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Puts a reading on the stack.
    Read(Reading),
    /// Puts a number on the stack.
    Number(i32),
    /// Compares the two topmost values.
    Compare(Comparison),
    /// Whether both of the two topmost values are true.
    And,
    /// Whether one of the two topmost values is true.
    Or,
    /// Whether the topmost value is not true.
    Not,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Comparison {
    /// `<`
    Less = 0,
    /// `<=`
    AtMost = 1,
    /// `=`
    Equal = 2,
    /// `!=`
    NotEqual = 3,
    /// `>=`
    AtLeast = 4,
    /// `>`
    Greater = 5,
}

impl Comparison {
    /// All comparisons, in the order of their numbers.
    pub const ALL: [Self; 6] = [Self::Less, Self::AtMost, Self::Equal, Self::NotEqual, Self::AtLeast, Self::Greater];

    fn holds(self, left: i32, right: i32) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::AtLeast => left >= right,
            Self::Greater => left > right,
        }
    }
}

/// A rule in postfix order: `a >= 3 and b` is `a 3 >= b and`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// The steps.
    pub ops: Vec<Op>,
}

impl Rule {
    /// Whether the rule holds. A rule without steps does; a malformed one reads what is missing as 0.
    #[must_use]
    pub fn holds(&self, view: &View) -> bool {
        let mut stack = Stack::default();
        for op in self.ops.iter().take(RULE_OPS_MAX) {
            let value = match *op {
                Op::Read(reading) => reading.value(view),
                Op::Number(number) => number,
                Op::Compare(comparison) => {
                    let right = stack.pop();
                    i32::from(comparison.holds(stack.pop(), right))
                }
                Op::And => stack.pop() & stack.pop(),
                Op::Or => stack.pop() | stack.pop(),
                Op::Not => i32::from(stack.pop() == 0),
            };
            stack.push(value);
        }
        self.ops.is_empty() || stack.pop() != 0
    }
}

/// A stack that neither over- nor underflows: what does not fit is lost, what is not there is 0.
#[derive(Default)]
struct Stack {
    values: [i32; RULE_STACK_MAX],
    len: usize,
}

impl Stack {
    fn push(&mut self, value: i32) {
        if let Some(slot) = self.values.get_mut(self.len) {
            *slot = value;
            self.len += 1;
        }
    }

    fn pop(&mut self) -> i32 {
        self.len = self.len.saturating_sub(1);
        core::mem::take(&mut self.values[self.len])
    }
}
