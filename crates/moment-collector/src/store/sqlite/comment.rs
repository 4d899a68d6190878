//! Comments as SQL.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction, params, params_from_iter};

use crate::store::sqlite::search;
use crate::store::{Comment, CommentsQuery, Stored};

/// Keeps a comment; one that is known already stays as it is.
pub(super) fn put(transaction: &Transaction, comment: &Comment) -> Stored<()> {
    let sql = "INSERT OR IGNORE INTO comment (trial, replica, id, words, about, at_ms, received_ms, signed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    transaction.prepare_cached(sql)?.execute(params![
        comment.trial,
        comment.replica.cast_signed(),
        comment.id,
        comment.words,
        comment.about,
        comment.at_ms.cast_signed(),
        comment.received_ms.cast_signed(),
        comment.signed
    ])?;
    Ok(())
}

/// A page of comments, those received last first.
pub(super) fn page(connection: &Connection, query: &CommentsQuery) -> Stored<Vec<Comment>> {
    let mut conditions = vec!["1"];
    let mut values: Vec<Value> = Vec::new();
    if let Some((received_ms, id)) = &query.after {
        conditions.push("(received_ms, id) < (?, ?)");
        values.extend([received_ms.cast_signed().into(), id.to_vec().into()]);
    }
    if let Some(trial) = &query.trial {
        conditions.push("trial = ?");
        values.push(trial.clone().into());
    }
    if let Some(words) = &query.words {
        // Words without any letter are found nowhere.
        let Some(phrase) = search::phrase(words) else { return Ok(Vec::new()) };
        conditions.push(search::HAS_WORDS);
        values.push(phrase.into());
    }
    if let Some(answered) = query.answered {
        conditions.push("EXISTS (SELECT 1 FROM reply r WHERE r.trial = comment.trial AND r.comment = comment.id) = ?");
        values.push(i64::from(answered).into());
    }
    let sql = format!(
        "SELECT trial, replica, id, words, about, at_ms, received_ms, signed FROM comment WHERE {}
         ORDER BY received_ms DESC, id DESC LIMIT {}",
        conditions.join(" AND "),
        query.limit
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), comment)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many comments of a trial, or of one replica of it, were received since this instant.
pub(super) fn count_since(connection: &Connection, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<usize> {
    let sql = "SELECT count(*) FROM comment WHERE trial = ?1 AND received_ms >= ?2 AND (?3 IS NULL OR replica = ?3)";
    let values = params![trial, since_ms.cast_signed(), replica.map(u64::cast_signed)];
    let count: i64 = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Whether this comment is known.
pub(super) fn has(connection: &Connection, trial: &str, id: &[u8; 16]) -> Stored<bool> {
    Ok(connection.prepare_cached("SELECT 1 FROM comment WHERE trial = ?1 AND id = ?2")?.exists(params![trial, id])?)
}

/// All of a trial are erased.
pub(super) fn erase(transaction: &Transaction, trial: &str) -> Stored<()> {
    transaction.prepare_cached("DELETE FROM comment WHERE trial = ?1")?.execute([trial])?;
    Ok(())
}

fn comment(row: &Row) -> rusqlite::Result<Comment> {
    Ok(Comment {
        trial: row.get(0)?,
        replica: row.get::<_, i64>(1)?.cast_unsigned(),
        id: row.get(2)?,
        words: row.get(3)?,
        about: row.get(4)?,
        at_ms: row.get::<_, i64>(5)?.cast_unsigned(),
        received_ms: row.get::<_, i64>(6)?.cast_unsigned(),
        signed: row.get(7)?,
    })
}
