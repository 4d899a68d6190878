//! Roles: what somebody may do. Each may do what the one before may, and more; people and tokens have one.

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// Reads everything but what secures the collector.
    Viewer = 1,
    /// Replies to comments, pauses and resumes, erases trials.
    Editor = 2,
    /// Approves what editors propose.
    Approver = 3,
    /// Manages people, tokens and webhooks, and reads the audit log.
    Admin = 4,
}

impl Role {
    /// All of them, ascending.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Editor, Self::Approver, Self::Admin];

    /// The role called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The role of this number.
    #[must_use]
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| *role as u8 == number)
    }

    /// Its name in contracts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::Admin => "admin",
        }
    }
}
