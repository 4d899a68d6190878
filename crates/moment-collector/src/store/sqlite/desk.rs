//! The store's answers about what the growth team's work leaves behind.

use rusqlite::Transaction;

use crate::store::desk::{Desk, DeskChange};
use crate::store::hook::{Delivery, Due, Hook, Hooks};
use crate::store::people::{Entry, People, Token};
use crate::store::sqlite::{SqliteStore, comment, hook, people, read};
use crate::store::{Ending, Stored};

/// Applies one change within the writer's transaction.
pub(super) fn apply(transaction: &Transaction, change: &DeskChange) -> Stored<()> {
    match change {
        DeskChange::Hook(change) => hook::apply(transaction, change),
        DeskChange::People(change) => people::apply(transaction, change),
    }
}

impl Hooks for SqliteStore {
    fn hooks(&self) -> Stored<Vec<(Hook, u64)>> {
        hook::hooks(&self.reader())
    }

    fn has_hooks(&self) -> Stored<bool> {
        hook::has_hooks(&self.reader())
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

    fn audit(&self, before: Option<u64>, limit: usize) -> Stored<Vec<(u64, Entry)>> {
        people::audit(&self.reader(), before, limit)
    }
}

impl Desk for SqliteStore {
    fn ending(&self, trial: &str) -> Stored<Option<Ending>> {
        read::ending(&self.reader(), trial)
    }

    fn has_comment(&self, trial: &str, id: &[u8; 16]) -> Stored<bool> {
        comment::has(&self.reader(), trial, id)
    }
}
