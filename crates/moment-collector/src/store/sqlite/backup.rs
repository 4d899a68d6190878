//! A whole copy of the store while it is in use; and what was erased since, taken out of older copies.

use std::fs::{File, OpenOptions};
use std::path::Path;

use rusqlite::Connection;

use crate::store::sqlite::schema;
use crate::store::{StoreError, Stored};

/// What is left of erased replicas: their numbers, and when.
pub type Tombstones = Vec<(i64, i64)>;

/// Writes a copy of the store at `from` to `to`, which must not exist yet: as of one instant, without anything that was
/// deleted, checked page by page, and durable when this returns. Whoever writes meanwhile goes on.
pub fn copy(from: &Path, to: &Path) -> Stored<()> {
    let source = existing(from)?;
    source.busy_timeout(schema::BUSY)?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    check(to)?;
    make_durable(to)
}

/// Errors: the file at `path` is no store, or is damaged.
pub fn check(path: &Path) -> Stored<()> {
    let file = existing(path)?;
    let found: String = file.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::other(format!("{}: {found}", path.display()))) }
}

/// What the store at `path` remembers of erasures. Errors: it cannot be read.
pub fn tombstones(path: &Path) -> Stored<Tombstones> {
    let file = existing(path)?;
    let has_any = file.table_exists(None, "erased")?;
    if !has_any {
        return Ok(Vec::new());
    }
    let mut statement = file.prepare("SELECT replica, at_ms FROM erased")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Brings the copy at `path` up to the present version and takes out of it what was erased since it was made. Where the
/// last replica of a trial goes, all of the trial goes. Says how many replicas went.
pub fn scrub(path: &Path, erased: &Tombstones) -> Stored<usize> {
    let mut file = schema::connect(path)?;
    schema::prepare(&mut file)?;
    file.execute_batch("CREATE TEMP TABLE gone (replica INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL)")?;
    let transaction = file.transaction()?;
    for (replica, at_ms) in erased {
        transaction.prepare_cached("INSERT OR IGNORE INTO temp.gone VALUES (?1, ?2)")?.execute([replica, at_ms])?;
    }
    transaction.execute_batch(
        "CREATE TEMP TABLE hit AS
            SELECT trial, replica FROM replica WHERE replica IN (SELECT replica FROM temp.gone)
            UNION SELECT trial, replica FROM inbox WHERE replica IN (SELECT replica FROM temp.gone);
         DELETE FROM replica WHERE replica IN (SELECT replica FROM temp.gone);
         DELETE FROM inbox WHERE replica IN (SELECT replica FROM temp.gone);",
    )?;
    let count: i64 = transaction.query_row("SELECT count(*) FROM temp.hit", [], |row| row.get(0))?;
    transaction.execute_batch(
        // What other services were to be told of them goes with its deliveries.
        "DELETE FROM outbox WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM comment WHERE replica IN (SELECT replica FROM temp.gone);
         DELETE FROM quarantined WHERE replica IN (SELECT replica FROM temp.gone);
         DELETE FROM temp.hit WHERE trial IN (SELECT trial FROM replica UNION SELECT trial FROM inbox);
         DELETE FROM trial WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM reached WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM ending WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM comment WHERE trial IN (SELECT trial FROM temp.hit);
         INSERT OR IGNORE INTO erased SELECT replica, at_ms FROM temp.gone;",
    )?;
    if count > 0 {
        // What is left of the others is judged again when the collector starts.
        transaction.execute("DELETE FROM setting WHERE name = ?1", [super::write::JUDGED_BY])?;
    }
    transaction.commit()?;
    // One file, without a log beside it.
    file.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    drop(file);
    make_durable(path)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// A connection to a file that must be there.
fn existing(path: &Path) -> Stored<Connection> {
    if !path.is_file() {
        return Err(StoreError::other(format!("there is no store at {}", path.display())));
    }
    Ok(Connection::open(path)?)
}

/// The file and its name survive the loss of power.
fn make_durable(path: &Path) -> Stored<()> {
    let sync = || {
        OpenOptions::new().read(true).write(true).open(path)?.sync_all()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    };
    sync().map_err(|error| StoreError::other(format!("{}: {error}", path.display())))
}
