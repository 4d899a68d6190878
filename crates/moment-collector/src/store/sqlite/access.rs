//! Who may use a store, and whom it tells, carried into the one that takes its place.

use std::path::Path;

use rusqlite::Connection;

use crate::store::sqlite::schema;
use crate::store::{StoreError, Stored};

/// What was given or taken away since a backup was made counts: people, tokens, webhooks, and the pause.
const CARRY: &str = "
    DELETE FROM person;
    INSERT INTO person (name, role, password, made_ms) SELECT name, role, password, made_ms FROM former.person;
    DELETE FROM token;
    INSERT INTO token (hash, name, role, made_ms) SELECT hash, name, role, made_ms FROM former.token;
    DELETE FROM hook WHERE id NOT IN (SELECT id FROM former.hook);
    INSERT INTO hook (id, url, shape, events, secret, old_secret, old_until_ms, state, reason, made_ms)
        SELECT id, url, shape, events, secret, old_secret, old_until_ms, state, reason, made_ms FROM former.hook
        WHERE true ON CONFLICT (id) DO UPDATE SET url = excluded.url, shape = excluded.shape, events = excluded.events,
        secret = excluded.secret, old_secret = excluded.old_secret, old_until_ms = excluded.old_until_ms,
        state = excluded.state, reason = excluded.reason;
    DELETE FROM outbox WHERE seq NOT IN (SELECT seq FROM delivery);
    DELETE FROM setting WHERE name = 'paused';
    INSERT INTO setting (name, value) SELECT name, value FROM former.setting WHERE name = 'paused';
";

/// Nobody is signed in or invited any more in the restored store at `path`. Errors: it cannot be written.
pub fn sign_everybody_out(path: &Path) -> Stored<()> {
    Ok(open(path)?.execute_batch("DELETE FROM session; DELETE FROM invitation;")?)
}

/// The restored store at `path` gets who may use the store at `former`, and whom that one tells. Errors: the former one cannot
/// be read; then nothing is changed.
pub fn carry(former: &Path, path: &Path) -> Stored<()> {
    let mut file = open(path)?;
    if !former.is_file() {
        return Err(StoreError::other(format!("there is no store at {}", former.display())));
    }
    file.execute("ATTACH ?1 AS former", [former.to_string_lossy()])?;
    let transaction = file.transaction()?;
    transaction.execute_batch(CARRY)?;
    Ok(transaction.commit()?)
}

/// A connection that leaves no log beside the file.
fn open(path: &Path) -> Stored<Connection> {
    let file = schema::connect(path)?;
    file.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(file)
}
