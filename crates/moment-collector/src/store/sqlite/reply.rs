//! Replies as SQL.

use rusqlite::{Connection, Row, Transaction, params};

use crate::store::Stored;
use crate::store::reply::{Pending, Reply, ReplyChange};

/// The table. A comment that is erased takes its replies along.
pub(super) const TABLES: &str = "
    CREATE TABLE reply (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, trial TEXT NOT NULL, comment BLOB NOT NULL,
        words TEXT NOT NULL, who TEXT NOT NULL, at_ms INTEGER NOT NULL, seen_ms INTEGER,
        FOREIGN KEY (trial, comment) REFERENCES comment (trial, id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX reply_by_comment ON reply (trial, comment);
";

/// Applies one change within the writer's transaction.
pub(super) fn apply(transaction: &Transaction, change: &ReplyChange) -> Stored<()> {
    match change {
        ReplyChange::Put(reply) => {
            let sql = "INSERT INTO reply (id, trial, comment, words, who, at_ms)
                       SELECT ?1, trial, id, ?4, ?5, ?6 FROM comment WHERE trial = ?2 AND id = ?3";
            transaction.prepare_cached(sql)?.execute(params![
                reply.id,
                reply.trial,
                reply.comment,
                reply.words,
                reply.who,
                reply.at_ms.cast_signed()
            ])?;
        }
        ReplyChange::Seen { trial, replica, ids, at_ms } => {
            let sql = "UPDATE reply SET seen_ms = ?3
                WHERE trial = ?1 AND id = ?2 AND (seen_ms IS NULL OR ?3 IS NULL) AND (?4 IS NULL OR
                EXISTS (SELECT 1 FROM comment c WHERE c.trial = reply.trial AND c.id = reply.comment AND c.replica = ?4))";
            let replica = replica.map(u64::cast_signed);
            for id in ids {
                transaction.prepare_cached(sql)?.execute(params![trial, id, at_ms.map(u64::cast_signed), replica])?;
            }
        }
    }
    Ok(())
}

const REPLY: &str = "r.id, r.trial, r.comment, r.words, r.who, r.at_ms, r.seen_ms";

fn read(row: &Row) -> rusqlite::Result<Reply> {
    Ok(Reply {
        id: row.get(0)?,
        trial: row.get(1)?,
        comment: row.get(2)?,
        words: row.get(3)?,
        who: row.get(4)?,
        at_ms: row.get::<_, i64>(5)?.cast_unsigned(),
        seen_ms: row.get::<_, Option<i64>>(6)?.map(i64::cast_unsigned),
    })
}

pub(super) fn to(connection: &Connection, trial: &str, comment: &[u8; 16]) -> Stored<Vec<Reply>> {
    let sql = format!("SELECT {REPLY} FROM reply r WHERE r.trial = ?1 AND r.comment = ?2 ORDER BY r.seq");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![trial, comment], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn pending(
    connection: &Connection,
    trial: &str,
    replica: Option<u64>,
    limit: usize,
) -> Stored<Vec<Pending>> {
    let sql = format!(
        "SELECT {REPLY}, c.words, c.at_ms FROM reply r JOIN comment c ON c.trial = r.trial AND c.id = r.comment
         WHERE r.trial = ?1 AND r.seen_ms IS NULL AND (?2 IS NULL OR c.replica = ?2) ORDER BY r.seq LIMIT {limit}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let pending = |row: &Row| {
        Ok(Pending { reply: read(row)?, asked: row.get(7)?, asked_ms: row.get::<_, i64>(8)?.cast_unsigned() })
    };
    let rows = statement.query_map(params![trial, replica.map(u64::cast_signed)], pending)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn open_comments(connection: &Connection, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<u64> {
    let sql = "SELECT count(*) FROM comment c
        WHERE c.trial = ?1 AND c.received_ms >= ?2 AND (?3 IS NULL OR c.replica = ?3)
        AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.trial = c.trial AND r.comment = c.id)";
    let values = params![trial, since_ms.cast_signed(), replica.map(u64::cast_signed)];
    let count: i64 = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
    Ok(count.cast_unsigned())
}
