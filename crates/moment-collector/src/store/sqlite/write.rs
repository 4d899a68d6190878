//! Changes as SQL.

use rusqlite::{Transaction, params};

use crate::store::sqlite::{comment, desk, erase, inbox, quarantine, read, retention};
use crate::store::{Change, Ending, Replica, Standing, Stored};

/// The setting that holds whether everything is paused.
pub(super) const PAUSED: &str = "paused";
/// The setting that holds the version of the playbook that scores were made with.
pub(super) const JUDGED_BY: &str = "judged_by";
/// The setting that holds how many replicas were kept apart and dropped for newer ones.
pub(super) const QUARANTINE_DROPPED: &str = "quarantine_dropped";

/// As much as a batch of beacons writes, for a disk may have room for one page and none for the next.
const PROBE_BYTES: u32 = 65_536;

/// Applies one change within the writer's transaction.
pub(super) fn apply(transaction: &Transaction, change: &Change) -> Stored<()> {
    match change {
        Change::Received(letter) => inbox::put(transaction, letter),
        Change::Joined { numbers, .. } => inbox::remove(transaction, numbers),
        Change::Replica { trial, replica } => put_replica(transaction, trial, replica),
        Change::Quarantined { trial, replica, reason } => quarantine::put(transaction, trial, replica, reason),
        Change::Retired { trial } => retention::retire(transaction, trial),
        Change::Swept { before_ms } => retention::sweep(transaction, *before_ms),
        Change::Probed => probe(transaction),
        Change::Standing(standing) => put_standing(transaction, standing),
        Change::Ending { trial, ending } => put_ending(transaction, trial, ending),
        Change::Comment(comment) => comment::put(transaction, comment),
        Change::Desk(change) => desk::apply(transaction, change),
        Change::Uncommented { trial, at_ms } => erase::trial(transaction, trial, *at_ms),
        Change::Erased { trial, replica, at_ms } => erase::replica(transaction, trial, *replica, *at_ms),
        Change::Vanished { trial } => {
            transaction.prepare_cached("DELETE FROM reached WHERE trial = ?1")?.execute([trial])?;
            transaction.prepare_cached("DELETE FROM trial WHERE trial = ?1")?.execute([trial])?;
            Ok(())
        }
        Change::Unended { trial } => {
            transaction.prepare_cached("DELETE FROM ending WHERE trial = ?1")?.execute([trial])?;
            Ok(())
        }
        Change::Paused(paused) => put_setting(transaction, PAUSED, i64::from(*paused)),
        Change::JudgedBy(version) => put_setting(transaction, JUDGED_BY, i64::from(*version)),
        Change::Token(hash) => {
            transaction.prepare_cached("INSERT OR IGNORE INTO token (hash) VALUES (?1)")?.execute([hash])?;
            Ok(())
        }
    }
}

fn put_replica(transaction: &Transaction, trial: &str, replica: &Replica) -> Stored<()> {
    let sql = "INSERT OR REPLACE INTO replica (trial, replica, beacon, received_ms, signed, skew_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    transaction.prepare_cached(sql)?.execute(params![
        trial,
        replica.replica.cast_signed(),
        replica.beacon,
        replica.received_ms.cast_signed(),
        replica.signed,
        replica.skew_ms
    ])?;
    // What it tells now can be true, and holds all that it told before.
    quarantine::release(transaction, trial, replica.replica)
}

/// The trial as it stands; of its moments only what has changed is written, and the sums follow from that.
fn put_standing(transaction: &Transaction, standing: &Standing) -> Stored<()> {
    let sql = "INSERT INTO trial (trial, account, plan, started_ms, length_days, last_seen_ms, score, band,
               probability, top_reason, activated_ms, shown, clicked, dismissed, simulated, signed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
               ON CONFLICT (trial) DO UPDATE SET account = excluded.account, plan = excluded.plan,
               started_ms = excluded.started_ms, length_days = excluded.length_days,
               last_seen_ms = excluded.last_seen_ms, score = excluded.score, band = excluded.band,
               probability = excluded.probability, top_reason = excluded.top_reason,
               activated_ms = excluded.activated_ms, shown = excluded.shown, clicked = excluded.clicked,
               dismissed = excluded.dismissed, simulated = excluded.simulated, signed = excluded.signed";
    transaction.prepare_cached(sql)?.execute(params![
        standing.trial,
        standing.account,
        standing.plan,
        standing.started_ms.cast_signed(),
        standing.length_days,
        standing.last_seen_ms.cast_signed(),
        standing.score,
        standing.band,
        standing.probability,
        standing.top_reason,
        standing.activated_ms.map(u64::cast_signed),
        standing.shown,
        standing.clicked,
        standing.dismissed,
        standing.simulated,
        standing.signed,
    ])?;
    put_reached(transaction, standing)
}

fn put_reached(transaction: &Transaction, standing: &Standing) -> Stored<()> {
    let trial = &standing.trial;
    let mut known = transaction.prepare_cached("SELECT moment FROM reached WHERE trial = ?1")?;
    let known: Vec<String> = known.query_map([trial], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for gone in known.iter().filter(|moment| !standing.moments.contains(moment)) {
        let sql = "DELETE FROM reached WHERE moment = ?1 AND trial = ?2";
        transaction.prepare_cached(sql)?.execute([gone, trial])?;
    }
    for new in standing.moments.iter().filter(|moment| !known.contains(moment)) {
        let sql = "INSERT OR IGNORE INTO reached (moment, trial) VALUES (?1, ?2)";
        transaction.prepare_cached(sql)?.execute([new, trial])?;
    }
    Ok(())
}

fn put_ending(transaction: &Transaction, trial: &str, ending: &Ending) -> Stored<()> {
    if read::ending(transaction, trial)?.is_some_and(|kept| !ending.counts_over(&kept)) {
        return Ok(());
    }
    // Not by REPLACE, which tells no trigger of what it takes away.
    let sql = "INSERT INTO ending (trial, outcome, at_ms, value) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (trial) DO UPDATE SET outcome = excluded.outcome, at_ms = excluded.at_ms,
               value = excluded.value";
    transaction.prepare_cached(sql)?.execute(params![
        trial,
        ending.outcome,
        ending.at_ms.cast_signed(),
        ending.value
    ])?;
    Ok(())
}

fn probe(transaction: &Transaction) -> Stored<()> {
    let sql = "INSERT OR REPLACE INTO probe (one, room) VALUES (1, zeroblob(?1))";
    transaction.prepare_cached(sql)?.execute([PROBE_BYTES])?;
    Ok(())
}

fn put_setting(transaction: &Transaction, name: &str, value: i64) -> Stored<()> {
    let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
    transaction.prepare_cached(sql)?.execute(params![name, value])?;
    Ok(())
}
