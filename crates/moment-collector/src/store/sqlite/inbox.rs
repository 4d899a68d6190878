//! The inbox as SQL: beacons that are durable and wait to be joined with their trials. To add one writes a row at the end.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::sqlite::read;
use crate::store::{Letter, Stored};

/// The table. No index: each would be written all over with each beacon, and the keeper knows the numbers.
pub(super) const TABLES: &str = "
    CREATE TABLE inbox (
        number INTEGER PRIMARY KEY, trial TEXT NOT NULL, replica INTEGER NOT NULL, beacon BLOB NOT NULL,
        received_ms INTEGER NOT NULL, signed INTEGER NOT NULL, skew_ms INTEGER NOT NULL
    ) STRICT;
";

/// Adds a letter.
pub(super) fn put(transaction: &Transaction, letter: &Letter) -> Stored<()> {
    let Letter { number, trial, replica } = letter;
    let sql = "INSERT INTO inbox (number, trial, replica, beacon, received_ms, signed, skew_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    transaction.prepare_cached(sql)?.execute(params![
        number.cast_signed(),
        trial,
        replica.replica.cast_signed(),
        replica.beacon,
        replica.received_ms.cast_signed(),
        replica.signed,
        replica.skew_ms
    ])?;
    Ok(())
}

/// Takes letters out.
pub(super) fn remove(transaction: &Transaction, numbers: &[u64]) -> Stored<()> {
    let mut statement = transaction.prepare_cached("DELETE FROM inbox WHERE number = ?1")?;
    for number in numbers {
        statement.execute([number.cast_signed()])?;
    }
    Ok(())
}

/// Number, trial and bytes of each letter, in the order in which they came.
pub(super) fn index(connection: &Connection) -> Stored<Vec<(u64, String, usize)>> {
    let mut statement = connection.prepare_cached("SELECT number, trial, length(beacon) FROM inbox ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?, row.get::<_, u32>(2)? as usize))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The letters of these numbers.
pub(super) fn letters(connection: &Connection, numbers: &[u64]) -> Stored<Vec<Letter>> {
    let sql = "SELECT replica, beacon, received_ms, signed, skew_ms, trial FROM inbox WHERE number = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut letters = Vec::with_capacity(numbers.len());
    for number in numbers {
        let letter = statement.query_row([number.cast_signed()], |row| {
            Ok(Letter { number: *number, trial: row.get(5)?, replica: read::replica(row)? })
        });
        letters.extend(letter.optional()?);
    }
    Ok(letters)
}
