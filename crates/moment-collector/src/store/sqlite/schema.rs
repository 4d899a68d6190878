//! The tables, and how an older file becomes a current one.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::store::sqlite::{account, erase, hook, inbox, people, reply, search};
use crate::store::{StoreError, Stored};

/// How long a connection waits for another one: less than a browser does.
pub(super) const BUSY: Duration = Duration::from_secs(2);

/// More than there are: to read one anew takes longer than to run it.
const STATEMENTS: usize = 64;

/// Each step takes the file one version on; `PRAGMA user_version` tells how many it has behind it. A step that was
/// released is never changed.
const STEPS: [&str; 12] = [
    "
    CREATE TABLE replica (
        trial TEXT NOT NULL, replica INTEGER NOT NULL, beacon BLOB NOT NULL,
        received_ms INTEGER NOT NULL, signed INTEGER NOT NULL,
        PRIMARY KEY (trial, replica)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE trial (
        trial TEXT NOT NULL PRIMARY KEY, account TEXT, plan TEXT,
        started_ms INTEGER NOT NULL, length_days INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL,
        score INTEGER NOT NULL, band INTEGER NOT NULL, probability REAL NOT NULL, top_reason TEXT,
        activated_ms INTEGER, shown INTEGER NOT NULL, clicked INTEGER NOT NULL, dismissed INTEGER NOT NULL,
        simulated INTEGER NOT NULL, signed INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX trial_by_score ON trial (score DESC, trial);
    CREATE TABLE reached (
        moment TEXT NOT NULL, trial TEXT NOT NULL, PRIMARY KEY (moment, trial)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reached_by_trial ON reached (trial);
    CREATE TABLE ending (
        trial TEXT NOT NULL PRIMARY KEY, outcome TEXT NOT NULL, at_ms INTEGER NOT NULL, value REAL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE token (hash BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE comment (
        trial TEXT NOT NULL, replica INTEGER NOT NULL, id BLOB NOT NULL, words TEXT NOT NULL, about TEXT,
        at_ms INTEGER NOT NULL, received_ms INTEGER NOT NULL, signed INTEGER NOT NULL,
        PRIMARY KEY (trial, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX comment_by_time ON comment (received_ms, id);
    CREATE TABLE erased (replica INTEGER NOT NULL PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX erased_by_time ON erased (at_ms);
",
    include_str!("schema/tally.sql"),
    hook::TABLES,
    people::TABLES,
    reply::TABLES,
    account::TABLES,
    search::TABLES,
    people::PERSON_TABLES,
    inbox::TABLES,
    erase::TABLES,
    include_str!("schema/due.sql"),
];

/// A connection to the file at `path`.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    // Else the planner looks at what is asked for, and reads a question anew when that changes, though it has no statistics
    // to make use of it: a sixteenth of the keeper's time went by with the question for a trial's replicas.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // FULL: a commit returns after fsync, so what was acknowledged survives the loss of power.
    // The log is written back when it has 32 MB: the same pages are written again and again, and to write back takes two
    // more fsyncs. What is deleted is overwritten with zeros: whoever was erased does not stand in a free corner of the file.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
         PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -16384;",
    )?;
    Ok(connection)
}

/// Errors: the file is not of this program's version.
pub(super) fn check(connection: &Connection) -> Stored<()> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = STEPS.len();
    if usize::try_from(version).is_ok_and(|version| version == known) {
        return Ok(());
    }
    let remedy = if version as usize > known { "use the program that serves it" } else { "start the collector first" };
    Err(StoreError::other(format!("the store has version {version} and this program {known}: {remedy}")))
}

/// Brings the file up to the current version. Errors: it is of a newer program, or a step failed and is undone.
pub(super) fn prepare(connection: &mut Connection) -> Stored<()> {
    let behind: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let behind = usize::try_from(behind).unwrap_or(usize::MAX);
    if behind > STEPS.len() {
        let message = format!("the store has version {behind}; this program knows up to {}", STEPS.len());
        return Err(StoreError::other(message));
    }
    for (before, step) in STEPS.iter().enumerate().skip(behind) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", u32::try_from(before + 1).unwrap_or(u32::MAX))?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_waits_for_the_disk_and_overwrites_what_it_deletes() {
        let folder = tempfile::tempdir().unwrap();
        let connection = connect(&folder.path().join("moments.db")).unwrap();
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        // FULL is 2: a commit returns after fsync.
        assert_eq!((mode.as_str(), number("synchronous")), ("wal", 2));
        assert_eq!((number("secure_delete"), number("foreign_keys")), (1, 1));
        assert!(connection.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG).unwrap(), "questions are read once");
    }
}
