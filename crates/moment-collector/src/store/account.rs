//! Accounts: sums over the trials of one company.

use crate::store::Stored;

/// Which accounts a list asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountsQuery {
    /// At most so many.
    pub limit: usize,
    /// Only those after this one.
    pub after: Option<String>,
    /// Only those whose id contains this.
    pub search: Option<String>,
    /// Only simulated trials, or only real ones.
    pub simulated: Option<bool>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub account: String,
    /// Its trials.
    pub trials: u64,
    /// Of them simulated.
    pub simulated: u64,
    /// Of them activated.
    pub activated: u64,
    /// Of them upgraded.
    pub upgraded: u64,
    /// The score of its readiest trial.
    pub score: u8,
    /// That trial's band, 0 to 3.
    pub band: u8,
    /// When its first trial began.
    pub started_ms: u64,
    /// When the collector last heard of any.
    pub last_seen_ms: u64,
}

/// Questions about accounts.
pub trait Accounts {
    /// A page of accounts, by id.
    fn accounts(&self, query: &AccountsQuery) -> Stored<Vec<Account>>;
}
