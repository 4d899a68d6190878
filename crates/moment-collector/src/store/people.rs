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

/// One change of who may use the collector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleChange {
    /// A token is new; one of the same name is no longer known.
    Token(Token),
    /// The token of this name is no longer known.
    Revoked(String),
    /// Somebody changed something.
    Audited(Entry),
}

/// Questions about people and tokens.
pub trait People {
    /// The token of this hash.
    fn token(&self, hash: &[u8; 32]) -> Stored<Option<Token>>;

    /// All tokens, by name.
    fn tokens(&self) -> Stored<Vec<Token>>;

    /// The audit log, the newest entry first, each with its number, at most `limit`, only those before `before`.
    fn audit(&self, before: Option<u64>, limit: usize) -> Stored<Vec<(u64, Entry)>>;
}
