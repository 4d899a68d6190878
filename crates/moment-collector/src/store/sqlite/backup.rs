//! A whole copy of the store while it is in use; and what was erased since, taken out of older copies.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::path::Path;

use rusqlite::{Connection, Transaction, params};

use crate::own_file;
use crate::store::sqlite::{erase, schema};
use crate::store::{StoreError, Stored};

/// What is left of what was erased.
#[derive(Debug, Default)]
pub struct Tombstones {
    /// The numbers of replicas, and when.
    replicas: Vec<(i64, i64)>,
    /// The hashes of trials that were erased as a whole, and when.
    trials: BTreeMap<Vec<u8>, i64>,
    /// What they are salted with; empty if there are none.
    salt: Vec<u8>,
}

/// Writes a copy of the store at `from` to `to`, which must not exist yet: as of one instant, without anything that was
/// deleted, checked page by page, and durable when this returns. Whoever writes meanwhile goes on.
pub fn copy(from: &Path, to: &Path) -> Stored<()> {
    let source = existing(from)?;
    source.busy_timeout(schema::BUSY)?;
    own_file::make(to).map_err(|error| StoreError::other(format!("{}: {error}", to.display())))?;
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
    let mut found = Tombstones::default();
    if file.table_exists(None, "erased")? {
        let mut statement = file.prepare("SELECT replica, at_ms FROM erased")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.replicas = rows.collect::<Result<_, _>>()?;
    }
    if file.table_exists(None, "erased_trial")? {
        found.salt = erase::salt(&file)?;
        let mut statement = file.prepare("SELECT hash, at_ms FROM erased_trial")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.trials = rows.collect::<Result<_, _>>()?;
    }
    Ok(found)
}

impl Tombstones {
    /// Those that a copy which remembers `known` does not know of: it was made before them.
    fn beside(&self, known: &Self) -> BTreeMap<&[u8], i64> {
        let is_new = |hash: &Vec<u8>, at_ms: i64| {
            known.salt != self.salt || known.trials.get(hash).is_none_or(|known_ms| *known_ms < at_ms)
        };
        let new = self.trials.iter().filter(|(hash, at_ms)| is_new(hash, **at_ms));
        new.map(|(hash, at_ms)| (hash.as_slice(), *at_ms)).collect()
    }
}

