//! Friction: signs of trouble and of stolen time.

/// A kind of friction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum FrictionKind {
    /// An error that the page did not catch.
    Error = 0,
    /// Several quick clicks on one spot.
    RageClick = 1,
    /// A click that nothing answered.
    DeadClick = 2,
    /// An answer that took too long.
    SlowResponse = 3,
    /// A form begun and left.
    AbandonedForm = 4,
    /// A page left at once for the one before.
    QuickBack = 5,
}

impl FrictionKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Error, Self::RageClick, Self::DeadClick, Self::SlowResponse, Self::AbandonedForm, Self::QuickBack];

    /// Whether it opens trouble, in which nothing may be sold. A slow response is time that was stolen and is counted as
    /// friction; but on a slow machine it is everyday, and no moment has failed by it.
    #[must_use]
    pub fn opens_trouble(self) -> bool {
        self != Self::SlowResponse
    }

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::RageClick => "rage_click",
            Self::DeadClick => "dead_click",
            Self::SlowResponse => "slow_response",
            Self::AbandonedForm => "abandoned_form",
            Self::QuickBack => "quick_back",
        }
    }
}
