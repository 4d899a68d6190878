//! What is forgotten because somebody asked, as SQL, and what is remembered of that.

use moment_wire::webhook::{COMMENT, IN_TROUBLE, REACHED, READY};
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest, Sha256};

use crate::store::sqlite::{comment, hook};
use crate::store::{Change, Stored, TOMBSTONE_MS};

/// The tables. Trials that were erased as a whole are remembered as hashes with a salt of this store's, so that they go out
/// of older backups, too. A replica of which nothing was known is remembered for a short time only.
/// The sums of moments that no trial reached any more go, and so do those of moments that are not in the playbook: every
/// trial is judged anew when the collector starts.
pub(super) const TABLES: &str = include_str!("schema/erased.sql");

/// For how long a number is remembered of which nothing was known: its first beacon may be on its way for a week.
const BEFOREHAND_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// How many numbers of which nothing was known are remembered, the newest: whoever makes up more of them gains nothing.
const BEFOREHAND_MAX: u32 = 10_000;

/// Whether this change takes out of the store what somebody told, as things stand before it: then it shall stand nowhere in
/// the files either.
pub(super) fn is_erasure(transaction: &Transaction, change: &Change) -> Stored<bool> {
    let sql = match change {
        Change::Erased { trial, replica, .. } => return has_told(transaction, trial, *replica),
        Change::Retired { .. } => return Ok(true),
        Change::Unended { .. } => "SELECT EXISTS (SELECT 1 FROM ending WHERE trial = ?1)",
        Change::Uncommented { .. } => {
            "SELECT EXISTS (SELECT 1 FROM comment WHERE trial = ?1) OR EXISTS (SELECT 1 FROM outbox WHERE trial = ?1)"
        }
        _ => return Ok(false),
    };
    let (Change::Unended { trial } | Change::Uncommented { trial, .. }) = change else { return Ok(false) };
    Ok(transaction.prepare_cached(sql)?.query_row([trial], |row| row.get(0))?)
}

/// Whether anything is known of a replica.
fn has_told(transaction: &Transaction, trial: &str, replica: u64) -> Stored<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM replica WHERE trial = ?1 AND replica = ?2)
               OR EXISTS (SELECT 1 FROM comment WHERE trial = ?1 AND replica = ?2)
               OR EXISTS (SELECT 1 FROM quarantined WHERE trial = ?1 AND replica = ?2)";
    Ok(transaction.prepare_cached(sql)?.query_row(params![trial, replica.cast_signed()], |row| row.get(0))?)
}

/// A replica is erased, and its number remembered.
pub(super) fn replica(transaction: &Transaction, trial: &str, replica: u64, at_ms: u64) -> Stored<()> {
    let is_known = has_told(transaction, trial, replica)?;
    if is_known {
        unsay(transaction, trial, replica)?;
    }
    let replica = replica.cast_signed();
    for sql in [
        "DELETE FROM replica WHERE trial = ?1 AND replica = ?2",
        "DELETE FROM comment WHERE trial = ?1 AND replica = ?2",
        "DELETE FROM quarantined WHERE trial = ?1 AND replica = ?2",
    ] {
        transaction.prepare_cached(sql)?.execute(params![trial, replica])?;
    }
    let sql = "INSERT INTO erased (replica, at_ms, beforehand) VALUES (?1, ?2, ?3)
               ON CONFLICT (replica) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms),
               beforehand = min(beforehand, excluded.beforehand)";
    transaction.prepare_cached(sql)?.execute(params![replica, at_ms.cast_signed(), !is_known])?;
    let old_ms = at_ms.saturating_sub(TOMBSTONE_MS);
    transaction.prepare_cached("DELETE FROM erased WHERE at_ms < ?1")?.execute([old_ms.cast_signed()])?;
    if is_known { Ok(()) } else { forget_beforehand(transaction, at_ms) }
}

fn forget_beforehand(transaction: &Transaction, at_ms: u64) -> Stored<()> {
    let old_ms = at_ms.saturating_sub(BEFOREHAND_MS);
    let sql = "DELETE FROM erased WHERE beforehand = 1 AND at_ms < ?1";
    transaction.prepare_cached(sql)?.execute([old_ms.cast_signed()])?;
    let sql = "DELETE FROM erased WHERE replica IN (
        SELECT replica FROM erased WHERE beforehand = 1 ORDER BY at_ms DESC LIMIT -1 OFFSET ?1)";
    transaction.prepare_cached(sql)?.execute([BEFOREHAND_MAX])?;
    Ok(())
}

/// Nothing is told any more of what was written in a replica, nor of what its state brought about: which of a trial's replicas
/// brought a moment about cannot be told apart. That the trial upgraded says the vendor's backend; that is not the replica's.
fn unsay(transaction: &Transaction, trial: &str, replica: u64) -> Stored<()> {
    let replica = replica.cast_signed();
    let sql = "DELETE FROM outbox WHERE trial = ?1 AND kind = ?3 AND json_extract(data, '$.id') IN (
        SELECT lower(hex(id)) FROM comment WHERE trial = ?1 AND replica = ?2)";
    transaction.prepare_cached(sql)?.execute(params![trial, replica, COMMENT])?;
    let sql = "DELETE FROM outbox WHERE trial = ?1 AND kind IN (?3, ?4, ?5)
               AND EXISTS (SELECT 1 FROM replica WHERE trial = ?1 AND replica = ?2)";
    transaction.prepare_cached(sql)?.execute(params![trial, replica, REACHED, READY, IN_TROUBLE])?;
    hook::promote(transaction, trial)
}

/// What the customer of a trial wrote is erased with all that waits to be told of the trial; that the trial was erased is
/// remembered.
pub(super) fn trial(transaction: &Transaction, trial: &str, at_ms: u64) -> Stored<()> {
    hook::erase(transaction, trial)?;
    comment::erase(transaction, trial)?;
    let hash = hash(&salt(transaction)?, trial);
    let sql = "INSERT INTO erased_trial (hash, at_ms) VALUES (?1, ?2)
               ON CONFLICT (hash) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)";
    transaction.prepare_cached(sql)?.execute(params![hash, at_ms.cast_signed()])?;
    let old_ms = at_ms.saturating_sub(TOMBSTONE_MS);
    transaction.prepare_cached("DELETE FROM erased_trial WHERE at_ms < ?1")?.execute([old_ms.cast_signed()])?;
    Ok(())
}

/// What this store's hashes are salted with.
pub(super) fn salt(connection: &Connection) -> Stored<Vec<u8>> {
    Ok(connection.prepare_cached("SELECT salt FROM erased_salt")?.query_row([], |row| row.get(0))?)
}

/// What is remembered of a trial.
pub(super) fn hash(salt: &[u8], trial: &str) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(trial).finalize().into()
}

/// The numbers of the replicas in which a trial's comments were written.
pub(super) fn writers(connection: &Connection, trial: &str) -> Stored<Vec<u64>> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT replica FROM comment WHERE trial = ?1")?;
    let rows = statement.query_map([trial], |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
