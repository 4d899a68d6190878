//! What kinds of trouble a store can be in: some pass by themselves, some want a person.

/// A kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trouble {
    /// There is no room; it passes when somebody makes some.
    Full,
    /// Another program holds the lock; it passes when that one lets go.
    Locked,
    /// The disk does not do what it is told.
    Disk,
    /// Files may not be opened or written.
    Forbidden,
    /// What is kept is not what was written. It does not pass: a backup wants to be restored.
    Damaged,
    /// Somebody else changed the same first: what was to be kept is no longer right, and nothing is wrong with the store.
    Overtaken,
    /// Anything else.
    Other,
}

impl Trouble {
    /// All kinds of trouble of the store's own.
    pub const ALL: [Self; 6] = [Self::Full, Self::Locked, Self::Disk, Self::Forbidden, Self::Damaged, Self::Other];

    /// Its name in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Locked => "locked",
            Self::Disk => "disk",
            Self::Forbidden => "forbidden",
            Self::Damaged => "damaged",
            Self::Overtaken => "overtaken",
            Self::Other => "other",
        }
    }

    /// Whether it is in the machine and not in what was to be kept, so that to try one by one would help nobody.
    #[must_use]
    pub fn is_of_the_machine(self) -> bool {
        !matches!(self, Self::Overtaken | Self::Other)
    }
}
