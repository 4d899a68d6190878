//! The store in one `SQLite` file: write-ahead log, `synchronous=FULL`, one writer, several readers.

pub mod access;
pub mod account;
pub mod backup;
pub mod comment;
pub mod desk;
mod erase;
#[cfg(debug_assertions)]
pub mod fault;
pub mod hook;
pub mod inbox;
mod log;
pub mod people;
pub mod quarantine;
pub mod read;
pub mod reply;
pub mod retention;
pub mod schema;
pub mod search;
pub mod tally;
pub mod write;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use rusqlite::{Connection, ErrorCode};

use crate::own_file;
use crate::store::desk::Desk;
use crate::store::quarantine::Quarantined;
use crate::store::sqlite::log::Owed;
use crate::store::trouble::Trouble;
use crate::store::{
    Change, Comment, CommentsQuery, Ending, Letter, Replica, Standing, Store, StoreError, Stored, Totals, TrialsQuery,
};

/// Connections for questions. More than the cores of a small machine would only wait for each other.
const READERS: usize = 4;

/// The file in the data folder.
pub const FILE: &str = "moments.db";

/// What `SQLite` keeps beside a file while it is open.
pub const LOGS: [&str; 2] = ["-wal", "-shm"];

/// A backup that is being restored has this name until it is whole.
pub const UNFINISHED: &str = "restoring.db";

/// The store.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Mutex<Connection>,
    /// The thread that wrote last.
    writes: Mutex<Option<ThreadId>>,
    owed: Owed,
    /// Whether that thread is asking many questions, in a transaction of their own.
    asks: AtomicBool,
    readers: Vec<Mutex<Connection>>,
}

impl SqliteStore {
    /// Opens the store in `folder`, making it if need be. Errors: the file cannot be opened or is of a newer program, or a
    /// restore was broken off there.
    pub fn open(folder: &Path) -> Stored<Self> {
        std::fs::create_dir_all(folder)
            .map_err(|error| StoreError::other(format!("cannot make the folder {}: {error}", folder.display())))?;
        let path = folder.join(FILE);
        if !path.exists() && folder.join(UNFINISHED).exists() {
            let message = format!("a restore into {} was broken off: run it again", folder.display());
            return Err(StoreError::other(message));
        }
        own_file::make_if_missing(&path)
            .map_err(|error| StoreError::other(format!("cannot make {}: {error}", path.display())))?;
        Self::connect(&path, schema::prepare)
    }

    /// Opens the store that is in `folder` and changes no tables: another program may be serving it. Errors: there is none,
    /// or it is of another version than this program's.
    pub fn open_existing(folder: &Path) -> Stored<Self> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Err(StoreError::other(format!("there is no store in {}", folder.display())));
        }
        Self::connect(&path, |writer| schema::check(writer))
    }

    fn connect(path: &Path, prepare: impl FnOnce(&mut Connection) -> Stored<()>) -> Stored<Self> {
        let open = || {
            schema::connect(path).map_err(StoreError::from).map_err(|error| {
                let message = format!("{}: {error}", path.display());
                StoreError { message, ..error }
            })
        };
        let mut writer = open()?;
        prepare(&mut writer)?;
        let readers = (0..READERS).map(|_| open().map(Mutex::new)).collect::<Stored<_>>()?;
        Ok(Self {
            writer: Mutex::new(writer),
            writes: Mutex::new(None),
            owed: Owed::from_before(),
            asks: AtomicBool::new(false),
            readers,
        })
    }

    /// A connection for a question: one that is free, else the first. Whoever writes asks through the connection that it
    /// writes with: each commit empties what the others hold in memory, and a batch asks much.
    fn reader(&self) -> MutexGuard<'_, Connection> {
        let writes = *self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        if writes == Some(thread::current().id()) {
            let is_begun = self.asks.load(Ordering::Relaxed);
            return if is_begun { locked(&self.writer) } else { ready(&self.writer) };
        }
        let free = self.readers.iter().find_map(|reader| reader.try_lock().ok());
        free.unwrap_or_else(|| ready(&self.readers[0]))
    }
}

