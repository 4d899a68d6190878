//! The analytics libraries that `tests/house/listen.rs` listens to, from npm: for tests alone.

use std::path::PathBuf;

use anyhow::Result;

use super::npm::{Manifests, Packages};
use crate::house::House;

const MANIFESTS: Manifests =
    Manifests { folder: "tests/house/libraries", name: "libraries", what: "the analytics libraries of the tests" };

/// The folder that holds a folder for each package.
pub(crate) fn find_or_install(house: &House) -> Result<PathBuf> {
    Ok(Packages::find_or_install(house, &MANIFESTS)?.folder)
}
