//! Replicas that are kept apart, as SQL.

use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params, params_from_iter};

use crate::store::sqlite::read;
use crate::store::{Quarantined, Replica, Stored};

/// Keeps a replica's state apart, in the place of an earlier one.
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
