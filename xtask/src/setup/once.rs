//! Makes a folder of the cache once: beside its final place, then moved there in one step, so that an interrupted set-up
//! leaves nothing that looks finished.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::lock;

/// `fill` gets an empty folder. The lock makes a second set-up wait for the first instead of doing the work again.
pub(crate) fn make(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let cache = folder.parent().context("a folder of the cache has a parent")?;
    let _lock = lock::hold(&cache.join("setup.lock"))?;
    if folder.is_dir() {
        return Ok(());
    }
    let unfinished = folder.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    fs::create_dir(&unfinished)?;
    fill(&unfinished)?;
    fs::rename(&unfinished, folder).with_context(|| format!("moving the finished work to {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn interrupted_work_is_begun_anew() {
        let cache = std::env::temp_dir().join(format!("second-moment-once-{}", std::process::id()));
        let folder = cache.join("tool-1");

        let interrupted = make(&folder, |work| {
            fs::write(work.join("half"), "")?;
            bail!("interrupted")
        });
        assert!(interrupted.is_err() && !folder.exists());

        make(&folder, |work| Ok(fs::write(work.join("whole"), "")?)).unwrap();
        assert!(folder.join("whole").exists() && !folder.join("half").exists());

        make(&folder, |_| bail!("a finished folder is not made again")).unwrap();
        fs::remove_dir_all(&cache).unwrap();
    }
}
