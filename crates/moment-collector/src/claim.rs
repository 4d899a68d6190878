//! One collector for one data folder: a lock that the system takes back when the program ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::own_file;

/// The file that is locked. It holds nothing.
const FILE: &str = "serving.lock";

/// The folder is this program's as long as this lives.
#[derive(Debug)]
pub struct Claim(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

impl Claim {
    /// Claims the folder, making it if need be. Errors: somebody else has it, or nothing can be written there.
    pub fn on(folder: &Path) -> Result<Self> {
        Self::of(folder, FILE, &format!("another collector serves {}", folder.display()))
    }

    /// Claims a folder by the lock of this name. Errors: `busy`, or nothing can be written there.
    pub fn of(folder: &Path, lock: &str, busy: &str) -> Result<Self> {
        let path = folder.join(lock);
        let open = || {
            std::fs::create_dir_all(folder)?;
            own_file::make_or_empty(&path)
        };
        let file = open().with_context(|| format!("cannot open the store: cannot write {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => bail!("{busy}"),
            // Some network file systems have no locks; they are no place for a database either, but that is not ours to say.
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the data folder cannot be locked: serve it with one collector only");
                Ok(Self(file))
            }
        }
    }
}
