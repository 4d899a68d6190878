//! People, tokens and the audit log as SQL.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::role::Role;
use crate::store::Stored;
use crate::store::people::{Entry, PeopleChange, Token};

/// The tables. Tokens of older programs may do everything, as they could.
pub(super) const TABLES: &str = "
    ALTER TABLE token ADD COLUMN name TEXT NOT NULL DEFAULT '';
    ALTER TABLE token ADD COLUMN role INTEGER NOT NULL DEFAULT 4;
    ALTER TABLE token ADD COLUMN made_ms INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE audit (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
        about TEXT NOT NULL
    ) STRICT;
";

/// Applies one change within the writer's transaction.
pub(super) fn apply(transaction: &Transaction, change: &PeopleChange) -> Stored<()> {
    match change {
        PeopleChange::Token(token) => {
            revoke(transaction, &token.name)?;
            let sql = "INSERT OR REPLACE INTO token (hash, name, role, made_ms) VALUES (?1, ?2, ?3, ?4)";
            transaction.prepare_cached(sql)?.execute(params![
                token.hash,
                token.name,
                token.role as u8,
                token.made_ms.cast_signed()
            ])?;
        }
        PeopleChange::Revoked(name) => revoke(transaction, name)?,
        PeopleChange::Audited(entry) => {
            let sql = "INSERT INTO audit (at_ms, who, what, about) VALUES (?1, ?2, ?3, ?4)";
            transaction.prepare_cached(sql)?.execute(params![
                entry.at_ms.cast_signed(),
                entry.who,
                entry.what,
                entry.about
            ])?;
        }
    }
    Ok(())
}

/// Those without a name are many, and stay.
fn revoke(transaction: &Transaction, name: &str) -> Stored<()> {
    transaction.prepare_cached("DELETE FROM token WHERE name = ?1 AND name <> ''")?.execute([name])?;
    Ok(())
}

const TOKEN: &str = "SELECT hash, name, role, made_ms FROM token";

fn read(row: &Row) -> rusqlite::Result<Token> {
    Ok(Token {
        hash: row.get(0)?,
        name: row.get(1)?,
        // A role that this program does not know may do the least.
        role: Role::numbered(row.get(2)?).unwrap_or(Role::Viewer),
        made_ms: row.get::<_, i64>(3)?.cast_unsigned(),
    })
}

pub(super) fn token(connection: &Connection, hash: &[u8; 32]) -> Stored<Option<Token>> {
    Ok(connection.prepare_cached(&format!("{TOKEN} WHERE hash = ?1"))?.query_row([hash], read).optional()?)
}

pub(super) fn tokens(connection: &Connection) -> Stored<Vec<Token>> {
    let mut statement = connection.prepare_cached(&format!("{TOKEN} ORDER BY name, made_ms"))?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn audit(connection: &Connection, before: Option<u64>, limit: usize) -> Stored<Vec<(u64, Entry)>> {
    let sql = format!("SELECT seq, at_ms, who, what, about FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT {limit}");
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([before], |row| {
        let entry = Entry {
            at_ms: row.get::<_, i64>(1)?.cast_unsigned(),
            who: row.get(2)?,
            what: row.get(3)?,
            about: row.get(4)?,
        };
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), entry))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
