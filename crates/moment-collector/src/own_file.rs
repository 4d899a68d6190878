//! Files that hold what customers did or wrote, or opens doors: on Unix only their owner may read and write them, from the
//! instant at which they are made and whatever the umask allows.

use std::fs::{File, OpenOptions};
use std::io::Result;
use std::path::Path;

/// Makes a file. Errors: one is there, or nothing can be written there.
pub fn make(path: &Path) -> Result<File> {
    options().create_new(true).open(path)
}

/// Makes a file, or empties the one that is there, which keeps its mode: somebody may have widened it on purpose.
pub fn make_or_empty(path: &Path) -> Result<File> {
    options().create(true).truncate(true).open(path)
}

/// Makes an empty file unless one is there, for `SQLite`, which takes it for an empty store and gives the logs beside it
/// the mode of the file itself (`findCreateFileMode` in its `os_unix.c`).
pub fn make_if_missing(path: &Path) -> Result<()> {
    // Looked at first, for one that may only be read cannot be opened for writing. A link is followed to where it leads.
    if path.exists() {
        return Ok(());
    }
    options().create(true).truncate(false).open(path).map(drop)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
