//! A reaction: a one-tap answer about one moment.

use crate::name::Name;
use crate::time::Second;

/// How many reactions one replica keeps: one for each moment, and one for each prompt that asks about none.
pub const REACTIONS_MAX: usize = 64;

/// The best answer; the worst is 1.
pub const SCORE_MAX: u8 = 5;

/// The newest answer about one moment. Of two equally new ones the better counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reaction {
    /// The moment, or the prompt that asked when it asked about none.
    pub name: Name,
    /// When it was given.
    pub at_s: Second,
    /// 1 (bad) to 5 (delighted).
    pub score: u8,
}
