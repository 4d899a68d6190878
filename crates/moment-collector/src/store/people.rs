//! Who may use the collector, as it is kept, and what they changed.

use crate::role::Role;
use crate::store::Stored;

/// A token for programs: its hash, never itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Its SHA-256.
    pub hash: [u8; 32],
    /// What it is called; of one name there is one token. Those of older programs have none.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// When it was made.
    pub made_ms: u64,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("name", &self.name).field("role", &self.role).finish_non_exhaustive()
    }
}

/// Somebody of the growth team.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The name; of two that differ in case only there is one.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The password's Argon2id hash, once one was chosen.
    pub password: Option<String>,
    /// Since when they are known.
    pub made_ms: u64,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("role", &self.role)
            .field("joined", &self.password.is_some())
            .finish_non_exhaustive()
    }
}

/// A link that works once.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The SHA-256 of its code.
    pub hash: [u8; 32],
    /// For whom; the first admin's has no name.
    pub name: Option<String>,
    /// Until when it works.
    pub until_ms: u64,
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invitation").field("until_ms", &self.until_ms).finish_non_exhaustive()
    }
}

/// A browser in which somebody is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The SHA-256 of what stands in the cookie.
    pub hash: [u8; 32],
    /// Who.
    pub name: String,
    /// Until when.
    pub until_ms: u64,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("until_ms", &self.until_ms).finish_non_exhaustive()
    }
}

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at_ms: u64,
    /// Who: `token` and its name, or a person's name.
    pub who: String,
    /// What was done, such as `webhook.created`.
    pub what: String,
    /// To what; empty where nobody may know any more.
    pub about: String,
}

/// One change of who may use the collector. What is no longer right when it is made, because somebody else was faster, is
/// refused with all that was to be kept beside it (`Trouble::Overtaken`); so is whatever would leave no admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleChange {
    /// A token is new; one of the same name is no longer known.
    Token(Token),
    /// The token of this hash is no longer known.
    Revoked([u8; 32]),
    /// Somebody is to come in: a person is new, or has this role, is signed out everywhere and chooses a password anew.
    Awaited {
        /// The name.
        name: String,
        /// What they may do.
        role: Role,
        /// Since when they are known, if they are new.
        made_ms: u64,
    },
    /// A person has another role.
    Role(String, Role),
    /// A person has another password, if theirs is still the one before.
    Password {
        /// The name.
        name: String,
        /// The hash of the one before.
        before: String,
        /// The hash of the new one.
        after: String,
    },
    /// A person is no more.
    Removed(String),
    /// Somebody may choose a password; earlier invitations of the same person no longer work.
    Invited(Invitation),
    /// An invitation that still works is taken up. One without a name makes the first admin, and nobody after them.
    Joined {
        /// The SHA-256 of its code.
        invitation: [u8; 32],
        /// Whose password it is.
        name: String,
        /// The hash of the password.
        password: String,
        /// When.
        at_ms: u64,
    },
    /// Sessions and invitations that ended by this instant are no longer kept.
    Expired(u64),
    /// Somebody signed in, if their password is still the one of this hash.
    SignedIn(Session, String),
    /// A session has ended.
    SignedOut([u8; 32]),
    /// All of a person's sessions have ended but this.
    SignedOutElsewhere(String, [u8; 32]),
    /// Somebody changed something.
    Audited(Entry),
}

/// Questions about people and tokens.
pub trait People {
    /// The token of this hash.
    fn token(&self, hash: &[u8; 32]) -> Stored<Option<Token>>;

    /// All tokens, by name.
    fn tokens(&self) -> Stored<Vec<Token>>;

    /// The person of this name.
    fn person(&self, name: &str) -> Stored<Option<Person>>;

    /// All people, by name.
    fn people(&self) -> Stored<Vec<Person>>;

    /// The invitation of this hash that works now.
    fn invitation(&self, hash: &[u8; 32], now_ms: u64) -> Stored<Option<Invitation>>;

    /// Who is signed in with this hash now.
    fn session(&self, hash: &[u8; 32], now_ms: u64) -> Stored<Option<Person>>;

    /// The audit log, the newest entry first, each with its number, at most `limit`, only those before `before`.
    fn audit(&self, before: Option<u64>, limit: usize) -> Stored<Vec<(u64, Entry)>>;
}
