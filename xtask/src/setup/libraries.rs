//! What the whole-house tests need from npm: the analytics libraries that `tests/house/listen.rs` listens to, and what
//! `tests/house/gallery.rs` has prompts checked by.

use std::path::PathBuf;

use anyhow::Result;

use super::npm;
use crate::house::House;

/// The folder that holds a folder for each package.
pub(crate) fn find_or_install(house: &House) -> Result<PathBuf> {
    Ok(npm::packages(house, "tests/house/libraries", "libraries")?.folder.join("node_modules"))
}
