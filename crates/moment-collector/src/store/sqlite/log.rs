//! The write-ahead log: what was erased stands there until it is written back and cut off.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::store::Stored;
use crate::store::sqlite::schema::BUSY;

/// To write the log back takes two fsyncs, and nobody else writes meanwhile: it is done at most once in this time.
const EACH: Duration = Duration::from_secs(1);

/// Whether the log has to be cut off, and when that was tried last.
#[derive(Debug, Default)]
pub(super) struct Owed(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    is_owed: bool,
    tried: Option<Instant>,
}

impl Owed {
    /// What is in the log may be of somebody who was erased before this program began.
    pub(super) fn from_before() -> Self {
        Self(Mutex::new(State { is_owed: true, tried: None }))
    }

    /// After a commit, by its writer. If somebody reads just now, or it was done a moment ago, it stays owed.
    pub(super) fn after_commit(&self, writer: &Connection, has_erased: bool) {
        let mut state = self.state();
        state.is_owed |= has_erased;
        let is_soon = state.tried.is_some_and(|tried| tried.elapsed() < EACH);
        // What was there before this program began waits for `tidy`: who only writes a line need not do this.
        let is_ours = has_erased || state.tried.is_some();
        if state.is_owed && is_ours && !is_soon {
            // It is durable already; if it cannot be cut off now, it is tried again.
            let _ = state.cut_off(writer);
        }
    }

    /// Does what is owed. Errors: the store failed.
    pub(super) fn tidy(&self, writer: &Connection) -> Stored<()> {
        let mut state = self.state();
        if state.is_owed { state.cut_off(writer) } else { Ok(()) }
    }

    /// Whether anything is owed.
    pub(super) fn is_any(&self) -> bool {
        self.state().is_owed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn cut_off(&mut self, writer: &Connection) -> Stored<()> {
        self.tried = Some(Instant::now());
        // The others who wait to write do not wait for a reader.
        writer.busy_timeout(Duration::ZERO)?;
        let is_held = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
        writer.busy_timeout(BUSY)?;
        self.is_owed = is_held?;
        Ok(())
    }
}
