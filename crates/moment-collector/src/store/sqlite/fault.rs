//! Faults that a test puts into the connection that writes: what cannot be had from a healthy disk at will.

use std::sync::PoisonError;

use rusqlite::Connection;

use crate::store::Stored;
use crate::store::sqlite::SqliteStore;

/// What is to go wrong from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file may not grow by a page.
    Full,
    /// Whatever is written is broken off after so many steps of `SQLite`'s machine, once.
    BrokenOffAfter(u32),
}

impl SqliteStore {
    /// Puts a fault in, or takes all of them out.
    pub fn set_fault(&self, fault: Option<Fault>) -> Stored<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.progress_handler(0, None::<fn() -> bool>)?;
        let pages_max = match fault {
            Some(Fault::Full) => writer.pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0))?,
            _ => i64::from(u32::MAX - 1),
        };
        writer.pragma_update_and_check(None, "max_page_count", pages_max, |_| Ok(()))?;
        if let Some(Fault::BrokenOffAfter(steps)) = fault {
            break_off(&mut writer, steps)?;
        }
        Ok(())
    }
}

fn break_off(writer: &mut Connection, steps: u32) -> Stored<()> {
    let mut left = Some(steps);
    let handler = move || {
        let is_now = left == Some(0);
        left = left.and_then(|left| left.checked_sub(1));
        is_now
    };
    Ok(writer.progress_handler(1, Some(handler))?)
}