/// Brings the copy at `path` up to the present version and takes out of it what was erased since it was made. Where the
/// last replica of a trial goes, all of the trial goes. Says how many replicas went.
pub fn scrub(path: &Path, erased: &Tombstones) -> Stored<usize> {
    let known = tombstones(path)?;
    let mut file = schema::connect(path)?;
    schema::prepare(&mut file)?;
    file.execute_batch(
        "CREATE TEMP TABLE gone (replica INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL);
         CREATE TEMP TABLE hit (trial TEXT NOT NULL PRIMARY KEY);
         CREATE TEMP TABLE whole (trial TEXT NOT NULL PRIMARY KEY);",
    )?;
    let transaction = file.transaction()?;
    for (replica, at_ms) in &erased.replicas {
        transaction.prepare_cached("INSERT OR IGNORE INTO temp.gone VALUES (?1, ?2)")?.execute([replica, at_ms])?;
    }
    name_whole(&transaction, &erased.salt, &erased.beside(&known))?;
    transaction.execute_batch(
        "INSERT INTO temp.hit SELECT trial FROM replica WHERE replica IN (SELECT replica FROM temp.gone)
            UNION SELECT trial FROM inbox WHERE replica IN (SELECT replica FROM temp.gone);",
    )?;
    let of_gone =
        "FROM replica WHERE replica IN (SELECT replica FROM temp.gone) OR trial IN (SELECT trial FROM temp.whole)";
    let waiting = of_gone.replace("FROM replica WHERE", "FROM inbox WHERE");
    let sql = format!("SELECT count(*) FROM (SELECT trial, replica {of_gone} UNION SELECT trial, replica {waiting})");
    let count: i64 = transaction.query_row(&sql, [], |row| row.get(0))?;
    transaction.execute_batch(&format!("DELETE {of_gone}; DELETE {waiting};"))?;
    transaction.execute_batch(
        // What other services were to be told of them goes with its deliveries.
        "DELETE FROM outbox WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM comment WHERE replica IN (SELECT replica FROM temp.gone);
         DELETE FROM quarantined WHERE replica IN (SELECT replica FROM temp.gone);
         DELETE FROM temp.hit WHERE trial IN (SELECT trial FROM replica UNION SELECT trial FROM inbox);
         INSERT OR IGNORE INTO temp.hit SELECT trial FROM temp.whole;
         DELETE FROM outbox WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM trial WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM reached WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM ending WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM comment WHERE trial IN (SELECT trial FROM temp.hit);
         DELETE FROM quarantined WHERE trial IN (SELECT trial FROM temp.hit);
         INSERT OR IGNORE INTO erased (replica, at_ms) SELECT replica, at_ms FROM temp.gone;",
    )?;
    if count > 0 {
        // What is left of the others is judged again when the collector starts.
        transaction.execute("DELETE FROM setting WHERE name = ?1", [super::write::JUDGED_BY])?;
    }
    remember(&transaction, erased)?;
    transaction.commit()?;
    // One file, without a log beside it.
    file.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    drop(file);
    make_durable(path)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Names the trials whose hashes are among `erased`, wherever something of them is kept.
fn name_whole(transaction: &Transaction, salt: &[u8], erased: &BTreeMap<&[u8], i64>) -> Stored<()> {
    if erased.is_empty() {
        return Ok(());
    }
    let sql = "SELECT trial FROM trial UNION SELECT trial FROM replica UNION SELECT trial FROM comment
               UNION SELECT trial FROM ending UNION SELECT trial FROM quarantined UNION SELECT trial FROM outbox
               UNION SELECT trial FROM inbox";
    let mut statement = transaction.prepare(sql)?;
    let mut trials = statement.query([])?;
    while let Some(row) = trials.next()? {
        let trial: String = row.get(0)?;
        if erased.contains_key(erase::hash(salt, &trial).as_slice()) {
            transaction.prepare_cached("INSERT INTO temp.whole VALUES (?1)")?.execute([trial])?;
        }
    }
    Ok(())
}

/// The copy remembers what the store remembers that it is a copy of. What was hashed with another salt says nothing there.
fn remember(transaction: &Transaction, erased: &Tombstones) -> Stored<()> {
    if erased.salt.is_empty() {
        return Ok(());
    }
    if erase::salt(transaction)? != erased.salt {
        transaction.execute("DELETE FROM erased_trial", [])?;
        transaction.execute("UPDATE erased_salt SET salt = ?1", [&erased.salt])?;
    }
    let sql = "INSERT INTO erased_trial (hash, at_ms) VALUES (?1, ?2)
               ON CONFLICT (hash) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)";
    for (hash, at_ms) in &erased.trials {
        transaction.prepare_cached(sql)?.execute(params![hash, at_ms])?;
    }
    Ok(())
}

/// A connection to a file that must be there.
fn existing(path: &Path) -> Stored<Connection> {
    if !path.is_file() {
        return Err(StoreError::other(format!("there is no store at {}", path.display())));
    }
    Ok(Connection::open(path)?)
}

/// All of the store at `path`, which nobody has open, is in one file, without a log beside it. Errors: it cannot be read.
pub fn close_log(path: &Path) -> Stored<()> {
    Ok(existing(path)?.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?)
}

/// The file and its name survive the loss of power.
pub fn make_durable(path: &Path) -> Stored<()> {
    let sync = || {
        OpenOptions::new().read(true).write(true).open(path)?.sync_all()?;
        sync_folder(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    };
    sync().map_err(|error| StoreError::other(format!("{}: {error}", path.display())))
}

/// The names in the folder survive the loss of power.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}
