//! The analytics libraries that `tests/house/listen.rs` listens to, from npm: for tests alone.

use std::path::PathBuf;

use anyhow::Result;

use super::npm;
use crate::house::House;

/// The folder that holds a folder for each package.
pub(crate) fn find_or_install(house: &House) -> Result<PathBuf> {
    Ok(npm::packages(house, "tests/house/libraries", "libraries")?.folder.join("node_modules"))
}
