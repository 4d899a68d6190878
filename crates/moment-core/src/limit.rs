//! A limit: how much of a metered entitlement is used.

use crate::name::Name;
use crate::time::Second;

/// How many limits one replica keeps.
pub const LIMITS_MAX: usize = 16;

/// How much of a limit is used. The newest standing counts; of two equally new ones the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct LimitUse {
    /// When this was said. First, because the order of the fields is the order of preference.
    pub at_s: Second,
    /// How much is used.
    pub used: u32,
    /// Of how much.
    pub of: u32,
    /// Whether the product stops there, or only asks for more.
    pub hard: bool,
}

impl LimitUse {
    /// Percent used; a limit of 0 counts as used up.
    #[must_use]
    pub fn percent(&self) -> u32 {
        match self.of {
            0 => 100,
            of => u32::try_from(u64::from(self.used) * 100 / u64::from(of)).unwrap_or(u32::MAX),
        }
    }
}

/// A limit by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The limit's name.
    pub name: Name,
    /// Its newest standing.
    pub standing: LimitUse,
}
