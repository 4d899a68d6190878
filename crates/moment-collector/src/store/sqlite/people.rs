//! People, tokens and the audit log as SQL.

use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, params};

use crate::role::Role;
use crate::store::people::{Entry, Invitation, PeopleChange, Person, Token};
use crate::store::{StoreError, Stored};

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

/// People, and how they come in. What is deleted of `person` takes along what refers to it.
pub(super) const PERSON_TABLES: &str = "
    CREATE TABLE person (
        name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, role INTEGER NOT NULL, password TEXT, made_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE invitation (
        hash BLOB NOT NULL PRIMARY KEY, name TEXT COLLATE NOCASE REFERENCES person ON DELETE CASCADE,
        until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session (
        hash BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE REFERENCES person ON DELETE CASCADE,
        until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
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
        PeopleChange::Revoked(hash) => one(transaction, "DELETE FROM token WHERE hash = ?1", [hash])?,
        PeopleChange::Awaited { name, role, made_ms } => {
            with_an_admin_left(transaction, || put(transaction, name, *role, *made_ms))?;
        }
        PeopleChange::Role(name, role) => with_an_admin_left(transaction, || {
            one(transaction, "UPDATE person SET role = ?2 WHERE name = ?1", params![name, *role as u8])
        })?,
        PeopleChange::Password { name, before, after } => {
            let sql = "UPDATE person SET password = ?3 WHERE name = ?1 AND password = ?2";
            one(transaction, sql, [name, before, after])?;
        }
        PeopleChange::Removed(name) => {
            with_an_admin_left(transaction, || one(transaction, "DELETE FROM person WHERE name = ?1", [name]))?;
        }
        PeopleChange::Invited(invitation) => {
            run(transaction, "DELETE FROM invitation WHERE name IS ?1", [&invitation.name])?;
            let sql = "INSERT INTO invitation (hash, name, until_ms) VALUES (?1, ?2, ?3)";
            run(transaction, sql, params![invitation.hash, invitation.name, invitation.until_ms.cast_signed()])?;
        }
        PeopleChange::Joined { invitation, name, password, at_ms } => {
            join(transaction, invitation, name, password, *at_ms)?;
        }
        PeopleChange::Expired(now_ms) => {
            for sql in ["DELETE FROM session WHERE until_ms <= ?1", "DELETE FROM invitation WHERE until_ms <= ?1"] {
                run(transaction, sql, [now_ms.cast_signed()])?;
            }
        }
        PeopleChange::SignedIn(session, password) => {
            let sql = "INSERT INTO session (hash, name, until_ms)
                       SELECT ?1, name, ?3 FROM person WHERE name = ?2 AND password = ?4";
            one(transaction, sql, params![session.hash, session.name, session.until_ms.cast_signed(), password])?;
        }
        PeopleChange::SignedOut(hash) => _ = run(transaction, "DELETE FROM session WHERE hash = ?1", [hash])?,
        PeopleChange::SignedOutElsewhere(name, hash) => {
            run(transaction, "DELETE FROM session WHERE name = ?1 AND hash <> ?2", params![name, hash])?;
        }
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

fn run(transaction: &Transaction, sql: &str, values: impl Params) -> Stored<usize> {
    Ok(transaction.prepare_cached(sql)?.execute(values)?)
}

/// Changes the one row that is meant. Errors: it is not there any more, or not as it was.
fn one(transaction: &Transaction, sql: &str, values: impl Params) -> Stored<()> {
    match run(transaction, sql, values)? {
        0 => Err(StoreError::overtaken("what was to be changed is not as it was")),
        _ => Ok(()),
    }
}

/// Errors: there was somebody who can let others in, and after the change there would be nobody.
fn with_an_admin_left(transaction: &Transaction, change: impl FnOnce() -> Stored<()>) -> Stored<()> {
    let had_one = has_admin(transaction)?;
    change()?;
    if had_one && !has_admin(transaction)? {
        return Err(StoreError::overtaken("no admin would be left"));
    }
    Ok(())
}

fn has_admin(transaction: &Transaction) -> Stored<bool> {
    let sql = "SELECT 1 FROM person WHERE role = ?1 AND password IS NOT NULL";
    Ok(transaction.prepare_cached(sql)?.exists([Role::Admin as u8])?)
}

fn put(transaction: &Transaction, name: &str, role: Role, made_ms: u64) -> Stored<()> {
    // Not a replacement: that would delete the row first, and what was invited with it.
    let sql = "INSERT INTO person (name, role, password, made_ms) VALUES (?1, ?2, NULL, ?3)
               ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = NULL";
    run(transaction, sql, params![name, role as u8, made_ms.cast_signed()])?;
    run(transaction, "DELETE FROM session WHERE name = ?1", [name])?;
    Ok(())
}

/// Whose invitation it is says the store, and nobody who asked it before.
fn join(transaction: &Transaction, hash: &[u8; 32], name: &str, password: &str, at_ms: u64) -> Stored<()> {
    let Some(invitation) = invitation(transaction, hash, at_ms)? else {
        return Err(StoreError::overtaken("the invitation does not work any more"));
    };
    if let Some(invited) = invitation.name {
        one(transaction, "UPDATE person SET password = ?2 WHERE name = ?1", [invited.as_str(), password])?;
    } else {
        let sql = "INSERT INTO person (name, role, password, made_ms) SELECT ?1, ?2, ?3, ?4
                   WHERE NOT EXISTS (SELECT 1 FROM person WHERE password IS NOT NULL)
                   ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password";
        one(transaction, sql, params![name, Role::Admin as u8, password, at_ms.cast_signed()])?;
    }
    run(transaction, "DELETE FROM invitation WHERE hash = ?1", [hash])?;
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

const PERSON: &str = "SELECT p.name, p.role, p.password, p.made_ms FROM person p";

fn read_person(row: &Row) -> rusqlite::Result<Person> {
    Ok(Person {
        name: row.get(0)?,
        role: Role::numbered(row.get(1)?).unwrap_or(Role::Viewer),
        password: row.get(2)?,
        made_ms: row.get::<_, i64>(3)?.cast_unsigned(),
    })
}

pub(super) fn person(connection: &Connection, name: &str) -> Stored<Option<Person>> {
    let mut statement = connection.prepare_cached(&format!("{PERSON} WHERE p.name = ?1"))?;
    Ok(statement.query_row([name], read_person).optional()?)
}

pub(super) fn people(connection: &Connection) -> Stored<Vec<Person>> {
    let mut statement = connection.prepare_cached(&format!("{PERSON} ORDER BY p.name"))?;
    let rows = statement.query_map([], read_person)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn invitation(connection: &Connection, hash: &[u8; 32], now_ms: u64) -> Stored<Option<Invitation>> {
    let sql = "SELECT hash, name, until_ms FROM invitation WHERE hash = ?1 AND until_ms > ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row(params![hash, now_ms.cast_signed()], |row| {
        Ok(Invitation { hash: row.get(0)?, name: row.get(1)?, until_ms: row.get::<_, i64>(2)?.cast_unsigned() })
    });
    Ok(found.optional()?)
}

pub(super) fn session(connection: &Connection, hash: &[u8; 32], now_ms: u64) -> Stored<Option<Person>> {
    let sql = format!("{PERSON} JOIN session s ON s.name = p.name WHERE s.hash = ?1 AND s.until_ms > ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![hash, now_ms.cast_signed()], read_person).optional()?)
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
