//! What is kept no longer, as SQL.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction};

use crate::store::Stored;
use crate::store::desk::Log;
use crate::store::sqlite::hook;

/// Trials that nothing was heard of since this instant. Asked once an hour, so it may walk all trials.
pub(super) fn silent_since(connection: &Connection, before_ms: u64, limit: usize) -> Stored<Vec<String>> {
    let sql = format!("SELECT trial FROM trial WHERE last_seen_ms < ?1 LIMIT {limit}");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([before_ms.cast_signed()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A trial is forgotten with everything.
pub(super) fn retire(transaction: &Transaction, trial: &str) -> Stored<()> {
    for table in ["replica", "reached", "trial", "ending", "comment", "quarantined"] {
        transaction.prepare_cached(&format!("DELETE FROM {table} WHERE trial = ?1"))?.execute([trial])?;
    }
    hook::erase(transaction, trial)
}

/// What belongs to no trial that is known and is older than this is forgotten.
pub(super) fn sweep(transaction: &Transaction, before_ms: u64) -> Stored<()> {
    for (table, time) in [("ending", "at_ms"), ("comment", "received_ms"), ("quarantined", "received_ms")] {
        let sql = format!("DELETE FROM {table} WHERE {time} < ?1 AND trial NOT IN (SELECT trial FROM trial)");
        transaction.prepare_cached(&sql)?.execute([before_ms.cast_signed()])?;
    }
    Ok(())
}

/// Where a log stands; each has an index by `at_ms`, and what is deleted takes along what refers to it.
fn table(log: Log) -> &'static str {
    match log {
        Log::Audit => "audit",
        Log::Deliveries => "outbox",
    }
}

/// How many entries of a log are older than this.
pub(super) fn older(connection: &Connection, log: Log, before_ms: u64) -> Stored<u64> {
    let sql = format!("SELECT count(*) FROM {} WHERE at_ms < ?1", table(log));
    let mut statement = connection.prepare_cached(&sql)?;
    let count: i64 = statement.query_row([before_ms.cast_signed()], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// The oldest entries of a log are no longer kept.
pub(super) fn prune(transaction: &Transaction, log: Log, before_ms: u64, limit: usize) -> Stored<()> {
    let table = table(log);
    let sql = format!(
        "DELETE FROM {table} WHERE seq IN (SELECT seq FROM {table} WHERE at_ms < ?1 ORDER BY at_ms LIMIT {limit})"
    );
    if log == Log::Audit {
        transaction.prepare_cached(&sql)?.execute([before_ms.cast_signed()])?;
        return Ok(());
    }
    let mut statement = transaction.prepare_cached(&format!("{sql} RETURNING trial"))?;
    let trials = statement.query_map([before_ms.cast_signed()], |row| row.get(0))?;
    let trials = trials.collect::<Result<BTreeSet<String>, _>>()?;
    trials.iter().try_for_each(|trial| hook::promote(transaction, trial))
}
