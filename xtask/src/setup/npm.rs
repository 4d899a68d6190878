//! Packages from npm, at the versions of a lock file of the repository's, in a folder of the cache.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use super::once;
use crate::digest;
use crate::house::House;
use crate::program;

pub(crate) struct Packages {
    /// Holds `node_modules`.
    pub(crate) folder: PathBuf,
    /// Changes when a version changes.
    pub(crate) key: String,
}

/// `manifests` is the folder of `package.json` and its lock file, from the root; `what` is what they are called in the
/// cache and to whoever waits.
pub(crate) fn packages(house: &House, manifests: &str, what: &str) -> Result<Packages> {
    let from = house.root.join(manifests);
    let lock =
        fs::read(from.join("package-lock.json")).with_context(|| format!("reading {manifests}/package-lock.json"))?;
    let key = digest::of_contents([lock.as_slice()]);
    let folder = house.cache.join(format!("{what}-{}", &key[..12]));
    if folder.is_dir() {
        return Ok(Packages { folder, key });
    }
    ensure!(
        program::exists("npm"),
        "npm is missing: install Node 20 or newer (https://nodejs.org), then run this again"
    );
    once::make(&folder, |work| {
        eprintln!("installing the {what} of {manifests}/package.json with npm, once for these versions");
        for name in ["package.json", "package-lock.json"] {
            fs::copy(from.join(name), work.join(name))?;
        }
        // No package's own script runs: all of them work without.
        cmd!(house.shell, "npm ci --prefix {work} --ignore-scripts --no-audit --no-fund --loglevel=error")
            .quiet()
            .ignore_stdout()
            .run()
            .with_context(|| format!("npm could not install {manifests}/package.json; is its registry within reach?"))
    })?;
    Ok(Packages { folder, key })
}
