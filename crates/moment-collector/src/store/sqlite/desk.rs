//! The store's answers about what the growth team's work leaves behind.

use rusqlite::Transaction;

use crate::store::account::{Account, Accounts, AccountsQuery};
use crate::store::desk::{Desk, DeskChange, Log};
use crate::store::hook::{Delivery, Due, Hook, Hooks};
use crate::store::people::{Entry, Invitation, People, Person, Token};
use crate::store::reply::{Pending, Replies, Reply};
use crate::store::sqlite::{SqliteStore, account, comment, erase, hook, people, read, reply, retention};
use crate::store::{Ending, Stored};

/// Applies one change within the writer's transaction.
pub(super) fn apply(transaction: &Transaction, change: &DeskChange) -> Stored<()> {
    match change {
        DeskChange::Hook(change) => hook::apply(transaction, change),
        DeskChange::People(change) => people::apply(transaction, change),
        DeskChange::Reply(change) => reply::apply(transaction, change),
        DeskChange::Pruned { log, before_ms, limit } => retention::prune(transaction, *log, *before_ms, *limit),
    }
}

impl Accounts for SqliteStore {
    fn accounts(&self, query: &AccountsQuery) -> Stored<Vec<Account>> {
        account::page(&self.reader(), query)
    }
}

impl Hooks for SqliteStore {
    fn hooks(&self) -> Stored<Vec<(Hook, u64)>> {
        hook::hooks(&self.reader())
    }

    fn has_hooks(&self) -> Stored<bool> {
        hook::has_hooks(&self.reader())
    }

    fn hooks_to_tell(&self, now_ms: u64) -> Stored<Vec<Hook>> {
        hook::to_tell(&self.reader(), now_ms)
    }

    fn still(&self, hook: &str, seq: u64) -> Stored<Option<Hook>> {
        hook::still(&self.reader(), hook, seq)
    }

    fn due(&self, hook: &str, now_ms: u64, limit: usize) -> Stored<Vec<Due>> {
        hook::due(&self.reader(), hook, now_ms, limit)
    }

    fn deliveries(&self, hook: &str, before: Option<u64>, limit: usize) -> Stored<Vec<Delivery>> {
        hook::deliveries(&self.reader(), hook, before, limit)
    }
}

impl People for SqliteStore {
    fn token(&self, hash: &[u8; 32]) -> Stored<Option<Token>> {
        people::token(&self.reader(), hash)
    }

    fn tokens(&self) -> Stored<Vec<Token>> {
        people::tokens(&self.reader())
    }

    fn person(&self, name: &str) -> Stored<Option<Person>> {
        people::person(&self.reader(), name)
    }

    fn people(&self) -> Stored<Vec<Person>> {
        people::people(&self.reader())
    }

    fn invitation(&self, hash: &[u8; 32], now_ms: u64) -> Stored<Option<Invitation>> {
        people::invitation(&self.reader(), hash, now_ms)
    }

    fn session(&self, hash: &[u8; 32], now_ms: u64) -> Stored<Option<Person>> {
        people::session(&self.reader(), hash, now_ms)
    }

    fn audit(&self, before: Option<u64>, limit: usize) -> Stored<Vec<(u64, Entry)>> {
        people::audit(&self.reader(), before, limit)
    }
}

impl Replies for SqliteStore {
    fn replies_to(&self, trial: &str, comment: &[u8; 16]) -> Stored<Vec<Reply>> {
        reply::to(&self.reader(), trial, comment)
    }

    fn pending(&self, trial: &str, replica: Option<u64>, limit: usize) -> Stored<Vec<Pending>> {
        reply::pending(&self.reader(), trial, replica, limit)
    }

    fn open_comments(&self, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<u64> {
        reply::open_comments(&self.reader(), trial, replica, since_ms)
    }
}

impl Desk for SqliteStore {
    fn ending(&self, trial: &str) -> Stored<Option<Ending>> {
        read::ending(&self.reader(), trial)
    }

    fn writers(&self, trial: &str) -> Stored<Vec<u64>> {
        erase::writers(&self.reader(), trial)
    }

    fn older(&self, log: Log, before_ms: u64) -> Stored<u64> {
        retention::older(&self.reader(), log, before_ms)
    }

    fn has_comment(&self, trial: &str, id: &[u8; 16]) -> Stored<bool> {
        comment::has(&self.reader(), trial, id)
    }
}