/// A connection without a transaction: one whose very beginning or end was broken off would stand in all others' way.
fn ready(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    let connection = locked(connection);
    if !connection.is_autocommit() {
        // If it cannot be rolled back, whatever is begun next says so.
        let _ = connection.execute_batch("ROLLBACK");
    }
    connection
}

fn locked(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let trouble = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Locked,
            Some(ErrorCode::SystemIoFailure) => Trouble::Disk,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Trouble::Forbidden,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damaged,
            _ => Trouble::Other,
        };
        Self { trouble, message: error.to_string() }
    }
}

impl Store for SqliteStore {
    fn commit(&self, changes: &[Change]) -> Stored<()> {
        *self.writes.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        let mut writer = ready(&self.writer);
        let transaction = writer.transaction()?;
        let mut has_erased = false;
        for change in changes {
            has_erased = has_erased || erase::is_erasure(&transaction, change)?;
            write::apply(&transaction, change)?;
        }
        transaction.commit()?;
        self.owed.after_commit(&writer, has_erased);
        Ok(())
    }

    fn tidy(&self) -> Stored<()> {
        if self.owed.is_any() { self.owed.tidy(&ready(&self.writer)) } else { Ok(()) }
    }

    /// In one transaction, because each begins and ends with calls to the system that take longer than a small question.
    fn together(&self, ask: &mut dyn FnMut() -> Stored<()>) -> Stored<()> {
        *self.writes.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        ready(&self.writer).execute_batch("BEGIN")?;
        self.asks.store(true, Ordering::Relaxed);
        let asked = ask();
        self.asks.store(false, Ordering::Relaxed);
        drop(ready(&self.writer));
        asked
    }

    fn replicas(&self, trial: &str) -> Stored<Vec<Replica>> {
        read::replicas(&self.reader(), trial)
    }

    fn inbox(&self) -> Stored<Vec<(u64, String, usize)>> {
        inbox::index(&self.reader())
    }

    fn letters(&self, numbers: &[u64]) -> Stored<Vec<Letter>> {
        inbox::letters(&self.reader(), numbers)
    }

    fn is_erased(&self, replica: u64) -> Stored<bool> {
        read::is_erased(&self.reader(), replica)
    }

    fn trial(&self, trial: &str) -> Stored<Option<(Standing, Option<Ending>)>> {
        read::trial(&self.reader(), trial)
    }

    fn trials(&self, query: &TrialsQuery) -> Stored<Vec<(Standing, Option<Ending>)>> {
        read::trials(&self.reader(), query)
    }

    fn comments(&self, query: &CommentsQuery) -> Stored<Vec<Comment>> {
        comment::page(&self.reader(), query)
    }

    fn comments_since(&self, trial: &str, replica: Option<u64>, since_ms: u64) -> Stored<usize> {
        comment::count_since(&self.reader(), trial, replica, since_ms)
    }

    fn totals(&self) -> Stored<Totals> {
        tally::totals(&self.reader())
    }

    fn quarantined(&self, limit: usize, after: Option<&(u64, String, u64)>) -> Stored<Vec<Quarantined>> {
        quarantine::page(&self.reader(), limit, after)
    }

    fn quarantined_of(&self, trial: &str) -> Stored<Vec<u64>> {
        quarantine::numbers(&self.reader(), trial)
    }

    fn silent_since(&self, before_ms: u64, limit: usize) -> Stored<Vec<String>> {
        retention::silent_since(&self.reader(), before_ms, limit)
    }

    fn is_paused(&self) -> Stored<bool> {
        read::setting(&self.reader(), write::PAUSED).map(|value| value == Some(1))
    }

    fn desk(&self) -> &dyn Desk {
        self
    }

    fn judged_by(&self) -> Stored<Option<u32>> {
        let value = read::setting(&self.reader(), write::JUDGED_BY)?;
        Ok(value.and_then(|value| u32::try_from(value).ok()))
    }

    fn trial_ids(&self, after: &str, limit: usize) -> Stored<Vec<String>> {
        read::trial_ids(&self.reader(), after, limit)
    }
}
