//! Replicas that are kept apart, as SQL.

use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params, params_from_iter};

use crate::store::quarantine::{IN_ALL_MAX, OF_TRIAL_MAX, Quarantined};
use crate::store::sqlite::{read, write};
use crate::store::{Replica, Stored};

/// Keeps a replica's state apart, in the place of an earlier one, and drops what is too much by it.
pub(super) fn put(transaction: &Transaction, trial: &str, replica: &Replica, reason: &str) -> Stored<()> {
    let sql = "INSERT INTO quarantined (trial, replica, reason, beacon, received_ms, skew_ms, signed, times)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)
               ON CONFLICT (trial, replica) DO UPDATE SET reason = excluded.reason, beacon = excluded.beacon,
               received_ms = excluded.received_ms, skew_ms = excluded.skew_ms, signed = excluded.signed,
               times = min(times + 1, 4294967295)";
    transaction.prepare_cached(sql)?.execute(params![
        trial,
        replica.replica.cast_signed(),
        reason,
        replica.beacon,
        replica.received_ms.cast_signed(),
        replica.skew_ms,
        replica.signed
    ])?;
    drop_oldest(transaction, trial, replica.replica)
}

/// Drops those heard of longest ago, of one trial what nobody vouched for before all else, but never the one that came just
/// now: it is about to be acknowledged.
fn drop_oldest(transaction: &Transaction, trial: &str, newest: u64) -> Stored<()> {
    let newest = newest.cast_signed();
    let of_trial = "DELETE FROM quarantined WHERE trial = ?1 AND replica IN (
        SELECT replica FROM quarantined WHERE trial = ?1 AND replica <> ?2
        ORDER BY signed DESC, received_ms DESC, replica DESC LIMIT -1 OFFSET ?3)";
    let values = params![trial, newest, OF_TRIAL_MAX - 1];
    let mut dropped = transaction.prepare_cached(of_trial)?.execute(values)?;
    // The sum is kept true by triggers, so where nothing is too much, nothing is looked for.
    let of_all = "DELETE FROM quarantined WHERE (trial, replica) IN (
        SELECT trial, replica FROM quarantined WHERE (trial, replica) <> (?1, ?2)
        ORDER BY received_ms, trial, replica LIMIT max((SELECT quarantined FROM tally) - ?3, 0))";
    dropped += transaction.prepare_cached(of_all)?.execute(params![trial, newest, IN_ALL_MAX])?;
    if dropped == 0 {
        return Ok(());
    }
    let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)
               ON CONFLICT (name) DO UPDATE SET value = value + excluded.value";
    let dropped = i64::try_from(dropped).unwrap_or(i64::MAX);
    transaction.prepare_cached(sql)?.execute(params![write::QUARANTINE_DROPPED, dropped])?;
    Ok(())
}

/// A replica is kept apart no longer.
pub(super) fn release(transaction: &Transaction, trial: &str, replica: u64) -> Stored<()> {
    let sql = "DELETE FROM quarantined WHERE trial = ?1 AND replica = ?2";
    transaction.prepare_cached(sql)?.execute(params![trial, replica.cast_signed()])?;
    Ok(())
}

/// A page of the list, those received last first.
pub(super) fn page(
    connection: &Connection,
    limit: usize,
    after: Option<&(u64, String, u64)>,
) -> Stored<Vec<Quarantined>> {
    let mut values: Vec<Value> = Vec::new();
    let mut condition = "1";
    if let Some((received_ms, trial, replica)) = after {
        condition = "(received_ms, trial, replica) < (?, ?, ?)";
        values.extend([received_ms.cast_signed().into(), trial.clone().into(), replica.cast_signed().into()]);
    }
    let sql = format!(
        "SELECT replica, beacon, received_ms, signed, skew_ms, trial, reason, times FROM quarantined WHERE {condition}
         ORDER BY received_ms DESC, trial DESC, replica DESC LIMIT {limit}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        Ok(Quarantined { replica: read::replica(row)?, trial: row.get(5)?, reason: row.get(6)?, times: row.get(7)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The numbers of a trial's replicas that are kept apart.
pub(super) fn numbers(connection: &Connection, trial: &str) -> Stored<Vec<u64>> {
    let mut statement = connection.prepare_cached("SELECT replica FROM quarantined WHERE trial = ?1")?;
    let rows = statement.query_map([trial], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
